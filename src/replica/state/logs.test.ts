import { describe, expect, it } from 'vitest';
import { bytes, createTestReplica, rejected, wat, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Canister logging" and "Debugging aids": what a canister's log keeps. */

/** The argument is the text that is said. */
const MODULE = wat(`(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_arg_data_size" (func $size (result i32)))
  (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
  (import "ic0" "debug_print" (func $print (param i32 i32)))
  (import "ic0" "trap" (func $trap (param i32 i32)))
  (memory 2)
  (func $load (call $copy (i32.const 0) (i32.const 0) (call $size)))
  (func (export "canister_update say") (call $load) (call $print (i32.const 0) (call $size)) (call $reply))
  (func (export "canister_query ask") (call $load) (call $print (i32.const 0) (call $size)) (call $reply))
  (func (export "canister_update say twice and trap")
    (call $load) (call $print (i32.const 0) (call $size)) (call $print (i32.const 0) (call $size)) (call $trap (i32.const 0) (i32.const 0)))
  (func (export "canister_update out of bounds") (call $print (i32.const 131072) (i32.const 1)) (call $reply))
  (func (export "canister_update break the contract") (call $reply) (call $reply))
  (func (export "canister_update silent")))`);

const text = (length: number, letter = 'a'): Uint8Array => new TextEncoder().encode(letter.repeat(length));

const records = (test: TestReplica, id: Uint8Array): [bigint, string][] =>
  test.state(id).logs.map(({ index, content }) => [BigInt(index), new TextDecoder().decode(content)]);

async function deployed(): Promise<{ test: TestReplica; id: Uint8Array }> {
  const test = await createTestReplica();
  return { test, id: await test.deploy(MODULE) };
}

describe('the log', () => {
  it('keeps what debug_print says, in order, with the time', async () => {
    const { test, id } = await deployed();
    bytes(await test.update(id, 'say', text(2)));
    test.now += 1_000_000n;
    bytes(await test.update(id, 'say', text(1, 'b')));
    expect(records(test, id)).toEqual([
      [0n, 'aa'],
      [1n, 'b'],
    ]);
    expect(test.state(id).logs[1]?.timestampNanos).toBe(test.now);
  });

  it('keeps what a message said that trapped, and the trap', async () => {
    const { test, id } = await deployed();
    rejected(await test.update(id, 'say twice and trap', text(1)));
    expect(records(test, id).map(([index, content]) => [index, content.split('\n')[0]])).toEqual([
      [0n, 'a'],
      [1n, 'a'],
      [2n, '[TRAP]: (no message)'],
    ]);
  });

  it('keeps no other failure', async () => {
    const { test, id } = await deployed();
    for (const method of ['break the contract', 'silent']) rejected(await test.update(id, method));
    expect(records(test, id)).toEqual([]);
  });

  it('says so where the text was out of bounds', async () => {
    const { test, id } = await deployed();
    bytes(await test.update(id, 'out of bounds'));
    expect(records(test, id)).toEqual([[0n, '(debug_print message out of memory bounds)']]);
  });

  it('keeps nothing of queries', async () => {
    const { test, id } = await deployed();
    bytes(await test.query(id, 'ask', text(3)));
    expect(records(test, id)).toEqual([]);
  });

  it('keeps what a query method says that is called as an update', async () => {
    const { test, id } = await deployed();
    bytes(await test.update(id, 'ask', text(3)));
    expect(records(test, id)).toEqual([[0n, 'aaa']]);
  });
});

describe('the room of the log', () => {
  it('is 4096 bytes, of which a record takes 40 beside its text', async () => {
    const { test, id } = await deployed();
    bytes(await test.update(id, 'say', text(2008)));
    bytes(await test.update(id, 'say', text(2008, 'b')));
    expect(records(test, id).length).toBe(2);
    bytes(await test.update(id, 'say', text(1, 'c')));
    expect(records(test, id)).toEqual([
      [1n, 'b'.repeat(2008)],
      [2n, 'c'],
    ]);
  });

  it('cuts a text that is longer than it', async () => {
    const { test, id } = await deployed();
    bytes(await test.update(id, 'say', text(5000)));
    expect(records(test, id)).toEqual([[0n, 'a'.repeat(4056)]]);
  });

  it('numbers what one message said and was dropped', async () => {
    const { test, id } = await deployed();
    rejected(await test.update(id, 'say twice and trap', text(4056)));
    expect(records(test, id).map(([index]) => index)).toEqual([2n]);
  });

  it('is what the setting says', async () => {
    const { test, id } = await deployed();
    const canister = test.state(id);
    canister.settings = { ...canister.settings, logMemoryLimit: 8192n };
    for (const letter of ['a', 'b', 'c']) bytes(await test.update(id, 'say', text(4056, letter)));
    expect(records(test, id).map(([index]) => index)).toEqual([1n, 2n]);
    bytes(await test.update(id, 'say', text(9000)));
    expect(records(test, id)).toEqual([[3n, 'a'.repeat(8152)]]);
    canister.settings = { ...canister.settings, logMemoryLimit: 0n };
    bytes(await test.update(id, 'say', text(1)));
    expect(records(test, id)).toEqual([]);
  });
});
