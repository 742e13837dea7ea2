import type { Locator, Page } from '@playwright/test';

/** Presses Tab until this has the focus, as one does who has no mouse. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    // The editor keeps Tab for itself; Escape and Tab leave it.
    if (await page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)) await page.keyboard.press('Control+m');
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never came to it.');
}

export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}
