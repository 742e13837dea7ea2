import { Principal } from '@dfinity/principal';
import { equalBytes, fromHex, toHex } from '../../primitives/bytes.ts';
import { ellipsize, reject, toReject, type Fault, type Reject } from '../errors.ts';
import { senderVersionOf } from '../management/arguments.ts';
import { MAX_CALL_TIMEOUT_SECONDS, MAX_REJECT_MESSAGE_BYTES, MAX_SYNTHETIC_REJECT_BYTES } from '../params.ts';
import type { CallContext, CallResult, CanisterState, Message, Origin } from '../state/canister-state.ts';
import { addCallback, outstanding } from '../state/open-calls.ts';
import type { World } from '../state/world.ts';
import { responseReserve } from '../system-api/cost.ts';
import type { OutgoingCall } from '../system-api/execution.ts';
import { scheduleOf } from '../cycles/account.ts';
import { enqueue, hasPassed } from './queues.ts';

/** Moving calls and answers between canisters, and to users. Interface Specification: "Call contexts", "Message delivery". */

type Request = Message & { kind: 'request' };
type ResponseMessage = Message & { kind: 'response' };

const NANOS_PER_SECOND = 1_000_000_000n;
/** Key and id of the management canister. */
const SUBNET = '';

/** Sends what an execution of `context` called; cycles have been taken already by `call_perform`. */
export function sendCalls(world: World, canister: CanisterState, context: number, calls: readonly OutgoingCall[]): void {
  for (const call of calls) {
    const id = world.freshId();
    const deadline = call.timeoutSeconds === undefined ? 0n : deadlineAfter(world.time, call.timeoutSeconds);
    const reserve = responseReserve(scheduleOf(world, canister), canister.code?.module.wordSize ?? 32);
    addCallback(canister, { id, context, callee: call.callee, callback: call.callback, cyclesSent: call.amount, reserve, deadline });
    const origin: Origin = { kind: 'canister', canister: canister.key, callback: id };
    const { method, payload, amount: cycles } = call;
    const request = { kind: 'request', id: world.freshId(), origin, caller: canister.id, method, payload, cycles, deadline } as const;
    const to = equalBytes(call.callee, world.subnetId) ? SUBNET : toHex(call.callee);
    const mismatch = to === SUBNET ? versionMismatch(canister, request) : undefined;
    if (mismatch) answer(world, origin, { kind: 'reject', reject: mismatch, prefixed: true }, cycles);
    else world.outgoing.push({ from: canister.key, to, message: request });
  }
}

/** Interface Specification: `validate_sender_canister_version`. The execution that makes the call has raised the version already. */
function versionMismatch({ version }: CanisterState, { method, payload }: Request): Reject | undefined {
  const claimed = senderVersionOf(method, payload);
  const actual = version - 1n;
  if (claimed === undefined || claimed === actual) return undefined;
  const text = 'Management canister call payload includes sender canister version';
  return reject('IC0504', `${text} ${claimed} that does not match the actual sender canister version ${actual}.`);
}

function deadlineAfter(time: bigint, seconds: number): bigint {
  const end = time + BigInt(Math.min(seconds, MAX_CALL_TIMEOUT_SECONDS)) * NANOS_PER_SECOND;
  return end - (end % NANOS_PER_SECOND);
}

/**
 * Gives a result to whoever waits for it, with the cycles that were not accepted. `from` is the key of the canister that
 * answers; the management canister's answers arrive when the round ends.
 */
export function answer(world: World, origin: Origin, result: CallResult, refund: bigint, from = SUBNET): void {
  if (origin.kind === 'ingress') {
    world.setIngressStatus(origin.requestId, result.kind === 'reply' ? { kind: 'replied', reply: result.data } : { kind: 'rejected', reject: result.reject });
  } else if (origin.kind === 'canister') {
    const message = { kind: 'response', id: world.freshId(), callback: origin.callback, result: forCanister(result), refund, from } as const;
    (from === SUBNET ? world.subnetOutgoing : world.outgoing).push({ from, to: origin.canister, message });
  }
}

/** Canisters see the code of an error that was met in an execution as a prefix of its message; users have a field of its own. */
function forCanister(result: CallResult): CallResult {
  if (result.kind === 'reply') return result;
  const { errorCode, message, code } = result.reject;
  const text = result.prefixed ? `${errorCode}: ${message}` : message;
  return { kind: 'reject', reject: { code, errorCode, message: ellipsize(text, MAX_REJECT_MESSAGE_BYTES, 75) } };
}

