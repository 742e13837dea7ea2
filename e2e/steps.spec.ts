import { expect, test, type Locator } from '@playwright/test';
import { Playground } from './playground.ts';

const trapping = `persistent actor {
  var count : Nat = 0;
  public func increment() : async Nat { count += 1; count };
  public query func read() : async Nat { count };
  system func postupgrade() { assert false };
};
`;

const steps = ({ page }: Playground): Locator => page.getByRole('region', { name: 'Steps' });
const timeline = ({ page }: Playground): Locator => page.getByRole('region', { name: 'Timeline' });
const step = (playground: Playground, name: string): Locator => steps(playground).getByRole('list', { name: 'All steps' }).getByRole('button', { name });

async function open(playground: Playground): Promise<void> {
  await steps(playground).getByRole('button', { name: /step by step/ }).click();
}

async function deployAndUpgrade(playground: Playground, label: string): Promise<void> {
  await playground.open();
  await playground.page.getByRole('combobox', { name: /persistence/i }).selectOption({ label });
  await playground.ready();
  await playground.deploy();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await playground.button('Version 2').click();
  await playground.upgrade();
  await expect(playground.cell('count', 'outcome')).toContainText('kept');
}

for (const [label, shown, heap, stable] of [
  ['Classical persistence', 'Main memory dropped', /is gone, and the new version starts with a fresh one/, /canister_pre_upgrade put .* into stable memory/],
  ['Enhanced persistence', 'Main memory kept', /gets the same main memory/, /Not needed: with enhanced persistence/],
] as const) {
  test(`an upgrade step by step, ${label}`, async ({ page }) => {
    const playground = new Playground(page);
    await deployAndUpgrade(playground, label);
    const region = steps(playground);
    await expect(region.getByRole('button', { name: /What happened, step by step: \d+ steps, .* instructions/ })).toHaveAttribute('aria-expanded', 'false');
    await open(playground);
    await expect(step(playground, 'Other messages wait')).toHaveAttribute('aria-current', 'step');
    await expect(region).toContainText('The canister was running');
    await step(playground, 'Stable memory written').click();
    await expect(region).toContainText(stable);
    await step(playground, shown).click();
    await expect(region).toContainText(heap);
    await step(playground, 'canister_post_upgrade').click();
    await expect(region).toContainText(/instructions of at most 300 B/);
    await step(playground, 'Committed').click();
    await page.reload();
    await playground.ready();
    await open(playground);
    await expect(step(playground, shown)).toBeVisible();
    await expect(timeline(playground)).toContainText(/version 1 deployed\s*1 call\s*version 2 upgraded: 1 kept, 1 reset, 1 new/);
    expect(playground.errors).toEqual([]);
  });
}

test('by keyboard, and by itself', async ({ page }) => {
  const playground = new Playground(page);
  await deployAndUpgrade(playground, 'Classical persistence');
  await open(playground);
  const region = steps(playground);
  const current = region.locator('[aria-current=step]');
  await current.focus();
  await page.keyboard.press('ArrowDown');
  await expect(current).toHaveText('canister_pre_upgrade');
  await expect(current).toBeFocused();
  await page.keyboard.press('End');
  await expect(current).toHaveText('Committed');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Home');
  await expect(current).toHaveText('Other messages wait');
  await region.getByRole('button', { name: 'Step forward' }).click();
  await expect(current).toHaveText('canister_pre_upgrade');
  await page.keyboard.press('ArrowRight');
  await expect(current).toHaveText('Stable memory written');
  await region.getByRole('button', { name: 'Step back' }).click();
  await expect(current).toHaveText('canister_pre_upgrade');
  await region.getByRole('button', { name: 'Restart' }).click();
  await expect(current).toHaveText('Other messages wait');
  await region.getByRole('button', { name: 'Play' }).click();
  await expect(current).toHaveText('canister_pre_upgrade');
  await region.getByRole('button', { name: 'Pause' }).click();
  await expect(region.getByRole('button', { name: 'Play' })).toBeVisible();
  expect(playground.errors).toEqual([]);
});

test('a trap where it happened, and the upgrade before it again from the timeline', async ({ page }) => {
  const playground = new Playground(page);
  await deployAndUpgrade(playground, 'Enhanced persistence');
  await playground.write(trapping);
  const region = steps(playground);
  await playground.button('Rehearse').click();
  await expect(region).toContainText('What was rehearsed, step by step');
  await playground.button('Discard').click();
  await expect(region).toContainText('What happened, step by step');
  await playground.upgrade();
  const anyway = playground.button('Upgrade anyway');
  const failed = page.getByRole('group', { name: 'Failed upgrade' });
  await expect(anyway.or(failed).first()).toBeVisible();
  if (await anyway.isVisible()) await anyway.click();
  await expect(failed).toBeVisible();
  await open(playground);
  await step(playground, 'canister_post_upgrade').click();
  await expect(region).toContainText(/canister_post_upgrade of the new version failed/);
  await expect(region).toContainText('IC0503');
  await page.keyboard.press('End');
  await expect(region.locator('[aria-current=step]')).toHaveText('Everything put back');
  await expect(region).toContainText('down to the last byte');
  await timeline(playground).getByRole('button', { name: /^version 2 upgraded/ }).click();
  await expect(region).toContainText('The upgrade to version 2, step by step');
  await expect(step(playground, 'Committed')).toBeVisible();
  await region.getByRole('button', { name: 'Back to the latest' }).click();
  await expect(step(playground, 'Everything put back')).toBeVisible();
  await page.reload();
  await playground.ready();
  await expect(timeline(playground).getByRole('button', { name: /^upgrade failed with IC0503, version 2 went on/ })).toBeVisible();
  expect(playground.errors).toEqual([]);
});
