import type { Reject } from '../errors.ts';
import { INSTRUCTION_LIMIT } from '../params.ts';
import type { CallbackRecord, CallResult, CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { execution, instructionCost, responseTransmission, responseTransmissionReserve } from '../system-api/cost.ts';
import { consume, scheduleOf, shortfall } from './account.ts';
import { payloadBytes } from './memory-usage.ts';

/**
 * An execution is paid for before it begins, with all instructions that it may run, and what it did not run is given back in the end. So
 * the balance that a canister sees while it runs lacks the prepayment. rs/cycles_account_manager/src/lib.rs
 */
export interface Prepayment {
  readonly cycles: bigint;
  readonly instructions: number;
  readonly wordSize: 32 | 64;
}

/**
 * Takes the cost of so many instructions from the balance, or gives the reason why the canister cannot pay (IC0207).
 * `caller` learns what is missing where it is a controller; tasks of the system have none.
 */
export function prepay(world: World, canister: CanisterState, instructions: number, caller: Uint8Array | undefined, wordSize = wordSizeOf(canister)): Prepayment | Reject {
  const cycles = execution(scheduleOf(world, canister), wordSize, instructions);
  return consume(world, canister, cycles, caller) ?? { cycles, instructions, wordSize };
}

/** Whether the canister can pay for an execution, which a timer waits for. */
export const canPay = (world: World, canister: CanisterState): boolean =>
  shortfall(world, canister, execution(scheduleOf(world, canister), wordSizeOf(canister), INSTRUCTION_LIMIT.message)) === 0n;

const wordSizeOf = (canister: CanisterState): 32 | 64 => canister.code?.module.wordSize ?? 32;

/** Gives back what was paid for instructions that were not run. The fee of the execution itself is gone in any case. */
export function refundUnused(world: World, canister: CanisterState, { cycles, instructions, wordSize }: Prepayment, used: number): void {
  const refund = instructionCost(scheduleOf(world, canister), wordSize, Math.max(0, instructions - used));
  canister.cycles += refund < cycles ? refund : cycles;
  world.touch(canister);
}

/** What `call_perform` set aside for the execution of a callback. */
export function prepaidCallback(canister: CanisterState, { reserve }: CallbackRecord): Prepayment {
  return { cycles: reserve - prepaidTransmission(reserve), instructions: INSTRUCTION_LIMIT.message, wordSize: wordSizeOf(canister) };
}

/** A reserve made on the `free` schedule is empty. */
function prepaidTransmission(reserve: bigint): bigint {
  const full = responseTransmissionReserve('normal');
  return reserve < full ? reserve : full;
}

/** What was set aside for the transmission of the largest response, less what this one costs. */
export function unusedTransmission(world: World, canister: CanisterState, { reserve }: CallbackRecord, result: CallResult): bigint {
  const prepaid = prepaidTransmission(reserve);
  const cost = responseTransmission(scheduleOf(world, canister), payloadBytes(result));
  return cost < prepaid ? prepaid - cost : 0n;
}
