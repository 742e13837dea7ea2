import { beforeAll, describe, expect, it } from 'vitest';
import compilerUrl from 'motoko/versions/latest/moc.min.js?url';
import { MOTOKO_COUNTER, run, system, wat, type Run } from './testing.ts';

interface Compiler {
  saveFile(path: string, content: string): void;
  compileWasm(mode: 'ic', path: string): { code: { wasm: Uint8Array<ArrayBuffer> } | null };
}

async function loadCompiler(): Promise<Compiler> {
  const script = document.createElement('script');
  script.src = compilerUrl;
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  return (globalThis as unknown as { Motoko: Compiler }).Motoko;
}

/** A module with two pages of 64-bit memory and a function `f(i64, i64)` with this body. */
const module = (body: string, fields = ''): Run => run(wat(`(module (memory i64 2 4) ${fields} (func (export "f") (param i64 i64) ${body}))`));

describe('a 64-bit memory', () => {
  it.each([
    ['i64.store', 'local.get 0 i64.const 1 i64.store', 5000n, 1],
    ['i32.store at a static offset', 'local.get 0 i32.const 1 i32.store offset=8192', 4095n, 2],
    ['v128.store16_lane', 'local.get 0 v128.const i64x2 1 1 v128.store16_lane 2', 12_288n, 3],
  ])('%s marks its page once and costs 2', (_, body, address, page) => {
    const { cost, marked } = module(body);
    expect(cost('f', address, 0n)).toBe(1 + 2 + 2);
    cost('f', address, 0n);
    expect(marked).toEqual([page]);
  });

  it.each([
    ['i64.load', 131_072n], ['i64.load', 131_065n], ['i64.load', -1n], ['i64.load', -0x200000n], ['i64.load offset=0xffffffffffffffff', 0n],
    ['i64.load offset=0xffffffffffe00000', 0n], ['i64.load offset=0x10000000000', 0n], ['i64.load offset=0xffffffffffffffff', 1n],
  ])('%s at %i is out of bounds, and so is a store', (operator, address) => {
    expect(() => module(`local.get 0 ${operator} drop`).call('f', address, 0n)).toThrow(/out of bounds/);
    expect(() => module(`local.get 0 i64.const 1 ${operator.replace('load', 'store')}`).call('f', address, 0n)).toThrow(/out of bounds/);
  });

  it('loads at 2, grows and tells its size', () => {
    const { call, cost } = module('local.get 0 i64.load drop', '(func (export "size") (result i64) memory.size) (func (export "grow") (param i64) (result i64) local.get 0 memory.grow)');
    expect(cost('f', 131_064n, 0n)).toBe(1 + 1 + 2 + 1);
    expect(call('grow', 2n)).toBe(2n);
    expect(call('size')).toBe(4n);
    expect(call('grow', 1n)).toBe(-1n);
  });

  it.each([
    ['memory.fill', 'local.get 0 i32.const 7 local.get 1 memory.fill'],
    ['memory.copy', 'local.get 0 i64.const 0 local.get 1 memory.copy'],
    ['memory.init', 'local.get 0 i32.const 0 local.get 1 i32.wrap_i64 memory.init $d'],
  ])('%s charges its size, announces its range and keeps its bounds', (_, body) => {
    const { call, cost, ranges } = module(body, '(data $d "0123456789")');
    const fixed = cost('f', 0n, 0n);
    expect(cost('f', 8190n, 8n)).toBe(fixed + 8);
    expect(ranges).toEqual([[0, 0], [8190, 8]]);
    call('f', 131_072n, 0n);
    for (const [address, length] of [[131_073n, 0n], [131_070n, 3n], [-1n, 1n], [-0x200000n, 8n]] as const) expect(() => call('f', address, length)).toThrow(/out of bounds/);
  });

  it('may begin with at most 6 GiB', () => {
    expect(() => run(wat('(module (memory i64 98305))'))).toThrow(
      "Canister's Wasm module is not valid: Wasm module declares an initial Wasm64 heap memory size of 98305 pages which exceeds the maximum allowed size of 98304 pages..\nTry reducing the initial Wasm64 heap memory size. See documentation: ",
    );
  });

  it('has no 32-bit system calls', () => {
    expect(() => run(wat('(module (import "ic0" "stable_size" (func (result i32))) (memory i64 1))'))).toThrow(/not exported by the runtime/);
  });
});

describe('a Motoko canister with enhanced orthogonal persistence', () => {
  let bytes: Uint8Array<ArrayBuffer>;

  beforeAll(async () => {
    const compiler = await loadCompiler();
    compiler.saveFile('Main.mo', MOTOKO_COUNTER);
    bytes = new Uint8Array(compiler.compileWasm('ic', 'Main.mo').code?.wasm ?? []);
  });

  it('runs its initialisation and a call, in the same number of instructions each time', () => {
    const instance = run(bytes, system(64));
    expect(instance.info).toMatchObject({ wordSize: 64, tableSize: 64, mapBytes: 0x200000, hasStart: true });
    expect(instance.info.metadata.has('enhanced-orthogonal-persistence')).toBe(true);
    const cost = instance.cost('canister_init');
    expect(cost).toBeGreaterThan(1000);
    expect(run(bytes, system(64)).cost('canister_init')).toBe(cost);
    expect(instance.cost('canister_update increment')).toBeGreaterThan(100);
  });
});
