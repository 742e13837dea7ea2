import { expect, test, type Locator } from '@playwright/test';
import { Playground } from './playground.ts';

/** The terminal as a user has it: keys go in, rows of text come out. */
class Terminal {
  readonly #playground: Playground;
  #lines = 0;

  constructor(playground: Playground) {
    this.#playground = playground;
  }

  get region(): Locator {
    return this.#playground.page.getByRole('region', { name: 'Terminal', exact: true });
  }

  get input(): Locator {
    return this.region.getByRole('textbox', { name: 'Terminal input' });
  }

  async open(): Promise<void> {
    await this.region.getByRole('button', { name: 'Terminal', exact: true }).click();
    await expect(this.input).toBeFocused();
    await expect(this.region).toContainText('Tab completes');
  }

  /** Types a line and waits for its exit code; answers are typed as its questions come. */
  async run(line: string, exitCode = 0, ...answers: readonly string[]): Promise<void> {
    const { keyboard } = this.#playground.page;
    const mark = `end ${++this.#lines} of`;
    await this.input.focus();
    await keyboard.press('Control+L');
    await keyboard.insertText(`${line}; echo ${mark} $?`);
    await keyboard.press('Enter');
    for (const answer of answers) {
      await expect(this.region).toContainText(/Do you want to proceed/);
      await keyboard.insertText(answer);
      await keyboard.press('Enter');
    }
    await expect(this.region).toContainText(`${mark} ${exitCode}`, { timeout: 60_000 });
  }

  async says(text: string | RegExp): Promise<void> {
    await expect(this.region).toContainText(text);
  }
}

async function opened(playground: Playground, sample?: string): Promise<Terminal> {
  await playground.open();
  if (sample !== undefined) await playground.openSample(sample);
  const terminal = new Terminal(playground);
  await terminal.open();
  return terminal;
}

const idShown = (playground: Playground): Promise<string> => playground.page.getByText(/^[a-z0-9]{5}(-[a-z0-9]{3,5}){4}$/).first().innerText();

test('deploy, call and upgrade by commands are what the buttons do', async ({ page }) => {
  const playground = new Playground(page);
  const terminal = await opened(playground);
  await terminal.run('dfx start --clean --background && dfx deploy');
  await terminal.says('Deployed canisters.');
  await expect(playground.button('Upgrade')).toBeEnabled();
  await terminal.run('echo "id is $(dfx canister id main)"');
  await terminal.says(`id is ${await idShown(playground)}`);

  await terminal.run("dfx canister call main increment '()' && dfx canister call main increment");
  await terminal.says('(2 : nat)');
  await expect(playground.cell('count', 'after')).toHaveText('2');
  await expect(playground.method('increment')).toContainText('(2)');
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('3');
  await terminal.run('dfx canister call main read --output idl --identity bob');
  await terminal.says('(3 : nat, 3 : nat)');

  await playground.button('Version 2').click();
  await terminal.run('dfx canister install --all --mode upgrade');
  await terminal.says('Upgraded code for canister main, with canister ID');
  await expect(playground.cell('count', 'outcome')).toContainText('kept');
  await expect(playground.cell('twin', 'outcome')).toContainText('reset');
  await expect(playground.cell('count', 'before')).toHaveText('3');
  await terminal.run('dfx deploy');
  await terminal.says('is already installed.');

  await terminal.run('dfx canister install main --mode reinstall', 255, 'no');
  await expect(playground.cell('count', 'after')).toHaveText('3');
  await terminal.run('dfx canister install main --mode reinstall', 0, 'yes');
  await terminal.says('Reinstalled code for canister main');
  await expect(playground.cell('count', 'outcome')).toContainText('reset');
  expect(playground.errors).toEqual([]);
});

test('a refused upgrade is refused in the terminal and on the page', async ({ page }) => {
  const playground = new Playground(page);
  const terminal = await opened(playground, 'Refused upgrade');
  await terminal.run('icp deploy');
  await playground.button('Version 2').click();
  await terminal.run('dfx deploy --yes', 255);
  await terminal.says('Stable interface compatibility check issued an ERROR for canister');
  await expect(page.getByRole('group', { name: 'Refused upgrade' })).toBeVisible();
  await terminal.run('icp deploy --yes', 1);
  await terminal.says('Failed during wasm installation call');
  await expect(page.getByRole('group', { name: 'Failed upgrade' })).toBeVisible();
  expect(playground.errors).toEqual([]);
});

