import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { toHex } from '../../primitives/bytes.ts';
import type { CanisterSettings, CanisterStatus, OrderResults, Orders } from '../state/terminal-model.ts';
import { encodeTarget } from './management.ts';
import { decodeSnapshot, decodeSnapshots, encodeSnapshot, encodeTake } from './management-lifecycle.ts';

/** Arguments and replies of the management canister, for the orders that commands give. Interface Specification: "The IC management canister". */

type Order = Exclude<keyof Orders, 'install'>;

interface Encoding<K extends Order> {
  readonly method: string;
  readonly encode: (canisterId: string, order: Orders[K]) => Uint8Array;
  readonly decode: (reply: Uint8Array) => OrderResults[K];
}

const blob = IDL.Vec(IDL.Nat8);
const Visibility = IDL.Variant({ controllers: IDL.Null, public: IDL.Null, allowed_viewers: IDL.Vec(IDL.Principal) });
const LIMITS = ['compute_allocation', 'memory_allocation', 'freezing_threshold', 'reserved_cycles_limit', 'wasm_memory_limit', 'wasm_memory_threshold'] as const;
const limits = <T extends IDL.Type>(type: T): Record<(typeof LIMITS)[number], T> =>
  Object.fromEntries(LIMITS.map((name) => [name, type])) as Record<(typeof LIMITS)[number], T>;
const Settings = IDL.Record({ controllers: IDL.Opt(IDL.Vec(IDL.Principal)), log_visibility: IDL.Opt(Visibility), ...limits(IDL.Opt(IDL.Nat)) });
const UpdateSettings = IDL.Record({ canister_id: IDL.Principal, settings: Settings });
const Status = IDL.Record({
  status: IDL.Variant({ running: IDL.Null, stopping: IDL.Null, stopped: IDL.Null }),
  settings: IDL.Record({ controllers: IDL.Vec(IDL.Principal), log_visibility: Visibility, ...limits(IDL.Nat) }),
  module_hash: IDL.Opt(blob),
  memory_size: IDL.Nat,
  cycles: IDL.Nat,
  reserved_cycles: IDL.Nat,
  idle_cycles_burned_per_day: IDL.Nat,
  query_stats: IDL.Record({ num_calls_total: IDL.Nat, num_instructions_total: IDL.Nat, request_payload_bytes_total: IDL.Nat, response_payload_bytes_total: IDL.Nat }),
});

const decoded = <T>(type: IDL.Type, reply: Uint8Array): T => (IDL.decode([type], reply) as unknown as [T])[0];
const simple = (method: string): { method: string; encode: (canisterId: string) => Uint8Array; decode: () => undefined } => ({ method, encode: encodeTarget, decode: () => undefined });

/** Each order as a message to the management canister. */
export const ENCODINGS: { readonly [K in Order]: Encoding<K> } = {
  start: simple('start_canister'),
  stop: simple('stop_canister'),
  delete: simple('delete_canister'),
  uninstall: simple('uninstall_code'),
  status: { method: 'canister_status', encode: encodeTarget, decode: decodeStatus },
  settings: { method: 'update_settings', encode: encodeSettings, decode: () => undefined },
  // As the replica tells them, the oldest first.
  listSnapshots: { method: 'list_canister_snapshots', encode: encodeTarget, decode: (reply) => decodeSnapshots(reply).toReversed() },
  takeSnapshot: { method: 'take_canister_snapshot', encode: encodeTake, decode: decodeSnapshot },
  loadSnapshot: { method: 'load_canister_snapshot', encode: encodeSnapshot, decode: () => undefined },
  deleteSnapshot: { method: 'delete_canister_snapshot', encode: encodeSnapshot, decode: () => undefined },
};

function encodeSettings(canisterId: string, settings: CanisterSettings): Uint8Array {
  const given = <T>(value: T | undefined): [] | [T] => (value === undefined ? [] : [value]);
  const value = {
    controllers: given(settings.controllers?.map((text) => Principal.fromText(text))),
    log_visibility: given(settings.log_visibility && { [settings.log_visibility]: null }),
    ...Object.fromEntries(LIMITS.map((name) => [name, given(settings[name])])),
  };
  return IDL.encode([UpdateSettings], [{ canister_id: Principal.fromText(canisterId), settings: value }]);
}

interface RawStatus {
  readonly status: Readonly<Record<string, null>>;
  readonly settings: Readonly<Record<(typeof LIMITS)[number], bigint>> & { readonly controllers: readonly Principal[]; readonly log_visibility: Readonly<Record<string, readonly Principal[] | null>> };
  readonly module_hash: [] | [Uint8Array];
  readonly memory_size: bigint;
  readonly cycles: bigint;
  readonly reserved_cycles: bigint;
  readonly idle_cycles_burned_per_day: bigint;
  readonly query_stats: Readonly<Record<'num_calls_total' | 'num_instructions_total' | 'request_payload_bytes_total' | 'response_payload_bytes_total', bigint>>;
}

function decodeStatus(reply: Uint8Array): CanisterStatus {
  const { status, settings, module_hash, query_stats, ...sizes } = decoded<RawStatus>(Status, reply);
  const [hash] = module_hash;
  const [visibility = 'controllers', viewers] = Object.entries(settings.log_visibility)[0] ?? [];
  return {
    status: Object.keys(status)[0] as CanisterStatus['status'],
    settings: {
      ...settings,
      controllers: settings.controllers.map((principal) => principal.toText()).sort(),
      log_visibility: viewers ? `allowed viewers: ${viewers.map((viewer) => viewer.toText()).join(', ')}` : visibility,
    },
    moduleHash: hash && toHex(Uint8Array.from(hash)),
    memorySize: sizes.memory_size,
    cycles: sizes.cycles,
    reservedCycles: sizes.reserved_cycles,
    idleCyclesBurnedPerDay: sizes.idle_cycles_burned_per_day,
    queries: {
      calls: query_stats.num_calls_total,
      instructions: query_stats.num_instructions_total,
      requestBytes: query_stats.request_payload_bytes_total,
      responseBytes: query_stats.response_payload_bytes_total,
    },
  };
}
