import { expect, type Locator, type Page, test } from '@playwright/test';
import { Playground } from './playground.ts';

/** Quick fixes that write migrations, reached by the keyboard alone. */

const RETYPED = `persistent actor {
var count : Text = "";
transient var twin : Nat = 0;
public func increment() : async Text { count #= "!"; twin += 1; count };
public query func read() : async Text { count };
};`;

const DROPPED = `persistent actor {
var visits : Nat = 7;
public func visit() : async Nat { visits += 1; visits };
};`;

/** The counter of the first sample, called twice. */
async function counting(page: Page): Promise<Playground> {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await expect(page.locator('.monaco-editor').first()).toBeVisible();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('2');
  return playground;
}

/** Opens the menu at a line, counted from one, with a single press of the keys; and at once, whatever is being built. */
async function quickFixes(page: Page, line: number): Promise<Locator> {
  await page.keyboard.press('ControlOrMeta+Home');
  for (let at = 1; at < line; at++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ControlOrMeta+.');
  const menu = page.getByRole('listbox', { name: 'Action Widget' });
  await expect(menu).toBeVisible();
  return menu;
}

async function choose(menu: Locator, name: RegExp): Promise<void> {
  await menu.getByText(name).click();
  await expect(menu).toBeHidden();
}

async function upgraded(playground: Playground): Promise<void> {
  await expect(playground.page.getByText('The code has changed since version 1.')).toBeVisible();
  await playground.upgrade();
  await expect(playground.state).toContainText('version 2');
}

test('a retyped variable: a migration expression is written, and the value is carried over', async ({ page }) => {
  const playground = await counting(page);
  await playground.write(RETYPED);
  await expect(playground.verdict).toContainText('Upgrade would be refused: count was Nat and would become Text');
  await choose(await quickFixes(page, 2), /Write a migration for count/);
  await expect(playground.verdict).toContainText('Upgrade would migrate 1, reset 1.');
  await upgraded(playground);
  await expect(playground.cell('count', 'outcome')).toContainText('migrated');
  await expect(playground.cell('count', 'before')).toHaveText('2');
  await expect(playground.cell('count', 'after')).toHaveText('"2"');
  await playground.call('read');
  await expect(playground.method('read')).toContainText('("2")');
  expect(playground.errors).toEqual([]);
});

test('a retyped variable: enhanced migration puts a file into a folder, and the value is carried over', async ({ page }) => {
  const playground = await counting(page);
  await playground.write(RETYPED);
  await expect(playground.verdict).toContainText('Upgrade would be refused: count was Nat and would become Text');
  await choose(await quickFixes(page, 2), /Begin a folder migrations \(enhanced migration\)/);
  await expect(page.getByRole('region', { name: 'Files' })).toContainText('migrations');
  await expect(playground.verdict).toContainText('Upgrade would migrate 1, reset 1.');
  await upgraded(playground);
  await expect(playground.cell('count', 'outcome')).toContainText('migrated');
  await expect(playground.cell('count', 'after')).toHaveText('"2"');
  await playground.call('read');
  await expect(playground.method('read')).toContainText('("2")');
  expect(playground.errors).toEqual([]);
});

test('a variable that is gone: a migration expression drops it, and nothing else changes', async ({ page }) => {
  const playground = await counting(page);
  await playground.write(DROPPED);
  await expect(playground.verdict).toContainText('Upgrade would be refused: count (Nat) is no longer there');
  await choose(await quickFixes(page, 1), /Write a migration for count/);
  await expect(playground.verdict).toContainText('Upgrade would add 1, drop 2.');
  await upgraded(playground);
  await expect(playground.cell('count', 'outcome')).toContainText('dropped');
  await expect(playground.cell('visits', 'outcome')).toContainText('new');
  await expect(playground.cell('visits', 'after')).toHaveText('7');
  expect(playground.errors).toEqual([]);
});

test('quick fixes that are asked for before the compiler has answered open once it has, stay while it builds, and go with Escape', async ({ page }) => {
  const playground = await counting(page);
  await playground.write(RETYPED);
  const menu = await quickFixes(page, 2);
  await expect(menu).toContainText('Write a migration for count');
  // What clients of version 1 would notice is known once the build has ended.
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('1 error, 2 warnings');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Source code of Main.mo' })).toBeFocused();
  expect(playground.errors).toEqual([]);
});
