import { documented, reject, type Reject } from '../errors.ts';
import { INSTRUCTION_LIMIT } from '../params.ts';
import type { CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { outOfCyclesText, scheduleOf, shortfall } from './account.ts';
import { byteText } from './byte-text.ts';
import { memoryUsage } from './memory-usage.ts';
import { prepay, type Prepayment } from './prepayment.ts';
import { execution } from '../system-api/cost.ts';

/** What an installation costs, and when it fails for lack of cycles or memory: rs/execution_environment/src/execution/install_code.rs. */

/** Takes payment for all that an installation may run. `wordSize` is the new module's. IC0207 where the canister cannot pay. */
export function prepayInstallation(world: World, canister: CanisterState, caller: Uint8Array, wordSize: 32 | 64): Prepayment | Reject {
  const prepayment = prepay(world, canister, INSTRUCTION_LIMIT.install, caller, wordSize);
  if (!('code' in prepayment)) return prepayment;
  const missing = shortfall(world, canister, execution(scheduleOf(world, canister), wordSize, INSTRUCTION_LIMIT.install));
  const advice = documented('Top up the canister with more cycles.', 'install-code-not-enough-cycles');
  return reject('IC0207', `Canister installation failed with \`${outOfCyclesText(canister, missing, caller)}\`.\n${advice}`);
}

/** Bytes that count for the canister, in use or allocated. */
export const allocatedBytes = (canister: CanisterState): number => Math.max(memoryUsage(canister), Number(canister.settings.memoryAllocation));

/** IC0402 where the new module with its memory does not fit into the memory allocation. */
export function exceedsAllocation(canister: CanisterState): Reject | undefined {
  const { memoryAllocation } = canister.settings;
  const usage = memoryUsage(canister);
  if (memoryAllocation === 0n || BigInt(usage) <= memoryAllocation) return undefined;
  return notEnoughAllocation(memoryAllocation, usage);
}

/** IC0402. `usage` is what is needed, in bytes. */
export function notEnoughAllocation(allocation: bigint, usage: number): Reject {
  const advice = documented("Try increasing the canister's memory allocation.", 'not-enough-memory-allocation-given');
  return reject('IC0402', `Canister was given ${byteText(allocation)} memory allocation but at least ${usage} of memory is needed.\n${advice}`);
}

/**
 * IC0532 where the canister takes more memory than before the installation (`before`, see {@link allocatedBytes}) and would be frozen by
 * that. To be asked when what was paid too much has been given back.
 */
export function unpayableGrowth(world: World, canister: CanisterState, before: number): Reject | undefined {
  const bytes = allocatedBytes(canister) - before;
  const missing = bytes > 0 ? shortfall(world, canister, 0n) : 0n;
  if (missing === 0n) return undefined;
  const advice = documented('Top up the canister with more cycles.', 'insufficient-cycles-in-memory-grow-1');
  return reject('IC0532', `Canister cannot grow memory by ${bytes} bytes due to insufficient cycles. At least ${missing} additional cycles are required.\n${advice}`);
}
