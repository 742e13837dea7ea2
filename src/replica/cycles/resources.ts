import { uninstall } from '../management/lifecycle.ts';
import { RESOURCE_CHARGE_INTERVAL } from '../params.ts';
import type { CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { SECONDS_PER_DAY, burnedPerDay } from '../system-api/cost.ts';
import { resourcesOf } from './account.ts';

/**
 * Storage and compute allocation, charged as time passes: rs/execution_environment/src/scheduler.rs. Production looks every ten seconds;
 * here it is looked when a round begins, for all the time since. Parts of a second are charged the next time.
 */
export function chargeResources(world: World): void {
  for (const canister of [...world.canisters.values()]) {
    const elapsed = world.time - canister.chargedUntil;
    if (elapsed < RESOURCE_CHARGE_INTERVAL) continue;
    const seconds = elapsed / NANOS_PER_SECOND;
    canister.chargedUntil += seconds * NANOS_PER_SECOND;
    world.touch(canister);
    if (!pay(world, canister, seconds)) runDry(world, canister);
  }
}

const NANOS_PER_SECOND = 1_000_000_000n;

/** Down to zero, whatever the freezing threshold is; false where even that is not enough. */
function pay(world: World, canister: CanisterState, seconds: bigint): boolean {
  for (const rate of burnedPerDay(resourcesOf(world, canister))) {
    const cost = (rate * seconds) / SECONDS_PER_DAY;
    if (cost > canister.cycles + canister.reservedCycles) return false;
    const reserved = cost < canister.reservedCycles ? cost : canister.reservedCycles;
    canister.reservedCycles -= reserved;
    canister.cycles -= cost - reserved;
  }
  return true;
}

/** A canister that cannot pay loses its code, its state and its allocations; what is left of its cycles is burned. */
function runDry(world: World, canister: CanisterState): void {
  uninstall(world, canister);
  canister.settings = { ...canister.settings, computeAllocation: 0n, memoryAllocation: 0n };
  canister.cycles = 0n;
  canister.reservedCycles = 0n;
}
