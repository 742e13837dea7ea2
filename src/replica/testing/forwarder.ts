import { Principal } from '@dfinity/principal';
import { IDL } from '@dfinity/candid';
import { concat, fromUtf8, utf8 } from '../../primitives/bytes.ts';
import type { Reject } from '../errors.ts';
import { USER, bytes, wat, type TestReplica } from './test-replica.ts';

/** Programs that call other canisters, and what they tell about it. */

/** The imports that most programs of tests need, 32-bit. */
export const IMPORTS = `
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reject" (func $reject (param i32 i32)))
  (import "ic0" "msg_arg_data_size" (func $arg_size (result i32)))
  (import "ic0" "msg_arg_data_copy" (func $arg (param i32 i32 i32)))
  (import "ic0" "msg_reject_code" (func $reject_code (result i32)))
  (import "ic0" "msg_reject_msg_size" (func $reject_size (result i32)))
  (import "ic0" "msg_reject_msg_copy" (func $reject_copy (param i32 i32 i32)))
  (import "ic0" "msg_cycles_refunded" (func $refunded (result i64)))
  (import "ic0" "msg_cycles_accept" (func $accept (param i64) (result i64)))
  (import "ic0" "msg_deadline" (func $deadline (result i64)))
  (import "ic0" "call_new" (func $new (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_data_append" (func $data (param i32 i32)))
  (import "ic0" "call_on_cleanup" (func $on_cleanup (param i32 i32)))
  (import "ic0" "call_cycles_add" (func $add (param i64)))
  (import "ic0" "call_with_best_effort_response" (func $best_effort (param i32)))
  (import "ic0" "call_perform" (func $perform (result i32)))
  (import "ic0" "time" (func $time (result i64)))
  (import "ic0" "global_timer_set" (func $timer (param i64) (result i64)))
  (import "ic0" "debug_print" (func $print (param i32 i32)))
  (import "ic0" "trap" (func $trap (param i32 i32)))`;

/**
 * `call` makes the calls that its argument says (see {@link calls}) and replies an {@link Outcome} when all of them are answered; `send` replies at once. Beside that
 * it can be called itself: `echo`, `take` (accepts all cycles), `fail`, `refuse`, `silent`, `deadline`.
 */
export const forwarder = (extra = ''): Uint8Array =>
  wat(`(module ${IMPORTS}
  (memory 4)
  (table funcref (elem $on_reply $on_reject))
  (data (i32.const 0) "no!")
  (global $open (mut i32) (i32.const 0))
  (global $answered (mut i32) (i32.const 0))
  (global $text_size (mut i32) (i32.const 0))
  (func $count (param $at i32) (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1))))
  (func $finish
    (if (i32.and (i32.eqz (global.get $open)) (i32.eqz (global.get $answered))) (then
      (call $append (i32.const 16) (i32.add (i32.const 24) (global.get $text_size))) (call $reply))))
  (func $call (local $name i32) (local $payload i32) (local $left i32) (local $code i32)
    (memory.fill (i32.const 16) (i32.const 0) (i32.const 24))
    (global.set $text_size (i32.const 0))
    (call $arg (i32.const 65536) (i32.const 0) (call $arg_size))
    (local.set $name (i32.add (i32.const 65560) (i32.load8_u (i32.const 65536))))
    (local.set $payload (i32.add (local.get $name) (i32.load (i32.const 65537))))
    (local.set $left (i32.load (i32.const 65553)))
    (loop $next
      (call $new (i32.const 65560) (i32.load8_u (i32.const 65536)) (local.get $name) (i32.load (i32.const 65537)) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
      (call $data (local.get $payload) (i32.sub (i32.add (i32.const 65536) (call $arg_size)) (local.get $payload)))
      (if (i64.ne (i64.load (i32.const 65545)) (i64.const 0)) (then (call $add (i64.load (i32.const 65545)))))
      (if (i32.load (i32.const 65541)) (then (call $best_effort (i32.load (i32.const 65541)))))
      (local.set $code (call $perform))
      (if (local.get $code)
        (then (call $count (i32.const 24)) (i32.store (i32.const 28) (local.get $code)))
        (else (global.set $open (i32.add (global.get $open) (i32.const 1)))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $next (local.get $left))))
  (func (export "canister_update call") (global.set $answered (i32.const 0)) (call $call) (call $finish))
  (func (export "canister_update send") (global.set $answered (i32.const 1)) (call $call) (call $append (i32.const 16) (i32.const 24)) (call $reply))
  (func $on_reply (param i32)
    (call $count (i32.const 16))
    (i32.store (i32.const 32) (i32.wrap_i64 (call $refunded)))
    (global.set $text_size (call $arg_size))
    (call $arg (i32.const 40) (i32.const 0) (call $arg_size))
    (global.set $open (i32.sub (global.get $open) (i32.const 1)))
    (call $finish))
  (func $on_reject (param i32)
    (call $count (i32.const 20))
    (i32.store (i32.const 28) (call $reject_code))
    (i32.store (i32.const 32) (i32.wrap_i64 (call $refunded)))
    (global.set $text_size (call $reject_size))
    (call $reject_copy (i32.const 40) (i32.const 0) (call $reject_size))
    (global.set $open (i32.sub (global.get $open) (i32.const 1)))
    (call $finish))
  (func (export "canister_update echo") (call $arg (i32.const 196608) (i32.const 0) (call $arg_size)) (call $append (i32.const 196608) (call $arg_size)) (call $reply))
  (func (export "canister_query ask") (call $append (i32.const 0) (i32.const 3)) (call $reply))
  (func (export "canister_update take") (drop (call $accept (i64.const -1))) (call $reply))
  (func (export "canister_update fail") (call $trap (i32.const 0) (i32.const 3)))
  (func (export "canister_update refuse") (drop (call $accept (i64.const 1))) (call $reject (i32.const 0) (i32.const 3)))
  (func (export "canister_update silent"))
  (func (export "canister_update deadline") (i64.store (i32.const 196608) (call $deadline)) (call $append (i32.const 196608) (i32.const 8)) (call $reply))
  (func (export "canister_query outcome") (call $append (i32.const 16) (i32.const 24)) (call $reply))
  ${extra})`);

