import { Principal } from '@dfinity/principal';
import { USER, bytes, wat, type TestReplica } from './test-replica.ts';

/**
 * A canister for tests of cycles. Its argument is one number (`pages`, `burn`, `grow_stable`), or an amount of 8 bytes and the id of a
 * canister of 10 bytes (`call`, which replies the callee's answer, or the code of `call_perform` where that is not 0). The 32-bit module keeps
 * the balance of its callback at address 512, which `seen` replies.
 */
export const spender = (extra = ''): Uint8Array =>
  wat(`(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_arg_data_copy" (func $arg (param i32 i32 i32)))
  (import "ic0" "canister_cycle_balance128" (func $balance (param i32)))
  (import "ic0" "canister_liquid_cycle_balance128" (func $liquid (param i32)))
  (import "ic0" "cycles_burn128" (func $burn (param i64 i64 i32)))
  (import "ic0" "msg_cycles_accept128" (func $accept (param i64 i64 i32)))
  (import "ic0" "stable64_grow" (func $stable_grow (param i64) (result i64)))
  (import "ic0" "cost_call" (func $cost (param i64 i64 i32)))
  (import "ic0" "global_timer_set" (func $timer (param i64) (result i64)))
  (import "ic0" "call_new" (func $new (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_cycles_add128" (func $add (param i64 i64)))
  (import "ic0" "call_perform" (func $perform (result i32)))
  (memory 1)
  (table funcref (elem $answered))
  (data (i32.const 200) "accept")
  (func $answer (param i32 i32) (call $append (local.get 0) (local.get 1)) (call $reply))
  (func $answered (param i32) (call $balance (i32.const 512)) (call $answer (i32.const 200) (i32.const 6)))
  (func (export "canister_update silent"))
  (func (export "canister_update nothing") (call $reply))
  (func (export "canister_query look") (call $reply))
  (func (export "canister_update balance") (call $balance (i32.const 0)) (call $answer (i32.const 0) (i32.const 16)))
  (func (export "canister_update liquid") (call $liquid (i32.const 0)) (call $answer (i32.const 0) (i32.const 16)))
  (func (export "canister_update cost") (call $cost (i64.const 6) (i64.const 0) (i32.const 0)) (call $answer (i32.const 0) (i32.const 16)))
  (func (export "canister_query seen") (call $answer (i32.const 512) (i32.const 16)))
  (func (export "canister_update accept") (call $accept (i64.const 0) (i64.const 1000) (i32.const 0)) (call $reply))
  (func (export "canister_update burn")
    (call $arg (i32.const 0) (i32.const 0) (i32.const 8))
    (call $burn (i64.const 0) (i64.load (i32.const 0)) (i32.const 0)) (call $answer (i32.const 0) (i32.const 16)))
  (func (export "canister_update grow")
    (call $arg (i32.const 0) (i32.const 0) (i32.const 8))
    (i32.store (i32.const 0) (memory.grow (i32.load (i32.const 0)))) (call $answer (i32.const 0) (i32.const 4)))
  (func (export "canister_update grow_stable")
    (call $arg (i32.const 0) (i32.const 0) (i32.const 8))
    (i64.store (i32.const 0) (call $stable_grow (i64.load (i32.const 0)))) (call $answer (i32.const 0) (i32.const 8)))
  (func (export "canister_update call")
    (call $arg (i32.const 0) (i32.const 0) (i32.const 18))
    (call $new (i32.const 8) (i32.const 10) (i32.const 200) (i32.const 6) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (call $add (i64.const 0) (i64.load (i32.const 0)))
    (i32.store (i32.const 0) (call $perform))
    (if (i32.load (i32.const 0)) (then (call $answer (i32.const 0) (i32.const 4)))))
  (func (export "canister_update set_timer") (drop (call $timer (i64.const 1))) (call $reply))
  ${extra})`);

/** The argument of `pages`, `burn` and `grow_stable`. */
export function amount(value: bigint): Uint8Array {
  const argument = new Uint8Array(8);
  new DataView(argument.buffer).setBigUint64(0, value, true);
  return argument;
}

/** The argument of `call`. */
export const callArgument = (cycles: bigint, callee: Uint8Array): Uint8Array => Uint8Array.of(...amount(cycles), ...callee);

/** An amount of cycles in a reply. */
export function cyclesIn(result: Parameters<typeof bytes>[0]): bigint {
  const view = new DataView(bytes(result).slice().buffer);
  return (view.getBigUint64(8, true) << 64n) | view.getBigUint64(0, true);
}

const SETTINGS = [
  'controllers', 'compute_allocation', 'memory_allocation', 'freezing_threshold', 'reserved_cycles_limit', 'minimum_incoming_canister_call_cycles',
  'log_visibility', 'log_memory_limit', 'snapshot_visibility', 'status_visibility', 'wasm_memory_limit', 'wasm_memory_threshold', 'environment_variables',
];

/** Every setting that there is, all of them left as they are but those given. */
export const settingsWith = (given: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(SETTINGS.map((name) => [name, name in given ? [given[name]] : []]));

export const updateSettings = (test: TestReplica, id: Uint8Array, given: Readonly<Record<string, unknown>>, sender = USER): ReturnType<TestReplica['management']> =>
  test.management('update_settings', { canister_id: Principal.fromUint8Array(id), settings: settingsWith(given), sender_canister_version: [] }, sender);
