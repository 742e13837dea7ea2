import { describe, expect, it } from 'vitest';
import { LIMIT, OUT_OF_INSTRUCTIONS, run, wat } from './testing.ts';

/** Instructions of the exported function `f` of a module with a memory and a table. */
function costOf(body: string, fields = '', width: '' | 'i64' = ''): number {
  return run(wat(`(module (memory ${width} 1) (table 2 funcref) (global $g (mut i32) (i32.const 0)) (func $empty) (elem declare func $empty) ${fields} (func (export "f") ${body}))`)).cost('f');
}

/** Each operator with operands that do not trap: the cost beyond the operands and the function itself. */
const UNARY = 'clz ctz popcnt eqz';
const BINARY = 'add sub mul and or xor shl shr_s shr_u rotl rotr eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u';
const OPERATORS: [operator: string, operands: string, cost: number][] = [
  ...['i32', 'i64'].flatMap((type) => [
    ...UNARY.split(' ').map((name): [string, string, number] => [`${type}.${name}`, type, 1]),
    ...BINARY.split(' ').map((name): [string, string, number] => [`${type}.${name}`, `${type} ${type}`, 1]),
    ...['div_s', 'div_u', 'rem_s', 'rem_u'].map((name): [string, string, number] => [`${type}.${name}`, `${type} ${type}`, 10]),
    ...['8_s', '16_s'].map((name): [string, string, number] => [`${type}.extend${name}`, type, 1]),
  ]),
  ...['f32', 'f64'].flatMap((type) => [
    ...['abs', 'neg'].map((name): [string, string, number] => [`${type}.${name}`, type, 1]),
    ...['ceil', 'floor', 'trunc', 'nearest'].map((name): [string, string, number] => [`${type}.${name}`, type, 2]),
    ...['add', 'sub', 'mul'].map((name): [string, string, number] => [`${type}.${name}`, `${type} ${type}`, 2]),
    ...['min', 'max'].map((name): [string, string, number] => [`${type}.${name}`, `${type} ${type}`, 18]),
    ...['eq', 'ne', 'lt', 'gt', 'le', 'ge'].map((name): [string, string, number] => [`${type}.${name}`, `${type} ${type}`, 3]),
    ...['i32', 'i64'].flatMap((int): [string, string, number][] => [
      [`${type}.convert_${int}_s`, int, 3],
      [`${type}.convert_${int}_u`, int, 16],
      ...['s', 'u'].flatMap((sign): [string, string, number][] => [
        [`${int}.trunc_${type}_${sign}`, type, 20],
        [`${int}.trunc_sat_${type}_${sign}`, type, 20],
      ]),
    ]),
  ]),
  ['f32.sqrt', 'f32', 5], ['f64.sqrt', 'f64', 8], ['f32.div', 'f32 f32', 3], ['f64.div', 'f64 f64', 5],
  ['f32.copysign', 'f32 f32', 2], ['f64.copysign', 'f64 f64', 3],
  ['i64.extend32_s', 'i64', 1], ['i32.wrap_i64', 'i64', 1], ['i64.extend_i32_s', 'i32', 1], ['i64.extend_i32_u', 'i32', 1],
  ['f32.demote_f64', 'f64', 1], ['f64.promote_f32', 'f32', 1], ['i32.reinterpret_f32', 'f32', 1], ['i64.reinterpret_f64', 'f64', 1],
  ['f32.reinterpret_i32', 'i32', 1], ['f64.reinterpret_i64', 'i64', 1],
  ['memory.size', '', 20], ['memory.grow', 'i32', 300], ['global.get $g', '', 2], ['local.get 0', '', 1], ['table.get 0', 'i32', 5],
  ['table.size 0', '', 100], ['ref.func $empty', '', 130], ['ref.null func', '', 1], ['ref.is_null', 'ref', 5], ['select', 'i32 i32 i32', 1], ['select (result i32)', 'i32 i32 i32', 1],
  ['i32.load', 'i32', 1], ['i64.load8_s', 'i32', 1], ['f64.load', 'i32', 1], ['v128.load', 'i32', 1], ['v128.load8_splat', 'i32', 1],
  ['i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15', 'v128 v128', 3], ['i8x16.popcnt', 'v128', 3], ['i8x16.lt_u', 'v128 v128', 2],
  ['i8x16.lt_s', 'v128 v128', 1], ['i16x8.gt_u', 'v128 v128', 2], ['i32x4.gt_u', 'v128 v128', 2], ['i8x16.shl', 'v128 i32', 3], ['i8x16.shr_s', 'v128 i32', 3],
  ['i8x16.shr_u', 'v128 i32', 2], ['i16x8.shl', 'v128 i32', 2], ['i16x8.shr_s', 'v128 i32', 2], ['i32x4.shr_u', 'v128 i32', 2], ['i64x2.shl', 'v128 i32', 2],
  ['i64x2.shr_s', 'v128 i32', 3], ['i64x2.shr_u', 'v128 i32', 2], ['i16x8.extadd_pairwise_i8x16_u', 'v128', 2], ['i16x8.extadd_pairwise_i8x16_s', 'v128', 1],
  ['i32x4.extadd_pairwise_i16x8_u', 'v128', 3], ['i16x8.extmul_high_i8x16_s', 'v128 v128', 2], ['i16x8.extmul_low_i8x16_s', 'v128 v128', 1], ['i32x4.mul', 'v128 v128', 2],
  ['i32x4.extmul_low_i16x8_s', 'v128 v128', 2], ['i64x2.mul', 'v128 v128', 4], ['i64x2.extmul_low_i32x4_s', 'v128 v128', 1], ['f32x4.ceil', 'v128', 2],
  ['f64x2.nearest', 'v128', 2], ['f64x2.floor', 'v128', 2], ['f32x4.abs', 'v128', 2], ['f64x2.neg', 'v128', 2], ['f32x4.add', 'v128 v128', 2], ['f64x2.mul', 'v128 v128', 2],
  ['f32x4.min', 'v128 v128', 4], ['f32x4.max', 'v128 v128', 4], ['f64x2.min', 'v128 v128', 4], ['f64x2.max', 'v128 v128', 5], ['f32x4.pmin', 'v128 v128', 1],
  ['f32x4.sqrt', 'v128', 5], ['f64x2.sqrt', 'v128', 14], ['f32x4.div', 'v128 v128', 10], ['f64x2.div', 'v128 v128', 12], ['i32x4.trunc_sat_f32x4_s', 'v128', 2],
  ['i32x4.trunc_sat_f32x4_u', 'v128', 4], ['f32x4.convert_i32x4_u', 'v128', 4], ['f32x4.convert_i32x4_s', 'v128', 1], ['i32x4.trunc_sat_f64x2_s_zero', 'v128', 2],
  ['i32x4.trunc_sat_f64x2_u_zero', 'v128', 3], ['i8x16.extract_lane_s 3', 'v128', 1], ['i8x16.add', 'v128 v128', 1],
];
const OPERAND: Record<string, string> = {
  i32: 'i32.const 1', i64: 'i64.const 1', f32: 'f32.const 1', f64: 'f64.const 1', v128: 'v128.const i64x2 1 1', ref: 'ref.null func',
};

