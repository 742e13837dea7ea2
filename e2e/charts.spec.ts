import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { Playground } from './playground.ts';

/** Each call takes more of both memories; `more` is what a later version adds. */
const growing = (more = ''): string => `import Prim "mo:prim";
persistent actor {
  var kept : [[var Nat]] = [];
  let region = Prim.regionNew();
  public func grow() : async Nat {
    let old = kept;
    let one = Prim.Array_init<Nat>(60_000, 7);
    kept := Prim.Array_tabulate<[var Nat]>(old.size() + 1, func i { if (i < old.size()) old[i] else one });
    ignore Prim.regionGrow(region, 1);
    kept.size()
  };
  ${more}
};
`;

async function grow(playground: Playground, size: number): Promise<void> {
  await playground.call('grow');
  await expect(playground.method('grow')).toContainText(`(${size})`);
}

/** What draws the charts is a file of its own. */
const isDrawingLoaded = (page: Page): Promise<boolean> => page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => /\/Plot-[^/]*\.js$/.test(name)));

/** Sizes as they are told, in KB. */
function told(text: string | null): readonly number[] {
  const units: Readonly<Record<string, number>> = { KB: 1, MB: 1024 };
  return [...(text ?? '').matchAll(/([\d.]+) (KB|MB)/g)].map(([, size, unit]) => Number(size) * (units[unit ?? ''] ?? 0));
}

test('the growth of both memories, by keyboard and under the pointer', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.write(growing());
  await playground.ready();
  await playground.deploy();
  for (let size = 1; size <= 4; size++) await grow(playground, size);
  const { memory } = playground;
  await expect(memory).toContainText(/main\s*[\d.]+ MB\s*\+[\d.]+ [KM]B/);
  await expect(memory).toContainText(/in the last \d+ messages/);
  expect(await isDrawingLoaded(page)).toBe(false);

  await memory.getByRole('button', { name: 'Show pages' }).click();
  const main = memory.getByRole('img', { name: /^Main memory: from [\d.]+ MB to [\d.]+ MB in the last \d+ messages$/ });
  await expect(main.locator('canvas')).toBeVisible();
  await expect(memory.getByRole('img', { name: /^Stable memory: from .* to [\d.]+ MB in the last/ }).locator('canvas')).toBeVisible();
  expect(await isDrawingLoaded(page)).toBe(true);

  const growth = memory.getByRole('slider', { name: 'Growth of both memories, message by message' });
  await growth.focus();
  await page.keyboard.press('End');
  await expect(growth).toHaveAttribute('aria-valuetext', /^after message (\d+) of \1: main [\d.]+ MB, stable [\d.]+ MB$/);
  const [mainNow = 0] = told(await growth.getAttribute('aria-valuetext'));
  await page.keyboard.press('ArrowLeft');
  await expect(growth).not.toHaveAttribute('aria-valuetext', /^after message (\d+) of \1:/);
  await page.keyboard.press('Home');
  await expect(growth).toHaveAttribute('aria-valuetext', /^after message 1 of \d+: main [\d.]+ MB, stable /);
  const first = (await growth.getAttribute('aria-valuetext')) ?? '';
  expect(told(first)[0]).toBeLessThan(mainNow);
  await expect(memory.getByText(first, { exact: true })).toBeVisible();

  await main.hover();
  await expect(memory.getByText(/^after message [2-9] of \d+: main [\d.]+ MB, stable/)).toBeVisible();
  await expectAccessible(page, 'growth of both memories');
  expect(playground.errors).toEqual([]);
});

test('the life of a canister with an upgrade and one that failed', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.write(growing());
  await playground.ready();
  await playground.deploy();
  for (let size = 1; size <= 3; size++) await grow(playground, size);
  await playground.write(growing('var more = 1;'));
  await playground.ready();
  await playground.upgrade();
  await expect(playground.cell('more', 'outcome')).toContainText('new');
  await grow(playground, 4);
  await playground.write(growing('var more = 1; system func postupgrade() { assert false };'));
  await playground.upgrade();
  const anyway = playground.button('Upgrade anyway');
  const failed = page.getByRole('group', { name: 'Failed upgrade' });
  await expect(anyway.or(failed).first()).toBeVisible();
  if (await anyway.isVisible()) await anyway.click();
  await expect(failed).toBeVisible();

  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.scrollIntoViewIfNeeded();
  const main = timeline.getByRole('img', { name: /^Main memory in the life of this canister: from [\d.]+ MB to [\d.]+ MB, at most [\d.]+ MB$/ });
  await expect(main.locator('canvas')).toBeVisible();
  await expect(timeline.getByRole('img', { name: /^Stable memory in the life of this canister: from / })).toBeVisible();
  const life = timeline.getByRole('slider', { name: 'Both memories through the life of this canister' });
  await life.focus();
  await expect(life).toHaveAttribute('aria-valuetext', /^upgrade failed with IC0503, version 2 went on: main [\d.]+ MB, stable [\d.]+ MB$/);
  await page.keyboard.press('ArrowLeft');
  await expect(life).toHaveAttribute('aria-valuetext', /^version 2, after 1 message: main/);
  await page.keyboard.press('ArrowLeft');
  await expect(life).toHaveAttribute('aria-valuetext', /^version 2 upgraded: .*1 new: main/);
  await page.keyboard.press('Home');
  await expect(life).toHaveAttribute('aria-valuetext', /^version 1 deployed: main/);
  await expectAccessible(page, 'the life of a canister');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Canister', exact: true }).click();
  await life.scrollIntoViewIfNeeded();
  await expect(main.locator('canvas')).toBeVisible();
  expect(await main.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await expectAccessible(page, 'the life of a canister, narrow');
  expect(playground.errors).toEqual([]);
});

test('what draws charts is not loaded by the first screen, nor by an embedded playground that was not started', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  expect(await isDrawingLoaded(page)).toBe(false);
  await page.goto('?embed&sample=counter&show=editor,state,calls,memory,timeline');
  await expect(page.getByText('persistent actor').first()).toBeVisible();
  expect(await isDrawingLoaded(page)).toBe(false);
  expect(playground.errors).toEqual([]);
});
