import type { Principal } from '@dfinity/principal';
import { toHex } from '../../primitives/bytes.ts';
import { reject, type Reject } from '../errors.ts';
import { MAX_CONTROLLERS } from '../params.ts';
import type { CallResult, CanisterSettings, CanisterState } from '../state/canister-state.ts';
import { EMPTY_REPLY, controlled, type ManagementCall } from './common.ts';

/** Interface Specification: "update_settings". */

type Opt<T> = [] | [T];

export interface SettingsArgument {
  readonly controllers: Opt<Principal[]>;
  readonly compute_allocation: Opt<bigint>;
  readonly memory_allocation: Opt<bigint>;
  readonly freezing_threshold: Opt<bigint>;
  readonly reserved_cycles_limit: Opt<bigint>;
  readonly log_visibility: Opt<{ controllers: null } | { public: null }>;
  readonly wasm_memory_limit: Opt<bigint>;
  readonly wasm_memory_threshold: Opt<bigint>;
}

const U64 = 1n << 64n;

/** Upper bounds, exclusive, and the names of the settings in the replica's texts. */
const BOUNDS = [
  ['compute_allocation', 101n, 'ComputeAllocation expected to be in the range [0..100]'],
  ['memory_allocation', U64, 'MemoryAllocation expected to be in the range [0..2^64-1]'],
  ['freezing_threshold', U64, 'FreezingThreshold expected to be in the range [0..2^64-1]'],
  ['reserved_cycles_limit', 1n << 128n, 'ReservedCyclesLimit expected to be in the range [0..2^128-1]'],
  ['wasm_memory_limit', (1n << 48n) + 1n, 'WasmMemoryLimit expected to be in the range [0..2^48]'],
  ['wasm_memory_threshold', (1n << 48n) + 1n, 'WasmMemoryThreshold expected to be in the range [0..2^48]'],
] as const;

/** Changes the canister, or gives the reason why not; then nothing was changed. */
export function applySettings(canister: CanisterState, argument: SettingsArgument): Reject | undefined {
  for (const [name, bound, text] of BOUNDS) {
    const value = argument[name][0];
    if (value !== undefined && value >= bound) return reject('IC0504', `Could not validate the settings: ${text}, got ${value} `);
  }
  const controllers = argument.controllers[0]?.map((principal) => principal.toUint8Array());
  if (controllers && controllers.length > MAX_CONTROLLERS) {
    return reject('IC0408', `Error decoding candid: The number of elements exceeds maximum allowed ${MAX_CONTROLLERS}`);
  }
  if (controllers) canister.controllers = [...new Map(controllers.map((id) => [toHex(id), id])).values()];
  canister.settings = merge(canister.settings, argument);
  return undefined;
}

function merge(old: CanisterSettings, argument: SettingsArgument): CanisterSettings {
  const visibility = argument.log_visibility[0];
  return {
    computeAllocation: argument.compute_allocation[0] ?? old.computeAllocation,
    memoryAllocation: argument.memory_allocation[0] ?? old.memoryAllocation,
    freezingThreshold: argument.freezing_threshold[0] ?? old.freezingThreshold,
    reservedCyclesLimit: argument.reserved_cycles_limit[0] ?? old.reservedCyclesLimit,
    wasmMemoryLimit: argument.wasm_memory_limit[0] ?? old.wasmMemoryLimit,
    wasmMemoryThreshold: argument.wasm_memory_threshold[0] ?? old.wasmMemoryThreshold,
    logVisibility: visibility ? ('public' in visibility ? 'public' : 'controllers') : old.logVisibility,
  };
}

export function updateSettings(call: ManagementCall, argument: { canister_id: Principal; settings: SettingsArgument }): CallResult {
  const found = controlled(call, argument.canister_id);
  if ('reject' in found) return { kind: 'reject', reject: found.reject };
  const refusal = applySettings(found.canister, argument.settings);
  if (refusal) return { kind: 'reject', reject: refusal };
  found.canister.version += 1n;
  call.world.touch(found.canister);
  return EMPTY_REPLY;
}
