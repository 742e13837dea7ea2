import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import type { Reject } from '../errors.ts';
import { ARGUMENTS, RESULTS } from '../management/idl.ts';
import { calls } from './forwarder.ts';
import { bytes, type TestReplica } from './test-replica.ts';

/** Calls of management methods, with what comes back decoded. */

type Method = keyof typeof ARGUMENTS;
type Fields = Readonly<Record<string, unknown>>;

const MANAGEMENT = new Uint8Array();

export const principal = (id: Uint8Array): Principal => Principal.fromUint8Array(id);

/** The fields that most arguments have and few tests are about. */
const DEFAULTS: Fields = { sender_canister_version: [], replace_snapshot: [], uninstall_code: [], store_canister: [], num_requested_changes: [] };

export const argumentOf = (id: Uint8Array, fields: Fields = {}): Fields => ({ ...DEFAULTS, canister_id: principal(id), ...fields });

const SETTINGS = [
  'controllers', 'compute_allocation', 'memory_allocation', 'freezing_threshold', 'reserved_cycles_limit', 'minimum_incoming_canister_call_cycles', 'log_visibility',
  'log_memory_limit', 'snapshot_visibility', 'status_visibility', 'wasm_memory_limit', 'wasm_memory_threshold', 'environment_variables',
];

/** `canister_settings` that name these settings and no others. */
export const settingsOf = (settings: Fields): Fields => ({ ...Object.fromEntries(SETTINGS.map((name) => [name, []])), ...settings });

/** Through ingress. */
export const manage = (test: TestReplica, method: Method, id: Uint8Array, fields: Fields = {}, sender?: Uint8Array): Promise<Uint8Array | Reject> =>
  test.management(method, argumentOf(id, fields), sender);

/** A reply, decoded. @throws TypeError where it is a reject */
export const decoded = (result: keyof typeof RESULTS, reply: Uint8Array | Reject): never => IDL.decode([RESULTS[result]], bytes(reply))[0] as never;

export type CanisterAnswer = { readonly reply: Uint8Array } | { readonly code: number; readonly message: string };

/** By a canister with the forwarder's program, which gets the answer. */
export async function manageFrom(test: TestReplica, caller: Uint8Array, method: string, argument: Uint8Array, cycles = 0n): Promise<CanisterAnswer> {
  const answer = bytes(await test.update(caller, 'call', calls(MANAGEMENT, method, { argument, cycles }))).slice();
  const view = new DataView(answer.buffer);
  const data = answer.slice(24);
  return view.getUint32(0, true) === 1 ? { reply: data } : { code: view.getUint32(12, true), message: new TextDecoder().decode(data) };
}

export const encoded = (method: Method, argument: Fields): Uint8Array => new Uint8Array(IDL.encode([ARGUMENTS[method]], [argument]));

/** {@link manageFrom} with a reply that is decoded. @throws TypeError where it is a reject */
export async function asked(test: TestReplica, caller: Uint8Array, method: Method, argument: Fields, result: keyof typeof RESULTS, cycles = 0n): Promise<never> {
  const answer = await manageFrom(test, caller, method, encoded(method, argument), cycles);
  if ('message' in answer) throw new TypeError(answer.message);
  return decoded(result, answer.reply);
}