test('a snapshot brings back code and state; stop, settings and delete act on the page’s canister', async ({ page }) => {
  const playground = new Playground(page);
  const terminal = await opened(playground);
  await terminal.run('icp deploy && icp canister call main increment && dfx canister stop main');
  await expect(page.getByText(/^stopped, version 1/)).toBeVisible();
  await terminal.run('dfx canister call main increment', 255);
  await terminal.says('IC0508');
  await terminal.run("dfx canister snapshot create main && dfx canister start main && dfx canister call main increment '()'");
  await terminal.says('(2 : nat)');
  await playground.button('Version 2').click();
  await terminal.run('dfx canister install main --mode upgrade');
  await expect(page.getByText(/version 2/).first()).toBeVisible();
  await terminal.run('dfx canister stop main');
  await page.keyboard.insertText('dfx canister snapshot list main && icp canister snapshot restore main ');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await terminal.says('Restored canister main');
  await terminal.run('dfx canister start main && dfx canister call main read');
  await terminal.says('(1 : nat,');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await expect(page.getByText(/^running, version 1/)).toBeVisible();

  await terminal.run('dfx canister update-settings main --freezing-threshold 40d && dfx canister status main');
  await terminal.says('Freezing threshold: 3_456_000 Seconds');
  await terminal.run('dfx canister uninstall-code main');
  await expect(playground.button('Deploy')).toBeEnabled();
  await terminal.run('dfx deploy && dfx canister delete main', 0, 'yes');
  await terminal.run('dfx canister id main', 255);
  await expect(playground.button('Deploy')).toBeEnabled();
  await terminal.run('dfx canister call main read --network ic', 255);
  await terminal.says('Network ic is not here');
  expect(playground.errors).toEqual([]);
});

test('what a canister logs or replies cannot control the terminal', async ({ page }) => {
  const playground = new Playground(page);
  const terminal = await opened(playground);
  await playground.write(`import Debug "mo:core/Debug";
persistent actor {
  public func shout() : async Text {
    Debug.print("\\u{1b}]0;owned\\u{7}\\u{1b}[2J<img src=x onerror=document.title='owned'>");
    "\\u{1b}[31m<b>bold</b>";
  };
  public func fail() : async () { Debug.todo() };
};
`);
  await terminal.run('dfx deploy && dfx canister call main shout');
  await terminal.says('\\u{1b}[31m<b>bold</b>');
  await terminal.run('dfx canister logs main');
  await terminal.says('(bytes) 0x1b5d303b6f776e65');
  await terminal.run('dfx canister call main fail', 255);
  await terminal.says('Failed update call.');
  await expect(page).not.toHaveTitle(/owned/);
  await expect(terminal.region.getByRole('img')).toHaveCount(0);
  expect(playground.errors).toEqual([]);
});

test('Ctrl-C stops a call that does not end; Tab completes; Esc leaves', async ({ page }) => {
  const playground = new Playground(page);
  const terminal = await opened(playground);
  await playground.write('persistent actor { var n = 0; public func forever() : async () { loop { n += 1 } }; public func one() : async Nat { 1 } };\n');
  await terminal.run('dfx deploy');
  await page.keyboard.insertText('dfx canister call main fo');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(playground.button('Stop')).toBeVisible();
  await page.keyboard.press('Control+C');
  await terminal.run('echo still here');
  await terminal.run('dfx canister call main one');
  await terminal.says('(1 : nat)');
  await page.keyboard.press('Escape');
  await expect(terminal.region.getByRole('button', { name: 'Terminal', exact: true })).toBeFocused();
  expect(playground.errors).toEqual([]);
});

test('the buttons tell the commands that they stand for', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await playground.call('increment');
  await page.getByText('The buttons as commands').click();
  await expect(page.getByText('dfx canister install main --mode upgrade', { exact: true })).toBeVisible();
  await expect(page.getByText('icp canister install main --mode reinstall', { exact: true })).toBeVisible();
  await page.getByText('The last call as a command').click();
  await page.getByRole('button', { name: "Copy dfx canister call main increment '()'" }).click();
  const line = await page.evaluate(() => navigator.clipboard.readText());
  const terminal = new Terminal(playground);
  await terminal.open();
  await terminal.run(line);
  await terminal.says('(2 : nat)');
  expect(playground.errors).toEqual([]);
});
