import { describe, expect, it } from 'vitest';
import { CALLBACK_EXPORT } from './module.ts';
import { LIMIT, run, wat, type Callable, type Run } from './testing.ts';

/** The counter travels as a parameter; the exported one must be exact at the end, after a trap, and whenever the host looks at it. */

const FIELDS = `(type $unary (func (param i32) (result i32))) (import "ic0" "stable_grow" (func $seen (type $unary)))
  (memory 1) (table 4 funcref) (elem (i32.const 1) $double $seen) (global $g (mut i32) (i32.const 0))
  (func $double (type $unary) local.get 0 i32.const 2 i32.mul)`;

interface Observed extends Run {
  /** Instructions at each call of the host. */
  readonly seen: number[];
}

function module(body: string, fields = ''): Observed {
  const seen: number[] = [];
  const made = run(wat(`(module ${FIELDS} ${fields} (func (export "f") ${body}))`), (_, counter) => ({
    stable_grow: (value) => {
      counter().value -= 100n;
      seen.push(Number(LIMIT - counter().value));
      return value;
    },
  }));
  return { ...made, seen };
}

function costOfTrap(body: string, fields = ''): number {
  const { call, counter } = module(body, fields);
  counter.value = LIMIT;
  expect(() => call('f')).toThrow(WebAssembly.RuntimeError);
  return Number(LIMIT - counter.value);
}

describe('after a trap', () => {
  it.each([
    ['unreachable', 'nop unreachable nop nop', 1 + 1 + 1],
    ['a load', 'i32.const -1 i32.load drop nop', 1 + 1 + 1 + 1 + 1],
    ['a store', 'i32.const -1 i32.const 1 i32.store nop', 1 + 2 + 1 + 1],
    ['a vector load', 'i32.const -1 v128.load drop', 1 + 1 + 1 + 1],
    ['a division by zero', 'i32.const 1 i32.const 0 i32.div_u drop', 1 + 2 + 10 + 1],
    ['a remainder by zero', 'i64.const 1 i64.const 0 i64.rem_s drop', 1 + 2 + 10 + 1],
    ['a conversion out of range', 'f64.const 1e30 i32.trunc_f64_s drop', 1 + 1 + 20 + 1],
    ['an empty entry of the table', 'i32.const 1 i32.const 0 call_indirect (type $unary) drop', 1 + 2 + 10 + 1],
    ['an entry of another type', 'i32.const 1 call_indirect', 1 + 1 + 10],
    ['table.get out of bounds', 'i32.const 9 table.get 0 drop', 1 + 1 + 5 + 1],
    ['a fill out of bounds', 'i32.const -1 i32.const 0 i32.const 8 memory.fill', 1 + 3 + 100 + 8],
    ['the second block', 'i32.const 1 if nop unreachable end nop', 1 + 1 + 2 + 1 + 1],
    ['the third turn of a loop', '(local i32) loop local.get 0 i32.const 1 i32.add local.tee 0 i32.const 3 i32.eq if unreachable end br 0 end', 1 + 3 * 8 + 2 * 2 + 1],
  ])('%s: the blocks that were entered, and no others', (_, body, cost) => {
    expect(costOfTrap(body)).toBe(cost);
  });

  it('in a callee: with what the caller had paid', () => {
    const fields = '(func $callee (param i32) nop local.get 0 if unreachable end nop)';
    expect(costOfTrap('nop i32.const 0 call $callee nop i32.const 1 call $callee nop nop', fields)).toBe(1 + 1 + 1 + 5 + 1 + 1 + 5 + 2 + (1 + 2 + 2 + 1) + (1 + 2 + 2 + 1));
  });

  it('after a callee that returned: with what it took', () => {
    const fields = '(func $callee loop end nop)';
    expect(costOfTrap('call $callee i32.const -1 i32.load drop', fields)).toBe(1 + 5 + 1 + 1 + 1 + (1 + 1));
  });
});

