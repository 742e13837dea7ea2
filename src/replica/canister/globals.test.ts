import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { bytes, createTestReplica, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Entry points": globals are part of a canister's state, whatever their type. */

const toolkit = await wabt();

/** One mutable global of each type; `bump` adds to all of them and replies them, `drops` also drops a segment, which makes every message begin with a new instance. */
const program = (drops = ''): Uint8Array =>
  toolkit
    .parseWat(
      'globals.wat',
      `(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (memory 1)
  (data $segment "text")
  (global $v (mut v128) (v128.const i64x2 1 -2))
  (global $i (mut i32) (i32.const 1))
  (global $l (mut i64) (i64.const -2))
  (global $f (mut f32) (f32.const 0.5))
  (global $w (mut v128) (v128.const i64x2 0 0))
  (global $d (mut f64) (f64.const 0.25))
  (func $start
    (global.set $w (i64x2.splat (i64.const 100))))
  (start $start)
  (func $bump
    (global.set $v (i64x2.add (global.get $v) (i64x2.splat (i64.const 1))))
    (global.set $w (i64x2.add (global.get $w) (i64x2.splat (i64.const 1))))
    (global.set $i (i32.add (global.get $i) (i32.const 1)))
    (global.set $l (i64.add (global.get $l) (i64.const 1)))
    (global.set $f (f32.add (global.get $f) (f32.const 1)))
    (global.set $d (f64.add (global.get $d) (f64.const 1))))
  (func $read
    (v128.store (i32.const 0) (global.get $v)) (v128.store (i32.const 16) (global.get $w))
    (i64.store (i32.const 32) (i64.extend_i32_u (global.get $i))) (i64.store (i32.const 40) (global.get $l))
    (i64.store (i32.const 48) (i64.trunc_f32_s (global.get $f))) (i64.store (i32.const 56) (i64.trunc_f64_s (global.get $d)))
    (call $append (i32.const 0) (i32.const 64)) (call $reply))
  (func (export "canister_post_upgrade") (call $bump))
  (func (export "canister_update bump") (call $bump) ${drops} (call $read))
  (func (export "canister_update bump_and_trap") (call $bump) (unreachable))
  (func (export "canister_query bump_in_query") (call $bump) (call $read))
  (func (export "canister_query read") (call $read)))`,
      { simd: true, bulk_memory: true, mutable_globals: true },
    )
    .toBinary({}).buffer;

/** As they are after so many bumps. */
const after = (count: number): bigint[] => [1 + count, -2 + count, 100 + count, 100 + count, 1 + count, -2 + count, count, count].map(BigInt);

async function read(test: TestReplica, id: Uint8Array): Promise<bigint[]> {
  return [...new BigInt64Array(bytes(await test.query(id, 'read')).slice().buffer)];
}

describe.each([
  ['', 'of one instance'],
  ['(data.drop $segment)', 'of an instance for each message'],
])('globals %s', (drops) => {
  it('are kept by updates, and put back after traps and queries', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(program(drops));
    expect(await read(test, id)).toEqual(after(0));
    bytes(await test.update(id, 'bump'));
    expect(await read(test, id)).toEqual(after(1));
    await test.update(id, 'bump_and_trap');
    bytes(await test.query(id, 'bump_in_query'));
    expect(await read(test, id)).toEqual(after(1));
    bytes(await test.update(id, 'bump'));
    expect(await read(test, id)).toEqual(after(2));
  });

  it('are found again when the replica is opened again', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(program(drops));
    bytes(await test.update(id, 'bump'));
    await test.reopen();
    expect(await read(test, id)).toEqual(after(1));
  });

  it('begin anew with an upgrade, by the start function and canister_post_upgrade', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(program(drops));
    bytes(await test.update(id, 'bump'));
    expect(await test.install(id, program(drops), { upgrade: [] })).toBeUndefined();
    expect(await read(test, id)).toEqual(after(1));
  });
});
