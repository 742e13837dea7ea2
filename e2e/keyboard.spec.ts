import { expect, test, type Locator, type Page } from '@playwright/test';
import { Playground } from './playground.ts';

/** Presses Tab until this has the focus, as one does who has no mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    // The editor keeps Tab for itself; Escape and Tab leave it.
    if (await page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)) await page.keyboard.press('Control+m');
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never came to it.');
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

test('deploy, call, upgrade and read the table with the keyboard only', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await press(page, playground.button('Deploy'));
  await expect(playground.button('Upgrade')).toBeEnabled();
  await press(page, playground.method('increment').getByRole('button', { name: 'Call' }));
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await press(page, playground.button('Version 2'));
  await expect(page.getByText('The code has changed since version 1.')).toBeVisible();
  await press(page, playground.button('Upgrade'));
  await expect(playground.cell('count', 'outcome')).toContainText('kept');
  await expect(playground.cell('twin', 'outcome')).toContainText('reset');
  await expect(playground.status.first()).toContainText('was upgraded to version 2');
  expect(playground.errors).toEqual([]);
});

test('the borders between the panes move with the arrow keys, stay where they were left, and go back with a double click', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  const border = page.getByRole('separator', { name: 'Width of the canister' });
  const width = async (): Promise<number> => (await playground.state.boundingBox())?.width ?? 0;
  await expect(border).toBeVisible();
  const before = await width();
  await tabTo(page, border);
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowLeft');
  await expect.poll(width).toBeGreaterThan(before + 50);
  const wider = await width();
  await page.reload();
  await playground.ready();
  await expect.poll(width).toBeCloseTo(wider, -1);
  await border.dblclick();
  await expect.poll(width).toBeCloseTo(before, -1);
  expect(playground.errors).toEqual([]);
});
