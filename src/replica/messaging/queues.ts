import { toHex } from '../../primitives/bytes.ts';
import type { CanisterState, Message } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';

/**
 * A canister's input queues: one for all users, one per sending canister. The users and the canisters take turns, and the canisters among
 * themselves; what one sender sent stays in order. rs/replicated_state/src/canister_state/queues.rs
 */

const isFromUser = (message: Message): boolean => message.kind === 'request' && message.origin.kind !== 'canister';

/** Key of the canister that sent it; empty for the management canister. */
function senderOf(canister: CanisterState, message: Message): string {
  if (message.kind === 'request') return message.origin.kind === 'canister' ? message.origin.canister : '';
  return message.from ?? toHex(canister.callbacks.get(message.callback)?.callee ?? new Uint8Array());
}

/** Puts a message behind those of the same sender. */
export function enqueue(world: World, canister: CanisterState, message: Message): void {
  canister.queue.push(message);
  world.touch(canister);
  if (isFromUser(message)) return;
  const { senders } = canister.inputSchedule;
  const sender = senderOf(canister, message);
  if (!senders.includes(sender)) senders.push(sender);
}

/** Takes the message whose turn it is; `undefined` where none waits. */
export function dequeue(world: World, canister: CanisterState): Message | undefined {
  if (canister.queue.length === 0) return undefined;
  world.touch(canister);
  const schedule = canister.inputSchedule;
  for (let attempt = 0; attempt < 2; attempt++) {
    const { turn } = schedule;
    schedule.turn = turn === 'users' ? 'canisters' : 'users';
    const message = turn === 'users' ? takeFirst(canister, isFromUser) : takeFromCanisters(canister);
    if (message) return message;
  }
  return undefined;
}

function takeFromCanisters(canister: CanisterState): Message | undefined {
  const { senders } = canister.inputSchedule;
  for (let sender = senders.shift(); sender !== undefined; sender = senders.shift()) {
    const isNext = (message: Message): boolean => !isFromUser(message) && senderOf(canister, message) === sender;
    const message = takeFirst(canister, isNext);
    if (!message) continue;
    if (canister.queue.some(isNext)) senders.push(sender);
    return message;
  }
  // Of a state that an earlier version stored: it knows no senders.
  return takeFirst(canister, (message) => !isFromUser(message));
}

function takeFirst({ queue }: CanisterState, matches: (message: Message) => boolean): Message | undefined {
  const index = queue.findIndex(matches);
  return index < 0 ? undefined : queue.splice(index, 1)[0];
}

/** A deadline counts in whole seconds: it has passed when the next second has begun. */
export const hasPassed = (deadline: bigint, time: bigint): boolean => deadline !== 0n && time - (time % 1_000_000_000n) > deadline;

/** Drops requests that came too late to be executed. Their cycles are lost; the caller's own deadline answers it. */
export function dropLateRequests(world: World, canister: CanisterState): void {
  const isLate = (message: Message): boolean => message.kind === 'request' && hasPassed(message.deadline, world.time);
  if (!canister.queue.some(isLate)) return;
  canister.queue = canister.queue.filter((message) => !isLate(message));
  world.touch(canister);
}
