import { reject } from '../errors.ts';
import { completeStop } from '../management/lifecycle.ts';
import type { CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { executeManagement } from './ingress.ts';
import { executeRequest, executeResponse, executeTask } from './messages.ts';

/** Which message is executed next. Interface Specification: "Message execution"; order as in production: tasks before input messages. */

/** Executions between two commits, at most. */
const ROUND_EXECUTIONS = 400;

/**
 * Executes until nothing is left to do now, or the round is full; true where there is more. Timers that are due
 * fire first.
 */
export async function executeRound(world: World): Promise<boolean> {
  expireCalls(world);
  await fireTimers(world);
  let executions = 0;
  for (;;) {
    const before = executions;
    for (const request of world.managementQueue.splice(0)) {
      await executeManagement(world, request);
      executions++;
    }
    for (const canister of [...world.canisters.values()]) executions += await executeNext(world, canister);
    if (executions === before) break;
    if (executions >= ROUND_EXECUTIONS) return true;
  }
  for (const canister of world.canisters.values()) completeStop(world, canister);
  return false;
}

async function executeNext(world: World, canister: CanisterState): Promise<number> {
  const message = canister.queue.shift();
  if (!message) return 0;
  world.touch(canister);
  if (message.kind === 'request') await executeRequest(world, canister, message);
  else await executeResponse(world, canister, message);
  completeStop(world, canister);
  return 1;
}

async function fireTimers(world: World): Promise<void> {
  for (const canister of [...world.canisters.values()]) {
    if (!isDue(canister, world.time)) continue;
    canister.globalTimer = 0n;
    world.touch(canister);
    if (canister.code?.module.entryPoints.has('canister_global_timer')) await executeTask(world, canister, 'global timer');
  }
}

const isDue = (canister: CanisterState, time: bigint): boolean =>
  canister.status.kind === 'running' && canister.code !== undefined && canister.globalTimer > 0n && canister.globalTimer <= time;

/** Runs `canister_heartbeat` where a canister has one. */
export async function fireHeartbeats(world: World): Promise<void> {
  for (const canister of [...world.canisters.values()]) if (hasHeartbeat(canister)) await executeTask(world, canister, 'heartbeat');
}

export const hasHeartbeat = (canister: CanisterState): boolean =>
  canister.status.kind === 'running' && (canister.code?.module.entryPoints.has('canister_heartbeat') ?? false);

/** Answers best-effort calls whose deadline has passed; a later answer finds no callback and is dropped. */
function expireCalls(world: World): void {
  for (const canister of world.canisters.values()) {
    for (const callback of canister.callbacks.values()) {
      if (callback.deadline === 0n || callback.deadline > world.time) continue;
      const isAnswered = canister.queue.some((message) => message.kind === 'response' && message.callback === callback.id);
      if (isAnswered) continue;
      const expired = reject('IC0601', 'IC0601: Call deadline has expired.');
      canister.queue.push({ kind: 'response', id: world.freshId(), callback: callback.id, result: { kind: 'reject', reject: expired }, refund: 0n });
      world.touch(canister);
    }
  }
}

/** When something falls due by itself: the earliest timer or deadline, in nanoseconds; `undefined` where there is none. */
export function nextDue(world: World): bigint | undefined {
  let earliest: bigint | undefined;
  const consider = (time: bigint): void => {
    if (time > 0n && (earliest === undefined || time < earliest)) earliest = time;
  };
  for (const canister of world.canisters.values()) {
    if (canister.status.kind === 'running' && canister.code) consider(canister.globalTimer);
    for (const { deadline } of canister.callbacks.values()) consider(deadline);
  }
  return earliest;
}

/** Whether messages wait for execution. */
export const hasWork = (world: World): boolean =>
  world.managementQueue.length > 0 || [...world.canisters.values()].some(({ queue }) => queue.length > 0);

