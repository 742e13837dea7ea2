import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import type { GlobalValue } from '../canister/instance.ts';
import type { Heap } from '../memory/heap.ts';
import type { StableMemory } from '../memory/stable-memory.ts';
import type { Reject } from '../errors.ts';
import type { Callback } from '../system-api/execution.ts';
import type { ModuleInfo } from '../wasm/module.ts';
import type { ChunkStore } from './chunk-store.ts';
import type { CanisterHistory } from './history.ts';

/**
 * The system state of one canister (Interface Specification, "Abstract behavior": `CanState`). Principals are raw bytes, ids of
 * call contexts, callbacks and messages are numbers that never repeat.
 */
export interface CanisterState {
  readonly id: Uint8Array;
  /** Text form of the id. */
  readonly text: string;
  /** Hex of the id: the key in maps and in the store. */
  readonly key: string;
  controllers: readonly Uint8Array[];
  status: { kind: 'running' } | { kind: 'stopping'; waiting: StopWaiter[] } | { kind: 'stopped' };
  cycles: bigint;
  /** Cycles set aside for future storage; they pay for storage and compute before the balance does. */
  reservedCycles: bigint;
  /** Nanoseconds: storage and compute allocation are paid for until then. */
  chargedUntil: bigint;
  /** True where nothing costs this canister anything. */
  endlessCycles: boolean;
  /** Instructions that an upgrade may take where it was lowered for a lesson; otherwise what production allows. */
  upgradeInstructionLimit: number | undefined;
  version: bigint;
  certifiedData: Uint8Array;
  /** Nanoseconds; 0 where no timer is set. */
  globalTimer: bigint;
  logs: LogRecord[];
  nextLogIndex: bigint;
  callContexts: Map<number, CallContext>;
  callbacks: Map<number, CallbackRecord>;
  /** Messages that wait for execution, in order of arrival. */
  queue: Message[];
  /** Who is next of those whose messages wait. */
  inputSchedule: InputSchedule;
  /** What has the first turn in the next round in which a task is due. */
  nextTurn: 'global timer' | 'heartbeat' | 'message';
  /** Whether `canister_on_low_wasm_memory` is due, or has run since memory became low. */
  lowMemoryHook: 'condition_not_satisfied' | 'ready' | 'executed';
  code: Code | undefined;
  /** Chunks of modules that wait for `install_chunked_code`. */
  chunkStore: ChunkStore;
  history: CanisterHistory;
  /** Number of the snapshot that is made next. */
  nextSnapshot: bigint;
  /** What all snapshots of this canister count for, in bytes. */
  snapshotsBytes: number;
  stable: StableMemory;
  settings: CanisterSettings;
  /** True once until the next commit, where the stored stable memory is void. */
  stableReset: boolean;
}

/** As a canister has it to which nothing was sent yet. */
export const idleInput = (): Pick<CanisterState, 'inputSchedule' | 'nextTurn' | 'lowMemoryHook'> => ({
  inputSchedule: { turn: 'canisters', senders: [] },
  nextTurn: 'global timer',
  lowMemoryHook: 'condition_not_satisfied',
});

export interface CanisterSettings {
  readonly computeAllocation: bigint;
  readonly memoryAllocation: bigint;
  /** Seconds. */
  readonly freezingThreshold: bigint;
  readonly reservedCyclesLimit: bigint;
  /** Bytes; 0 for none. */
  readonly wasmMemoryLimit: bigint;
  readonly wasmMemoryThreshold: bigint;
  readonly logVisibility: Visibility;
  /** Bytes of all log records. */
  readonly logMemoryLimit: bigint;
  readonly snapshotVisibility: Visibility;
  readonly statusVisibility: Visibility;
  /** Cycles that a call from another canister must bring. */
  readonly minimumIncomingCanisterCallCycles: bigint;
  /** In the order of their names. */
  readonly environmentVariables: readonly EnvironmentVariable[];
}

/** Who may see something beside the controllers: nobody, everybody, or these principals. */
export type Visibility = 'controllers' | 'public' | readonly Uint8Array[];

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
}