describe('static costs', () => {
  it.each(OPERATORS)('%s on (%s) costs %i', (operator, operands, cost) => {
    const list = operands.split(' ').filter(Boolean);
    const body = [...list.map((type) => OPERAND[type]), operator, 'drop'].join(' ');
    expect(costOf(`(local i32) ${body}`)).toBe(1 + list.length + cost + 1);
  });

  it.each([
    ['', 1],
    ['i32.const 1 global.set $g', 1 + 1 + 2],
    ['nop', 2],
    ['return', 2],
    ['call $empty', 1 + 5 + 1],
    ['i32.const 0 i32.const 7 i32.store', 1 + 2 + 1],
    ['i32.const 0 v128.const i64x2 1 1 v128.store8_lane 3', 1 + 2 + 1],
    ['i32.const 0 call_indirect', 1 + 1 + 10 + 1],
    ['return_call $empty', 1 + 3 + 1],
    ['i32.const 0 return_call_indirect', 1 + 1 + 60 + 1],
    ['data.drop 0', 1 + 300],
    ['elem.drop 0', 1 + 300],
  ])('%s takes %i instructions', (body, cost) => {
    expect(costOf(body, '(elem (i32.const 0) $empty) (data "abc")')).toBe(cost);
  });
});

describe('blocks', () => {
  it.each([
    ['i32.const 1 if nop nop else nop end', 1 + 1 + 2 + 2],
    ['i32.const 0 if nop nop else nop end', 1 + 1 + 2 + 1],
    ['i32.const 0 if nop end nop', 1 + 1 + 2 + 1],
    ['block nop block nop end end', 1 + 2],
    ['block br 0 nop end nop', 1 + 2 + 1],
    ['block i32.const 1 br_if 0 nop nop end nop', 1 + 3 + 1],
    ['block i32.const 0 br_if 0 nop nop end nop', 1 + 3 + 2 + 1],
    ['block block i32.const 0 br_table 0 1 end nop end nop', 1 + 3 + 1 + 1],
    ['block block i32.const 5 br_table 0 1 end nop end nop', 1 + 3 + 1],
  ])('%s takes %i instructions', (body, cost) => {
    expect(costOf(body)).toBe(cost);
  });

  it('charges each turn of a loop', () => {
    const body = '(local i32) i32.const 5 local.set 0 loop local.get 0 i32.const 1 i32.sub local.tee 0 br_if 0 end';
    expect(costOf(body)).toBe(1 + 2 + 5 * 6);
  });

  it('pays what follows a call before the call', () => {
    const module = wat('(module (import "ic0" "performance_counter" (func $p (param i32) (result i64))) (global $seen (export "seen") (mut i64) (i64.const 0)) (func (export "f") i32.const 0 call $p global.set $seen nop nop nop))');
    const instance = run(module, (_, counter) => ({ performance_counter: () => LIMIT - counter().value }));
    instance.call('f');
    expect((instance.exports['seen'] as WebAssembly.Global).value).toBe(BigInt(1 + 1 + 5 + 2 + 3));
  });

  it('charges a block of more than 8191 instructions', () => {
    expect(costOf('ref.func $empty drop '.repeat(100))).toBe(1 + 131 * 100);
  });
});

