import type { Heap } from '../memory/heap.ts';
import type { StableMemory } from '../memory/stable-memory.ts';
import { GuestTrap, faults } from '../errors.ts';
import type { Context, TaskName } from './context.ts';

/** A call that the canister makes, complete after `call_perform`. Principals are raw bytes, `amount` in cycles. */
export interface OutgoingCall {
  readonly callee: Uint8Array;
  readonly method: string;
  readonly payload: Uint8Array;
  readonly amount: bigint;
  readonly callback: Callback;
  /** Seconds until a best-effort call gives up; `undefined` for a guaranteed response. */
  readonly timeoutSeconds: number | undefined;
}

/** Indices into the function table and the environments to call them with, as the canister gave them. */
export interface Callback {
  readonly reply: { readonly fun: bigint; readonly env: bigint };
  readonly reject: { readonly fun: bigint; readonly env: bigint };
  readonly cleanup: { readonly fun: bigint; readonly env: bigint } | undefined;
}

export interface CallBuilder {
  callee: Uint8Array;
  method: string;
  payload: Uint8Array[];
  payloadBytes: number;
  amount: bigint;
  reply: { fun: bigint; env: bigint };
  reject: { fun: bigint; env: bigint };
  cleanup: { fun: bigint; env: bigint } | undefined;
  timeoutSeconds: number | undefined;
}

export type Response = { readonly kind: 'reply'; readonly data: Uint8Array } | { readonly kind: 'reject'; readonly message: string };

/** What the outside gives an execution. Principals are raw bytes, times nanoseconds, amounts cycles. */
export interface ExecutionInput {
  readonly context: Context;
  readonly task?: TaskName;
  readonly caller: Uint8Array;
  readonly arg: Uint8Array;
  readonly methodName: string;
  readonly rejectCode: number;
  readonly rejectMessage: string;
  readonly time: bigint;
  readonly instructionLimit: number;
  /** Instructions of earlier executions of the same call context, for `performance_counter(1)`. */
  readonly instructionsBefore: number;
  readonly cyclesAvailable: bigint;
  readonly cyclesRefunded: bigint;
  /** True where the call context has been answered already. */
  readonly responded: boolean;
  /** Nanoseconds; 0 where the call has none. */
  readonly deadline: bigint;
  readonly dataCertificate: Uint8Array | undefined;
}

/** Facts about the canister that the System API can read. */
export interface CanisterFactsView {
  readonly id: Uint8Array;
  readonly controllers: readonly Uint8Array[];
  readonly status: 1 | 2 | 3;
  readonly version: bigint;
  readonly subnetId: Uint8Array;
  readonly rootKey: Uint8Array;
  readonly globalTimer: bigint;
  /** Calls that fit into the output queue to `callee`. */
  queueRoom(callee: Uint8Array): number;
}

/** One execution under way: what it was given, and what it has done so far. Nothing of it is true before it returns. */
export interface Execution {
  readonly input: ExecutionInput;
  readonly canister: CanisterFactsView;
  readonly heap: Heap | undefined;
  readonly stable: StableMemory;
  /** The instance's instruction counter: what is left. */
  readonly counter: WebAssembly.Global;
  readonly wordSize: 32 | 64;
  /** Bytes; 0 for none. */
  readonly wasmMemoryLimit: number;
  balance: bigint;
  cyclesAccepted: bigint;
  reply: Uint8Array[];
  replyBytes: number;
  response: Response | undefined;
  accepted: boolean;
  building: CallBuilder | undefined;
  calls: OutgoingCall[];
  certifiedData: Uint8Array | undefined;
  globalTimer: bigint | undefined;
  /** Texts of `debug_print`, in order; they survive a trap. */
  logs: string[];
  /** Bytes of log room left, for the charge. */
  logRoom: number;
}

/** Instructions executed so far. */
export const executed = (execution: Execution): number => execution.input.instructionLimit - Number(execution.counter.value as bigint);

/** @throws GuestTrap where the limit is exceeded. */
export function charge(execution: Execution, amount: number): void {
  const left = (execution.counter.value as bigint) - BigInt(amount);
  execution.counter.value = left;
  if (left < 0n) throw new GuestTrap(faults.instructionLimit(execution.input.instructionLimit));
}

/** @throws GuestTrap where the range is outside of the heap. */
export function readHeap(execution: Execution, name: string, address: number, length: number): Uint8Array<ArrayBuffer> {
  const size = execution.heap?.size ?? 0;
  const bytes = execution.heap?.read(address, length) ?? (length === 0 && address <= size ? new Uint8Array() : undefined);
  if (!bytes) throw outOfHeap(name, 'src', address, length, size);
  return bytes;
}

/** @throws GuestTrap where the range is outside of the heap. */
export function writeHeap(execution: Execution, name: string, address: number, bytes: Uint8Array): void {
  if (execution.heap?.write(address, bytes) ?? bytes.length === 0) return;
  throw outOfHeap(name, 'dst', address, bytes.length, execution.heap?.size ?? 0);
}

function outOfHeap(name: string, what: string, address: number, length: number, size: number): GuestTrap {
  return new GuestTrap(faults.toolchain(`ic0.${name} heap: ${what}=${address} + length=${length} exceeds the slice size=${size}`));
}

/** The `*_size` and `*_copy` idiom. @throws GuestTrap where offset and size are out of the blob or the heap. */
export function copyOut(execution: Execution, name: string, blob: Uint8Array, dst: number, offset: number, size: number): void {
  if (!(offset + size <= blob.length)) {
    throw new GuestTrap(faults.toolchain(`ic0.${name} payload: src=${offset} + length=${size} exceeds the slice size=${blob.length}`));
  }
  writeHeap(execution, name, dst, blob.subarray(offset, offset + size));
}
