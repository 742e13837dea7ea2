import { expect, type Page, test } from '@playwright/test';
import failures from '../public/samples/failures.json' with { type: 'json' };
import samples from '../public/samples/index.json' with { type: 'json' };
import { Playground } from './playground.ts';

/** A step of a story that goes wrong: what is pressed or called, or what is seen after it. Only one of the groups is there. */
interface Move {
  /** Only in this mode. */
  readonly persistence?: string;
  readonly version?: number;
  readonly press?: string;
  /** The button of the dialog that asks first. */
  readonly confirm?: string;
  readonly select?: string;
  readonly limit?: string;
  readonly method?: string;
  readonly args?: string;
  readonly caller?: string;
  /** What the canister itself answers. */
  readonly expect?: string;
  /** It has no answer yet. */
  readonly pending?: boolean;
  readonly fails?: { readonly code: string; readonly text: string };
  readonly refused?: string;
  readonly outcomes?: Readonly<Record<string, string>>;
  /** What the State table shows as it is now. */
  readonly values?: Readonly<Record<string, string>>;
  readonly status?: string;
  /** What the page says above everything else. */
  readonly notice?: string;
  /** Methods whose answer stays as it is, or grows, while time goes on. */
  readonly steady?: string;
  readonly grows?: string;
  readonly advanceMilliseconds?: number;
}

interface Told {
  readonly title: string;
  readonly persistence: readonly string[];
  readonly story: readonly Move[];
}

const LAB: readonly Told[] = [...samples, ...failures].flatMap((sample) => ('failure' in sample.test ? [{ ...sample, story: sample.test.failure }] : []));
const MODES = ['enhanced', 'classical'] as const;

class Story {
  readonly page: Page;
  readonly playground: Playground;

  constructor(page: Page) {
    this.page = page;
    this.playground = new Playground(page);
  }

  /** The page stays open from one story to the next: what is slow is to load it. */
  async begin(title: string, persistence: string): Promise<void> {
    await this.playground.openSample(title);
    await this.page.getByRole('combobox', { name: /persistence/i }).selectOption({ label: `${persistence === 'classical' ? 'Classical' : 'Enhanced'} persistence` });
    await expect(this.page.getByText('No problems')).toBeVisible();
    await this.playground.button('Deploy').click();
    await expect(this.playground.button('Upgrade')).toBeEnabled({ timeout: 60_000 });
    await expect(this.playground.state.getByRole('table')).toBeVisible();
  }

  async play(move: Move): Promise<void> {
    await this.act(move);
    await this.look(move);
  }

  private async act({ version, press, confirm, select, limit, method, advanceMilliseconds, ...call }: Move): Promise<void> {
    if (version !== undefined) {
      await this.playground.button(version === 3 ? 'Way out' : `Version ${version}`).click();
      await expect(this.page.getByText('The code has changed since').or(this.page.getByText('does not fit the state'))).toBeVisible();
    }
    if (press !== undefined) await this.press(press, confirm);
    if (select !== undefined) await this.page.getByRole('tab', { name: select }).click();
    if (limit !== undefined) {
      await this.page.getByText('Details and clock', { exact: true }).click();
      await this.page.getByRole('combobox', { name: 'Instructions that an upgrade may take' }).selectOption({ label: limit });
    }
    if (advanceMilliseconds !== undefined) await this.advance(advanceMilliseconds);
    if (method !== undefined) await this.call(method, call);
  }

  private async press(name: string, confirm: string | undefined): Promise<void> {
    const button = this.playground.button(name);
    await expect(button.first()).toBeEnabled();
    await button.first().click();
    if (confirm !== undefined) await this.page.getByRole('dialog').getByRole('button', { name: confirm, exact: true }).click();
    if (name === 'Take snapshot') await expect(this.playground.status).toContainText('A snapshot of');
    if (name === 'Load') await expect(this.playground.status).toContainText('The snapshot was loaded');
    if (/^(Upgrade|Reinstall)/.test(name)) await expect(this.page.getByText('upgrading…').or(this.page.getByText('reinstalling…'))).toHaveCount(0);
  }

  private async advance(milliseconds: number): Promise<void> {
    await this.page.evaluate((time) => (window as unknown as { icReplica: { advanceTime(ms: number): Promise<void> } }).icReplica.advanceTime(time), milliseconds);
  }

  private async call(name: string, { args, caller, expect: expected, pending }: Move): Promise<void> {
    if (caller !== undefined) await this.playground.chooseIdentity(caller);
    const method = this.playground.method(name);
    await this.playground.call(name, args);
    if (pending) return expect(method).toContainText('Running');
    await expect(method).not.toContainText('Running');
    if (expected === undefined) await expect(method).toContainText(/instructions/);
    else await expect.poll(() => this.answer(name)).toBe(expected.replaceAll(/\s+/g, ''));
  }

  /** The latest answer of a method. */
  private async answer(name: string): Promise<string> {
    const text = (await this.playground.method(name).innerText()).replaceAll(/\s+/g, '');
    return text.slice(text.search(/\([^()]*\)$/));
  }

  private async look({ fails, refused, outcomes, values, status, notice, steady, grows }: Move): Promise<void> {
    if (fails) {
      const card = this.page.getByRole('group', { name: 'Failed upgrade' });
      await expect(card).toContainText(fails.code);
      await expect(card).toContainText(fails.text);
      await expect(this.page.getByText('so nothing changed')).toBeAttached();
    }
    if (refused !== undefined) await expect(this.page.getByRole('group', { name: 'Refused upgrade' })).toContainText(refused);
    for (const [variable, outcome] of Object.entries(outcomes ?? {})) await expect(this.playground.cell(variable, 'outcome')).toContainText(outcome);
    for (const [variable, value] of Object.entries(values ?? {})) await expect(this.playground.cell(variable, 'after')).toHaveText(value);
    if (status !== undefined) await expect(this.page.getByText(new RegExp(`^${status}, version`))).toBeVisible();
    if (notice !== undefined) await expect(this.page.getByRole('note').filter({ hasText: notice })).toBeVisible();
    if (steady !== undefined) await this.watch(steady, (before, after) => before === after);
    if (grows !== undefined) await this.watch(grows, (before, after) => before < after);
  }

  private async watch(method: string, holds: (before: number, after: number) => boolean): Promise<void> {
    const read = async (): Promise<number> => {
      await this.call(method, {});
      return Number((await this.answer(method)).replaceAll(/\D/g, ''));
    };
    const before = await read();
    await this.advance(2500);
    await expect.poll(async () => holds(before, await read())).toBe(true);
  }
}

for (const persistence of MODES) {
  test.describe(`failure lab, ${persistence} persistence`, () => {
    test.describe.configure({ mode: 'default' });
    let story: Story;
    test.beforeAll(async ({ browser }) => {
      story = new Story(await browser.newPage());
      await story.playground.open();
    });
    test.afterAll(() => story.page.close());

    for (const sample of LAB.filter((each) => each.persistence.includes(persistence))) {
      test(sample.title, async () => {
        await story.begin(sample.title, persistence);
        for (const move of sample.story) if (move.persistence === undefined || move.persistence === persistence) await story.play(move);
        expect(story.playground.errors).toEqual([]);
      });
    }
  });
}
