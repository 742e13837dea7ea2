import { canPay, prepay, refundUnused } from '../cycles/prepayment.ts';
import { INSTRUCTION_LIMIT } from '../params.ts';
import type { CallContext, CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import type { TaskName } from '../system-api/context.ts';
import { PLAIN_INPUT } from './messages.ts';
import { finish, runEntry } from './run.ts';

/**
 * What the system itself makes canisters do. Interface Specification: "Heartbeat", "Global timer", "On Low Wasm Memory hook"; order as in
 * rs/execution_environment/src/scheduler.rs.
 */

type Kind = 'heartbeat' | 'global_timer' | 'on_low_wasm_memory';
export type ScheduledTask = Exclude<TaskName, 'on low Wasm memory'>;

const KIND: Readonly<Record<TaskName, Kind>> = {
  heartbeat: 'heartbeat',
  'global timer': 'global_timer',
  'on low Wasm memory': 'on_low_wasm_memory',
};

const MANAGEMENT = new Uint8Array();

const exportsTask = (canister: CanisterState, task: TaskName): boolean =>
  canister.status.kind === 'running' && (canister.code?.module.entryPoints.has(`canister_${KIND[task]}`) ?? false);

export const hasHeartbeat = (canister: CanisterState): boolean => exportsTask(canister, 'heartbeat');

/** When the canister's timer fires, in nanoseconds; `undefined` where it is not set or cannot fire. */
export const timerDue = (world: World, canister: CanisterState): bigint | undefined =>
  canister.globalTimer > 0n && exportsTask(canister, 'global timer') && canPay(world, canister) ? canister.globalTimer : undefined;

/** Heartbeats are due: they run in the round that begins next. */
export function fireHeartbeats(world: World): void {
  world.beating.clear();
  for (const canister of world.canisters.values()) if (hasHeartbeat(canister)) world.beating.add(canister);
}

const NEXT_TURN = { 'global timer': 'heartbeat', heartbeat: 'message', message: 'global timer' } as const;

/**
 * The tasks of a canister for the round that begins, in their order. Timer, heartbeat and messages take turns for the first place; where
 * it is the messages' turn, and there are any, the tasks wait for the next round.
 */
export function tasksOf(world: World, canister: CanisterState): ScheduledTask[] {
  const due = timerDue(world, canister);
  const mayRun = {
    'global timer': due !== undefined && due <= world.time,
    heartbeat: world.beating.has(canister) && hasHeartbeat(canister),
    message: canister.queue.length > 0,
  };
  if (!mayRun['global timer'] && !mayRun.heartbeat) return [];
  world.touch(canister);
  let turn = canister.nextTurn;
  while (!mayRun[turn]) turn = NEXT_TURN[turn];
  canister.nextTurn = NEXT_TURN[turn];
  if (turn === 'message') {
    world.postponed = true;
    return [];
  }
  world.beating.delete(canister);
  const other = turn === 'heartbeat' ? 'global timer' : 'heartbeat';
  return mayRun[other] ? [turn, other] : [turn];
}

/** Whether the hook is the next thing that this canister does. Where it cannot pay, the hook waits. */
export const isHookReady = (world: World, canister: CanisterState): boolean => canister.lowMemoryHook === 'ready' && canPay(world, canister);

/** Executes a task in a call context of its own that nobody waits for. What cannot be paid for does not run. */
export async function executeTask(world: World, canister: CanisterState, task: TaskName): Promise<void> {
  if (task === 'on low Wasm memory') canister.lowMemoryHook = 'executed';
  if (!exportsTask(canister, task)) return;
  const prepayment = prepay(world, canister, INSTRUCTION_LIMIT.message, undefined);
  if ('code' in prepayment) return;
  // It is off before the canister runs: a trap does not set it again.
  if (task === 'global timer') canister.globalTimer = 0n;
  const context: CallContext = {
    id: world.freshId(),
    origin: { kind: 'task' },
    caller: MANAGEMENT,
    deadline: 0n,
    responded: true,
    availableCycles: 0n,
    instructions: 0,
  };
  canister.callContexts.set(context.id, context);
  const kind = KIND[task];
  const result = await runEntry(world, canister, {
    kind,
    messageId: `${kind}:${canister.key}`,
    requestId: undefined,
    entry: { kind: 'export', name: `canister_${kind}` },
    input: { ...PLAIN_INPUT, context: 'T', task, caller: MANAGEMENT, time: world.time, instructionLimit: INSTRUCTION_LIMIT.message, responded: true },
  });
  refundUnused(world, canister, prepayment, result.chargedInstructions);
  finish(world, canister, context, result);
}
