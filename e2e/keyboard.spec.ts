import { expect, test } from '@playwright/test';
import { press, tabTo } from './keys.ts';
import { Playground } from './playground.ts';

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
