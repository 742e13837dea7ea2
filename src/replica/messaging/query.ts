import { Principal } from '@dfinity/principal';
import { equalBytes } from '../../primitives/bytes.ts';
import { HeldChunkMiss, execute, loadedCode, restore, savepoint, supplyChunk, undo, type ExecutionResult } from '../canister/execute.ts';
import type { Entry } from '../canister/instance.ts';
import { isFrozen } from '../cycles/account.ts';
import { faults, reject, toReject, type Reject } from '../errors.ts';
import type { QueryResult } from '../machine.ts';
import { queryManagement } from '../management/dispatch.ts';
import { INSTRUCTION_LIMIT } from '../params.ts';
import { heapBytes, type CallResult, type CanisterState } from '../state/canister-state.ts';
import type { MessageKind, World } from '../state/world.ts';
import type { ExecutionInput, OutgoingCall } from '../system-api/execution.ts';
import { PLAIN_INPUT, notRunning } from './messages.ts';

/**
 * Non-replicated execution: nothing of it stays. Interface Specification: "Query methods", "Composite query methods"; the evaluation of a call
 * graph is that of rs/execution_environment/src/query_handler/query_call_graph.rs.
 */

const MAX_DEPTH = 6;
const CALL_OVERHEAD = 50_000_000;

export interface QueryRequest {
  readonly sender: Uint8Array;
  readonly canisterId: Uint8Array;
  readonly methodName: string;
  readonly arg: Uint8Array;
  readonly requestId: string | undefined;
  readonly dataCertificate: Uint8Array | undefined;
  /** Asked by whoever runs the replica, not by a user: a canister that is stopping, stopped or frozen answers too. */
  readonly regardless?: boolean;
}

/** What the executions of one query share. */
interface QueryGraph {
  /** What the user asked for. */
  readonly root: QueryRequest;
  instructionsLeft: number;
  /** Canisters whose composite query waits for the current execution, the outermost first. */
  readonly path: CanisterState[];
}

/** Ends the query as a whole, wherever in the graph it was met. */
class GraphLimit extends Error {
  override readonly name = 'GraphLimit';
  readonly reject: Reject;
  constructor(cause: Reject) {
    super(cause.message);
    this.reject = cause;
  }
}

export async function runQuery(world: World, request: QueryRequest): Promise<QueryResult> {
  for (;;) {
    try {
      const result = await queryCanister(world, request, { root: request, instructionsLeft: INSTRUCTION_LIMIT.query, path: [] });
      return result.kind === 'reply' ? { kind: 'replied', reply: result.data } : { kind: 'rejected', reject: result.reject };
    } catch (error) {
      if (error instanceof GraphLimit) return { kind: 'rejected', reject: error.reject };
      if (!(error instanceof HeldChunkMiss)) throw error;
      await supplyChunk(world, error.canister, error.chunk);
    }
  }
}

const refused = (refusal: Reject): CallResult => ({ kind: 'reject', reject: refusal });

/** Why the method cannot be executed; `undefined` where it can. */
function refusalOf(world: World, canister: CanisterState, { methodName, regardless = false }: QueryRequest): Reject | undefined {
  const { text, code, status } = canister;
  if (status.kind === 'stopped' && !regardless) return reject('IC0508', `Canister ${text} is stopped and therefore does not have a CallContextManager`);
  if (!code) return toReject(text, faults.noModule());
  const method = code.module.methods.get(methodName);
  if (method !== 'query' && method !== 'composite_query') return toReject(text, faults.methodNotFound('query', methodName));
  if (regardless) return undefined;
  if (isFrozen(world, canister)) {
    return reject('IC0207', `Canister ${text} is unable to process query calls because it's frozen. Please top up the canister with cycles and try again.`);
  }
  return notRunning(canister);
}

async function queryCanister(world: World, request: QueryRequest, graph: QueryGraph): Promise<CallResult> {
  const canister = world.find(request.canisterId);
  if (!canister) return refused(reject('IC0301', `Canister ${Principal.fromUint8Array(request.canisterId).toText()} not found`));
  const refusal = refusalOf(world, canister, request);
  if (refusal) return refused(refusal);
  const composite = canister.code?.module.methods.get(request.methodName) === 'composite_query';
  const nested = graph.path.length > 0;
  const input: ExecutionInput = {
    ...PLAIN_INPUT,
    // Whatever a composite query calls runs as one, and may call in turn.
    context: composite || nested ? 'CQ' : 'NRQ',
    caller: request.sender,
    arg: request.arg,
    methodName: request.methodName,
    time: world.time,
    instructionLimit: instructionLimit(graph),
    dataCertificate: request.dataCertificate,
  };
  const run = { world, canister, request, graph };
  return composite || nested ? runStateful(run, input, composite ? 'composite_query' : 'query') : runSimple(run, input);
}

