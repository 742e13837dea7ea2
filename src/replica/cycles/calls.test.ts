import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { ARGUMENTS } from '../management/idl.ts';
import { callArgument, cyclesIn, settingsWith, spender, updateSettings } from '../testing/cycles-program.ts';
import { bytes, createTestReplica, rejected, wat, word, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification: "Cycles", "Inter-canister method calls"; amounts of a 13-node application subnet. */

const EXECUTION = 5_000_000n;
const LIMIT = 40_000_000_000n;
const CALL = 260_000n;
const BYTE = 1_000n;
const LARGEST_RESPONSE = 2_097_152n * BYTE;
/** `accept`, without argument. */
const PAYLOAD = 6n * BYTE;
const INGRESS = 1_200_000n + 2_000n * BigInt('call'.length + 18);

/** Instructions of the latest executions, the last one first. */
const instructions = (test: TestReplica): bigint[] => test.executed.map(({ instructions: count }) => BigInt(count)).reverse();

async function pair(): Promise<{ test: TestReplica; caller: Uint8Array; callee: Uint8Array }> {
  const test = await createTestReplica();
  return { test, caller: await test.deploy(spender()), callee: await test.deploy(spender()) };
}

describe('cycles of calls between canisters', () => {
  it('the caller pays for call, request, response and callback, and what it sends; the callee for its execution', async () => {
    const { test, caller, callee } = await pair();
    const before = { caller: test.state(caller).cycles, callee: test.state(callee).cycles };
    bytes(await test.update(caller, 'call', callArgument(5_000n, callee)));
    const [callback, called, calling] = instructions(test) as [bigint, bigint, bigint];
    // The caller writes to one page in each of both executions, the callee to one.
    const transmitted = CALL + PAYLOAD;
    const paid = INGRESS + EXECUTION + calling + 1000n + transmitted + EXECUTION + callback + 1000n;
    // The callee takes 1000 of 5000; its reply is empty.
    expect(before.caller - test.state(caller).cycles).toBe(paid + 1000n);
    expect(test.state(callee).cycles - before.callee).toBe(1000n - EXECUTION - called - 1000n);
  });

  it('the callback sees the refund, but not the cycles that its own execution may take', async () => {
    const { test, caller, callee } = await pair();
    const before = test.state(caller).cycles;
    await test.update(caller, 'call', callArgument(5_000n, callee));
    const calling = instructions(test)[2] as bigint;
    const seen = cyclesIn(await test.query(caller, 'seen'));
    expect(before - seen).toBe(INGRESS + EXECUTION + calling + 1000n + CALL + PAYLOAD + 1000n + EXECUTION + LIMIT);
  });

  it('a reject is paid by its bytes and one for the code', async () => {
    const test = await createTestReplica();
    const caller = await test.deploy(spender());
    const callee = await test.deploy(wat(`(module (import "ic0" "msg_reject" (func $reject (param i32 i32))) (memory 1) (data (i32.const 0) "no")
      (func (export "canister_update accept") (call $reject (i32.const 0) (i32.const 2))))`));
    const before = test.state(caller).cycles;
    bytes(await test.update(caller, 'call', callArgument(0n, callee)));
    const [callback, , calling] = instructions(test) as [bigint, bigint, bigint];
    expect(before - test.state(caller).cycles).toBe(INGRESS + EXECUTION + calling + 1000n + CALL + PAYLOAD + 3n * BYTE + EXECUTION + callback + 1000n);
  });

  it('cost_call gives what call_perform takes', async () => {
    const { test, caller } = await pair();
    expect(cyclesIn(await test.update(caller, 'cost'))).toBe(CALL + PAYLOAD + LARGEST_RESPONSE + LIMIT + EXECUTION);
  });

  it('call_perform gives 2, and the cycles come back, where the fees would freeze the canister', async () => {
    const { test, caller, callee } = await pair();
    test.state(caller).settings = { ...test.state(caller).settings, freezingThreshold: 0n };
    const needed = INGRESS + EXECUTION + LIMIT + CALL + PAYLOAD + LARGEST_RESPONSE + EXECUTION + LIMIT;
    test.state(caller).cycles = needed + 5_000n - 1n;
    expect(word(await test.update(caller, 'call', callArgument(5_000n, callee)))).toBe(2);
    expect(test.state(caller).callbacks.size).toBe(0);
    test.state(caller).cycles = needed + 5_000n;
    expect(bytes(await test.update(caller, 'call', callArgument(5_000n, callee)))).toHaveLength(6);
  });

  it('the threshold counts what is reserved for the response', async () => {
    const { test, caller, callee } = await pair();
    const fees = INGRESS + EXECUTION + LIMIT + CALL + PAYLOAD + LARGEST_RESPONSE + EXECUTION + LIMIT;
    const { code } = test.state(caller);
    // One page of heap, the module, the counter of instructions, the history.
    const memory = BigInt(65_536 + (code?.uploaded.length ?? 0) + 32) + historyOf(test, caller);
    // Two parts, each rounded by itself: memory, and 2 MiB and 144 bytes for the response.
    const perDay = (memory * 127_000n * 86_400n) / 1_073_741_824n + (2_097_296n * 127_000n * 86_400n) / 1_073_741_824n;
    const threshold = (perDay * 2_592_000n) / 86_400n;
    test.state(caller).cycles = fees + threshold - 1n;
    expect(word(await test.update(caller, 'call', callArgument(0n, callee)))).toBe(2);
    test.state(caller).cycles = fees + threshold;
    expect(bytes(await test.update(caller, 'call', callArgument(0n, callee)))).toHaveLength(6);
  });

  it('call_cycles_add128 traps where the canister would be frozen', async () => {
    const { test, caller, callee } = await pair();
    const all = test.state(caller).cycles;
    const { errorCode, message } = rejected(await test.update(caller, 'call', callArgument(all, callee)));
    expect(errorCode).toBe('IC0504');
    expect(message).toBe(`Error from Canister ${test.state(caller).text}: Canister ${test.state(caller).text} is out of cycles`);
  });
});

describe('minimum_incoming_canister_call_cycles', () => {
  it('refuses calls of other canisters that bring less, and costs the canister nothing', async () => {
    const { test, caller, callee } = await pair();
    bytes(await updateSettings(test, callee, { minimum_incoming_canister_call_cycles: 500n }));
    const before = [caller, callee].map((id) => test.state(id).cycles) as [bigint, bigint];
    bytes(await test.update(caller, 'call', callArgument(499n, callee)));
    const [callback, calling] = instructions(test) as [bigint, bigint];
    expect(test.executed.slice(-2).map(({ kind }) => kind)).toEqual(['update', 'reject']);
    expect(test.state(callee).cycles).toBe(before[1]);
    const rejectBytes = BigInt(`IC0520: Canister ${test.state(callee).text} requires at least 500 transferred cycles, but only 499 were transferred.`.length + 1);
    const paid = INGRESS + EXECUTION + calling + 1000n + CALL + PAYLOAD + rejectBytes * BYTE + EXECUTION + callback + 1000n;
    expect(before[0] - test.state(caller).cycles).toBe(paid);
    bytes(await test.update(caller, 'call', callArgument(500n, callee)));
    expect(test.executed.at(-1)?.kind).toBe('reply');
  });

  it('leaves users and the canister itself alone', async () => {
    const { test, caller } = await pair();
    bytes(await updateSettings(test, caller, { minimum_incoming_canister_call_cycles: 500n }));
    bytes(await test.update(caller, 'call', callArgument(0n, caller)));
    expect(test.executed.at(-1)?.kind).toBe('reply');
  });
});

/** Bytes of the canister's history, as `canister_status` tells them. */
const historyOf = (test: TestReplica, id: Uint8Array): bigint =>
  test.state(id).history.changes.reduce((sum, { details }) => sum + 160n + ('controllers' in details ? 30n * BigInt(details.controllers.length) : 0n), 0n);

describe('cycles of creating canisters', () => {
  /** Calls `create_canister` with the cycles and the Candid that it gets, and replies the answer. */
  const creator = wat(`(module
    (import "ic0" "msg_reply" (func $reply))
    (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
    (import "ic0" "msg_arg_data_copy" (func $arg (param i32 i32 i32)))
    (import "ic0" "msg_arg_data_size" (func $size (result i32)))
    (import "ic0" "msg_reject_msg_copy" (func $copy (param i32 i32 i32)))
    (import "ic0" "msg_reject_msg_size" (func $length (result i32)))
    (import "ic0" "msg_cycles_refunded128" (func $refunded (param i32)))
    (import "ic0" "call_new" (func $new (param i32 i32 i32 i32 i32 i32 i32 i32)))
    (import "ic0" "call_data_append" (func $data (param i32 i32)))
    (import "ic0" "call_cycles_add128" (func $add (param i64 i64)))
    (import "ic0" "call_perform" (func $perform (result i32)))
    (memory 1) (table funcref (elem $replied $rejected))
    (data (i32.const 0) "create_canister")
    (func $replied (param i32) (call $arg (i32.const 100) (i32.const 0) (call $size)) (call $append (i32.const 100) (call $size)) (call $reply))
    (func $rejected (param i32)
      (call $refunded (i32.const 2000)) (call $append (i32.const 2000) (i32.const 16))
      (call $copy (i32.const 100) (i32.const 0) (call $length)) (call $append (i32.const 100) (call $length)) (call $reply))
    (func (export "canister_update create")
      (call $arg (i32.const 100) (i32.const 0) (call $size))
      (call $new (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 15) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
      (call $data (i32.const 108) (i32.sub (call $size) (i32.const 8)))
      (call $add (i64.const 0) (i64.load (i32.const 100)))
      (drop (call $perform))))`);

  const FEE = 500_000_000_000n;

  const create = async (cycles: bigint, settings: Record<string, unknown> = {}): Promise<{ test: TestReplica; answer: Uint8Array }> => {
    const test = await createTestReplica();
    const id = await test.deploy(creator);
    const argument = { settings: [settingsWith(settings)], sender_canister_version: [] };
    const encoded = new Uint8Array(IDL.encode([ARGUMENTS.create_canister], [argument]));
    return { test, answer: bytes(await test.update(id, 'create', callArgument(cycles, encoded))) };
  };

  it('the fee is taken from what came with the call, the rest is the balance', async () => {
    const { test, answer } = await create(FEE + 123n);
    const [{ canister_id: id }] = IDL.decode([IDL.Record({ canister_id: IDL.Principal })], answer) as unknown as [{ canister_id: Principal }];
    expect(test.state(id.toUint8Array()).cycles).toBe(123n);
  });

  it('less than the fee is refused, and comes back', async () => {
    const { test, answer } = await create(FEE - 1n);
    expect(cyclesIn(answer)).toBe(FEE - 1n);
    expect(new TextDecoder().decode(answer.slice(16))).toContain(
      `Creating a canister requires a fee of ${FEE} that is deducted from the canister's initial balance but only ${FEE - 1n} cycles were received with the create_canister request.\nTry sending more cycles with the request.`,
    );
    expect(test.replica.canisters.size).toBe(1);
  });

  it('settings that are refused cost nothing, and no id', async () => {
    const { test, answer } = await create(FEE, { compute_allocation: 101n });
    expect(cyclesIn(answer)).toBe(FEE);
    const next = await test.create();
    expect(Principal.fromUint8Array(next).toText()).toBe('bd3sg-teaaa-aaaaa-qaaba-cai');
  });
});
