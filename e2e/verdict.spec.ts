import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

const source = (members: string): string => `persistent actor {
${members}
public query func read() : async Text { debug_show (count) };
};`;

/** A whole text typed at once is indented line by line, which is no matter to the compiler. */
async function deployed(playground: Playground): Promise<void> {
  await playground.open();
  await playground.deploy();
  await expect(playground.page.locator('.monaco-editor').first()).toBeVisible();
}

test('the verdict follows what is typed, survives a reload, and agrees with the upgrade', async ({ page }) => {
  const playground = new Playground(page);
  await deployed(playground);
  await expect(playground.verdict).toContainText('Upgrade would keep 1, reset 1.');

  await playground.write(source('var count : Int = 0; transient var twin : Nat = 0; var more = 1; public func increment() : async Int { count += 1; count }; public func other() : async Nat { more + twin };'));
  await expect(playground.verdict).toContainText('Upgrade would retype 1, reset 1, add 1.');
  expect(await playground.verdicts()).toEqual({ count: 'retyped', twin: 'reset', more: 'new' });

  await page.waitForTimeout(1000);
  await page.reload();
  await playground.ready();
  await expect(playground.verdict).toContainText('Upgrade would retype 1, reset 1, add 1.');
  await playground.upgrade();
  await expect(playground.cell('count', 'outcome')).toContainText('retyped');
  await expect(playground.cell('twin', 'outcome')).toContainText('reset');
  await expect(playground.cell('more', 'outcome')).toContainText('new');
  expect(playground.errors).toEqual([]);
});

test('a refusal is told at its variable, and a quick fix mends it', async ({ page }) => {
  const playground = new Playground(page);
  await deployed(playground);
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await playground.write(source('transient var twin = 1; var count : Text = ""; public func increment() : async Text { count #= debug_show (twin); count };'));
  await expect(playground.verdict).toContainText('Upgrade would be refused: count was Nat and would become Text');
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('count was Nat and would become Text');
  await expect(problems).toContainText('Clients that call increment as it was break with this upgrade');

  await problems.getByRole('button', { name: /count was/ }).click();
  await page.keyboard.press('ControlOrMeta+.');
  await page.getByRole('option', { name: 'Write a migration for count' }).or(page.getByText('Write a migration for count')).first().click();
  await expect(playground.verdict).toContainText('Upgrade would migrate 1, reset 1.');
  await expect(page.getByText('The code has changed since version 1.')).toBeVisible();
  await playground.upgrade();
  await expect(playground.cell('count', 'outcome')).toContainText('migrated');
  await expect(playground.cell('count', 'after')).toHaveText('"1"');
  expect(playground.errors).toEqual([]);
});
