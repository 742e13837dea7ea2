import { Principal } from '@dfinity/principal';
import { equalBytes } from '../../primitives/bytes.ts';
import { HeldChunkMiss, execute, supplyChunk, undo, type ExecutionResult } from '../canister/execute.ts';
import { faults, reject, toReject, type Reject } from '../errors.ts';
import type { QueryResult } from '../machine.ts';
import { INSTRUCTION_LIMIT } from '../params.ts';
import { heapBytes, type CallResult, type CanisterState } from '../state/canister-state.ts';
import type { MessageKind, World } from '../state/world.ts';
import type { ExecutionInput, OutgoingCall } from '../system-api/execution.ts';
import type { Entry } from '../canister/instance.ts';
import { PLAIN_INPUT } from './messages.ts';

/** Non-replicated execution: nothing of it stays. Interface Specification: "Query methods", "Composite query methods". */

const MAX_DEPTH = 6;
const CALL_OVERHEAD = 50_000_000;

export interface QueryRequest {
  readonly sender: Uint8Array;
  readonly canisterId: Uint8Array;
  readonly methodName: string;
  readonly arg: Uint8Array;
  readonly requestId: string | undefined;
  readonly dataCertificate: Uint8Array | undefined;
}

/** What the executions of one query share. */
interface QueryGraph {
  instructionsLeft: number;
  /** Canisters whose composite query waits for the current execution. */
  readonly path: CanisterState[];
  /** Canisters whose memory is to be undone in the end. */
  readonly held: Set<CanisterState>;
}

export async function runQuery(world: World, request: QueryRequest): Promise<QueryResult> {
  for (;;) {
    const graph: QueryGraph = { instructionsLeft: INSTRUCTION_LIMIT.query, path: [], held: new Set() };
    try {
      const result = await queryCanister(world, request, graph);
      return result.kind === 'reply' ? { kind: 'replied', reply: result.data } : { kind: 'rejected', reject: result.reject };
    } catch (error) {
      if (!(error instanceof HeldChunkMiss)) throw error;
      await supplyChunk(world, error.canister, error.chunk);
    } finally {
      for (const canister of graph.held) if (canister.code) undo(world, canister, canister.code);
    }
  }
}

const refused = (refusal: Reject): CallResult => ({ kind: 'reject', reject: refusal });

function notRunning(canister: CanisterState): Reject | undefined {
  if (canister.status.kind === 'stopped') return reject('IC0508', `Canister ${canister.text} is stopped and therefore does not have a CallContextManager`);
  if (canister.status.kind === 'stopping') return reject('IC0509', `Canister ${canister.text} is stopping`);
  return canister.code ? undefined : toReject(canister.text, faults.noModule());
}

async function queryCanister(world: World, request: QueryRequest, graph: QueryGraph): Promise<CallResult> {
  const canister = world.find(request.canisterId);
  if (!canister) return refused(reject('IC0301', `Canister ${Principal.fromUint8Array(request.canisterId).toText()} not found`));
  const refusal = notRunning(canister);
  if (refusal) return refused(refusal);
  const method = canister.code?.module.methods.get(request.methodName);
  const composite = method === 'composite_query';
  if (method !== 'query' && !composite) return refused(toReject(canister.text, faults.methodNotFound('query', request.methodName)));
  const input: ExecutionInput = {
    ...PLAIN_INPUT,
    context: composite ? 'CQ' : 'NRQ',
    caller: request.sender,
    arg: request.arg,
    methodName: request.methodName,
    time: world.time,
    instructionLimit: Math.max(0, graph.instructionsLeft),
    dataCertificate: request.dataCertificate,
  };
  const run = { world, canister, request, graph };
  return composite ? runComposite(run, input) : runSimple(run, input);
}

interface QueryRun {
  readonly world: World;
  readonly canister: CanisterState;
  readonly request: QueryRequest;
  readonly graph: QueryGraph;
}

async function runSimple(run: QueryRun, input: ExecutionInput): Promise<CallResult> {
  const result = await step(run, { kind: 'export', name: `canister_query ${input.methodName}` }, input, 'undo', 'query');
  if (result.fault) return refused(toReject(run.canister.text, result.fault));
  return responseOf(result) ?? refused(noResponse(run.canister));
}

