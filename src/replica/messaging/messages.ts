import type { ExecutionResult } from '../canister/execute.ts';
import { refuseTooFewCycles } from '../cycles/minimum.ts';
import { prepaidCallback, prepay, refundUnused, unusedTransmission, type Prepayment } from '../cycles/prepayment.ts';
import { faults, reject, toReject, type Fault, type Reject } from '../errors.ts';
import { CLEANUP_RESERVE_PERCENT, INSTRUCTION_LIMIT } from '../params.ts';
import { heapBytes, type CallContext, type CallbackRecord, type CanisterState, type Message } from '../state/canister-state.ts';
import { takeCallback } from '../state/open-calls.ts';
import type { World } from '../state/world.ts';
import type { ExecutionInput } from '../system-api/execution.ts';
import { answer, settle } from './deliver.ts';
import { finish, runEntry } from './run.ts';

/** Executing one message of a canister's queue. Interface Specification: "Message execution", "Entry points". */

type Request = Message & { kind: 'request' };
type ResponseMessage = Message & { kind: 'response' };

/** Inputs that most executions leave empty. */
export const PLAIN_INPUT = {
  arg: new Uint8Array(),
  methodName: '',
  rejectCode: 0,
  rejectMessage: '',
  instructionsBefore: 0,
  cyclesAvailable: 0n,
  cyclesRefunded: 0n,
  responded: false,
  deadline: 0n,
  dataCertificate: undefined,
} as const;

/** Why this canister executes nothing now that comes from outside; `undefined` where it does. */
export function notRunning({ status, text }: CanisterState): Reject | undefined {
  if (status.kind === 'running') return undefined;
  return reject(status.kind === 'stopped' ? 'IC0508' : 'IC0509', `Canister ${text} is not running`);
}

export async function executeRequest(world: World, canister: CanisterState, message: Request): Promise<void> {
  const isUpdate = canister.code?.module.methods.get(message.method) !== 'query';
  const admitted = admit(world, canister, message, isUpdate);
  if ('code' in admitted) {
    answer(world, message.origin, { kind: 'reject', reject: admitted, prefixed: true }, message.cycles, canister.key);
    return;
  }
  const context = openContext(world, canister, message);
  const result = await runEntry(world, canister, {
    kind: isUpdate ? 'update' : 'query',
    messageId: String(message.id),
    requestId: message.origin.kind === 'ingress' ? message.origin.requestId : undefined,
    entry: { kind: 'export', name: `canister_${isUpdate ? 'update' : 'query'} ${message.method}` },
    input: {
      ...PLAIN_INPUT,
      context: isUpdate ? 'U' : 'RQ',
      caller: message.caller,
      arg: message.payload,
      methodName: message.method,
      time: world.time,
      instructionLimit: isUpdate ? INSTRUCTION_LIMIT.message : INSTRUCTION_LIMIT.query,
      cyclesAvailable: message.cycles,
      deadline: message.deadline,
    },
  });
  refundUnused(world, canister, admitted, result.chargedInstructions);
  finish(world, canister, context, result);
}

/** Takes payment for the execution, or gives the reason why there is none. Whoever asks in vain still pays the fee of an execution. */
function admit(world: World, canister: CanisterState, message: Request, isUpdate: boolean): Prepayment | Reject {
  const tooFew = refuseTooFewCycles(canister, message);
  if (tooFew) return tooFew;
  const prepayment = prepay(world, canister, isUpdate ? INSTRUCTION_LIMIT.message : INSTRUCTION_LIMIT.query, message.caller);
  if ('code' in prepayment) return prepayment;
  const refused = notRunning(canister) ?? missingMethod(canister, message.method) ?? (isUpdate ? overMemoryLimit(canister) : undefined);
  if (refused) refundUnused(world, canister, prepayment, 0);
  return refused ?? prepayment;
}

/** IC0539 where the heap has become larger than the limit that the canister has now. */
function overMemoryLimit(canister: CanisterState): Reject | undefined {
  const limit = Number(canister.settings.wasmMemoryLimit);
  const bytes = heapBytes(canister.code);
  return limit > 0 && bytes > limit ? toReject(canister.text, faults.wasmMemoryLimit(bytes, limit)) : undefined;
}

