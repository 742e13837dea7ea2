import { describe, expect, it } from 'vitest';
import { encodeUnsigned } from '../../primitives/leb128.ts';
import { wat as simd } from '../wasm/testing.ts';
import { bytes, text, word } from './test-replica.ts';
import { beside } from './witness.ts';

/** The bytes, so many times over. */
const run = (...bytesAndCount: number[]): number[] => Array.from({ length: bytesAndCount.at(-1) ?? 0 }, () => bytesAndCount.slice(0, -1)).flat();

const section = (id: number, content: number[]): number[] => [id, ...encodeUnsigned(content.length), ...content];

/** A module whose `canister_init` has this code; deeper than the text format can say. */
function withBody(code: number[]): Uint8Array {
  const body = [0, ...code, 0x0b];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(3, [1, 0]),
    ...section(7, [1, 13, ...text('canister_init'), 0, 0]),
    ...section(10, [1, ...encodeUnsigned(body.length), ...body]),
  ]);
}

describe('modules that are odd but valid', () => {
  it.each([
    ['blocks in blocks', [...run(0x02, 0x40, 20_000), ...run(0x0b, 20_000)]],
    ['loops in loops', [...run(0x03, 0x40, 2000), ...run(0x0b, 2000)]],
    ['operands upon operands', [...run(0x41, 1, 50_000), ...run(0x1a, 50_000)]],
    ['a branch table of many labels', [0x41, 0, 0x0e, ...encodeUnsigned(50_000), ...run(0, 50_001)]],
    ['code behind unreachable', [0x00, ...run(0x6a, 1000), ...run(0x1a, 1000)]],
  ])('%s', async (_, code) => {
    const { test, unharmed } = await beside('(module)');
    const id = await test.create();
    const refused = await test.install(id, withBody(code));
    if (refused) expect(refused.errorCode).toMatch(/^IC05(02|05|22)$/);
    await unharmed();
  });

  it.each([
    ['a method that is a system call', '(import "ic0" "msg_reply" (func $f)) (export "canister_update go" (func $f))', ''],
    ['a start function that is a system call', '(import "ic0" "msg_reply" (func $f)) (start $f)', 'IC0504'],
    ['exports with the names of this replica', '(func (export "replica:counter")) (func (export "replica:start")) (func (export "replica:callback")) (table (export "replica:table") 1 funcref) (global (export "replica:global:0") (mut i32) (i32.const 0))', ''],
    ['one function under many names', '(func $f) (export "canister_update a" (func $f)) (export "canister_query b" (func $f)) (export "canister_init" (func $f)) (start $f)', ''],
    ['a function with a thousand parameters, which this engine cannot count instructions in', `(func (param ${'i32 '.repeat(1000)})) (func (export "canister_init"))`, 'IC0521'],
    ['a function with a thousand results, likewise', `(func (result ${'i32 '.repeat(1000)}) unreachable) (func (export "canister_init"))`, 'IC0521'],
    ['a function with 999 of each', `(func (param ${'i32 '.repeat(999)}) (result ${'i32 '.repeat(999)}) unreachable) (func (export "canister_init"))`, ''],
    ['many locals', `(func (export "canister_init") (local ${'i32 '.repeat(40_000)}))`, ''],
    ['a vector in a global', '(global (mut v128) (v128.const i64x2 1 2)) (func (export "canister_init"))', ''],
    ['no function at all', '', ''],
  ])('%s', async (_, fields, errorCode) => {
    const { test, unharmed } = await beside('(module)');
    const id = await test.create();
    expect((await test.install(id, simd(`(module ${fields})`)))?.errorCode ?? '').toBe(errorCode);
    await unharmed();
  });
});

