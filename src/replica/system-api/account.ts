import { GuestTrap, faults } from '../errors.ts';
import { RESPONSE_MEMORY_BYTES } from '../params.ts';
import type { Context } from './context.ts';
import { freezingThreshold, type CostSchedule } from './cost.ts';
import type { CallBuilder, Execution } from './execution.ts';

/** The freezing threshold inside of an execution: rs/embedders/src/wasmtime_embedder/system_api/sandbox_safe_system_state.rs. */

/** What the freezing threshold depends on, beside the memories that an execution can grow. Amounts are bytes and cycles. */
export interface Account {
  /** The canister's id as text. */
  readonly canister: string;
  readonly schedule: CostSchedule;
  /** The setting, in seconds. */
  readonly freezingThreshold: bigint;
  readonly reservedCycles: bigint;
  readonly memoryAllocation: bigint;
  /** Percent. */
  readonly computeAllocation: bigint;
  /** Memory in use beside heap and stable memory. */
  readonly fixedMemory: number;
  /** Taken by the canister's messages when the execution began. Counted when it is first asked for. */
  readonly messageMemory: number;
  /** No less than `messageMemory`, and known at once. */
  readonly messageMemoryBound: number;
  /** Whether the caller may learn how many cycles are missing. */
  readonly callerControls: boolean;
}

const memoryInUse = ({ account, heap, stable }: Execution): number => account.fixedMemory + (heap?.size ?? 0) + stable.size;

/** Bytes that a call reserves for its response. */
export const reservedMemory = ({ timeoutSeconds }: Pick<CallBuilder, 'timeoutSeconds'>): number => (timeoutSeconds === undefined ? RESPONSE_MEMORY_BYTES : 0);

/** Reserved by calls of this execution that wait for being sent. */
const newMessageMemory = ({ calls }: Execution): number => calls.reduce((sum, call) => sum + reservedMemory(call), 0);

function threshold(execution: Execution, memory: number, messageMemory: number): bigint {
  const { account } = execution;
  const { schedule, memoryAllocation, computeAllocation } = account;
  const resources = { schedule, memory: BigInt(memory), messageMemory: BigInt(messageMemory), memoryAllocation, computeAllocation };
  return freezingThreshold(resources, account.freezingThreshold, account.reservedCycles);
}

/** Cycles that the canister can spend now without becoming frozen. */
export function liquidBalance(execution: Execution): bigint {
  const limit = threshold(execution, memoryInUse(execution), execution.account.messageMemory + newMessageMemory(execution));
  return execution.balance > limit ? execution.balance - limit : 0n;
}

/**
 * Whether the canister can spend `amount` without becoming frozen, where its messages take `reserved` bytes more.
 */
export function canSpend(execution: Execution, amount: bigint, reserved = 0): boolean {
  const { account, balance } = execution;
  const memory = memoryInUse(execution);
  const added = newMessageMemory(execution) + reserved;
  // Counting messages takes time; where the balance is enough for the most they could be, it need not be done.
  return balance >= amount + threshold(execution, memory, account.messageMemoryBound + added) || balance >= amount + threshold(execution, memory, account.messageMemory + added);
}

/** Contexts in which growing is refused where it would freeze the canister; installations check it in the end, callbacks never. */
const GUARDED: ReadonlySet<Context> = new Set<Context>(['U', 'T']);

/**
 * Whether memory may grow by so many bytes: false beyond the memory allocation.
 * @throws GuestTrap where the canister could not pay for it
 */
export function mayGrow(execution: Execution, bytes: number): boolean {
  const { account, balance } = execution;
  const usage = memoryInUse(execution) + bytes;
  if (account.memoryAllocation > 0n) return BigInt(usage) <= account.memoryAllocation;
  if (bytes === 0 || !GUARDED.has(execution.input.context)) return true;
  const added = newMessageMemory(execution);
  if (balance >= threshold(execution, usage, account.messageMemoryBound + added)) return true;
  const limit = threshold(execution, usage, account.messageMemory + added);
  if (balance >= limit) return true;
  throw new GuestTrap(faults.insufficientCyclesInMemoryGrow(bytes, account.callerControls ? limit - balance : undefined));
}
