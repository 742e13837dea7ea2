import { expect, test, type Locator, type Page } from '@playwright/test';
import { Playground } from './playground.ts';

const border = (page: Page): Locator => page.getByRole('separator', { name: 'Width of the canister' });
const width = async ({ state }: Playground): Promise<number> => Math.round((await state.boundingBox())?.width ?? 0);

test('a link brings its layout for its project, and the visitor’s own stays as it is', async ({ page, browser }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await playground.memory.getByRole('button', { name: 'Show pages' }).click();
  await border(page).focus();
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowLeft');
  const shared = await width(playground);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Link to this project' });
  await expect(field).toHaveValue(/\?layout=\d+\.\d+-m#p=1\./);
  const link = await field.inputValue();

  const profile = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const other = new Playground(await profile.newPage());
  await other.open();
  await other.deploy();
  await border(other.page).focus();
  for (let press = 0; press < 2; press++) await other.page.keyboard.press('ArrowRight');
  const own = await width(other);
  expect(own).toBeLessThan(shared);
  const chosen = await other.page.evaluate(() => localStorage.getItem('panes'));
  await other.page.goto(link);
  await other.page.getByRole('dialog').getByRole('button', { name: 'Open' }).click();
  await other.ready();
  await expect.poll(() => width(other).then((now) => Math.abs(now - shared))).toBeLessThan(12);
  await other.deploy();
  await expect(other.memory.getByRole('button', { name: 'Hide pages' })).toBeVisible();
  // Moved during the visit, the border stays moved in this project only.
  await border(other.page).focus();
  await other.page.keyboard.press('ArrowLeft');
  await expect.poll(() => width(other)).toBeGreaterThan(shared + 12);
  expect(await other.page.evaluate(() => localStorage.getItem('panes'))).toBe(chosen);
  await other.openSample('Counter');
  await expect.poll(() => width(other)).toBe(own);
  await expect(other.memory.getByRole('button', { name: 'Show pages' })).toBeVisible();
  expect(other.errors).toEqual([]);
  await profile.close();
});
