import { execute, type ExecutionResult } from '../canister/execute.ts';
import type { Entry } from '../canister/instance.ts';
import { faults, reject, toReject, type Fault, type Reject } from '../errors.ts';
import { CLEANUP_RESERVE_PERCENT, CYCLES, INSTRUCTION_LIMIT } from '../params.ts';
import { heapBytes, type CallContext, type CallbackRecord, type CanisterState, type Message } from '../state/canister-state.ts';
import { appendLogs, trapLine } from '../state/logs.ts';
import type { MessageKind, World } from '../state/world.ts';
import { execution as executionCost } from '../system-api/cost.ts';
import type { ExecutionInput } from '../system-api/execution.ts';
import { respond, sendCalls, settle, answer } from './deliver.ts';

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

const MANAGEMENT = new Uint8Array();

/** Why this canister takes no request now; `undefined` where it does. */
export function refusal(canister: CanisterState): Reject | undefined {
  if (canister.status.kind === 'stopped') return reject('IC0508', `Canister ${canister.text} is stopped`);
  if (canister.status.kind === 'stopping') return reject('IC0509', `Canister ${canister.text} is stopping`);
  const { code } = canister;
  if (!code) return toReject(canister.text, faults.noModule());
  const needed = executionCost(code.module.wordSize, INSTRUCTION_LIMIT.message);
  if (canister.cycles >= needed) return undefined;
  return reject('IC0207', `Canister ${canister.text} is out of cycles: please top up the canister with at least ${needed - canister.cycles} additional cycles`);
}

export async function executeRequest(world: World, canister: CanisterState, message: Request): Promise<void> {
  const refused = refusal(canister) ?? missingMethod(canister, message.method);
  if (refused) {
    answer(world, message.origin, { kind: 'reject', reject: refused }, message.cycles);
    return;
  }
  const isUpdate = canister.code?.module.methods.get(message.method) === 'update';
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
  finish(world, canister, context, result);
}

function missingMethod(canister: CanisterState, method: string): Reject | undefined {
  const kind = canister.code?.module.methods.get(method);
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
  const callback = canister.callbacks.get(message.callback);
  if (!callback) return;
  canister.callbacks.delete(message.callback);
  canister.cycles += message.refund + unusedTransmission(callback, message);
  world.touch(canister);
  const context = canister.callContexts.get(callback.context);
  if (!context || !canister.code) return;
  const result = await runCallback(world, canister, context, callback, message);
  const cleaned = result.fault && callback.callback.cleanup ? await runCleanup(world, canister, context, callback, message, result) : result;
  finish(world, canister, context, cleaned);
}

/** The reserve less what the response's bytes cost; the execution is charged when it has run. */
function unusedTransmission(callback: CallbackRecord, message: ResponseMessage): bigint {
  const bytes = message.result.kind === 'reply' ? message.result.data.length : message.result.reject.message.length;
  return callback.reserve - CYCLES.callByte * BigInt(bytes);
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

/** A heartbeat or a timer: a call context of its own that nobody waits for. */
export async function executeTask(world: World, canister: CanisterState, task: 'heartbeat' | 'global timer'): Promise<void> {
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
  const kind = task === 'heartbeat' ? 'heartbeat' : 'global_timer';
  const result = await runEntry(world, canister, {
    kind,
    messageId: `${kind}:${canister.key}`,
    requestId: undefined,
    entry: { kind: 'export', name: `canister_${kind}` },
    input: { ...PLAIN_INPUT, context: 'T', task, caller: MANAGEMENT, time: world.time, instructionLimit: INSTRUCTION_LIMIT.message, responded: true },
  });
  finish(world, canister, context, result);
}

interface Run {
  readonly kind: MessageKind;
  readonly messageId: string;
  readonly requestId: string | undefined;
  readonly entry: Entry;
  readonly input: ExecutionInput;
}

/** Executes, charges, logs and reports. State changes of the message itself are kept for updates and callbacks, dropped for replicated queries. */
async function runEntry(world: World, canister: CanisterState, run: Run): Promise<ExecutionResult> {
  const ending = run.input.context === 'RQ' ? 'undo' : 'commit';
  const result = await runUnlessStopped(world, canister, run, ending);
  const wordSize = canister.code?.module.wordSize ?? 32;
  if (!result.fault) canister.cycles = result.execution.balance;
  const cost = executionCost(wordSize, result.chargedInstructions);
  canister.cycles = canister.cycles > cost ? canister.cycles - cost : 0n;
  world.touch(canister);
  const texts = result.fault ? [...result.execution.logs, trapLine(result.fault.logged)] : result.execution.logs;
  appendLogs(world, canister, texts, world.time);
  report(world, canister, run, result);
  return result;
}

async function runUnlessStopped(world: World, canister: CanisterState, run: Run, ending: 'commit' | 'undo'): Promise<ExecutionResult> {
  world.host.events.started(run.messageId, canister, run.input.methodName || run.kind);
  if (world.host.stoppedMessage !== run.messageId || world.stopHonoured) return execute(world, canister, run.entry, run.input, ending);
  world.stopHonoured = true;
  const probe = await execute(world, canister, run.entry, { ...run.input, instructionLimit: 0 }, 'undo');
  return { ...probe, fault: faults.stopped(), instructions: 0, chargedInstructions: 0 };
}

function report(world: World, canister: CanisterState, run: Run, result: ExecutionResult): void {
  const { kind, messageId, requestId } = run;
  const facts = {
    canister,
    messageId,
    requestId,
    kind,
    method: run.input.methodName,
    instructions: result.instructions,
    trap: result.fault && toReject(canister.text, result.fault),
    timestampNanos: world.time,
    heapBytes: heapBytes(canister.code),
    stableBytes: canister.stable.size,
  };
  world.announce((events) => {
    events.executed(facts);
  });
}

/** Applies the effects of a successful execution to the system state, answers, and settles the call context. */
function finish(world: World, canister: CanisterState, context: CallContext, result: ExecutionResult): void {
  const { execution, fault } = result;
  context.instructions += result.chargedInstructions;
  if (!fault) {
    canister.version += 1n;
    if (execution.certifiedData) canister.certifiedData = execution.certifiedData;
    if (execution.globalTimer !== undefined) canister.globalTimer = execution.globalTimer;
    context.availableCycles -= execution.cyclesAccepted;
    sendCalls(world, canister, context.id, execution.calls);
    if (execution.response) {
      const { response } = execution;
      respond(
        world,
        context,
        response.kind === 'reply' ? response : { kind: 'reject', reject: { code: 4, errorCode: 'IC0406', message: response.message } },
      );
    }
  }
  settle(world, canister, context, fault);
}
