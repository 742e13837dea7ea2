import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import type { GlobalValue } from '../canister/instance.ts';
import type { Heap } from '../memory/heap.ts';
import type { StableMemory } from '../memory/stable-memory.ts';
import type { Reject } from '../errors.ts';
import type { Callback } from '../system-api/execution.ts';
import type { ModuleInfo } from '../wasm/module.ts';

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
  code: Code | undefined;
  stable: StableMemory;
  settings: CanisterSettings;
  /** True once until the next commit, where the stored stable memory is void. */
  stableReset: boolean;
}

export interface CanisterSettings {
  readonly computeAllocation: bigint;
  readonly memoryAllocation: bigint;
  /** Seconds. */
  readonly freezingThreshold: bigint;
  readonly reservedCyclesLimit: bigint;
  /** Bytes; 0 for none. */
  readonly wasmMemoryLimit: bigint;
  readonly wasmMemoryThreshold: bigint;
  readonly logVisibility: 'controllers' | 'public';
}

export const DEFAULT_SETTINGS: CanisterSettings = {
  computeAllocation: 0n,
  memoryAllocation: 0n,
  freezingThreshold: 2_592_000n,
  reservedCyclesLimit: 5_000_000_000_000n,
  wasmMemoryLimit: 3_221_225_472n,
  wasmMemoryThreshold: 0n,
  logVisibility: 'controllers',
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
}

/** An answer on its way to a callback. */
export type CallResult = { readonly kind: 'reply'; readonly data: Uint8Array } | { readonly kind: 'reject'; readonly reject: Reject };

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
    }
  | {
      readonly kind: 'response';
      readonly id: number;
      readonly callback: number;
      readonly result: CallResult;
      readonly refund: bigint;
    };

export interface StopWaiter {
  readonly origin: Origin;
  readonly cycles: bigint;
}

export interface LogRecord {
  readonly index: bigint;
  readonly timestampNanos: bigint;
  readonly content: Uint8Array;
}

/** How many callbacks of a context are outstanding. */
export function outstanding(canister: CanisterState, context: number): number {
  let count = 0;
  for (const callback of canister.callbacks.values()) if (callback.context === context) count++;
  return count;
}

/** Bytes of the canister's main memory. */
export const heapBytes = (code: Code | undefined): number => (code?.heap ? code.heap.size : (code?.storedHeapPages ?? 0) * WASM_PAGE_BYTES);