describe('bulk operations', () => {
  it.each([
    ['i32.const 0 i32.const 7 i32.const 1000 memory.fill', 1 + 3 + 100 + 1000],
    ['i32.const 0 i32.const 7 i32.const 500 memory.copy', 1 + 3 + 100 + 500],
    ['i32.const 0 i32.const 0 i32.const 3 memory.init 0', 1 + 3 + 100 + 3],
  ])('%s takes %i instructions', (body, cost) => {
    expect(costOf(body, '(data "abc")')).toBe(cost);
  });

  it('runs out of instructions before it writes', () => {
    const instance = run(wat('(module (memory 1) (func (export "f") i32.const 0 i32.const 7 i32.const 1000 memory.fill))'));
    instance.counter.value = 1000n;
    expect(() => instance.call('f')).toThrow(OUT_OF_INSTRUCTIONS);
    expect(instance.memory()[0]).toBe(0);
    expect(instance.counter.value).toBe(BigInt(1000 - 104 - 1000));
  });
});

describe('golden numbers of the replica', () => {
  it('two stores, a load and a global.set cost 11 before dirty pages', () => {
    const body = 'i32.const 0 i64.const 1 i64.store i32.const 4096 i64.const 1 i64.store i32.const 0 i64.load global.set $h';
    expect(costOf(body, '(global $h (mut i64) (i64.const 0))')).toBe(11);
  });

  it('performance_counter reads 1763 and 3487 around copies of 1024 bytes', () => {
    const text = `(module
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "performance_counter" (func $p (param i32) (result i64)))
      (memory 1)
      (global $a (export "a") (mut i64) (i64.const 0)) (global $b (export "b") (mut i64) (i64.const 0))
      (func (export "canister_update test")
        (call $copy (i32.const 0) (i32.const 0) (i32.const 1024)) (drop (i32.const 0))
        (global.set $a (call $p (i32.const 0)))
        (drop (i32.const 0)) (drop (i32.const 0))
        (call $copy (i32.const 0) (i32.const 0) (i32.const 1024))
        (global.set $b (call $p (i32.const 0)))))`;
    const instance = run(wat(text), (_, counter) => ({
      msg_arg_data_copy: () => {
        counter().value -= 1524n;
      },
      performance_counter: () => {
        counter().value -= 200n;
        return LIMIT - counter().value;
      },
    }));
    expect(instance.cost('canister_update test')).toBe(3487);
    expect((instance.exports['a'] as WebAssembly.Global).value).toBe(1763n);
  });
});

describe('the limit', () => {
  it.each([
    ['an endless loop', '(loop br 0)'],
    ['an endless empty recursion', '(call $f)'],
    ['an endless tail call', '(return_call $f)'],
  ])('ends %s', (_, body) => {
    const instance = run(wat(`(module (func $f (export "f") ${body}))`));
    instance.counter.value = 5000n;
    expect(() => instance.call('f')).toThrow(OUT_OF_INSTRUCTIONS);
    expect(instance.counter.value).toBeLessThan(0n);
  });

  it('is tested at the entry of an empty function', () => {
    const instance = run(wat('(module (func (export "f")))'));
    instance.counter.value = 0n;
    expect(() => instance.call('f')).toThrow(OUT_OF_INSTRUCTIONS);
    instance.counter.value = 1n;
    instance.call('f');
    expect(instance.counter.value).toBe(0n);
  });
});
