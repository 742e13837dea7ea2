import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

const trapping = `persistent actor {
  var count : Nat = 0;
  public func increment() : async Nat { count += 1; count };
  system func postupgrade() { assert false };
};
`;

test('deploy, call three times, upgrade, and see what was kept and what was reset', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  for (const expected of [1, 2, 3]) {
    await playground.call('increment');
    await expect(playground.method('increment')).toContainText(`(${expected})`);
    await expect(playground.cell('count', 'after')).toHaveText(String(expected));
  }
  await expect(playground.method('increment')).toContainText('instructions');
  await playground.button('Version 2').click();
  await playground.upgrade();
  await expect(playground.cell('count', 'outcome')).toContainText('kept');
  await expect(playground.cell('count', 'before')).toHaveText('3');
  await expect(playground.cell('count', 'after')).toHaveText('3');
  await expect(playground.cell('twin', 'outcome')).toContainText('reset');
  await expect(playground.cell('twin', 'before')).toHaveText('3');
  await expect(playground.cell('twin', 'after')).toHaveText('0');
  await expect(playground.cell('step', 'outcome')).toContainText('new');
  expect(playground.errors).toEqual([]);
});

test('reload and call again: code, heap and table are as they were', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await playground.call('increment');
  await playground.call('increment');
  await expect(playground.cell('twin', 'after')).toHaveText('2');
  await page.reload();
  await playground.ready();
  await expect(playground.cell('count', 'after')).toHaveText('2');
  await expect(playground.cell('twin', 'after')).toHaveText('2');
  await playground.call('increment');
  await expect(playground.cell('twin', 'after')).toHaveText('3');
  expect(playground.errors).toEqual([]);
});

test('classical persistence: the same upgrade goes through stable memory', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('combobox', { name: /persistence/i }).selectOption({ label: 'Classical persistence' });
  await playground.ready();
  await playground.deploy();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await playground.button('Version 2').click();
  await playground.upgrade();
  await expect(playground.cell('count', 'outcome')).toContainText('kept');
  await expect(playground.cell('count', 'outcome')).toContainText('stable memory');
  await expect(playground.cell('twin', 'outcome')).toContainText('reset');
  expect(playground.errors).toEqual([]);
});

test('an incompatible upgrade is refused before anything changes; going on regardless leaves the decision to the canister', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.openSample('Refused upgrade');
  await playground.deploy();
  await playground.call('setAge', '(31)');
  await expect(playground.cell('age', 'after')).toHaveText('31');
  await playground.button('Version 2').click();
  await playground.upgrade();
  const refusal = page.getByRole('group', { name: 'Refused upgrade' });
  await expect(refusal).toContainText('age');
  await expect(refusal).toContainText('Nat');
  await expect(playground.cell('age', 'after')).toHaveText('31');
  await refusal.getByRole('button', { name: 'Upgrade anyway' }).click();
  await expect(page.getByRole('group', { name: 'Failed upgrade' })).toContainText('IC0503');
  await playground.call('describe');
  await expect(playground.method('describe')).toContainText('Ann is 31');
  await expect(playground.cell('age', 'after')).toHaveText('31');
});

test('a trap during the upgrade leaves the old version running with its state, and says so', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await playground.write(trapping);
  await expect(page.getByText('No problems')).toBeVisible();
  await playground.upgrade();
  const failure = page.getByRole('group', { name: 'Failed upgrade' });
  await expect(failure).toContainText('keeps running');
  await expect(failure).toContainText('IC0503');
  // On a phone the reason and the unchanged state are seen together.
  const desk = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Canister' }).click();
  for (const seen of [failure, playground.state.getByRole('heading', { name: 'State' }), playground.row('count')]) await expect(seen).toBeInViewport({ ratio: 1 });
  if (desk) await page.setViewportSize(desk);
  // The bar of a running message appears late: what ended in the meantime must not show it.
  await page.waitForTimeout(600);
  await expect(playground.button('Stop')).toBeHidden();
  await playground.call('increment');
  await expect(playground.method('increment')).toContainText('(2)');
  await expect(playground.cell('twin', 'after')).toHaveText('2');
});

test('reinstall asks first, and then every variable starts again', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await playground.button('Reinstall').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reinstall' }).click();
  await expect(playground.cell('count', 'outcome')).toContainText('reset');
  await expect(playground.cell('count', 'after')).toHaveText('0');
});
