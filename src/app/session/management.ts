import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';

/** Arguments of the management canister. Interface Specification: "The IC management canister". */

export const MANAGEMENT_CANISTER = 'aaaaa-aa';
/** Arguments of a method that takes none: `DIDL` and two empty tables. */
export const NO_ARGUMENTS = new Uint8Array(IDL.encode([], []));

export type InstallMode = 'install' | 'reinstall' | 'upgrade';
export type RequestedMode = InstallMode | 'upgrade without pre_upgrade';
/** `undefined`: the module decides, as for code without `enhanced-orthogonal-persistence`. */
export type WasmMemoryPersistence = 'keep' | 'replace' | undefined;

const CreateArguments = IDL.Record({ amount: IDL.Opt(IDL.Nat) });
const CreateResult = IDL.Record({ canister_id: IDL.Principal });

const UpgradeOptions = IDL.Record({
  skip_pre_upgrade: IDL.Opt(IDL.Bool),
  wasm_memory_persistence: IDL.Opt(IDL.Variant({ keep: IDL.Null, replace: IDL.Null })),
});
const Mode = IDL.Variant({ install: IDL.Null, reinstall: IDL.Null, upgrade: IDL.Opt(UpgradeOptions) });
const InstallArguments = IDL.Record({
  mode: Mode,
  canister_id: IDL.Principal,
  wasm_module: IDL.Vec(IDL.Nat8),
  arg: IDL.Vec(IDL.Nat8),
  sender_canister_version: IDL.Opt(IDL.Nat64),
});

/** Argument of `provisional_create_canister_with_cycles`, with the default amount. */
export const encodeCreate = (): Uint8Array => IDL.encode([CreateArguments], [{ amount: [] }]);

/** The id, as text, from the reply of `provisional_create_canister_with_cycles`. */
export function decodeCreate(reply: Uint8Array): string {
  const [result] = IDL.decode([CreateResult], reply) as unknown as [{ canister_id: Principal }];
  return result.canister_id.toText();
}

/** Argument of `install_code`; `argument` is the canister's own. */
export function encodeInstall(canisterId: string, wasm: Uint8Array, mode: RequestedMode, persistence: WasmMemoryPersistence, argument: Uint8Array = NO_ARGUMENTS): Uint8Array {
  const value = {
    mode: modeValue(mode, persistence),
    canister_id: Principal.fromText(canisterId),
    wasm_module: wasm,
    arg: argument,
    sender_canister_version: [],
  };
  return IDL.encode([InstallArguments], [value]);
}

function modeValue(mode: RequestedMode, persistence: WasmMemoryPersistence): object {
  const skips = mode === 'upgrade without pre_upgrade';
  const options = (persistence !== undefined || skips) && { skip_pre_upgrade: skips ? [true] : [], wasm_memory_persistence: persistence ? [{ [persistence]: null }] : [] };
  return mode === 'upgrade' || skips ? { upgrade: options ? [options] : [] } : { [mode]: null };
}

const Target = IDL.Record({ canister_id: IDL.Principal });
const UploadArguments = IDL.Record({ canister_id: IDL.Principal, chunk: IDL.Vec(IDL.Nat8) });
const ChunkedArguments = IDL.Record({
  mode: Mode,
  target_canister: IDL.Principal,
  store_canister: IDL.Opt(IDL.Principal),
  chunk_hashes_list: IDL.Vec(IDL.Record({ hash: IDL.Vec(IDL.Nat8) })),
  wasm_module_hash: IDL.Vec(IDL.Nat8),
  arg: IDL.Vec(IDL.Nat8),
  sender_canister_version: IDL.Opt(IDL.Nat64),
});

/** Argument of `clear_chunk_store`. */
export const encodeTarget = (canisterId: string): Uint8Array => IDL.encode([Target], [{ canister_id: Principal.fromText(canisterId) }]);

/** Argument of `upload_chunk`. */
export const encodeUpload = (canisterId: string, chunk: Uint8Array): Uint8Array =>
  IDL.encode([UploadArguments], [{ canister_id: Principal.fromText(canisterId), chunk }]);

export interface ChunkedModule {
  /** SHA-256 of each chunk, in order. */
  readonly chunks: readonly Uint8Array[];
  /** SHA-256 of the whole. */
  readonly hash: Uint8Array;
}

/** Argument of `install_chunked_code`, for chunks in the canister's own store. */
export function encodeChunkedInstall(canisterId: string, { chunks, hash }: ChunkedModule, mode: RequestedMode, persistence: WasmMemoryPersistence, argument: Uint8Array = NO_ARGUMENTS): Uint8Array {
  const value = {
    mode: modeValue(mode, persistence),
    target_canister: Principal.fromText(canisterId),
    store_canister: [],
    chunk_hashes_list: chunks.map((chunk) => ({ hash: chunk })),
    wasm_module_hash: hash,
    arg: argument,
    sender_canister_version: [],
  };
  return IDL.encode([ChunkedArguments], [value]);
}

const InspectorReply = IDL.Vec(IDL.Tuple(IDL.Text, IDL.Text));

/** Reply of the inspector: `debug_show` of each variable, by name. */
const InspectorArgument = IDL.Opt(IDL.Tuple(IDL.Vec(IDL.Text), IDL.Opt(IDL.Nat)));

/** Which variables, and from which character of their whole texts on; without it an overview. */
export interface InspectorQuestion {
  readonly names: readonly string[];
  readonly from?: number;
}

/** Argument of the inspector's query; none asks for an overview of everything. */
export const encodeInspector = (question: InspectorQuestion | undefined): Uint8Array =>
  question ? IDL.encode([InspectorArgument], [[[[...question.names], question.from === undefined ? [] : [BigInt(question.from)]]]]) : NO_ARGUMENTS;

export function decodeInspector(reply: Uint8Array): Readonly<Record<string, string>> {
  const [pairs] = IDL.decode([InspectorReply], reply) as unknown as [[string, string][]];
  return Object.fromEntries(pairs);
}
