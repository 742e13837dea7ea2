import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

for (const [label, explanation, fate] of [
  ['Enhanced persistence', /Enhanced persistence: an upgrade keeps main memory/, /kept by the last upgrade/],
  ['Classical persistence', /Classical persistence: variables live in main memory/, /written by the last upgrade/],
] as const) {
  test(`the memory map after a call and after an upgrade, ${label}`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.open();
    await page.getByRole('combobox', { name: /persistence/i }).selectOption({ label });
    await playground.ready();
    await playground.deploy();
    const { memory } = playground;
    await memory.getByRole('button', { name: 'Show pages' }).click();
    await expect(memory).toContainText(explanation);
    const heap = memory.getByRole('slider', { name: 'Pages of main memory' });
    await expect(heap).toBeVisible();
    await playground.call('increment');
    await expect(memory).toContainText(/pages of 4 KB, \d+ in use; \d+ changed by the last message/);
    await playground.button('Version 2').click();
    await playground.upgrade();
    await expect(playground.cell('count', 'outcome')).toContainText('kept');
    await expect(memory).toContainText(fate);
    await playground.call('increment');
    await expect(memory).toContainText('changed by the last message');
    expect(playground.errors).toEqual([]);
  });
}

test('the bytes of a page, by keyboard', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.openSample('By hand');
  await playground.deployForeign();
  await playground.call('add');
  await playground.call('add');
  await expect(playground.method('add')).toContainText('Reply');
  const { memory } = playground;
  await memory.getByRole('button', { name: 'Show pages' }).click();
  const stable = memory.getByRole('slider', { name: 'Pages of stable memory' });
  await stable.focus();
  await expect(stable).toHaveAttribute('aria-valuetext', /^Page 0, 0x00000000 to 0x00000fff: changed by the last message$/);
  await page.keyboard.press('ArrowRight');
  await expect(stable).toHaveAttribute('aria-valuetext', /^Page 1, .*never written/);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const bytes = memory.getByRole('group', { name: 'Bytes of page 0' });
  await expect(bytes).toBeFocused();
  await expect(bytes.getByRole('row', { name: /^0x00000000/ })).toContainText('01 00 00 00 00 00 00 00 02 00');
  await page.keyboard.press('PageDown');
  await expect(memory.getByRole('group', { name: 'Bytes of page 1' })).toBeFocused();
  await page.keyboard.press('PageUp');
  await expect(memory.getByRole('group', { name: 'Bytes of page 0' })).toBeFocused();
  await playground.call('add');
  await expect(memory.getByRole('row', { name: /^0x00000000/ })).toContainText('01 00 00 00 00 00 00 00 03 00');
  const address = memory.getByRole('textbox', { name: 'Go to address' });
  await address.fill('0xfff0');
  await address.press('Enter');
  await expect(memory.getByRole('group', { name: 'Bytes of page 15' })).toBeFocused();
  await address.fill('0x10000');
  await address.press('Enter');
  await expect(memory).toContainText('This memory ends before 0x00010000');
  await memory.getByRole('group', { name: 'Bytes of page 15' }).focus();
  await page.keyboard.press('Escape');
  await expect(stable).toBeFocused();
  expect(playground.errors).toEqual([]);
});
