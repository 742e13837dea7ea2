import { reject, type Reject } from '../errors.ts';
import { isController } from '../management/common.ts';
import { heapBytes, type CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import type { Account } from '../system-api/account.ts';
import { freezingThreshold, idleCyclesBurnedPerDay, type CostSchedule, type Resources } from '../system-api/cost.ts';
import { memoryUsage, messageMemory, messageMemoryBound } from './memory-usage.ts';

/** A canister's balance against its freezing threshold: rs/cycles_account_manager/src/lib.rs. */

/** What this canister is charged by: nothing costs anything on the `free` schedule. */
export const scheduleOf = (world: World, canister: CanisterState): CostSchedule => (canister.endlessCycles ? 'free' : world.costSchedule);

export function resourcesOf(world: World, canister: CanisterState): Resources {
  const { memoryAllocation, computeAllocation } = canister.settings;
  return {
    schedule: scheduleOf(world, canister),
    memory: BigInt(memoryUsage(canister)),
    messageMemory: BigInt(messageMemory(canister)),
    memoryAllocation,
    computeAllocation,
  };
}

/** Cycles that one day of doing nothing costs: `idle_cycles_burned_per_day`. */
export const idleBurn = (world: World, canister: CanisterState): bigint => idleCyclesBurnedPerDay(resourcesOf(world, canister));

export const isFrozen = (world: World, canister: CanisterState): boolean => shortfall(world, canister, 0n) > 0n;

/** How many cycles are missing for spending `amount` and not being frozen; 0 where none are. */
export function shortfall(world: World, canister: CanisterState, amount: bigint): bigint {
  const { cycles, settings, reservedCycles } = canister;
  const missing = (messages: number): bigint => {
    const { memoryAllocation, computeAllocation } = settings;
    const schedule = scheduleOf(world, canister);
    const resources = { schedule, memory: BigInt(memoryUsage(canister)), messageMemory: BigInt(messages), memoryAllocation, computeAllocation };
    const needed = amount + freezingThreshold(resources, settings.freezingThreshold, reservedCycles);
    return needed > cycles ? needed - cycles : 0n;
  };
  // Counting messages takes time; where the balance is enough for the most they could be, it need not be done.
  return missing(messageMemoryBound(canister)) === 0n ? 0n : missing(messageMemory(canister));
}

/** IC0207. How many cycles are missing is told to controllers only. */
export function outOfCycles(canister: CanisterState, missing: bigint, caller: Uint8Array | undefined): Reject {
  return reject('IC0207', outOfCyclesText(canister, missing, caller));
}

export function outOfCyclesText(canister: CanisterState, missing: bigint, caller: Uint8Array | undefined): string {
  const advice = caller && isController(canister, caller) ? `: please top up the canister with at least ${missing} additional cycles` : '';
  return `Canister ${canister.text} is out of cycles${advice}`;
}

/**
 * Takes cycles from the balance as long as the canister does not become frozen by it; otherwise gives the reason, and takes nothing.
 * On the `free` schedule nothing is taken, ever.
 */
export function consume(world: World, canister: CanisterState, amount: bigint, caller: Uint8Array | undefined): Reject | undefined {
  if (scheduleOf(world, canister) === 'free') return undefined;
  const missing = shortfall(world, canister, amount);
  if (missing > 0n) return outOfCycles(canister, missing, caller);
  canister.cycles -= amount;
  world.touch(canister);
  return undefined;
}

/** For an execution that begins now. */
export function accountOf(world: World, canister: CanisterState, caller: Uint8Array): Account {
  const { settings } = canister;
  let counted: number | undefined;
  return {
    canister: canister.text,
    schedule: scheduleOf(world, canister),
    freezingThreshold: settings.freezingThreshold,
    reservedCycles: canister.reservedCycles,
    memoryAllocation: settings.memoryAllocation,
    computeAllocation: settings.computeAllocation,
    fixedMemory: memoryUsage(canister) - heapBytes(canister.code) - canister.stable.size,
    get messageMemory() {
      return (counted ??= messageMemory(canister));
    },
    messageMemoryBound: messageMemoryBound(canister),
    get callerControls() {
      return isController(canister, caller);
    },
  };
}
