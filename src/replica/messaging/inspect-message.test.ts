import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../primitives/bytes.ts';
import { calls, forwarder, outcome } from '../testing/forwarder.ts';
import { STRANGER, bytes, createTestReplica, rejected, wat, word, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "canister_inspect_message". */

/** Lets calls in by the first letter of their name: `y` is accepted, `n` not, `t` traps, `b` uses too many instructions. Counts in the heap, and prints what it sees. */
const program = wat(`(module
  (import "ic0" "accept_message" (func $accept))
  (import "ic0" "msg_method_name_size" (func $name_size (result i32)))
  (import "ic0" "msg_method_name_copy" (func $name (param i32 i32 i32)))
  (import "ic0" "msg_arg_data_size" (func $arg_size (result i32)))
  (import "ic0" "msg_arg_data_copy" (func $arg (param i32 i32 i32)))
  (import "ic0" "msg_caller_size" (func $caller_size (result i32)))
  (import "ic0" "msg_caller_copy" (func $caller (param i32 i32 i32)))
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "debug_print" (func $print (param i32 i32)))
  (memory 160)
  (func (export "canister_inspect_message") (local $first i32)
    (i32.store (i32.const 100) (i32.add (i32.load (i32.const 100)) (i32.const 1)))
    (call $name (i32.const 0) (i32.const 0) (call $name_size))
    (call $print (i32.const 0) (call $name_size))
    (local.set $first (i32.load8_u (i32.const 0)))
    (if (i32.eq (local.get $first) (i32.const 121)) (then (call $accept)))
    (if (i32.eq (local.get $first) (i32.const 116)) (then (call $accept) (unreachable)))
    (if (i32.eq (local.get $first) (i32.const 50)) (then (call $accept) (call $accept)))
    (if (i32.eq (local.get $first) (i32.const 97)) (then
      (call $arg (i32.const 0) (i32.const 0) (call $arg_size))
      (if (i32.eq (i32.load8_u (i32.const 0)) (i32.const 33)) (then (call $accept)))))
    (if (i32.eq (local.get $first) (i32.const 99)) (then
      (call $caller (i32.const 0) (i32.const 0) (call $caller_size))
      (if (i32.eq (i32.load8_u (i32.const 0)) (i32.const 9)) (then (call $accept)))))
    (if (i32.eq (local.get $first) (i32.const 98)) (then
      (loop $forever (memory.fill (i32.const 0) (i32.const 0) (i32.const 10000000)) (br $forever)))))
  (func $count (call $append (i32.const 100) (i32.const 4)) (call $reply))
  (func (export "canister_update yes") (call $count))
  (func (export "canister_update no") (call $count))
  (func (export "canister_update trap") (call $count))
  (func (export "canister_update burn") (call $count))
  (func (export "canister_update argument") (call $count))
  (func (export "canister_update caller") (call $count))
  (func (export "canister_update 2 times") (call $count))
  (func (export "canister_query y_query") (call $count))
  (func (export "canister_query n_query") (call $count))
  (func (export "canister_composite_query y_composite") (call $count)))`);

async function deployed(): Promise<{ test: TestReplica; id: Uint8Array; text: string }> {
  const test = await createTestReplica();
  const id = await test.deploy(program);
  return { test, id, text: Principal.fromUint8Array(id).toText() };
}

describe('canister_inspect_message', () => {
  it('lets in what it accepts, and leaves no trace', async () => {
    const { test, id } = await deployed();
    const { cycles, version } = test.state(id);
    expect(word(await test.update(id, 'yes'))).toBe(0);
    await test.update(id, 'no');
    expect(test.state(id).version).toBe(version + 1n);
    expect(test.state(id).cycles).toBeLessThan(cycles);
    expect(test.logged).toEqual([]);
  });

  it('refuses what it does not accept, before the call is known', async () => {
    const { test, id, text } = await deployed();
    const before = test.state(id).cycles;
    expect(rejected(await test.update(id, 'no'))).toEqual({ code: 4, errorCode: 'IC0406', message: `Error from Canister ${text}: Canister rejected the message` });
    expect(test.state(id).cycles).toBe(before);
    const refused = await test.replica.call({
      requestId: new Uint8Array(32).fill(77),
      sender: STRANGER,
      canisterId: id,
      effectiveCanisterId: id,
      methodName: 'no',
      arg: new Uint8Array(),
      ingressExpiry: test.now + 1_000_000_000n,
    });
    expect('refused' in refused).toBe(true);
    expect(test.replica.requestStatus(new Uint8Array(32).fill(77))).toBeUndefined();
  });

  it('refuses what it traps for, even where it has accepted', async () => {
    const { test, id, text } = await deployed();
    const { errorCode, message } = rejected(await test.update(id, 'trap'));
    expect(errorCode).toBe('IC0502');
    expect(message.startsWith(`Error from Canister ${text}: Canister trapped: unreachable`)).toBe(true);
  });

  it('may accept once', async () => {
    const { test, id } = await deployed();
    expect(rejected(await test.update(id, '2 times')).errorCode).toBe('IC0504');
  });

  it('has 200 million instructions', async () => {
    const { test, id } = await deployed();
    expect(rejected(await test.update(id, 'burn'))).toMatchObject({ errorCode: 'IC0522' });
    expect(rejected(await test.update(id, 'burn')).message).toContain('exceeded the limit of 200000000 instructions');
  });

  it('sees the name, the argument and the caller', async () => {
    const { test, id } = await deployed();
    bytes(await test.update(id, 'argument', utf8('!')));
    expect(rejected(await test.update(id, 'argument', utf8('?'))).errorCode).toBe('IC0406');
    bytes(await test.update(id, 'caller', new Uint8Array(), STRANGER));
    expect(rejected(await test.update(id, 'caller')).errorCode).toBe('IC0406');
  });

  it('is asked for queries that are called as updates, and for methods that do not exist', async () => {
    const { test, id } = await deployed();
    expect(word(await test.update(id, 'y_query'))).toBe(0);
    expect(rejected(await test.update(id, 'n_query')).errorCode).toBe('IC0406');
    expect(rejected(await test.update(id, 'y_missing')).errorCode).toBe('IC0536');
    expect(rejected(await test.update(id, 'missing')).errorCode).toBe('IC0406');
  });

  it('is not asked for queries, for calls of canisters, and for calls to the management canister', async () => {
    const { test, id } = await deployed();
    expect(word(await test.query(id, 'n_query'))).toBe(0);
    const other = await test.deploy(forwarder());
    expect(outcome(await test.update(other, 'call', calls(id, 'no'))).replies).toBe(1);
    bytes(await test.management('canister_status', { canister_id: Principal.fromUint8Array(id) }));
  });

  it('is not asked where a composite query is called as an update', async () => {
    const { test, id } = await deployed();
    expect(rejected(await test.update(id, 'y_composite')).errorCode).toBe('IC0527');
  });

  it('of a canister without code refuses every call', async () => {
    const { test } = await deployed();
    const empty = await test.create();
    expect(rejected(await test.update(empty, 'yes'))).toEqual({ code: 5, errorCode: 'IC0537', message: 'Requested canister has no wasm module' });
  });
});

describe('a query method that is called as an update', () => {
  const counter = forwarder(`
    (func (export "canister_query bump")
      (i32.store (i32.const 100) (i32.add (i32.load (i32.const 100)) (i32.const 1)))
      (drop (call $accept (i64.const 40)))
      (call $print (i32.const 0) (i32.const 2))
      (call $append (i32.const 100) (i32.const 4)) (call $reply))
    (func (export "canister_query calls") (drop (call $perform)))`);

  it('keeps its cycles, its log lines and its version, but not its state', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(counter);
    const other = await test.deploy(forwarder());
    const { version } = test.state(id);
    expect(outcome(await test.update(other, 'call', calls(id, 'bump', { cycles: 100n })))).toMatchObject({ replies: 1, refunded: 60 });
    expect(word(await test.update(id, 'bump'))).toBe(1);
    expect(test.state(id).version).toBe(version + 2n);
    expect(test.state(id).logs.map(({ content }) => fromUtf8(content))).toEqual(['no', 'no']);
  });

  it('may not call', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(counter);
    expect(rejected(await test.update(id, 'calls')).message).toContain('"ic0_call_perform" cannot be executed in replicated query mode');
  });
});
