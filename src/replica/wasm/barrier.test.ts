import { describe, expect, it } from 'vitest';
import { run, wat, type Run } from './testing.ts';

/** A module with two pages of memory and a function `f(i32, i32)` with this body. */
const module = (body: string, fields = ''): Run => run(wat(`(module (memory 2 4) ${fields} (func (export "f") (param i32 i32) ${body}))`));

const OUT_OF_BOUNDS = /out of bounds/;

describe('stores', () => {
  it.each([
    ['i32.store', 'local.get 0 i32.const 1 i32.store', 5000, 1],
    ['i32.store at a static offset', 'local.get 0 i32.const 1 i32.store offset=4096', 5000, 2],
    ['i64.store at an offset up to 64', 'local.get 0 i64.const 1 i64.store offset=64', 4095, 0],
    ['i64.store at a larger one', 'local.get 0 i64.const 1 i64.store offset=65', 4031, 1],
    ['f32.store', 'local.get 0 f32.const 1 f32.store', 0, 0],
    ['f64.store', 'local.get 0 f64.const 1 f64.store', 65_536, 16],
    ['i32.store8', 'local.get 0 i32.const 1 i32.store8', 4095, 0],
    ['i32.store16', 'local.get 0 i32.const 1 i32.store16', 4096, 1],
    ['i64.store8', 'local.get 0 i64.const 1 i64.store8 offset=8191', 1, 2],
    ['i64.store16', 'local.get 0 i64.const 1 i64.store16', 12_288, 3],
    ['i64.store32', 'local.get 0 i64.const 1 i64.store32', 16_383, 3],
    ['v128.store', 'local.get 0 v128.const i64x2 1 1 v128.store', 20_480, 5],
    ['v128.store8_lane', 'local.get 0 v128.const i64x2 1 1 v128.store8_lane 0', 24_576, 6],
    ['v128.store64_lane', 'local.get 0 v128.const i64x2 1 1 v128.store64_lane offset=16 1', 28_672, 7],
  ])('%s marks the page of its address, once', (_, body, address, page) => {
    const { call, marked } = module(`${body} ${body}`);
    call('f', address, 0);
    call('f', address, 0);
    expect(marked).toEqual([page]);
  });

  it('marks the first page only of a store that straddles a boundary', () => {
    const { call, marked, memory } = module('local.get 0 i64.const -1 i64.store');
    call('f', 4092, 0);
    expect(marked).toEqual([0]);
    expect([...memory().subarray(4090, 4102)]).toEqual([0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0]);
  });

  it('is not fooled by bytes of the canister', () => {
    const { call, marked } = module('local.get 0 local.get 1 i32.store8');
    for (let address = 0; address < 131_072; address += 4096) call('f', address, 255);
    expect(marked).toEqual(Array.from({ length: 32 }, (_, page) => page));
  });

  it.each([
    ['the last byte', 131_071, 'i32.store8', true],
    ['the byte after the last', 131_072, 'i32.store8', false],
    ['the last four bytes', 131_068, 'i32.store', true],
    ['one byte too far', 131_069, 'i32.store', false],
    ['an address that would wrap into the map', -0x100000, 'i32.store', false],
    ['an offset that would wrap into the map', 0, 'i32.store offset=0xfff00000', false],
    ['the greatest offset', 0, 'i32.store offset=0xffffffff', false],
    ['the greatest address', -1, 'i32.store8', false],
    ['greatest address and offset', -1, 'i32.store8 offset=0xffffffff', false],
  ])('at %s', (_, address, operator, stored) => {
    const { call } = module(`local.get 0 i32.const 1 ${operator}`);
    if (stored) call('f', address, 0);
    else expect(() => call('f', address, 0)).toThrow(OUT_OF_BOUNDS);
  });
});

describe('loads', () => {
  it.each([
    ['i32.load', -0x100000], ['i32.load8_u offset=0xffffffff', -1], ['i32.load8_u offset=0xffffffff', 0], ['i32.load8_u offset=0xfff00000', 0], ['i32.load8_u', 131_072],
    ['i32.load', 131_069], ['v128.load32_zero offset=0xfff00000', 0], ['v128.load', 131_057],
  ])('%s at %i is out of bounds', (operator, address) => {
    const { call } = module(`local.get 0 ${operator} drop`);
    expect(() => call('f', address, 0)).toThrow(OUT_OF_BOUNDS);
  });

  it('a lane at an offset that would wrap is out of bounds', () => {
    const { call } = module('local.get 0 v128.const i64x2 0 0 v128.load8_lane offset=0xfff00000 3 drop');
    expect(() => call('f', 0, 0)).toThrow(OUT_OF_BOUNDS);
  });
});

describe('bulk writes', () => {
  it.each([
    ['memory.fill', 'local.get 0 i32.const 7 local.get 1 memory.fill'],
    ['memory.copy', 'local.get 0 i32.const 0 local.get 1 memory.copy'],
  ])('%s announces its range, and no range twice that is marked', (_, body) => {
    const { call, ranges } = module(body);
    call('f', 4090, 10);
    call('f', 4095, 2);
    call('f', 4090, 9000);
    expect(ranges).toEqual([[4090, 10], [4090, 9000]]);
  });

  it.each([
    ['memory.fill', 'local.get 0 i32.const 7 local.get 1 memory.fill'],
    ['memory.copy to', 'local.get 0 i32.const 0 local.get 1 memory.copy'],
    ['memory.copy from', 'i32.const 0 local.get 0 local.get 1 memory.copy'],
    ['memory.init', 'local.get 0 i32.const 0 local.get 1 memory.init $d'],
  ])('%s traps exactly where the original does', (_, body) => {
    const bytes = wat(`(module (memory 2) (data $d "0123456789") (func (export "f") (param i32 i32) ${body}))`);
    for (const [address, length] of [[131_072, 0], [131_073, 0], [131_070, 2], [131_070, 3], [-1, 0], [-1, 1], [-0x100000, 1], [-0x100000, 0], [0, 0], [0, 10], [0, -1], [-10, 10]] as const) {
      const { call } = run(bytes);
      const original = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports['f'] as (a: number, b: number) => void;
      expect(outcome(() => call('f', address, length)), `${address} ${length}`).toBe(outcome(() => original(address, length)));
    }
  });
});

/** Whether a function traps. Lengths near 2^32 exceed no limit here: the counter begins at 10^9, but runs out first. */
function outcome(body: () => unknown): 'returned' | 'trapped' {
  try {
    body();
    return 'returned';
  } catch {
    return 'trapped';
  }
}

describe('the size of memory', () => {
  it('is that of the canister', () => {
    const { call, memory } = module('', '(func (export "size") (result i32) memory.size) (func (export "grow") (param i32) (result i32) local.get 0 memory.grow)');
    expect(call('size')).toBe(2);
    expect(call('grow', 1)).toBe(2);
    expect(call('size')).toBe(3);
    expect(call('grow', 5)).toBe(-1);
    expect(memory().length).toBe(3 * 65_536);
  });
});
