import type { ListedSnapshot } from './lifecycle-model.ts';
import type { CallRecord } from './model.ts';

/** What commands need beyond the buttons. A `canister` is a name in the current project, a `caller` the name of an identity. */

export type Managed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errorCode: string | undefined; readonly message: string };

export interface CanisterSettings {
  readonly controllers?: readonly string[];
  readonly compute_allocation?: bigint;
  readonly memory_allocation?: bigint;
  /** Seconds. */
  readonly freezing_threshold?: bigint;
  readonly reserved_cycles_limit?: bigint;
  readonly wasm_memory_limit?: bigint;
  readonly wasm_memory_threshold?: bigint;
  readonly log_visibility?: 'controllers' | 'public';
}

/** `canister_status`; sizes in bytes. */
export interface CanisterStatus {
  readonly status: 'running' | 'stopping' | 'stopped';
  readonly settings: Required<Omit<CanisterSettings, 'log_visibility'>> & { readonly log_visibility: string };
  /** Hex. */
  readonly moduleHash: string | undefined;
  readonly memorySize: bigint;
  readonly cycles: bigint;
  readonly reservedCycles: bigint;
  readonly idleCyclesBurnedPerDay: bigint;
  readonly queries: { readonly calls: bigint; readonly instructions: bigint; readonly requestBytes: bigint; readonly responseBytes: bigint };
}

/** Orders to the management canister, with what each takes besides the canister. */
export interface Orders {
  readonly start: undefined;
  readonly stop: undefined;
  readonly delete: undefined;
  readonly uninstall: undefined;
  readonly status: undefined;
  readonly settings: CanisterSettings;
  readonly listSnapshots: undefined;
  /** Hex of the snapshot that the new one takes the place of. */
  readonly takeSnapshot: string | undefined;
  readonly loadSnapshot: string;
  readonly deleteSnapshot: string;
  /** Installs what is built in a mode that does not fit what the canister holds, to hear the replica's own word on it. */
  readonly install: 'install' | 'upgrade';
}

export interface OrderResults {
  readonly start: undefined;
  readonly stop: undefined;
  readonly delete: undefined;
  readonly uninstall: undefined;
  readonly status: CanisterStatus;
  readonly settings: undefined;
  readonly listSnapshots: readonly ListedSnapshot[];
  readonly takeSnapshot: ListedSnapshot;
  readonly loadSnapshot: undefined;
  readonly deleteSnapshot: undefined;
  readonly install: undefined;
}

export interface BuildReport {
  /** SHA-256 of the module, hex. */
  readonly moduleHash: string;
  /** What the compiler says of the new stable signature beside the installed one, line by line. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** What the new interface breaks for callers. */
  readonly breaking: readonly string[];
}

export interface TypedCall {
  readonly canister: string;
  readonly method: string;
  readonly mode: 'update' | 'query' | 'as declared';
  readonly args: string;
  readonly form: 'idl' | 'raw';
  readonly caller: string;
}

export type TypedAnswer =
  | { readonly kind: 'unsent'; readonly message: string }
  | ({ readonly kind: 'answered'; readonly record: CallRecord; readonly reply: Uint8Array | undefined } & PrintedReply);

export interface PrintedReply {
  /** With the types of its numbers. */
  readonly text: string;
  /** The same on one line. */
  readonly compact: string;
  /** `undefined` where it is no Candid. */
  readonly json: string | undefined;
}

/** Candid as command-line tools read and print it. */
export interface CommandText {
  /** `(1 : nat)`: a reply with the types of its numbers. */
  readonly typedReply: (candid: string, method: string, reply: Uint8Array) => PrintedReply;
  /** Encodes what `init` takes, by the interface of the service. */
  readonly initArgument: (candid: string, text: string) => { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly message: string };
}

export interface CommandActions {
  buildCanister(canister: string): Promise<Managed<BuildReport>>;
  /** Gives a canister its id; the id it has already where it has one. */
  createCanister(canister: string): Promise<Managed<string>>;
  /** Never rejects. */
  manage<K extends keyof Orders>(kind: K, canister: string, caller: string, order: Orders[K]): Promise<Managed<OrderResults[K]>>;
  callTyped(call: TypedCall): Promise<TypedAnswer>;
  /** Deletes all canisters of the project with their state, and keeps its files. */
  forgetCanisters(): Promise<void>;
  /** Encodes what `init` and `post_upgrade` of the newest build take. */
  initArgument(canister: string, text: string, form: 'idl' | 'raw'): Promise<Managed<Uint8Array>>;
}