/** Each replies 7 where the engine, the rewriting and the metering agree with the specification of Wasm. */
describe('what a canister may use', () => {
  const reply = '(call $append (i32.const 0) (i32.const 4)) (call $reply)';
  it.each([
    ['values that blocks take and give', `(local.set $x (block (result i32) (i32.const 3) (block (param i32) (result i32 i32) (i32.const 4)) (i32.add)))`, ''],
    ['several results', '(local.set $x (i32.add (call $two)))', '(func $two (result i32 i32) (i32.const 3) (i32.const 4))'],
    ['several results of a loop that goes on', '(local.set $x (call $loop (i32.const 0)))', `(func $loop (param i32) (result i32)
      (local.get 0) (loop $l (param i32) (result i32) (i32.add (i32.const 1)) (local.tee 0) (br_if $l (i32.lt_u (local.get 0) (i32.const 7)))))`],
    ['tail calls', '(local.set $x (call $down (i32.const 1000) (i32.const 7)))', `(func $down (param i32 i32) (result i32)
      (if (result i32) (i32.eqz (local.get 0)) (then (local.get 1)) (else (return_call $down (i32.sub (local.get 0) (i32.const 1)) (local.get 1)))))`],
    ['tail calls through a table', '(local.set $x (call $via (i32.const 7)))', `(type $word (func (param i32) (result i32))) (table funcref (elem $same))
      (func $same (param i32) (result i32) (local.get 0)) (func $via (param i32) (result i32) (return_call_indirect (type $word) (local.get 0) (i32.const 0)))`],
    ['a system call as a tail call', '(i32.store (i32.const 0) (i32.const 7)) (call $last) (local.set $x (i32.const 7))', '(func $last (return_call $append (i32.const 8) (i32.const 0)))'],
    ['a system call through a table', '(call_indirect (type $two_words) (i32.const 8) (i32.const 0) (i32.const 0)) (local.set $x (i32.const 7))', '(type $two_words (func (param i32 i32))) (table funcref (elem $append))'],
    ['a table of external references', '(local.set $x (i32.add (ref.is_null (table.get $t (i32.const 0))) (i32.const 6)))', '(table $t 2 externref)'],
    ['the size of a table', '(local.set $x (table.size $t))', '(table $t 7 funcref)'],
    ['entries of a table that are expressions', '(call_indirect (type $set) (i32.const 1)) (local.set $x (i32.load (i32.const 0)))', `(type $set (func)) (table 2 funcref)
      (elem (i32.const 0) funcref (ref.null func) (ref.func $seven)) (func $seven (i32.store (i32.const 0) (i32.const 7)))`],
    ['segments that are dropped', '(memory.init $p (i32.const 0) (i32.const 0) (i32.const 1)) (data.drop $p) (elem.drop $e) (local.set $x (i32.load8_u (i32.const 0)))', '(data $p "\\07") (func $f) (elem $e func $f)'],
    ['references to functions', '(local.set $x (select (result i32) (i32.const 7) (i32.const 1) (i32.eqz (ref.is_null (ref.func $f)))))', '(func $f) (elem declare func $f)'],
    ['code behind return', '(call $skips) (local.set $x (i32.const 7))', '(func $skips (return) (i32.store) (drop (memory.grow)) (call $append) (f64.store offset=9) (memory.fill) (drop (i64.load)))'],
    ['vectors in memory', '(v128.store (i32.const 16) (v128.const i32x4 1 2 7 4)) (local.set $x (i32x4.extract_lane 2 (v128.load (i32.const 16))))', ''],
    ['lanes of vectors in memory', '(v128.store32_lane 2 (i32.const 16) (v128.const i32x4 1 2 7 4)) (local.set $x (i32x4.extract_lane 0 (v128.load32_zero (i32.const 16))))', ''],
    ['offsets that reach the last byte', '(i32.store8 offset=65535 (i32.const 0) (i32.const 7)) (local.set $x (i32.load8_u offset=65530 (i32.const 5)))', ''],
    ['saturating conversions', '(local.set $x (i32.add (i32.trunc_sat_f64_u (f64.const -5)) (i32.const 7)))', ''],
    ['functions that are exported with parameters', '(local.set $x (call $seven (i32.const 3)))', '(func $seven (export "seven") (param i32) (result i32) (i32.add (local.get 0) (i32.const 4)))'],
  ])('%s', async (_, code, fields) => {
    const { test, unharmed } = await beside('(module)');
    const id = await test.deploy(
      simd(`(module (import "ic0" "msg_reply" (func $reply)) (import "ic0" "msg_reply_data_append" (func $append (param i32 i32))) (memory 1) ${fields}
        (func (export "canister_update go") (local $x i32) ${code} (i32.store (i32.const 0) (local.get $x)) ${reply}))`),
    );
    for (let times = 0; times < 2; times++) expect(word(bytes(await test.update(id, 'go')))).toBe(7);
    await unharmed();
  });
});