/** Calls for {@link forwarder}: to whom, by which name, with which argument, how many, for how many seconds (0: guaranteed), with how many cycles. */
export function calls(
  callee: Uint8Array,
  method: string,
  { argument = new Uint8Array(), count = 1, seconds = 0, cycles = 0n }: { argument?: Uint8Array; count?: number; seconds?: number; cycles?: bigint } = {},
): Uint8Array {
  const header = new Uint8Array(24);
  const view = new DataView(header.buffer);
  header[0] = callee.length;
  view.setUint32(1, utf8(method).length, true);
  view.setUint32(5, seconds, true);
  view.setBigUint64(9, cycles, true);
  view.setUint32(17, count, true);
  return concat([header, callee, utf8(method), argument]);
}

/** How the calls of {@link forwarder} ended. */
export interface Outcome {
  readonly replies: number;
  readonly rejects: number;
  /** Calls that call_perform did not take. */
  readonly failed: number;
  /** Of the last reject, or of the last call that was not taken. */
  readonly code: number;
  readonly refunded: number;
  /** Of the last answer. */
  readonly text: string;
}

export function outcome(result: Uint8Array | Reject): Outcome {
  const reply = bytes(result).slice();
  const view = new DataView(reply.buffer);
  const [replies, rejects, failed, code, refunded] = [0, 4, 8, 12, 16].map((at) => view.getUint32(at, true)) as [number, number, number, number, number];
  return { replies, rejects, failed, code, refunded, text: fromUtf8(reply.subarray(24)) };
}

/** The argument of a management method that takes a canister alone. */
export const target = (canister: Uint8Array): Uint8Array =>
  new Uint8Array(IDL.encode([IDL.Record({ canister_id: IDL.Principal })], [{ canister_id: Principal.fromUint8Array(canister) }]));

const SETTINGS = { controllers: IDL.Vec(IDL.Principal), memory_allocation: IDL.Nat, wasm_memory_limit: IDL.Nat, wasm_memory_threshold: IDL.Nat, minimum_incoming_canister_call_cycles: IDL.Nat } as const;

/** Changes these settings of a canister of {@link USER}, and no others. */
export async function changeSettings(test: TestReplica, canister: Uint8Array, settings: Partial<Record<keyof typeof SETTINGS, unknown>>): Promise<void> {
  const fields = Object.entries(SETTINGS).filter(([name]) => name in settings);
  const type = IDL.Record({ canister_id: IDL.Principal, settings: IDL.Record(Object.fromEntries(fields.map(([name, field]) => [name, IDL.Opt<unknown>(field as IDL.Type)]))) });
  const values = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, [value]]));
  bytes(await test.update(MANAGEMENT, 'update_settings', new Uint8Array(IDL.encode([type], [{ canister_id: Principal.fromUint8Array(canister), settings: values }]))));
}

/**
 * A {@link forwarder} that does not answer {@link hold} until it is started again: it stops itself, and waits for that.
 */
export async function deployHolder(test: TestReplica): Promise<Uint8Array> {
  const id = await test.deploy(forwarder());
  await changeSettings(test, id, { controllers: [Principal.fromUint8Array(USER), Principal.fromUint8Array(id)] });
  return id;
}

/** The argument for `call` of a canister that waits for the holder then, for so many seconds. */
export const hold = (holder: Uint8Array, seconds = 0, cycles = 0n): Uint8Array =>
  calls(holder, 'call', { argument: calls(MANAGEMENT, 'stop_canister', { argument: target(holder) }), seconds, cycles });

/** The empty principal. */
export const MANAGEMENT = new Uint8Array();
