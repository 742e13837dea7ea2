import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../primitives/bytes.ts';
import { bytes, createTestReplica, rejected, wat, word, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Inter-canister method calls" and "Call contexts". */

/** Replies 42, traps, rejects, or never answers; counts its calls in the heap. */
const callee = wat(`(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reject" (func $reject (param i32 i32)))
  (import "ic0" "msg_cycles_accept128" (func $accept (param i64 i64 i32)))
  (memory 1) (data (i32.const 0) "\\2a\\00\\00\\00") (data (i32.const 100) "no!")
  (func (export "canister_update answer") (call $append (i32.const 0) (i32.const 4)) (call $reply))
  (func (export "canister_query answer_query") (call $append (i32.const 0) (i32.const 4)) (call $reply))
  (func (export "canister_update accept_half") (call $accept (i64.const 0) (i64.const 500) (i32.const 200)) (call $append (i32.const 200) (i32.const 4)) (call $reply))
  (func (export "canister_update trap") (unreachable))
  (func (export "canister_update reject") (call $reject (i32.const 100) (i32.const 3))))`);

/**
 * Calls the method whose name is the argument, on the canister whose id stands at address 0 (ten bytes, the argument of init), and replies with what comes
 * back. In the heap at 500 a step counter: 1 per update, 10 per reply callback, 100 per reject callback, 1000 per cleanup.
 */
const caller = (options: { trapInReply?: boolean; cycles?: number; composite?: boolean } = {}): Uint8Array => wat(`(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reject" (func $reject (param i32 i32)))
  (import "ic0" "msg_arg_data_size" (func $arg_size (result i32)))
  (import "ic0" "msg_arg_data_copy" (func $arg (param i32 i32 i32)))
  (import "ic0" "msg_reject_msg_size" (func $reject_size (result i32)))
  (import "ic0" "msg_reject_msg_copy" (func $reject_copy (param i32 i32 i32)))
  (import "ic0" "msg_reject_code" (func $reject_code (result i32)))
  ${options.composite ? '' : '(import "ic0" "msg_cycles_refunded128" (func $refunded (param i32)))'}
  (import "ic0" "call_new" (func $new (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_on_cleanup" (func $on_cleanup (param i32 i32)))
  (import "ic0" "call_cycles_add128" (func $add (param i64 i64)))
  (import "ic0" "call_perform" (func $perform (result i32)))
  (import "ic0" "performance_counter" (func $perf (param i32) (result i64)))
  (memory 1)
  (table funcref (elem $on_reply $on_reject $cleanup))
  (func $add_steps (param i32) (i32.store (i32.const 500) (i32.add (i32.load (i32.const 500)) (local.get 0))))
  (func (export "canister_init") (call $arg (i32.const 0) (i32.const 0) (i32.const 10)))
  (func $call
    (call $add_steps (i32.const 1))
    (call $arg (i32.const 1000) (i32.const 0) (call $arg_size))
    (call $new (i32.const 0) (i32.const 10) (i32.const 1000) (call $arg_size) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
    (call $on_cleanup (i32.const 2) (i32.const 0))
    ${options.cycles ? `(call $add (i64.const 0) (i64.const ${options.cycles}))` : ''}
    (drop (call $perform)))
  (func (export "${options.composite ? 'canister_composite_query' : 'canister_update'} call") (call $call))
  (func $on_reply (param i32)
    (call $add_steps (i32.const 10))
    ${options.trapInReply ? '(unreachable)' : ''}
    ${options.composite ? '' : '(call $refunded (i32.const 600))'}
    (call $arg (i32.const 700) (i32.const 0) (call $arg_size))
    (call $append (i32.const 700) (call $arg_size))
    ${options.composite ? '' : '(call $append (i32.const 600) (i32.const 4))'}
    (call $reply))
  (func $on_reject (param i32)
    (call $add_steps (i32.const 100))
    (call $reject_copy (i32.const 2000) (i32.const 0) (call $reject_size))
    (call $reject (i32.const 2000) (call $reject_size)))
  (func $cleanup (param i32) (call $add_steps (i32.const 1000)))
  (func (export "canister_query steps") (call $append (i32.const 500) (i32.const 4)) (call $reply)))`);

async function pair(options: Parameters<typeof caller>[0] = {}): Promise<{ test: TestReplica; from: Uint8Array; to: Uint8Array }> {
  const test = await createTestReplica();
  const to = await test.deploy(callee);
  const from = await test.deploy(caller(options), to);
  return { test, from, to };
}

const name = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('an inter-canister call', () => {
  it('replies through its callback', async () => {
    const { test, from } = await pair();
    expect(word(await test.update(from, 'call', name('answer')))).toBe(42);
    expect(word(await test.query(from, 'steps'))).toBe(11);
    expect(test.state(from).callContexts.size + test.state(from).callbacks.size).toBe(0);
  });

  it('may call a query method', async () => {
    const { test, from } = await pair();
    expect(word(await test.update(from, 'call', name('answer_query')))).toBe(42);
  });

  it.each([
    ['trap', 'IC0502: Error from Canister'],
    ['reject', 'no!'],
    ['missing', "IC0536: Error from Canister"],
  ])('sees in its reject callback how the callee failed: %s', async (method, text) => {
    const { test, from } = await pair();
    const reject = rejected(await test.update(from, 'call', name(method)));
    expect(reject.code).toBe(4);
    expect(reject.message.startsWith(text)).toBe(true);
    expect(word(await test.query(from, 'steps'))).toBe(101);
  });

  it('to a canister that does not exist is rejected', async () => {
    const { test, from, to } = await pair();
    await test.replica.forget([to]);
    expect(rejected(await test.update(from, 'call', name('answer'))).message).toBe(`Canister ${Principal.fromUint8Array(to).toText()} not found`);
  });

  it('runs the cleanup callback after a trap in the reply callback, and keeps what came before it', async () => {
    const { test, from } = await pair({ trapInReply: true });
    expect(rejected(await test.update(from, 'call', name('answer'))).errorCode).toBe('IC0502');
    expect(word(await test.query(from, 'steps'))).toBe(1001);
  });

  it('refunds the cycles that the callee did not accept', async () => {
    const { test, from, to } = await pair({ cycles: 800 });
    const before = test.state(to).cycles;
    const reply = bytes(await test.update(from, 'call', name('accept_half')));
    expect([...new Uint32Array(reply.slice().buffer)]).toEqual([500, 300]);
    expect(test.state(to).cycles < before).toBe(true);
  });

  it('of a composite query sees other canisters and leaves nothing behind', async () => {
    const { test, from } = await pair({ composite: true });
    expect(word(await test.query(from, 'call', name('answer_query')))).toBe(42);
    expect(word(await test.query(from, 'steps'))).toBe(0);
    expect(fromUtf8(name(rejected(await test.update(from, 'call', name('answer_query'))).message))).toContain('Composite query');
  });
});

describe('stopping', () => {
  it('stops a canister, refuses its calls, and starts it again', async () => {
    const { test, to } = await pair();
    const argument = { canister_id: Principal.fromUint8Array(to) };
    bytes(await test.management('stop_canister', argument));
    expect(rejected(await test.update(to, 'answer')).errorCode).toBe('IC0508');
    bytes(await test.management('start_canister', argument));
    expect(word(await test.update(to, 'answer'))).toBe(42);
  });
});
