import type { InstallDetail, InstallStep } from './install-detail.ts';
import type { ArchiveMethods } from './archive.ts';

/** Messages between the page and the replica worker. Canister ids are in text form, byte arrays are Uint8Array. */

export interface HttpRequestData {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export interface HttpResponseData {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export interface OpenOptions {
  /** Take the lock from another tab that holds it. */
  readonly takeOver?: boolean;
  /** The message that the user stopped by ending the worker before: it fails instead of running again. */
  readonly stoppedMessageId?: string;
  /** Opens a world apart from the user's, in memory only: it ends with its worker. */
  readonly throwAway?: ThrowAway;
}

/** A world whose clock stands still but for `advanceTime`, and whose randomness is always the same: equal calls give equal answers. */
export interface ThrowAway {
  /** Nanoseconds. */
  readonly clockNanos: bigint;
  /** The id of the canister that is created first; the ids after it follow. */
  readonly firstCanister: string;
}

export interface OpenResult {
  /** DER-encoded public key of the subnet, 133 bytes. */
  readonly rootKey: Uint8Array;
  /** Where state goes; `memory` with the reason where there is no IndexedDB (private mode). */
  readonly storage: { readonly kind: 'indexeddb' | 'throw-away' } | { readonly kind: 'memory'; readonly reason: string };
}

/** Sizes in bytes. */
export interface CanisterView {
  readonly id: string;
  readonly status: 'running' | 'stopping' | 'stopped';
  /** Hex; `undefined` where no code is installed. */
  readonly moduleHash: string | undefined;
  readonly moduleBytes: number;
  readonly wordSize: 32 | 64;
  readonly heapBytes: number;
  readonly stableBytes: number;
  readonly cycles: bigint;
  /** True where nothing costs it anything. */
  readonly endlessCycles: boolean;
  /** Instructions that an upgrade may take, where that was lowered for a lesson. */
  readonly upgradeInstructionLimit?: number | undefined;
  readonly version: bigint;
  readonly controllers: readonly string[];
  /** Nanoseconds; `undefined` where no timer is set. */
  readonly globalTimer: bigint | undefined;
  /** Text of the private metadata sections that Motoko writes; `undefined` where absent. */
  readonly candid: string | undefined;
  readonly stableTypes: string | undefined;
  readonly enhancedPersistence: boolean;
  /** Methods that the module exports, with how they are called; absent in records of older versions. */
  readonly methods?: readonly { readonly name: string; readonly kind: 'update' | 'query' | 'composite_query' }[];
}

/** `heap`: main memory, where a program computes. `stable`: the memory that every upgrade keeps. */
export type MemoryName = 'heap' | 'stable';

/**
 * What became of a 4 KiB page, as bits that are added up. Without any it was never written, and is zero. `data`: it was given content at
 * some time. `touched`: by the last message. The others tell of the last upgrade or reinstallation since the page was opened.
 */
export const PAGE_FATE = { data: 1, touched: 2, kept: 4, wiped: 8, rewritten: 16 } as const;

export interface MemoryMapRequest {
  readonly id: string;
  readonly memory: MemoryName;
  /** Pages of 4 KiB; all of them where it is absent. */
  readonly range?: { readonly from: number; readonly to: number } | undefined;
  readonly maximumGroups: number;
}

/** One memory in groups of pages of equal size. */
export interface MemoryMapView {
  readonly memory: MemoryName;
  /** Size of the memory. */
  readonly bytes: number;
  /** 4 KiB pages that there are to show: those of the memory, and those beyond its end that were wiped. */
  readonly pages: number;
  /** First page of the first group. */
  readonly from: number;
  readonly pagesPerGroup: number;
  /** Bits of {@link PAGE_FATE} of all pages of each group. */
  readonly groups: Uint8Array;
  /** How many pages of the range have each bit. */
  readonly counts: Readonly<Record<keyof typeof PAGE_FATE, number>>;
}

export interface LogRecord {
  readonly index: bigint;
  readonly timestampNanos: bigint;
  readonly text: string;
}

const READ_ONLY: ReadonlySet<string> = new Set<MessageReport['kind']>(['query', 'composite_query', 'inspect_message']);

/** Whether messages of this kind may change what a canister remembers. */
export const mayChangeState = (kind: MessageReport['kind']): boolean => !READ_ONLY.has(kind);

/** One executed message, as it happened. */
export interface MessageReport {
  readonly canisterId: string;
  readonly messageId: string;
  /** Hex of the request id, where the message is a call from outside (or a step of installing code for one). */
  readonly requestId: string | undefined;
  readonly kind:
    | 'init' | 'start' | 'pre_upgrade' | 'post_upgrade' | 'update' | 'query' | 'composite_query' | 'reply' | 'reject' | 'cleanup'
    | 'heartbeat' | 'global_timer' | 'inspect_message' | 'on_low_wasm_memory';
  /** Method name, empty where the kind has none. */
  readonly method: string;
  /** Wasm instructions executed, as `performance_counter(0)` would have read at the end. */
  readonly instructions: number;
  /** `undefined` where the message returned; otherwise how it ended. */
  readonly trap: { readonly errorCode: string; readonly message: string } | undefined;
  readonly timestampNanos: bigint;
  readonly heapBytes: number;
  readonly stableBytes: number;
}

/** What an installation did, or would do, step by step. */
export interface InstallOutcome {
  readonly mode: 'install' | 'reinstall' | 'upgrade';
  /** How main memory was treated; `undefined` for install and reinstall. */
  readonly mainMemory: 'kept' | 'replaced' | undefined;
  readonly error: { readonly errorCode: string; readonly message: string } | undefined;
  readonly before: { readonly heapBytes: number; readonly stableBytes: number };
  readonly after: { readonly heapBytes: number; readonly stableBytes: number };
  /** True where a global timer was set before and was deactivated by the installation. */
  readonly timerDeactivated: boolean;
  /** Executions in order, with the sizes after each. */
  readonly steps: readonly InstallStep[];
  /** What it did beside executing; absent in records of older versions. */
  readonly detail?: InstallDetail | undefined;
}

/** What an `install_code` did; sent before the certificate of its call. */
export interface InstallReport extends InstallOutcome {
  readonly requestId: string;
  readonly canisterId: string;
}

/** An installation that was carried out on the true state and undone as a whole. */
export interface Rehearsal {
  /** Where it would not even begin, only `error` says anything. */
  readonly outcome: InstallOutcome;
  /** Lines that it would log. */
  readonly logs: readonly string[];
  /** Reply of the query that was asked of the new version; `undefined` where it did not reply. */
  readonly probed: Uint8Array | undefined;
  /** Of the whole installation, compilation included. */
  readonly instructions: number;
  readonly cycles: bigint;
}

export interface Question {
  readonly id: string;
  readonly sender: Uint8Array;
  readonly method: string;
  /** Encoded Candid. Without it, the question goes without arguments, and may be followed. */
  readonly arg?: Uint8Array | undefined;
}

/**
 * `executed`: how many messages that may change state the canister has executed since the worker began. `followed` is false where the answer took so long that asking again after each round would slow the canister down.
 */
export type QueryAnswer = { readonly followed: boolean; readonly executed: number } & ({ readonly ok: true; readonly reply: Uint8Array } | { readonly ok: false; readonly message: string });

/** Types, not interfaces: they index as records. */
export type ReplicaMethods = ArchiveMethods & {
  open: (options: OpenOptions) => OpenResult | Promise<OpenResult>;
  /** The IC HTTPS interface. */
  fetch: (request: HttpRequestData) => Promise<HttpResponseData>;
  /** Moves the replica's clock forward and runs what falls due. */
  advanceTime: (argument: { milliseconds: number }) => Promise<void>;
  /** Gives a canister endless cycles, or takes that back. */
  setEndlessCycles: (argument: { id: string; endless: boolean }) => Promise<void>;
  /** Lowers what an upgrade may execute; `undefined` sets it back to what production allows. */
  setUpgradeLimit: (argument: { id: string; instructions: number | undefined }) => Promise<void>;
  canister: (argument: { id: string }) => Promise<CanisterView | undefined> | CanisterView | undefined;
  logs: (argument: { id: string }) => LogRecord[] | Promise<LogRecord[]>;
  /**
   * What a query by `sender` (raw principal) answers. For what the page wants to know itself: nothing is signed, as nobody
   * else gets to see it. Changes nothing. Where it is `followed`, the event `answered` tells it again whenever the canister has changed.
   */
  ask: (argument: Question) => Promise<QueryAnswer>;
  /**
   * What an `install_code` by `sender` (raw principal) with this encoded argument would do. `probe`: a query without arguments that the new
   * version is asked. Changes nothing.
   */
  rehearse: (argument: { sender: Uint8Array; arg: Uint8Array; probe: string | undefined }) => Promise<Rehearsal>;
  /** What became of the pages of a memory. Changes nothing. */
  memoryMap: (argument: MemoryMapRequest) => Promise<MemoryMapView | undefined>;
  /** Bytes of a memory, at most 64 KiB of them and fewer at its end. Changes nothing. */
  readMemory: (argument: { id: string; memory: MemoryName; address: number; length: number }) => Promise<Uint8Array | undefined>;
  /** Validates, rewrites and compiles a module ahead of its installation, which then finds it done; a bad one shows only there. */
  prepare: (argument: { wasm: Uint8Array }) => Promise<void>;
  /** The module that is installed in a canister, as it was uploaded. */
  module: (argument: { id: string }) => Promise<Uint8Array | undefined>;
  /** Deletes one canister with its state, as if it had never been (used when a project is reset). */
  forget: (argument: { ids: readonly string[] }) => Promise<void>;
  loadWorkspace: (argument: undefined) => Promise<readonly WorkspaceEntry[]>;
  saveWorkspace: (argument: { put: readonly WorkspaceEntry[]; remove: readonly string[] }) => Promise<void>;
};

/** The page's own data, opaque to the worker: any structured-clonable value under a key. */
export interface WorkspaceEntry {
  readonly key: string;
  readonly value: unknown;
}

export type ReplicaEvents = {
  /** A message begins to execute; the page offers Stop when no `message` follows soon. */
  started: { readonly messageId: string; readonly canisterId: string; readonly method: string };
  message: MessageReport;
  install: InstallReport;
  log: { readonly canisterId: string; readonly record: LogRecord };
  /** What was asked of a canister, asked again after a round that changed it, and before any call of that round gets its answer. */
  answered: { readonly id: string; readonly method: string; readonly answer: QueryAnswer };
  /** Something about a canister changed and was committed. */
  canister: CanisterView;
  /** Another tab took over, or the disk failed; nothing is written any more until `open` is called again. */
  storage: { readonly code: 'lost' | 'full' | 'failed'; readonly message: string };
};
