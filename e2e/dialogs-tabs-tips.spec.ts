import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { press, tabTo } from './keys.ts';
import { Playground } from './playground.ts';

const hasFocus = (element: Locator): Promise<boolean> => element.evaluate((it) => it.contains(document.activeElement));
const tip = (page: Page): Locator => page.getByRole('tooltip');

test('a dialog keeps the focus, its harmless button first, and gives it back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await press(page, playground.button('Reset'));
  const dialog = page.getByRole('dialog', { name: 'Start this project over?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
    await page.keyboard.press(key);
    await expect.poll(() => hasFocus(dialog)).toBe(true);
  }
  await expectAccessible(page, 'dialog of Reset');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(playground.button('Reset')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await page.mouse.click(20, 400);
  await expect(dialog).toBeHidden();
  await expect(playground.button('Reset')).toBeFocused();
  expect(playground.errors).toEqual([]);
});

test('beneath a dialog the page does not scroll, in an embedded playground too', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 420 });
  const playground = new Playground(page);
  await page.goto('?embed&sample=counter');
  await page.getByRole('button', { name: 'Run this canister' }).click();
  await expect(playground.button('Reinstall')).toBeEnabled({ timeout: 60_000 });
  const scrolled = (): Promise<number> => page.evaluate(() => window.scrollY);
  const wheel = async (): Promise<void> => {
    await page.mouse.move(350, 20);
    await page.mouse.wheel(0, 60);
  };
  await playground.button('Reinstall').click();
  const dialog = page.getByRole('dialog', { name: /^Reinstall/ });
  await expect(dialog).toBeVisible();
  await expect(dialog).toBeInViewport({ ratio: 1 });
  const before = await scrolled();
  await wheel();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(playground.button('Reinstall')).toBeFocused();
  expect(await scrolled()).toBe(before);
  await wheel();
  await expect.poll(scrolled).not.toBe(before);
  expect(playground.errors).toEqual([]);
});

test('a tip is reached by keyboard and by pointer, and closed with Escape', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  const rehearse = playground.button('Rehearse');
  await expect(rehearse).toHaveAccessibleDescription(/changes nothing/);
  await tabTo(page, rehearse);
  await expect(tip(page)).toHaveText('Shows what Upgrade would do now, and changes nothing');
  await expectAccessible(page, 'tip by keyboard');
  await page.keyboard.press('Escape');
  await expect(tip(page)).toBeHidden();
  await expect(rehearse).toBeFocused();

  const files = page.getByRole('region', { name: 'Files' });
  await files.getByRole('button', { name: 'Add a file' }).hover();
  await expect(tip(page)).toHaveText('Add a file');
  const box = async (of: Locator) => (await of.boundingBox()) ?? { y: 0, height: 0 };
  const [shown, explained] = [await box(tip(page)), await box(files.getByRole('button', { name: 'Add a file' }))];
  expect(shown.y + shown.height <= explained.y || shown.y >= explained.y + explained.height).toBe(true);
  await files.getByRole('button', { name: 'Add a file' }).click();
  await expect(tip(page)).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Name of the new file' })).toBeFocused();
  expect(playground.errors).toEqual([]);
});

test('a disabled button says what it waits for', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  const keep = playground.button('Keep as script');
  await expect(keep).toBeDisabled();
  await tabTo(page, keep);
  await expect(tip(page)).toHaveText('There are no recorded calls yet');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Scripts' }).getByRole('group')).toHaveCount(0);
  await page.keyboard.press('Escape');
  // What is still being loaded above it moves it from beneath the pointer.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await keep.hover();
    await expect(tip(page)).toHaveText('There are no recorded calls yet', { timeout: 2000 });
  }).toPass();
  await playground.call('increment');
  await expect(keep).toBeEnabled();
  await keep.hover();
  await expect(tip(page)).toBeHidden();
  expect(playground.errors).toEqual([]);
});

test('tabs of canisters go by arrow keys, each with its panel', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.openSample('Two canisters');
  const tabs = page.getByRole('tablist', { name: 'Canisters' });
  const [ledger, shop] = [tabs.getByRole('tab', { name: 'ledger' }), tabs.getByRole('tab', { name: 'shop' })];
  await ledger.click();
  await expect(ledger).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(shop).toBeFocused();
  await expect(shop).toHaveAttribute('aria-selected', 'true');
  const panel = page.getByRole('tabpanel', { name: 'shop' });
  await expect(panel.getByRole('heading', { name: 'shop' })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Deploy' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(ledger).toBeFocused();
  await expect(page.getByRole('tabpanel', { name: 'ledger' }).getByRole('heading', { name: 'ledger' })).toBeVisible();
  await page.keyboard.press('End');
  await expect(shop).toBeFocused();
  await page.keyboard.press('Tab');
  await expect.poll(() => hasFocus(page.getByRole('tabpanel'))).toBe(true);
  await page.keyboard.press('Shift+Tab');
  await expect(shop).toBeFocused();
  await expectAccessible(page, 'two canisters');
  expect(playground.errors).toEqual([]);
});
