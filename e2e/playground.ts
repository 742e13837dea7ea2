import { expect, type Locator, type Page } from '@playwright/test';

/** Columns of the State table, in order. */
export const COLUMNS = ['variable', 'kind', 'type', 'before', 'after', 'outcome'] as const;

/** Milliseconds that a compiler may take which has to be loaded first, while another story compiles. */
const COMPILING = 60_000;

/** The page as a user sees it: by roles and names, never by classes. */
export class Playground {
  readonly page: Page;
  /** Errors of the page's console, and exceptions nobody caught. */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  /** Opens the playground and waits until it can be used. */
  async open(url = '.'): Promise<void> {
    await this.page.goto(url);
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.button('Deploy').or(this.button('Upgrade'))).toBeEnabled({ timeout: COMPILING });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  get state(): Locator {
    return this.page.getByRole('region', { name: 'State' });
  }

  get logs(): Locator {
    return this.page.getByRole('region', { name: 'Logs' });
  }

  get memory(): Locator {
    return this.page.getByRole('region', { name: 'Memory' });
  }

  get status(): Locator {
    return this.page.getByRole('status');
  }

  async openSample(title: string): Promise<void> {
    await this.page.getByRole('region', { name: 'Samples' }).getByRole('button', { name: title }).first().click();
    await this.ready();
  }

  async deploy(): Promise<void> {
    await this.button('Deploy').click();
    await expect(this.button('Upgrade')).toBeEnabled({ timeout: COMPILING });
    await expect(this.state.getByRole('table')).toBeVisible();
  }

  /** Deploys a canister of whose variables nothing can be known. */
  async deployForeign(): Promise<void> {
    await this.button('Deploy').click();
    await expect(this.button('Upgrade')).toBeEnabled({ timeout: COMPILING });
    await expect(this.state).toContainText('not compiled from Motoko here');
  }

  async upgrade(): Promise<void> {
    await this.button('Upgrade').click();
  }

  /** Replaces the open file. */
  async write(source: string): Promise<void> {
    const editor = this.page.locator('.monaco-editor').first();
    await editor.click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(source);
  }

  /** What Upgrade would do, in a line; it unfolds to {@link verdicts}. */
  get verdict(): Locator {
    return this.page.getByRole('group').filter({ hasText: /^Upgrade would/ }).first();
  }

  /** What Upgrade would do to each variable, in a word. */
  async verdicts(): Promise<Record<string, string>> {
    const list = this.page.getByRole('list', { name: 'What Upgrade would do to each variable' });
    if (!(await list.isVisible())) await this.verdict.getByText(/^Upgrade would/).click();
    const lines = await list.getByRole('listitem').allInnerTexts();
    return Object.fromEntries(
      lines.map((line): [string, string] => {
        const [, variable = line, fate = ''] = /^(\w+)\s+(\w+)\./.exec(line.trim()) ?? [];
        return [variable, fate];
      }),
    );
  }

  method(name: string): Locator {
    return this.page.getByRole('group', { name, exact: true });
  }

  /** Calls a method, its arguments given as Candid text. */
  async call(name: string, args = '()'): Promise<void> {
    const method = this.method(name);
    if (args !== '()') {
      const asText = method.getByRole('button', { name: 'as text' });
      const text = method.getByRole('textbox', { name: `Arguments of ${name} as text` });
      await expect(asText.or(text).first()).toBeVisible();
      if (!(await text.isVisible())) await asText.click();
      await text.fill(args);
    }
    await method.getByRole('button', { name: /^(Call|Query)$/ }).click();
  }

  row(variable: string): Locator {
    return this.state.getByRole('row').filter({ has: this.page.getByRole('cell', { name: variable, exact: true }) });
  }

  cell(variable: string, column: (typeof COLUMNS)[number]): Locator {
    return this.row(variable).getByRole('cell').nth(COLUMNS.indexOf(column));
  }

  async chooseIdentity(name: string): Promise<void> {
    await this.page.getByRole('combobox', { name: /call as/i }).selectOption({ label: name });
  }
}
