import type { Locator, Page } from 'playwright';

/** What the measurements do in the page, by roles and names. */
export const button = (within: Page | Locator, name: string): Locator => within.getByRole('button', { name, exact: true });

export const stateRegion = (page: Page): Locator => page.getByRole('region', { name: 'State' });

/** Opens the page, which begins with the counter sample, and deploys it; gives its canister id. */
export async function openAndDeploy(page: Page, url: string): Promise<string> {
  await page.goto(url);
  await button(page, 'Deploy').click({ timeout: 60_000 });
  await stateRegion(page).getByRole('row').filter({ hasText: 'count' }).waitFor({ timeout: 60_000 });
  const status = page.getByRole('status').filter({ hasText: 'is deployed as' });
  const [, id] = /is deployed as ([a-z0-9-]+)/.exec((await status.first().textContent()) ?? '') ?? [];
  if (id === undefined) throw new Error('The page does not say which canister it deployed.');
  return id;
}

/** Replaces the open file. */
export async function write(page: Page, source: string): Promise<void> {
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(source);
}
