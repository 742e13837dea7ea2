import { fromUtf8, toHex, utf8 } from '../../primitives/bytes.ts';
import { Principal } from '@dfinity/principal';
import { reject, type Fault, type Reject } from '../errors.ts';
import { MAX_REJECT_MESSAGE_BYTES, MAX_CALL_TIMEOUT_SECONDS } from '../params.ts';
import { toReject } from '../errors.ts';
import type { CallContext, CallResult, CanisterState, Origin } from '../state/canister-state.ts';
import { outstanding } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { responseReserve } from '../system-api/cost.ts';
import type { OutgoingCall } from '../system-api/execution.ts';

/** Moving calls and answers between canisters, and to users. Interface Specification: "Call contexts", "Message delivery". */

const NANOS_PER_SECOND = 1_000_000_000n;

/** Sends what an execution of `context` called; cycles have been taken already by `call_perform`. */
export function sendCalls(world: World, canister: CanisterState, context: number, calls: readonly OutgoingCall[]): void {
  for (const call of calls) {
    const id = world.freshId();
    const deadline = call.timeoutSeconds === undefined ? 0n : deadlineAfter(world.time, call.timeoutSeconds);
    const reserve = responseReserve(canister.code?.module.wordSize ?? 32);
    canister.callbacks.set(id, { id, context, callee: call.callee, callback: call.callback, cyclesSent: call.amount, reserve, deadline });
    sendRequest(world, canister, id, call, deadline);
  }
}

function deadlineAfter(time: bigint, seconds: number): bigint {
  const end = time + BigInt(Math.min(seconds, MAX_CALL_TIMEOUT_SECONDS)) * NANOS_PER_SECOND;
  return end - (end % NANOS_PER_SECOND);
}

function sendRequest(world: World, canister: CanisterState, callback: number, call: OutgoingCall, deadline: bigint): void {
  const origin: Origin = { kind: 'canister', canister: canister.key, callback };
  const request = { kind: 'request', id: world.freshId(), origin, caller: canister.id, method: call.method, payload: call.payload, cycles: call.amount, deadline } as const;
  if (call.callee.length === 0) {
    world.managementQueue.push(request);
    return;
  }
  const callee = world.canisters.get(toHex(call.callee));
  if (callee) {
    callee.queue.push(request);
    world.touch(callee);
    return;
  }
  const text = Principal.fromUint8Array(call.callee).toText();
  answer(world, origin, { kind: 'reject', reject: reject('IC0301', `Canister ${text} not found`) }, call.amount);
}

/** Gives a result to whoever waits for it, with the cycles that were not accepted. */
export function answer(world: World, origin: Origin, result: CallResult, refund: bigint): void {
  if (origin.kind === 'ingress') {
    world.setIngressStatus(origin.requestId, result.kind === 'reply' ? { kind: 'replied', reply: result.data } : { kind: 'rejected', reject: result.reject });
  } else if (origin.kind === 'canister') {
    const caller = world.canisters.get(origin.canister);
    if (!caller) return;
    caller.queue.push({ kind: 'response', id: world.freshId(), callback: origin.callback, result: forCanister(result), refund });
    world.touch(caller);
  }
}

/** Canisters see the error code as a prefix of the message, cut to 8 KiB; users have a field of its own. */
function forCanister(result: CallResult): CallResult {
  if (result.kind === 'reply') return result;
  const { errorCode, message, code } = result.reject;
  const text = errorCode === 'IC0406' && code === 4 && !message.startsWith('Error from') ? message : `${errorCode}: ${message}`;
  return { kind: 'reject', reject: { code, errorCode, message: fromUtf8(utf8(text).slice(0, MAX_REJECT_MESSAGE_BYTES)) } };
}

/** Answers a call context: the cycles that it did not accept go back. */
export function respond(world: World, context: CallContext, result: CallResult): void {
  context.responded = true;
  answer(world, context.origin, result, context.availableCycles);
  context.availableCycles = 0n;
}

/**
 * After an execution of `context` that did not answer: a fault is the answer where nothing can come any more. Contexts
 * that are answered and have nothing outstanding end.
 */
export function settle(world: World, canister: CanisterState, context: CallContext, fault: Fault | undefined): void {
  if (outstanding(canister, context.id) > 0) return;
  canister.callContexts.delete(context.id);
  if (context.responded) return;
  const toCanister = context.origin.kind === 'canister';
  const refusal: Reject = fault
    ? toReject(canister.text, fault)
    : toCanister
      ? { code: 5, errorCode: 'IC0506', message: 'No response' }
      : reject('IC0506', `Canister ${canister.text} did not reply to the call`);
  respond(world, context, { kind: 'reject', reject: refusal });
}
