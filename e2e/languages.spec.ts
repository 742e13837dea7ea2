import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

test.describe('a browser that prefers German', () => {
  test.use({ locale: 'de-DE' });

  test('gets the page in German, and in English once that is chosen', async ({ page }) => {
    const playground = new Playground(page);
    await page.goto('.');
    const html = page.locator('html');
    await expect(html).toHaveAttribute('lang', 'de');
    await expect(playground.button('Von vorn')).toBeEnabled();
    await expect(page.getByRole('textbox', { name: 'Titel des Projekts' })).toBeVisible();
    await expect(playground.button('English')).toHaveAttribute('lang', 'en');
    await playground.button('English').click();
    await expect(html).toHaveAttribute('lang', 'en');
    await expect(playground.button('Reset')).toBeEnabled();
    await page.reload();
    await expect(playground.button('Reset')).toBeEnabled();
    await expect(playground.button('Von vorn')).toHaveCount(0);
    await expect(html).toHaveAttribute('lang', 'en');
    expect(playground.errors).toEqual([]);
  });

  test('gets it in English where the address asks for that, until German is chosen', async ({ page }) => {
    const playground = new Playground(page);
    await page.goto('?lang=en');
    await expect(playground.button('Reset')).toBeEnabled();
    await playground.button('Deutsch').click();
    await expect(playground.button('Von vorn')).toBeEnabled();
    expect(new URL(page.url()).search).toBe('');
    expect(playground.errors).toEqual([]);
  });
});

test('a browser that prefers English gets the page in English, and loads no other language', async ({ page }) => {
  const playground = new Playground(page);
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  await playground.open();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(playground.button('Deutsch')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('combobox', { name: 'Language' })).toHaveCount(1);
  expect(loaded.filter((url) => /\/de-[^/]*\.js$/.test(url))).toEqual([]);
  expect(playground.errors).toEqual([]);
});

test('the project is the same in the other language', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('textbox', { name: 'Project title' }).fill('Mine');
  await page.keyboard.press('Enter');
  await playground.button('Deutsch').click();
  await expect(page.getByRole('textbox', { name: 'Titel des Projekts' })).toHaveValue('Mine');
  expect(playground.errors).toEqual([]);
});

test('an embedded playground speaks the language its address asks for, and offers no other', async ({ page }) => {
  const playground = new Playground(page);
  await page.goto('?embed&lang=de');
  await expect(playground.button('Diesen Canister starten')).toBeVisible();
  await expect(playground.button('English')).toHaveCount(0);
  expect(playground.errors).toEqual([]);
});
