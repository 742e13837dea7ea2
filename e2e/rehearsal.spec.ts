import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

const trapping = `persistent actor {
  var count : Nat = 0;
  public func increment() : async Nat { count += 1; count };
  public query func read() : async Nat { count };
  system func postupgrade() { assert false };
};
`;

test('rehearse, discard, and nothing has changed; rehearse and apply, and it is as it was rehearsed', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  for (let i = 0; i < 3; i++) await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('3');
  await playground.button('Version 2').click();
  const rehearsal = page.getByRole('region', { name: 'Rehearsal' });

  await playground.button('Rehearse').click();
  await expect(rehearsal).toContainText('Nothing has changed yet');
  const row = (variable: string) => rehearsal.getByRole('row').filter({ has: page.getByText(variable, { exact: true }) });
  await expect(row('count')).toContainText('kept');
  await expect(row('twin')).toContainText('reset');
  await expect(rehearsal).toContainText('instructions');
  await playground.button('Discard').click();
  await expect(rehearsal).toHaveCount(0);
  await expect(playground.cell('twin', 'after')).toHaveText('3');
  await expect(page.getByRole('region', { name: 'State' })).toContainText('version 1');

  await playground.button('Rehearse').click();
  await playground.button('Apply').click();
  await expect(rehearsal).toHaveCount(0);
  await expect(playground.cell('count', 'outcome')).toContainText('kept');
  await expect(playground.cell('twin', 'outcome')).toContainText('reset');
  await expect(page.getByRole('region', { name: 'State' })).toContainText('version 2');
  expect(playground.errors).toEqual([]);
});

test('a rehearsal that traps says why, and one of an older state is rehearsed again', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await playground.write(trapping);
  const rehearsal = page.getByRole('region', { name: 'Rehearsal' });
  await playground.button('Rehearse').click();
  await expect(rehearsal).toContainText('would fail');
  await expect(rehearsal).toContainText('IC050');
  await playground.call('increment');
  await expect(rehearsal).toContainText('has changed since');
  await playground.button('Rehearse again').click();
  await expect(rehearsal).not.toContainText('has changed since');
  await playground.button('Discard').click();
  await expect(page.getByRole('region', { name: 'State' })).toContainText('version 1');
  expect(playground.errors).toEqual([]);
});
