import { chargeResources } from '../cycles/resources.ts';
import { completeStop } from '../management/lifecycle.ts';
import { STOP_CANISTER_TIMEOUT } from '../params.ts';
import type { CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { deliverAgain, deliverOutgoing, deliverSubnetOutgoing, expireCalls } from './deliver.ts';
import { executeManagement } from './ingress.ts';
import { executeRequest, executeResponse } from './messages.ts';
import { dequeue, dropLateRequests } from './queues.ts';
import { executeTask, isHookReady, tasksOf, timerDue, type ScheduledTask } from './tasks.ts';

/**
 * Which message is executed next. Interface Specification: "Message execution"; the order is that of rs/execution_environment/src/scheduler.rs:
 * a round executes every canister until it has nothing left to do, then delivers what they sent to each other, and so on until all are
 * idle. What is for the management canister waits for the next round, and so do its answers.
 */

/** Executions between two commits, about: a round that has more to do leaves it to the next one. */
const ROUND_EXECUTIONS = 400;

const NANOS_PER_SECOND = 1_000_000_000n;

/** Canisters in the order of their ids, as after a start of the replica. */
const inOrder = (world: World): CanisterState[] => [...world.canisters.values()].sort((a, b) => (a.key < b.key ? -1 : 1));

/** Executes what can be executed now; true where there is more. */
export async function executeRound(world: World): Promise<boolean> {
  chargeResources(world);
  world.postponed = false;
  for (const canister of inOrder(world)) {
    dropLateRequests(world, canister);
    expireCalls(world, canister);
  }
  await executeManagementCalls(world);
  const tasks = new Map(inOrder(world).map((canister) => [canister, tasksOf(world, canister)]));
  for (let executions = 0; executions < ROUND_EXECUTIONS; ) {
    const before = executions;
    for (const canister of inOrder(world)) executions += await executeCanister(world, canister, tasks.get(canister) ?? []);
    deliverOutgoing(world);
    if (executions === before) break;
  }
  for (const canister of inOrder(world)) completeStop(world, canister);
  deliverSubnetOutgoing(world);
  return hasWork(world);
}

async function executeManagementCalls(world: World): Promise<void> {
  const waiting = world.managementQueue.splice(0);
  for (const request of waiting) if (request.callee) deliverAgain(world, request);
  for (const request of waiting) if (!request.callee) await executeManagement(world, request);
}

/** Runs the canister's hook and tasks, then its messages, as far as a round allows; gives how many there were. */
async function executeCanister(world: World, canister: CanisterState, tasks: ScheduledTask[]): Promise<number> {
  for (let executions = 0; executions < ROUND_EXECUTIONS; executions++) {
    const task = isHookReady(world, canister) ? 'on low Wasm memory' : tasks.shift();
    if (task) {
      await executeTask(world, canister, task);
      continue;
    }
    const message = dequeue(world, canister);
    if (!message) return executions;
    if (message.kind === 'request') await executeRequest(world, canister, message);
    else await executeResponse(world, canister, message);
  }
  return ROUND_EXECUTIONS;
}

/** When something falls due by itself: the earliest timer or deadline, in nanoseconds; `undefined` where there is none. */
export function nextDue(world: World): bigint | undefined {
  let earliest: bigint | undefined;
  const consider = (time: bigint | undefined): void => {
    if (time !== undefined && (earliest === undefined || time < earliest)) earliest = time;
  };
  for (const canister of world.canisters.values()) {
    consider(timerDue(world, canister));
    for (const { deadline, answered } of canister.callbacks.values()) if (deadline > 0n && !answered) consider(deadline + NANOS_PER_SECOND);
    if (canister.status.kind !== 'stopping') continue;
    for (const { since } of canister.status.waiting) if (since !== undefined) consider(since + STOP_CANISTER_TIMEOUT);
  }
  return earliest;
}

/** Whether messages wait for execution. */
export const hasWork = (world: World): boolean =>
  world.postponed || world.managementQueue.length > 0 || [...world.canisters.values()].some(({ queue }) => queue.length > 0);