/** Delivers what was sent: in the order of the senders' ids, and what one of them sent in its order. */
export function deliverOutgoing(world: World): void {
  const sent = world.outgoing.splice(0).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  for (const { to, message } of sent) {
    if (message.kind === 'response') deliverResponse(world, to, message);
    else if (undeliverable(world, to) || to === SUBNET) world.managementQueue.push(to === SUBNET ? message : { ...message, callee: fromHex(to) as Uint8Array });
    else enqueue(world, world.canisters.get(to) as CanisterState, message);
  }
}

/** Delivers the management canister's answers. */
export function deliverSubnetOutgoing(world: World): void {
  for (const { to, message } of world.subnetOutgoing.splice(0)) if (message.kind === 'response') deliverResponse(world, to, message);
}

/** Why a canister takes no request; the reject that its caller sees has no prefix. */
function undeliverable(world: World, to: string): Reject | undefined {
  const refuse = (code: 3 | 5, errorCode: string, problem: string): Reject => {
    const message = `Canister ${Principal.fromHex(to).toText()} ${problem}`;
    return { code, errorCode, message: ellipsize(message, MAX_SYNTHETIC_REJECT_BYTES, 75) };
  };
  if (to === SUBNET) return undefined;
  const callee = world.canisters.get(to);
  if (!callee) return refuse(3, 'IC0301', 'not found');
  if (callee.status.kind === 'stopped') return refuse(5, 'IC0508', 'is stopped');
  return callee.status.kind === 'stopping' ? refuse(5, 'IC0509', 'is stopping') : undefined;
}

/** Delivers a request that found its canister missing or not running a round ago, or rejects it now. */
export function deliverAgain(world: World, request: Request): void {
  const { callee, ...message } = request;
  if (hasPassed(request.deadline, world.time)) return;
  const to = toHex(callee ?? new Uint8Array());
  const reject = undeliverable(world, to);
  if (!reject) {
    enqueue(world, world.canisters.get(to) as CanisterState, message);
  } else if (request.origin.kind === 'canister') {
    const { canister, callback } = request.origin;
    deliverResponse(world, canister, { kind: 'response', id: world.freshId(), callback, result: { kind: 'reject', reject }, refund: request.cycles, from: to });
  }
}

/** An answer that nobody waits for any more only brings back its cycles: the deadline has been the answer. */
function deliverResponse(world: World, to: string, message: ResponseMessage): void {
  const caller = world.canisters.get(to);
  if (!caller) return;
  const callback = caller.callbacks.get(message.callback);
  if (callback && !callback.answered) {
    callback.answered = true;
    enqueue(world, caller, message);
    return;
  }
  caller.cycles += message.refund;
  world.touch(caller);
}

/** Answers best-effort calls whose deadline has passed. */
export function expireCalls(world: World, canister: CanisterState): void {
  for (const callback of canister.callbacks.values()) {
    if (callback.answered || !hasPassed(callback.deadline, world.time)) continue;
    const result: CallResult = { kind: 'reject', reject: { code: 6, errorCode: 'IC0601', message: 'Call deadline has expired.' } };
    deliverResponse(world, canister.key, { kind: 'response', id: world.freshId(), callback: callback.id, result, refund: 0n, from: toHex(callback.callee) });
  }
}

/** Answers a call context: the cycles that it did not accept go back. */
export function respond(world: World, canister: CanisterState, context: CallContext, result: CallResult): void {
  context.responded = true;
  const refund = context.availableCycles;
  context.availableCycles = 0n;
  answer(world, context.origin, result, refund, canister.key);
}

/**
 * After an execution of `context` that did not answer: a fault is the answer where nothing can come any more. Contexts
 * that are answered and have nothing outstanding end.
 */
export function settle(world: World, canister: CanisterState, context: CallContext, fault: Fault | undefined): void {
  if (outstanding(canister, context.id) > 0) return;
  canister.callContexts.delete(context.id);
  if (context.responded) return;
  respond(world, canister, context, fault ? { kind: 'reject', reject: toReject(canister.text, fault), prefixed: true } : noResponse(canister, context));
}

function noResponse(canister: CanisterState, { origin }: CallContext): CallResult {
  const message = origin.kind === 'canister' ? 'No response' : `Canister ${canister.text} did not reply to the call`;
  return { kind: 'reject', reject: { code: 5, errorCode: 'IC0506', message } };
}

/** The code is gone: whoever waits is told so, and what comes back later only brings its cycles. */
export function deleteCallContexts(world: World, canister: CanisterState): void {
  const reject: Reject = { code: 4, errorCode: 'IC0406', message: 'Canister has been uninstalled.' };
  for (const context of canister.callContexts.values()) {
    if (!context.responded) respond(world, canister, context, { kind: 'reject', reject });
    context.deleted = true;
  }
}
