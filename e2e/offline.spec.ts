import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

test.use({ serviceWorkers: 'allow' });

test('after one visit the page opens, compiles, calls and upgrades without network', async ({ page, context }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(page.getByText('Works offline')).toBeVisible({ timeout: 90_000 });
  await context.setOffline(true);
  await page.goto('./?from=bookmark');
  await playground.ready();
  await expect(page.getByText('Works offline')).toBeVisible();
  await playground.openSample('Name registry');
  await playground.deploy();
  await playground.call('register', '("ann")');
  await playground.upgrade();
  await expect(playground.cell('owners', 'outcome')).toContainText('kept');
  expect(playground.errors).toEqual([]);
});

test('a browser that refuses to keep the page works without a word', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), serviceWorkers: 'block' });
  const playground = new Playground(await context.newPage());
  await playground.open();
  await playground.deploy();
  expect(playground.errors).toEqual([]);
  await context.close();
});
