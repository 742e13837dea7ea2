import type { Heap } from '../memory/heap.ts';
import type { StableMemory } from '../memory/stable-memory.ts';
import { GuestTrap, ReplicaBug, faults } from '../errors.ts';
import { MAX_PRINCIPAL_BYTES } from '../params.ts';
import type { Account } from './account.ts';
import { ByteBuffer } from './byte-buffer.ts';
import type { Context, TaskName } from './context.ts';
import { LogDelta } from './log-delta.ts';
import { StableAccess } from './stable-access.ts';

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
  readonly payload: ByteBuffer;
  /** Bytes of the name and the payload, as the limit counts them. */
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
  /** What a canister signature says about the caller; `undefined` where the caller did not sign with one. */
  readonly callerInfo?: { readonly data: Uint8Array; readonly signer: Uint8Array } | undefined;
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
  /** In the order of their names. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** Calls that fit into the output queue to `callee`. */
  queueRoom(callee: Uint8Array): number;
}

/** One execution under way: what it was given, and what it has done so far. Nothing of it is true before it returns. */
export interface Execution {
  readonly input: ExecutionInput;
  readonly canister: CanisterFactsView;
  readonly heap: Heap | undefined;
  readonly stable: StableMemory;
  readonly stableAccess: StableAccess;
  /** The instance's instruction counter: what is left. */
  readonly counter: WebAssembly.Global;
  readonly wordSize: 32 | 64;
  /** Bytes; 0 for none. */
  readonly wasmMemoryLimit: number;
  readonly account: Account;
  balance: bigint;
  cyclesAccepted: bigint;
  readonly reply: ByteBuffer;
  response: Response | undefined;
  accepted: boolean;
  building: CallBuilder | undefined;
  calls: OutgoingCall[];
  certifiedData: Uint8Array | undefined;
  globalTimer: bigint | undefined;
  /** What `debug_print` said; it survives a trap. */
  readonly logs: LogDelta;
}

type Done = 'stableAccess' | 'cyclesAccepted' | 'reply' | 'response' | 'accepted' | 'building' | 'calls' | 'certifiedData' | 'globalTimer' | 'logs';

/** The part of an execution that says what it has done, before it has done anything. `logCapacity` in bytes. */
export const nothingDone = (context: Context, logCapacity: number): Pick<Execution, Done> => ({
  stableAccess: new StableAccess(context),
  cyclesAccepted: 0n,
  reply: new ByteBuffer(),
  response: undefined,
  accepted: false,
  building: undefined,
  calls: [],
  certifiedData: undefined,
  globalTimer: undefined,
  logs: new LogDelta(logCapacity),
});

/** Instructions executed so far. */
export const executed = (execution: Execution): number => execution.input.instructionLimit - Number(execution.counter.value as bigint);

/** @throws GuestTrap where the limit is exceeded. */
export function charge(execution: Execution, amount: number): void {
  const left = (execution.counter.value as bigint) - BigInt(amount);
  execution.counter.value = left;
  if (left < 0n) throw new GuestTrap(faults.instructionLimit(execution.input.instructionLimit));
}

const ADDRESS_SPACE = 2 ** 64;

/** The production replica's words for a range that is not inside of `size` bytes. `what` names the range: `ic0.msg_reject`, `ic0.msg_arg_data_copy payload`. */
function outOfRange(what: string, start: number, length: number, size: number): GuestTrap {
  const range = `${what}: src=${start} + length=${length}`;
  return new GuestTrap(faults.toolchain(start + length >= ADDRESS_SPACE ? `${range} is an invalid address` : `${range} exceeds the slice size=${size}`));
}

export const heapSize = (execution: Execution): number => execution.heap?.size ?? 0;

/** @throws GuestTrap where the range is outside of the heap. */
export function readHeap(execution: Execution, what: string, address: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = execution.heap?.read(address, length);
  if (!bytes) throw outOfRange(what, address, length, heapSize(execution));
  return bytes;
}

/** @throws GuestTrap where the range is outside of the heap. */
export function checkHeap(execution: Execution, what: string, address: number, length: number): void {
  if (!(address + length <= heapSize(execution))) throw outOfRange(what, address, length, heapSize(execution));
}

/** @throws GuestTrap where the range is outside of the heap, or longer than principals are */
export function readPrincipal(execution: Execution, what: string, address: number, length: number): Uint8Array<ArrayBuffer> {
  checkHeap(execution, what, address, length);
  if (length > MAX_PRINCIPAL_BYTES) throw new GuestTrap(faults.invalidPrincipal());
  return readHeap(execution, what, address, length);
}

/** The caller has checked that the heap has room. */
export function writeHeap(execution: Execution, address: number, bytes: Uint8Array): void {
  if (!execution.heap?.write(address, bytes)) throw new ReplicaBug('the heap was written without a check of its bounds');
}

/** Where a part of a blob goes. */
export interface CopyTarget {
  readonly dst: number;
  readonly offset: number;
  readonly size: number;
}

/**
 * The `*_copy` half of the blob idiom. `part` is what the production replica calls the blob in `ic0.NAME PART: src=...`.
 * @throws GuestTrap where the range is out of the heap or of the blob
 */
export function copyOut(execution: Execution, name: string, part: string, blob: Uint8Array, { dst, offset, size }: CopyTarget): void {
  checkHeap(execution, `ic0.${name} heap`, dst, size);
  if (!(offset + size <= blob.length)) throw outOfRange(`ic0.${name} ${part}`, offset, size, blob.length);
  writeHeap(execution, dst, blob.subarray(offset, offset + size));
}