describe('whenever the host is called', () => {
  it('directly, through the table, and after calls inside', () => {
    const { call, seen, counter } = module(
      'i32.const 1 call $seen drop i32.const 1 i32.const 2 call_indirect (type $unary) drop i32.const 3 i32.const 1 call_indirect (type $unary) call $seen drop',
    );
    counter.value = LIMIT;
    call('f');
    const block = 1 + (1 + 5 + 1) + (2 + 10 + 1) + (2 + 10) + (5 + 1);
    expect(seen).toEqual([block + 100, block + 200, block + 200 + 4 + 100]);
    expect(Number(LIMIT - counter.value)).toBe(block + 304);
  });

  it('in a tail call', () => {
    const { call, seen, counter } = module('i32.const 7 call $tail drop', '(func $tail (param i32) (result i32) local.get 0 return_call $seen)');
    counter.value = LIMIT;
    call('f');
    expect(seen).toEqual([1 + 1 + 5 + 1 + (1 + 1 + 3) + 100]);
  });

  it('from a callback that is called by its index', () => {
    const fields = '(func $callback (param i32) local.get 0 global.set $g nop) (elem (i32.const 3) $callback)';
    const { exports, counter } = module('', fields);
    counter.value = LIMIT;
    (exports[CALLBACK_EXPORT] as Callable)(3, 42);
    expect(Number(LIMIT - counter.value)).toBe(1 + 1 + 2 + 1);
    expect((exports['replica:global:0'] as WebAssembly.Global).value).toBe(42);
    expect(() => (exports[CALLBACK_EXPORT] as Callable)(1, 42)).toThrow(WebAssembly.RuntimeError);
  });
});

describe('the parameter of the counter', () => {
  it.each([0, 1, 126, 127, 128, 129, 300])('does not disturb the locals of a function with %i parameters', (parameters) => {
    const types = 'i64 '.repeat(parameters);
    const reads = Array.from({ length: parameters }, (_, i) => `local.get ${i} i64.add`).join(' ');
    const set = [0, 1, 2, 3].map((i) => `i64.const ${10 ** (i + 1)} local.set ${parameters + i}`).join(' ');
    const sum = [0, 1, 2, 3].map((i) => `local.get ${parameters + i} i64.add`).join(' ');
    const text = `(module (func $f (param ${types}) (result i64) (local i64 i64) (local i32) (local i64 i64)
      ${set.replaceAll(`local.set ${parameters + 2}`, `local.set ${parameters + 3}`).replaceAll(/1000 local.set \d+/g, `1000 local.set ${parameters + 4}`)}
      i64.const 0 ${reads} ${sum.replace(`local.get ${parameters + 2}`, `local.get ${parameters + 4}`)} local.get ${parameters + 2} i64.extend_i32_u i64.add)
      (func (export "f") (result i64) ${Array.from({ length: parameters }, () => 'i64.const 1').join(' ')} call $f))`;
    const original = new WebAssembly.Instance(new WebAssembly.Module(wat(text))).exports['f'] as Callable;
    expect(run(wat(text)).call('f')).toBe(original());
  });

  it('comes after several results, whichever way the function ends', () => {
    const text = `(module (func $f (export "f") (param i32) (result i64 i32 f64)
        (block (br_if 0 (i32.eqz (local.get 0))) (i64.const 1) (i32.const 2) (f64.const 3) (br_if 1 (i32.eq (local.get 0) (i32.const 1))) (return))
        (i64.const 4) (i32.const 5) (f64.const 6) (br_table 0 0 (local.get 0)))
      (func (export "tail") (param i32) (result i64 i32 f64) (return_call $f (local.get 0)))
      (table funcref (elem $f)) (type $t (func (param i32) (result i64 i32 f64)))
      (func (export "table") (param i32) (result i64 i32 f64) (return_call_indirect (type $t) (local.get 0) (i32.const 0))))`;
    const { call } = run(wat(text));
    for (const name of ['f', 'tail', 'table']) {
      expect([0, 1, 2].map((argument) => call(name, argument))).toEqual([[4n, 5, 6], [1n, 2, 3], [1n, 2, 3]]);
    }
  });
});
