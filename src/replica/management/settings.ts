import { Principal } from '@dfinity/principal';
import { sha256 } from '@noble/hashes/sha2';
import { compareBytes, concat, toHex, utf8 } from '../../primitives/bytes.ts';
import { reject, type Reject } from '../errors.ts';
import { ENVIRONMENT_VARIABLES, MAX_ALLOWED_VIEWERS, MAX_CONTROLLERS } from '../params.ts';
import type { CanisterSettings, CanisterState, EnvironmentVariable, Visibility } from '../state/canister-state.ts';

/** Settings as they come and go in Candid. Interface Specification: "create_canister"; texts of rs/execution_environment/src/canister_settings.rs. */

type Opt<T> = [] | [T];

type VisibilityArgument = { controllers: null } | { public: null } | { allowed_viewers: Principal[] };

/** `canister_settings` of the interface, decoded. */
export interface SettingsArgument {
  readonly controllers: Opt<Principal[]>;
  readonly compute_allocation: Opt<bigint>;
  readonly memory_allocation: Opt<bigint>;
  readonly freezing_threshold: Opt<bigint>;
  readonly reserved_cycles_limit: Opt<bigint>;
  readonly minimum_incoming_canister_call_cycles: Opt<bigint>;
  readonly log_visibility: Opt<VisibilityArgument>;
  readonly log_memory_limit: Opt<bigint>;
  readonly snapshot_visibility: Opt<VisibilityArgument>;
  readonly status_visibility: Opt<VisibilityArgument>;
  readonly wasm_memory_limit: Opt<bigint>;
  readonly wasm_memory_threshold: Opt<bigint>;
  readonly environment_variables: Opt<EnvironmentVariable[]>;
}

/** What is to be changed. */
export interface SettingsChange {
  readonly controllers: readonly Uint8Array[] | undefined;
  readonly settings: Partial<CanisterSettings>;
}

const U64 = 1n << 64n;
const U128 = 1n << 128n;
const MAX_WASM_MEMORY = 1n << 48n;

/** Upper bounds, exclusive, with the production replica's words, in its order. */
const BOUNDS = [
  ['compute_allocation', 101n, 'ComputeAllocation expected to be in the range [0..100]'],
  ['memory_allocation', U64, 'MemoryAllocation expected to be in the range [0..2^64-1]'],
  ['freezing_threshold', U64, 'Freezing threshold expected to be in the range of [0..2^64-1]'],
  ['reserved_cycles_limit', U128, 'Reserved cycles limit expected to be in the range of [0..2^128-1]'],
  ['minimum_incoming_canister_call_cycles', U128, 'Minimum incoming canister call cycles expected to be in the range of [0..2^128-1]'],
  ['log_memory_limit', U64, 'Log memory limit expected to be in the range of [0..2^64-1]'],
  ['wasm_memory_limit', MAX_WASM_MEMORY + 1n, 'Wasm memory limit expected to be in the range of [0..2^64-1]'],
  ['wasm_memory_threshold', MAX_WASM_MEMORY + 1n, 'Wasm memory threshold expected to be in the range of [0..2^64-1]'],
] as const;

/** The change that an argument asks for, or why it cannot be one whatever the canister is. */
export function readSettings(argument: SettingsArgument): SettingsChange | Reject {
  const refusal = tooLong(argument) ?? outOfBounds(argument) ?? environmentProblem(argument.environment_variables[0]);
  if (refusal) return refusal;
  const controllers = argument.controllers[0]?.map((principal) => principal.toUint8Array());
  const change: { [Key in keyof CanisterSettings]: CanisterSettings[Key] | undefined } = {
    computeAllocation: argument.compute_allocation[0],
    memoryAllocation: argument.memory_allocation[0],
    freezingThreshold: argument.freezing_threshold[0],
    reservedCyclesLimit: argument.reserved_cycles_limit[0],
    minimumIncomingCanisterCallCycles: argument.minimum_incoming_canister_call_cycles[0],
    wasmMemoryLimit: argument.wasm_memory_limit[0],
    wasmMemoryThreshold: argument.wasm_memory_threshold[0],
    logMemoryLimit: argument.log_memory_limit[0],
    logVisibility: visibility(argument.log_visibility),
    snapshotVisibility: visibility(argument.snapshot_visibility),
    statusVisibility: visibility(argument.status_visibility),
    environmentVariables: argument.environment_variables[0] && sorted(argument.environment_variables[0]),
  };
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return {
    controllers: controllers && [...new Map(controllers.map((id) => [toHex(id), id])).values()],
    settings: Object.fromEntries(given),
  };
}

