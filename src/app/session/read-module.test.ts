import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { assemble, diagnosticsOf } from './assemble.ts';
import { readModule } from './read-module.ts';

const TEXT = '(module (func (export "canister_update add")) (func (export "canister_pre_upgrade")) (memory (export "memory") 1))';

async function module(candid?: string): Promise<Uint8Array<ArrayBuffer>> {
  const made = await assemble('counter.wat', TEXT, candid);
  if (!made.ok) throw new Error(made.diagnostics[0]?.message ?? '');
  return made.wasm;
}

describe('a module', () => {
  it('tells its exported functions and its metadata, compressed or not', async () => {
    const candid = 'service : { add : () -> () }; // ' + 'x'.repeat(300);
    const wasm = await module(candid);
    for (const bytes of [wasm, gzipSync(wasm)]) {
      const facts = await readModule(bytes);
      expect(facts.functions).toEqual(['canister_update add', 'canister_pre_upgrade']);
      expect([...facts.metadata]).toEqual([['candid:service', candid]]);
    }
    expect(WebAssembly.validate(wasm)).toBe(true);
  });

  it.each([
    ['empty', new Uint8Array()],
    ['no module', new TextEncoder().encode('<html>not found</html>')],
    ['cut gzip', Uint8Array.of(0x1f, 0x8b, 8, 0)],
    ['gzip that claims 4 GB', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff)],
    ['cut section', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, 99, 1)],
  ])('that is malformed says nothing: %s', async (_, bytes) => {
    expect(await readModule(bytes)).toEqual({ metadata: new Map(), functions: [] });
  });

  it('cut anywhere never fails', async () => {
    const wasm = await module('service : {}');
    for (let length = 0; length < wasm.length; length++) await expect(readModule(wasm.subarray(0, length))).resolves.toBeDefined();
  });
});

describe('WebAssembly text', () => {
  it('has its errors at their place, in the assembler’s words', async () => {
    const made = await assemble('a.wat', '(module\n  (func (nonsense)))', undefined);
    expect(made).toMatchObject({ ok: false, diagnostics: [{ path: 'a.wat', severity: 'error', range: { start: { line: 1, character: 9 } } }] });
    const [diagnostic] = made.ok ? [] : made.diagnostics;
    expect(diagnostic?.message).toMatch(/unexpected token/);
  });

  it('is told as a whole what has no place', () => {
    expect(diagnosticsOf('a.wat', 'out of memory\n')).toMatchObject([{ path: 'a.wat', message: 'out of memory', range: { start: { line: 0 } } }]);
  });

  it('is checked, not only parsed', async () => {
    expect(await assemble('a.wat', '(module (func (result i32) (i64.const 1)))', undefined)).toMatchObject({ ok: false });
  });
});