function missingMethod(canister: CanisterState, method: string): Reject | undefined {
  if (!canister.code) return toReject(canister.text, faults.noModule());
  const kind = canister.code.module.methods.get(method);
  if (kind === undefined) return toReject(canister.text, faults.methodNotFound('update', method));
  if (kind === 'composite_query') return reject('IC0527', 'Composite query cannot be called in replicated mode');
  return undefined;
}

function openContext(world: World, canister: CanisterState, message: Request): CallContext {
  const context: CallContext = {
    id: world.freshId(),
    origin: message.origin,
    caller: message.caller,
    deadline: message.deadline,
    responded: false,
    availableCycles: message.cycles,
    instructions: 0,
  };
  canister.callContexts.set(context.id, context);
  return context;
}

export async function executeResponse(world: World, canister: CanisterState, message: ResponseMessage): Promise<void> {
  const callback = takeCallback(canister, message.callback);
  if (!callback) return;
  canister.cycles += message.refund + unusedTransmission(world, canister, callback, message.result);
  world.touch(canister);
  const prepayment = prepaidCallback(canister, callback);
  const context = canister.callContexts.get(callback.context);
  if (!context || context.deleted || !canister.code) {
    refundUnused(world, canister, prepayment, 0);
    if (context) settle(world, canister, context, context.deleted ? undefined : faults.noModule());
    return;
  }
  const result = await runCallback(world, canister, context, callback, message);
  const cleaned = result.fault && callback.callback.cleanup ? await runCleanup(world, canister, context, callback, message, result) : result;
  const instructions = (cleaned === result ? 0 : result.chargedInstructions) + cleaned.chargedInstructions;
  refundUnused(world, canister, prepayment, instructions);
  finish(world, canister, context, cleaned, instructions);
}

function callbackInput(world: World, context: CallContext, message: ResponseMessage): Omit<ExecutionInput, 'context'> {
  const { result } = message;
  return {
    ...PLAIN_INPUT,
    caller: context.caller,
    arg: result.kind === 'reply' ? result.data : new Uint8Array(),
    rejectCode: result.kind === 'reply' ? 0 : result.reject.code,
    rejectMessage: result.kind === 'reply' ? '' : result.reject.message,
    time: world.time,
    instructionLimit: (INSTRUCTION_LIMIT.message * (100 - CLEANUP_RESERVE_PERCENT)) / 100,
    instructionsBefore: context.instructions,
    cyclesAvailable: context.availableCycles,
    cyclesRefunded: message.refund,
    responded: context.responded,
    deadline: context.deadline,
  };
}

const requestIdOf = (context: CallContext): string | undefined => (context.origin.kind === 'ingress' ? context.origin.requestId : undefined);

function runCallback(world: World, canister: CanisterState, context: CallContext, callback: CallbackRecord, message: ResponseMessage): Promise<ExecutionResult> {
  const isReply = message.result.kind === 'reply';
  const target = isReply ? callback.callback.reply : callback.callback.reject;
  return runEntry(world, canister, {
    kind: isReply ? 'reply' : 'reject',
    messageId: String(message.id),
    requestId: requestIdOf(context),
    entry: { kind: 'table', fun: target.fun, env: target.env },
    input: { ...callbackInput(world, context, message), context: isReply ? 'Ry' : 'Rt' },
  });
}

/** Runs on the state before the callback; its changes are kept where it returns. The callback's fault stays the answer. */
async function runCleanup(
  world: World,
  canister: CanisterState,
  context: CallContext,
  callback: CallbackRecord,
  message: ResponseMessage,
  failed: ExecutionResult,
): Promise<ExecutionResult> {
  const target = callback.callback.cleanup as { fun: bigint; env: bigint };
  const input = callbackInput(world, context, message);
  const cleanup = await runEntry(world, canister, {
    kind: 'cleanup',
    messageId: String(message.id),
    requestId: requestIdOf(context),
    entry: { kind: 'table', fun: target.fun, env: target.env },
    input: { ...input, context: 'C', instructionLimit: INSTRUCTION_LIMIT.message - failed.instructions },
  });
  const callbackFault = failed.fault as Fault;
  return { ...cleanup, fault: cleanup.fault ? faults.cleanup(callbackFault, cleanup.fault) : callbackFault };
}
