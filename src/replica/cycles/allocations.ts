import { documented, reject, type Reject } from '../errors.ts';
import { ALLOCATABLE_COMPUTE_PERCENT, LOG_MEMORY_LIMIT, SUBNET_MEMORY_BYTES } from '../params.ts';
import type { CanisterSettings, CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { freezingThreshold } from '../system-api/cost.ts';
import { resourcesOf } from './account.ts';
import { byteText } from './byte-text.ts';
import { allocatedBytes, notEnoughAllocation } from './installation.ts';
import { memoryUsage } from './memory-usage.ts';

/**
 * Whether a canister can have the settings it is to get: rs/execution_environment/src/canister_manager.rs, `validate_canister_settings`.
 * The canister need not be part of the subnet yet.
 */
export function refuseSettings(world: World, canister: CanisterState, change: Partial<CanisterSettings>): Reject | undefined {
  return memoryProblem(world, canister, change) ?? computeProblem(world, canister, change) ?? cyclesProblem(world, canister, change) ?? limitProblem(canister, change);
}

const others = (world: World, canister: CanisterState): CanisterState[] => [...world.canisters.values()].filter((other) => other !== canister);

/** IC0402 where the allocation is less than what is in use, IC0101 where the subnet has not so much. */
function memoryProblem(world: World, canister: CanisterState, { memoryAllocation }: Partial<CanisterSettings>): Reject | undefined {
  const usage = memoryUsage(canister);
  if (memoryAllocation === undefined || memoryAllocation === 0n) return undefined;
  if (memoryAllocation < BigInt(usage)) return notEnoughAllocation(memoryAllocation, usage);
  const used = others(world, canister).reduce((sum, other) => sum + BigInt(allocatedBytes(other)), 0n);
  const available = SUBNET_MEMORY_BYTES > used ? SUBNET_MEMORY_BYTES - used : 0n;
  if (memoryAllocation <= available) return undefined;
  const advice = documented('Try moving to another subnet.', 'subnet-memory-capacity-oversubscribed');
  return reject('IC0101', `Canister requested ${byteText(memoryAllocation)} of memory but only ${byteText(available)} are available in the subnet.\n${advice}`);
}

/** IC0101 where the other canisters have allocated too much. */
function computeProblem(world: World, canister: CanisterState, { computeAllocation }: Partial<CanisterSettings>): Reject | undefined {
  if (computeAllocation === undefined) return undefined;
  const used = others(world, canister).reduce((sum, other) => sum + other.settings.computeAllocation, 0n);
  const left = ALLOCATABLE_COMPUTE_PERCENT - used;
  const own = canister.settings.computeAllocation;
  // What a canister has it may keep, even where others came to have too much.
  const available = left > own ? left : own;
  if (computeAllocation <= available) return undefined;
  const advice = documented('Try moving to another subnet.', 'subnet-compute-capacity-oversubscribed');
  const text = `Canister requested a compute allocation of ${computeAllocation}% which cannot be satisfied because the Subnet's remaining compute capacity is ${available}%.`;
  return reject('IC0101', `${text}\n${advice}`);
}

/** IC0530 and IC0531 where the canister asks for more than it had, and would be frozen. A higher freezing threshold alone may freeze it. */
function cyclesProblem(world: World, canister: CanisterState, change: Partial<CanisterSettings>): Reject | undefined {
  const { settings: old, cycles } = canister;
  const { computeAllocation, memoryAllocation, freezingThreshold: seconds } = { ...old, ...change };
  const threshold = freezingThreshold({ ...resourcesOf(world, canister), computeAllocation, memoryAllocation }, seconds, canister.reservedCycles);
  if (cycles >= threshold) return undefined;
  const refuse = (code: string, what: string, value: string, section: string): Reject => {
    const advice = documented('Top up the canister with more cycles.', section);
    const text = `Cannot increase ${what} allocation to ${value} due to insufficient cycles. At least ${threshold - cycles} additional cycles are required.`;
    return reject(code, `${text}\n${advice}`);
  };
  if (computeAllocation > old.computeAllocation) return refuse('IC0530', 'compute', `${computeAllocation}%`, 'insufficient-cycles-in-compute-allocation');
  if (memoryAllocation > old.memoryAllocation) return refuse('IC0531', 'memory', byteText(memoryAllocation), 'insufficient-cycles-in-memory-allocation');
  return undefined;
}

function limitProblem({ reservedCycles }: CanisterState, { reservedCyclesLimit: limit, logMemoryLimit: logs }: Partial<CanisterSettings>): Reject | undefined {
  if (limit !== undefined && reservedCycles > limit) {
    const text = `Cannot set the reserved cycles limit ${limit} below the reserved cycles balance of the canister ${reservedCycles}.`;
    // Production gives the bare name of the section here.
    const advice = 'Set the reserved cycles limit in the canister settings to a value that is at least the current reserved cycles balance. See documentation: reserved-cycles-limit-is-too-low';
    return reject('IC0540', `${text}\n${advice}`);
  }
  if (logs === undefined || logs === 0n) return undefined;
  const { min, max } = LOG_MEMORY_LIMIT;
  if (logs < min) return reject('IC0406', `The canister log memory limit ${logs} is too low. It must be at least ${min}.`);
  return logs > max ? reject('IC0406', `The canister log memory limit ${logs} is too high. It must be at most ${max}.`) : undefined;
}