function tooLong({ controllers, log_visibility: log, snapshot_visibility: snapshot, status_visibility: status }: SettingsArgument): Reject | undefined {
  const refuse = (maximum: number): Reject =>
    reject('IC0408', `Error decoding candid: Deserialize error: The number of elements exceeds maximum allowed ${maximum}`);
  if (controllers[0] && controllers[0].length > MAX_CONTROLLERS) return refuse(MAX_CONTROLLERS);
  const lists = [log, snapshot, status].map(([value]) => (value && 'allowed_viewers' in value ? value.allowed_viewers.length : 0));
  return Math.max(...lists) > MAX_ALLOWED_VIEWERS ? refuse(MAX_ALLOWED_VIEWERS) : undefined;
}

function outOfBounds(argument: SettingsArgument): Reject | undefined {
  for (const [name, bound, text] of BOUNDS) {
    const value = argument[name][0];
    if (value !== undefined && value >= bound) return reject('IC0504', `${text}, got ${value}`);
  }
  return undefined;
}

function environmentProblem(variables: readonly EnvironmentVariable[] = []): Reject | undefined {
  const { count, nameBytes, valueBytes } = ENVIRONMENT_VARIABLES;
  const refuse = (text: string): Reject => reject('IC0408', text);
  if (new Set(variables.map(({ name }) => name)).size < variables.length) return refuse('Duplicate environment variables are not allowed');
  if (variables.length > count) return refuse(`Too many environment variables: ${variables.length} (max: ${count})`);
  for (const { name, value } of sorted(variables)) {
    if (utf8(name).length > nameBytes) return refuse(`Environment variable name "${name}" exceeds the maximum allowed length of ${nameBytes}.`);
    if (utf8(value).length > valueBytes) return refuse(`Environment variable value "${value}" exceeds the maximum allowed length of ${valueBytes}.`);
  }
  return undefined;
}

/** By the bytes of their names. */
function sorted(variables: readonly EnvironmentVariable[]): EnvironmentVariable[] {
  const keyed = variables.map((variable) => ({ key: toHex(utf8(variable.name)), variable }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ variable: { name, value } }) => ({ name, value }));
}

function visibility([value]: Opt<VisibilityArgument>): Visibility | undefined {
  if (value === undefined) return undefined;
  if ('allowed_viewers' in value) return value.allowed_viewers.map((viewer) => viewer.toUint8Array());
  return 'public' in value ? 'public' : 'controllers';
}

function visibilityArgument(value: Visibility): VisibilityArgument {
  if (value === 'public') return { public: null };
  return value === 'controllers' ? { controllers: null } : { allowed_viewers: value.map((viewer) => Principal.fromUint8Array(viewer)) };
}

/** Hash of the variables as of a map (Interface Specification, "Hash of a map"), for the history. */
export function environmentHash(variables: readonly EnvironmentVariable[]): Uint8Array {
  const pairs = variables.map(({ name, value }) => concat([sha256(utf8(name)), sha256(utf8(value))]));
  return sha256(concat(pairs.sort(compareBytes)));
}

/** `definite_canister_settings` of the interface, for `canister_status`. */
export function definiteSettings({ controllers, settings }: CanisterState): Record<string, unknown> {
  return {
    controllers: controllers.map((controller) => Principal.fromUint8Array(controller)),
    compute_allocation: settings.computeAllocation,
    memory_allocation: settings.memoryAllocation,
    freezing_threshold: settings.freezingThreshold,
    reserved_cycles_limit: settings.reservedCyclesLimit,
    minimum_incoming_canister_call_cycles: settings.minimumIncomingCanisterCallCycles,
    log_visibility: visibilityArgument(settings.logVisibility),
    log_memory_limit: settings.logMemoryLimit,
    snapshot_visibility: visibilityArgument(settings.snapshotVisibility),
    status_visibility: visibilityArgument(settings.statusVisibility),
    wasm_memory_limit: settings.wasmMemoryLimit,
    wasm_memory_threshold: settings.wasmMemoryThreshold,
    environment_variables: settings.environmentVariables,
  };
}