const noResponse = (canister: CanisterState): Reject => reject('IC0506', `Canister ${canister.text} did not produce a response`);

function responseOf({ execution: { response } }: ExecutionResult): CallResult | undefined {
  if (!response) return undefined;
  if (response.kind === 'reply') return response;
  return refused({ code: 4, errorCode: 'IC0406', message: response.message });
}

/**
 * A composite query keeps its canister's memory between its callbacks, uncommitted; `runQuery` undoes all of it in the end. Its calls
 * run one after the other.
 */
async function runComposite(run: QueryRun, input: ExecutionInput): Promise<CallResult> {
  const { canister, graph } = run;
  graph.path.push(canister);
  graph.held.add(canister);
  try {
    const first = await step(run, { kind: 'export', name: `canister_composite_query ${input.methodName}` }, input, 'hold', 'composite_query');
    return await runCallbacks(run, input, first);
  } finally {
    graph.path.pop();
  }
}

async function runCallbacks(run: QueryRun, input: ExecutionInput, first: ExecutionResult): Promise<CallResult> {
  let response: CallResult | undefined;
  let latest = first;
  const pending: OutgoingCall[] = [];
  for (;;) {
    if (latest.fault) return response ?? refused(toReject(run.canister.text, latest.fault));
    response ??= responseOf(latest);
    pending.push(...latest.execution.calls);
    const call = pending.shift();
    if (!call) return response ?? refused(noResponse(run.canister));
    const result = await nestedCall(run, call);
    const { fun, env } = result.kind === 'reply' ? call.callback.reply : call.callback.reject;
    latest = await step(run, { kind: 'table', fun, env }, callbackInput(run, input, result, response !== undefined), 'hold', result.kind);
  }
}

async function nestedCall(run: QueryRun, call: OutgoingCall): Promise<CallResult> {
  const { world, canister, graph } = run;
  graph.instructionsLeft -= CALL_OVERHEAD;
  if (graph.instructionsLeft <= 0) return refused(reject('IC0526', 'Composite query exceeded the instruction limit of its call graph'));
  if (graph.path.length > MAX_DEPTH) return refused(reject('IC0525', `Canister ${canister.text} has exceeded the maximum depth of the query call graph`));
  if (graph.path.some(({ id }) => equalBytes(id, call.callee))) {
    return refused(reject('IC0517', `Loop detected in the query call graph at canister ${Principal.fromUint8Array(call.callee).toText()}`));
  }
  const request = { sender: canister.id, canisterId: call.callee, methodName: call.method, arg: call.payload, requestId: undefined, dataCertificate: undefined };
  return queryCanister(world, request, graph);
}

function callbackInput(run: QueryRun, input: ExecutionInput, result: CallResult, responded: boolean): ExecutionInput {
  const isReply = result.kind === 'reply';
  return {
    ...input,
    context: isReply ? 'CRy' : 'CRt',
    arg: isReply ? result.data : new Uint8Array(),
    rejectCode: isReply ? 0 : result.reject.code,
    rejectMessage: isReply ? '' : result.reject.message,
    instructionLimit: Math.max(0, run.graph.instructionsLeft),
    responded,
    dataCertificate: undefined,
  };
}

async function step(run: QueryRun, entry: Entry, input: ExecutionInput, ending: 'undo' | 'hold', kind: MessageKind): Promise<ExecutionResult> {
  const { world, canister, request, graph } = run;
  world.host.events.started(`query:${request.requestId ?? ''}`, canister, request.methodName);
  const result = await execute(world, canister, entry, input, ending);
  graph.instructionsLeft -= result.instructions;
  world.host.events.executed({
    canister,
    messageId: `query:${request.requestId ?? ''}`,
    requestId: request.requestId,
    kind,
    method: request.methodName,
    instructions: result.instructions,
    trap: result.fault && toReject(canister.text, result.fault),
    timestampNanos: world.time,
    heapBytes: heapBytes(canister.code),
    stableBytes: canister.stable.size,
  });
  return result;
}
