import { describe, expect, it } from 'vitest';
import { charged, dirty } from '../testing/charged.ts';
import { bytes, createTestReplica, wat } from '../testing/test-replica.ts';

/** Instruction counts that the production replica's own tests record (rs/embedders/tests/wasmtime_embedder.rs and instrumentation.rs). */

const TWO_READINGS = wat(`(module
  (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
  (import "ic0" "performance_counter" (func $counter (param i32) (result i64)))
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (memory 1)
  (global $first (mut i64) (i64.const 0))
  (global $second (mut i64) (i64.const 0))
  (func (export "canister_update go")
    (call $copy (i32.const 0) (i32.const 0) (i32.const 1024))
    (drop (i32.const 0))
    (global.set $first (call $counter (i32.const 0)))
    (drop (i32.const 0))
    (drop (i32.const 0))
    (call $copy (i32.const 0) (i32.const 0) (i32.const 1024))
    (global.set $second (call $counter (i32.const 0)))
    (i64.store (i32.const 2048) (global.get $first))
    (i64.store (i32.const 2056) (global.get $second))
    (call $append (i32.const 2048) (i32.const 16))
    (call $reply)))`);

describe('instruction counts of the production replica', () => {
  it('performance_counter reads 1763 and 3487 around two copies of 1024 bytes', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(TWO_READINGS);
    const reply = bytes(await test.update(id, 'go', new Uint8Array(1024)));
    // The block is charged as a whole at its start: what this test adds behind the readings to reply them costs 20 more.
    const added = 20n;
    const [first, second] = new BigInt64Array(reply.slice().buffer);
    expect([(first as bigint) - added, (second as bigint) - added]).toEqual([1763n, 3487n]);
  });

  it('an empty function costs 1', async () => {
    expect(await charged(dirty('i32'), 'nothing', 1n)).toBe(1n);
  });

  it('two pages of a 32-bit memory written cost 1000 each beside the instructions', async () => {
    expect(await charged(dirty('i32'), 'store', 1n)).toBe(2011n);
  });
});
