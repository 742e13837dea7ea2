import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

test('endless cycles: a call costs nothing any more, also after a reload, until they are taken back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  const endless = page.getByRole('checkbox', { name: /endless/ });
  const details = page.getByText('Details and clock');
  const figure = page.getByTitle(/the fuel it pays with/);
  await details.click();
  await endless.check();
  await expect(figure).toContainText('endless');
  const balance = await figure.getAttribute('title');
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  expect(await figure.getAttribute('title')).toBe(balance);
  await page.reload();
  await playground.ready();
  await details.click();
  await expect(endless).toBeChecked();
  await endless.uncheck();
  await playground.call('increment');
  await expect(figure).not.toHaveAttribute('title', balance ?? '');
  expect(playground.errors).toEqual([]);
});