const instructionLimit = ({ instructionsLeft }: QueryGraph): number => Math.max(0, instructionsLeft);

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
 * Keeps the canister's memory between the execution and its callbacks, and undoes it then. A canister that is called while its own
 * query waits begins with the state before that query.
 */
async function runStateful(run: QueryRun, input: ExecutionInput, kind: 'query' | 'composite_query'): Promise<CallResult> {
  const { world, canister, graph } = run;
  const code = await loadedCode(world, canister);
  const waiting = graph.path.includes(canister) ? savepoint(world, canister, code) : undefined;
  if (waiting) undo(world, canister, code);
  graph.path.push(canister);
  try {
    const first = await step(run, { kind: 'export', name: `canister_${kind} ${input.methodName}` }, input, 'hold', kind);
    if (graph.path.length > 1) graph.instructionsLeft -= CALL_OVERHEAD;
    if (first.fault) return refused(toReject(canister.text, first.fault));
    return responseOf(first) ?? (await runCalls(run, input, first));
  } finally {
    graph.path.pop();
    undo(world, canister, code);
    if (waiting) restore(world, canister, code, waiting);
  }
}

/** Makes the calls of a query that has not answered, one after the other, until one of their callbacks answers. */
async function runCalls(run: QueryRun, input: ExecutionInput, first: ExecutionResult): Promise<CallResult> {
  const pending = [...first.execution.calls];
  let instructionsBefore = first.instructions;
  for (;;) {
    checkLimits(run.graph);
    const call = pending.shift();
    if (!call) return refused(noResponse(run.canister));
    const result = await nestedCall(run, call);
    checkLimits(run.graph);
    const latest = await runCallback(run, call, { ...input, ...callbackInput(result), instructionsBefore });
    instructionsBefore += latest.instructions;
    if (!latest.fault) {
      const response = responseOf(latest);
      if (response) return response;
      pending.push(...latest.execution.calls);
    } else if (pending.length === 0) {
      return refused(toReject(run.canister.text, latest.fault));
    }
  }
}

/** @throws GraphLimit */
function checkLimits({ path, instructionsLeft }: QueryGraph): void {
  if (path.length > MAX_DEPTH) throw new GraphLimit(reject('IC0525', 'Composite query calls exceeded the maximum call depth.'));
  if (instructionsLeft <= 0) throw new GraphLimit(reject('IC0526', 'Composite query calls exceeded the instruction limit.'));
}

async function nestedCall({ world, canister, graph }: QueryRun, call: OutgoingCall): Promise<CallResult> {
  const { callee: canisterId, method: methodName, payload: arg } = call;
  if (canisterId.length === 0) {
    const result = await queryManagement(world, canister.id, methodName, arg);
    return result === 'waiting' ? refused(noResponse(canister)) : result;
  }
  const dataCertificate = equalBytes(canisterId, graph.root.canisterId) ? graph.root.dataCertificate : undefined;
  return queryCanister(world, { sender: canister.id, canisterId, methodName, arg, requestId: undefined, dataCertificate }, graph);
}

function callbackInput(result: CallResult): Partial<ExecutionInput> & { readonly context: 'CRy' | 'CRt' } {
  if (result.kind === 'reply') return { context: 'CRy', arg: result.data, dataCertificate: undefined };
  const { code: rejectCode, message: rejectMessage } = result.reject;
  return { context: 'CRt', arg: new Uint8Array(), rejectCode, rejectMessage, dataCertificate: undefined };
}

/** Where the callback traps, the cleanup callback runs on the state before it, and the trap stays the outcome. */
async function runCallback(run: QueryRun, call: OutgoingCall, given: ExecutionInput): Promise<ExecutionResult> {
  const { world, canister, graph } = run;
  const code = await loadedCode(world, canister);
  const before = savepoint(world, canister, code);
  const input = { ...given, instructionLimit: instructionLimit(graph) };
  const { reply, reject: onReject, cleanup } = call.callback;
  const result = await step(run, { kind: 'table', ...(input.context === 'CRy' ? reply : onReject) }, input, 'hold', input.context === 'CRy' ? 'reply' : 'reject');
  if (!result.fault) return result;
  restore(world, canister, code, before);
  if (!cleanup) return result;
  const left = Math.max(0, input.instructionLimit - result.instructions);
  const cleaned = await step(run, { kind: 'table', ...cleanup }, { ...input, context: 'CC', instructionLimit: left }, 'hold', 'cleanup');
  const instructions = result.instructions + cleaned.instructions;
  if (!cleaned.fault) return { ...result, instructions };
  restore(world, canister, code, before);
  return { ...result, instructions, fault: faults.cleanup(result.fault, cleaned.fault) };
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
