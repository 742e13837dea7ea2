import { execute, type ExecutionResult } from '../canister/execute.ts';
import type { Entry } from '../canister/instance.ts';
import { faults, toReject } from '../errors.ts';
import { heapBytes, type CallContext, type CanisterState } from '../state/canister-state.ts';
import { appendLogs } from '../state/logs.ts';
import type { MessageKind, World } from '../state/world.ts';
import type { Execution, ExecutionInput } from '../system-api/execution.ts';
import { respond, sendCalls, settle } from './deliver.ts';
import { updateLowMemoryHook } from './low-memory.ts';

/** Running one entry point for a message or a task, and applying what it did. Interface Specification: "Message execution". */

export interface Run {
  readonly kind: MessageKind;
  readonly messageId: string;
  readonly requestId: string | undefined;
  readonly entry: Entry;
  readonly input: ExecutionInput;
}

/**
 * Executes, logs and reports; it has been paid for, and who calls gives back what was not used. State changes of the message itself are
 * kept for updates and callbacks, dropped for replicated queries.
 */
export async function runEntry(world: World, canister: CanisterState, run: Run): Promise<ExecutionResult> {
  const ending = run.input.context === 'RQ' ? 'undo' : 'commit';
  const bytes = memoryBytes(canister);
  const result = await runUnlessStopped(world, canister, run, ending);
  if (!result.fault) canister.cycles = result.execution.balance;
  world.touch(canister);
  appendLogs(world, canister, result.execution.logs, world.time);
  report(world, canister, run, result);
  if (!result.fault) applyEffects(canister, result.execution);
  if (memoryBytes(canister) !== bytes) updateLowMemoryHook(world, canister);
  return result;
}

const memoryBytes = ({ code, stable }: CanisterState): number => heapBytes(code) + stable.size;

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

/** What a successful execution changes in the canister beside memory, cycles and calls. */
function applyEffects(canister: CanisterState, { certifiedData, globalTimer }: Execution): void {
  canister.version += 1n;
  if (certifiedData) canister.certifiedData = certifiedData;
  if (globalTimer !== undefined) canister.globalTimer = globalTimer;
}

/** Sends the calls of a successful execution, answers, and settles the call context. `instructions` of all that ran for this message. */
export function finish(world: World, canister: CanisterState, context: CallContext, result: ExecutionResult, instructions = result.chargedInstructions): void {
  const { execution, fault } = result;
  context.instructions += instructions;
  if (!fault) {
    context.availableCycles -= execution.cyclesAccepted;
    sendCalls(world, canister, context.id, execution.calls);
    const { response } = execution;
    if (response?.kind === 'reply') respond(world, canister, context, response);
    else if (response) respond(world, canister, context, { kind: 'reject', reject: { code: 4, errorCode: 'IC0406', message: response.message } });
  }
  settle(world, canister, context, fault);
}