export const DEFAULT_SETTINGS: CanisterSettings = {
  computeAllocation: 0n,
  memoryAllocation: 0n,
  freezingThreshold: 2_592_000n,
  reservedCyclesLimit: 5_000_000_000_000n,
  wasmMemoryLimit: 3_221_225_472n,
  wasmMemoryThreshold: 0n,
  logVisibility: 'controllers',
  logMemoryLimit: 4096n,
  snapshotVisibility: 'controllers',
  statusVisibility: 'controllers',
  minimumIncomingCanisterCallCycles: 0n,
  environmentVariables: [],
};

export interface Code {
  readonly module: ModuleInfo;
  /** The module as uploaded. */
  readonly uploaded: Uint8Array;
  /** `undefined` where the module has no memory, and until the heap is first needed after a start of the replica. */
  heap: Heap | undefined;
  /** Size of the stored heap in Wasm pages; what counts until the heap is loaded. */
  readonly storedHeapPages: number;
  /** Mutable globals as of the last commit. */
  globals: readonly GlobalValue[];
  /** True until the next commit, where the stored heap is void. */
  heapReset: boolean;
  /** True until the next commit, where the module itself is not stored yet. */
  moduleNew: boolean;
}

/** Who waits for an answer. */
export type Origin =
  | { readonly kind: 'ingress'; readonly requestId: string; readonly sender: Uint8Array }
  | { readonly kind: 'canister'; readonly canister: string; readonly callback: number }
  | { readonly kind: 'task' };

export interface CallContext {
  readonly id: number;
  readonly origin: Origin;
  /** What `msg_caller` gives in this context. */
  readonly caller: Uint8Array;
  /** Nanoseconds; 0 where the call has none. */
  readonly deadline: bigint;
  responded: boolean;
  availableCycles: bigint;
  /** Instructions of all executions so far, heap pages charged. */
  instructions: number;
  /** True where the code was uninstalled meanwhile: answers that still come only bring back their cycles. */
  deleted?: boolean;
}

export interface CallbackRecord {
  readonly id: number;
  readonly context: number;
  readonly callee: Uint8Array;
  readonly callback: Callback;
  readonly cyclesSent: bigint;
  /** Cycles set aside for the response. */
  readonly reserve: bigint;
  readonly deadline: bigint;
  /** True once an answer is in the queue, be it the deadline's: another one is dropped. */
  answered?: boolean;
}

/** An answer on its way to a callback. `prefixed`: a canister sees the error code before the message. */
export type CallResult =
  | { readonly kind: 'reply'; readonly data: Uint8Array }
  | { readonly kind: 'reject'; readonly reject: Reject; readonly prefixed?: boolean };

/** Senders take turns, and all of them together with the users: rs/replicated_state/src/canister_state/queues/input_schedule.rs */
export interface InputSchedule {
  turn: 'canisters' | 'users';
  /** Keys of the canisters that have messages in the queue, the next one first; the management canister's is empty. */
  senders: string[];
}

export type Message =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly origin: Origin;
      readonly caller: Uint8Array;
      readonly method: string;
      readonly payload: Uint8Array;
      readonly cycles: bigint;
      readonly deadline: bigint;
      /** Where the request could not be delivered and is tried once more; missing in calls to the management canister. */
      readonly callee?: Uint8Array;
    }
  | {
      readonly kind: 'response';
      readonly id: number;
      readonly callback: number;
      readonly result: CallResult;
      readonly refund: bigint;
      /** Key of the canister that answers, empty for the management canister; missing in what earlier versions stored. */
      readonly from?: string;
    };

export interface StopWaiter {
  readonly origin: Origin;
  readonly cycles: bigint;
  /** Nanoseconds; missing in what earlier versions stored. */
  readonly since?: bigint;
}

export interface LogRecord {
  readonly index: bigint;
  readonly timestampNanos: bigint;
  readonly content: Uint8Array;
}

/** Bytes of the canister's main memory. */
export const heapBytes = (code: Code | undefined): number => (code?.heap ? code.heap.size : (code?.storedHeapPages ?? 0) * WASM_PAGE_BYTES);
