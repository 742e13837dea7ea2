import { expect, test } from '@playwright/test';
import { gzipSync } from 'fflate';
import wabt from 'wabt';
import { Playground } from './playground.ts';

/** A canister that counts in stable memory by `step`; `say` replies text that is no Candid. */
const counter = (step: number): string => `(module
  (import "ic0" "msg_reply" (func $reply)) (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "stable_grow" (func $grow (param i32) (result i32)))
  (import "ic0" "stable_write" (func $write (param i32 i32 i32))) (import "ic0" "stable_read" (func $read (param i32 i32 i32)))
  (memory 1) (data (i32.const 64) "DIDL\\00\\01\\79") (data (i32.const 80) "hello")
  (func (export "canister_init") (drop (call $grow (i32.const 1))))
  (func $send (call $append (i32.const 64) (i32.const 7)) (call $append (i32.const 0) (i32.const 4)) (call $reply))
  (func (export "canister_update bump")
    (call $read (i32.const 0) (i32.const 0) (i32.const 4))
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const ${step})))
    (call $write (i32.const 0) (i32.const 0) (i32.const 4)) (call $send))
  (func (export "canister_query say") (call $append (i32.const 80) (i32.const 5)) (call $reply)))`;

async function assembled(text: string): Promise<Buffer> {
  const module = (await wabt()).parseWat('test.wat', text);
  return Buffer.from(module.toBinary({}).buffer);
}

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
const interfaceFile = file('clicker.did', Buffer.from('service : { bump : () -> (nat32); say : () -> () query }'));

test('a module from elsewhere is installed, called, upgraded, and there again after a reload', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  const modules = page.getByRole('region', { name: 'Modules' });
  await modules.locator('input[type=file]').setInputFiles([file('Clicker.wasm', await assembled(counter(1))), interfaceFile]);
  await expect(page.getByRole('heading', { level: 1, name: 'clicker' })).toBeVisible();
  await playground.ready();
  await playground.deployForeign();
  await playground.call('bump');
  await expect(playground.method('bump')).toContainText('(1)');
  const second = gzipSync(await assembled(counter(10)));
  await page.getByRole('group', { name: 'Module' }).locator('input[type=file]').setInputFiles(file('other-name.wasm.gz', Buffer.from(second)));
  await expect(page.getByText('The code has changed since version 1.')).toBeVisible();
  await playground.upgrade();
  await expect(playground.state).toContainText('version 2');
  await playground.call('bump');
  await expect(playground.method('bump')).toContainText('(11)');
  await playground.memory.getByRole('button', { name: 'Show pages' }).click();
  await expect(playground.memory).toContainText('only its own code knows');
  await page.reload();
  await playground.ready();
  await expect(page.getByText('This code is what runs.')).toBeVisible();
  await expect(modules).toContainText('other-name.wasm.gz');
  await playground.call('bump');
  await expect(playground.method('bump')).toContainText('(21)');
  expect(playground.errors).toEqual([]);
});

test('a module that tells no interface takes bytes; a malformed next version is refused and loses nothing', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('region', { name: 'Modules' }).locator('input[type=file]').setInputFiles(file('plain.wasm', await assembled(counter(1))));
  await playground.ready();
  await playground.deployForeign();
  await playground.method('say').getByRole('button', { name: 'Query' }).click();
  await expect(playground.method('say')).toContainText('"hello" (68656c6c6f)');
  const bump = playground.method('bump');
  await bump.getByRole('combobox', { name: /how it is written/ }).selectOption({ label: 'bytes in hex' });
  await bump.getByRole('textbox', { name: 'Argument of bump' }).fill('4449444c0000');
  await bump.getByRole('button', { name: 'Call' }).click();
  await expect(bump).toContainText('(1)');
  await page.getByRole('group', { name: 'Module' }).locator('input[type=file]').setInputFiles(file('plain.wasm', Buffer.from('<html>not a module</html>')));
  await playground.ready();
  await playground.upgrade();
  const failed = page.getByRole('group', { name: 'Failed upgrade' });
  await expect(failed).toContainText('IC0505');
  await bump.getByRole('button', { name: 'Call' }).click();
  await expect(bump).toContainText('(2)');
  expect(playground.errors).toEqual([]);
});

test('a module may be dropped on the page, is shared where it is small, and named where it is too large', async ({ page, context }) => {
  const playground = new Playground(page);
  await playground.open();
  const bytes = [...(await assembled(counter(1)))];
  const drop = (name: string, content: number[]): Promise<void> =>
    page.evaluate(
      ([fileName, data]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(data)], fileName));
        document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
      },
      [name, content] as const,
    );
  await drop('dropped.wasm', bytes);
  await expect(page.getByRole('heading', { level: 1, name: 'dropped' })).toBeVisible();
  await playground.ready();
  await drop('large.wasm', new Array<number>(60_000).fill(1));
  await page.getByRole('button', { name: 'A canister of its own' }).click();
  await expect(page.getByRole('tab', { name: 'large' })).toBeVisible();
  await playground.button('Share').click();
  await expect(page.getByRole('note')).toContainText('The link does not carry large.wasm');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await context.browser()?.newContext();
  const visitor = new Playground((await other?.newPage()) ?? page);
  await visitor.open(link);
  await expect(visitor.page.getByRole('region', { name: 'Modules' })).toContainText('dropped.wasm');
  await expect(visitor.page.getByRole('region', { name: 'Modules' })).not.toContainText('large.wasm');
  await other?.close();
  expect(playground.errors).toEqual([]);
});
