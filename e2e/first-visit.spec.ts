import { expect, type Page, test } from '@playwright/test';
import { Playground } from './playground.ts';

/** What can be done before the large files of the page have arrived. */

/** Lets the files that match wait until the function that is given back is called. */
async function hold(page: Page, files: string): Promise<() => void> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(files, async (route) => {
    await released;
    await route.continue();
  });
  return () => release();
}

test('the first sample is deployed, called, judged and upgraded before the compiler has arrived; other code waits for it', async ({ page }) => {
  const release = await hold(page, '**/moc.min*');
  const playground = new Playground(page);
  await playground.open();
  await expect(page.getByText('Compiler loading…')).toBeVisible();
  await playground.deploy();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await page.getByRole('button', { name: 'Version 2' }).click();
  await expect(playground.verdict).toContainText('Upgrade would keep 1, reset 1, add 1.');
  await playground.upgrade();
  await expect(playground.cell('count', 'outcome')).toContainText('kept');
  await expect(playground.cell('twin', 'outcome')).toContainText('reset');
  await expect(playground.cell('step', 'outcome')).toContainText('new');
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('11');

  await playground.write('persistent actor { var count : Nat = 0; var step : Nat = 1; var more : Text = "more"; public query func read() : async Text { more } };');
  await expect(page.getByText('The compiler is loading…')).toBeVisible();
  await playground.upgrade();
  await expect(page.getByText('Waiting for the compiler…')).toBeVisible();
  release();
  await expect(playground.state).toContainText('version 3');
  await expect(playground.cell('more', 'outcome')).toContainText('new');
  expect(playground.errors).toEqual([]);
});

test('who writes before the editor has arrived goes on writing at the same place', async ({ page }) => {
  const release = await hold(page, '**/monaco-host*.js');
  const playground = new Playground(page);
  await playground.open();
  const plain = page.getByRole('textbox', { name: 'Text of Main.mo' });
  await plain.press('ControlOrMeta+Home');
  await page.keyboard.type('// one');
  release();
  await expect(page.locator('.monaco-editor').first()).toBeVisible();
  await expect(plain).toBeHidden();
  await page.keyboard.type(' two');
  await expect(page.locator('.monaco-editor .view-line').first()).toContainText('// one two/// A counter and its twin.');
  expect(playground.errors).toEqual([]);
});

test('a replica whose program does not load is told of, though it was started before the page', async ({ page }) => {
  await page.route('**/replica.worker*', (route) => route.abort());
  await page.goto('.');
  await expect(page.getByText('The replica stopped working: its program did not load.').first()).toBeVisible();
});
