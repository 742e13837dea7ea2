import { consume, outOfCyclesText, scheduleOf, shortfall } from '../cycles/account.ts';
import { allocatedBytes, exceedsAllocation, unpayableGrowth } from '../cycles/installation.ts';
import type { Reject } from '../errors.ts';
import type { CanisterState } from '../state/canister-state.ts';
import { execution } from '../system-api/cost.ts';
import { refusals } from './refusals.ts';
import type { ManagementCall } from './common.ts';

/** Work that the replica does for a canister, and the memory it takes: `cycles_and_memory_usage_checks` of rs/execution_environment/src/canister_manager.rs. */

/** Whether the canister can have `added` bytes more of chunks or snapshots; negative where it gives up some. */
export const refuseGrowth = ({ world }: ManagementCall, canister: CanisterState, added: number, before = allocatedBytes(canister)): Reject | undefined =>
  withMore(canister, added, () => exceedsAllocation(canister) ?? unpayableGrowth(world, canister, before));

/** As the canister would be with more in its snapshots, or in what counts alike. */
function withMore<T>(canister: CanisterState, added: number, ask: () => T): T {
  canister.snapshotsBytes += added;
  const answer = ask();
  canister.snapshotsBytes -= added;
  return answer;
}

/** Takes the cycles for so many instructions, or gives the production replica's words on why it cannot. */
export function chargeInstructions({ world, caller }: ManagementCall, canister: CanisterState, instructions: number, wordSize: 32 | 64 = 32): string | undefined {
  const cost = execution(scheduleOf(world, canister), wordSize, instructions);
  const missing = shortfall(world, canister, cost);
  return consume(world, canister, cost, caller) && outOfCyclesText(canister, missing, caller);
}

/** What a snapshot, taken or loaded, needs. */
export interface SnapshotCharge {
  /** Bytes that the canister has more afterwards, beside what it has more already than {@link before}. */
  readonly added: number;
  /** What counted for the canister before, in bytes. */
  readonly before: number;
  readonly instructions: number;
  readonly wordSize: 32 | 64;
}

/** {@link refuseGrowth}, then {@link chargeInstructions}; nothing is taken where either fails. */
export function chargeSnapshot(call: ManagementCall, canister: CanisterState, { added, before, instructions, wordSize }: SnapshotCharge): Reject | undefined {
  const refusal = refuseGrowth(call, canister, added, before);
  if (refusal) return refusal;
  const problem = withMore(canister, added, () => chargeInstructions(call, canister, instructions, wordSize));
  return problem === undefined ? undefined : refusals.snapshotOutOfCycles(problem);
}
