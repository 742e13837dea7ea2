import { t } from '@lingui/core/macro';
import { toHex } from '../../primitives/bytes.ts';
import { withCall } from '../state/canisters.ts';
import type { CallRecord, Project } from '../state/model.ts';
import type { Answer } from './canister-calls.ts';
import type { CallHistory } from './workspace.ts';
import { calls, type Context, currentProject, errorText, patch, saveCalls, say } from './context.ts';

export interface Calling {
  call(method: string, mode: 'update' | 'query', args: Uint8Array, argsText: string): Promise<CallRecord>;
  /** Makes a call for a script and records it, without a word in the live region. Never rejects. */
  replay(target: Target, call: ScriptCall): Promise<CallRecord>;
  /** Makes a call that a user wrote as a command; `heard` gets the bytes of the reply. Never rejects. */
  typed(target: Target, call: ScriptCall, heard: (reply: Uint8Array) => void): Promise<CallRecord>;
}

export interface ScriptCall extends Pick<CallRecord, 'method' | 'mode' | 'args' | 'caller'> {
  /** `args`, encoded. */
  readonly encoded: Uint8Array;
}

/** The message that the user stopped last. */
export interface Stopped {
  readonly canisterId: string;
  readonly method: string;
}

/** A canister that has code. */
export interface Target {
  readonly projectId: string;
  readonly name: string;
  readonly canisterId: string;
  readonly candid: string;
}

export function createCalling(context: Context, stopped: () => Stopped | undefined): Calling {
  const keep = (target: Target, record: CallRecord): CallRecord => {
    const records = withCall(context.history.get(target.projectId)?.[target.name] ?? [], record);
    saveCalls(context, target.projectId, target.name, records);
    patch(context, target.projectId, target.name, () => ({ calls: records }));
    return record;
  };

  const make = async (target: Target, running: CallRecord, args: Uint8Array, heard?: (reply: Uint8Array) => void): Promise<CallRecord> => {
    keep(target, running);
    const epoch = context.link.epoch();
    const began = context.options.now();
    const answered = await attempt(context, target, running, args);
    const milliseconds = context.options.now() - began;
    if (answered instanceof Error) {
      const failed = context.link.epoch() === epoch ? unanswered(answered) : cutOff(target, running, stopped());
      return keep(target, { ...running, ...failed, milliseconds });
    }
    if (answered.ok) heard?.(answered.reply);
    return keep(target, { ...running, ...result(context, target, running.method, answered), milliseconds });
  };

  return {
    call: async (method, mode, args, argsText) => {
      const target = selectedTarget(context);
      const caller = context.store.getState().identity;
      const id = nextId(context, target);
      const running: CallRecord = { id, method, mode, args: argsText, caller, phase: 'running', result: '', ...NOT_MEASURED };
      if (!target) return { ...running, phase: 'rejected', result: t`There is no code to call yet: press Deploy first.` };
      const done = await make(target, running, args);
      if (done.phase !== 'stopped') say(context, done.phase === 'replied' ? t`${method} replied ${{ result: done.result }}` : t`${method} was rejected: ${{ message: done.result }}`);
      return done;
    },
    replay: (target, { encoded, ...call }) => {
      const id = nextId(context, target);
      return make(target, { ...call, id, phase: 'running', result: '', ...NOT_MEASURED, replayed: true }, encoded);
    },
    typed: (target, { encoded, ...call }, heard) =>
      make(target, { ...call, id: nextId(context, target), phase: 'running', result: '', ...NOT_MEASURED }, encoded, heard),
  };
}

const NOT_MEASURED = { errorCode: undefined, instructions: undefined, milliseconds: undefined };

function selectedTarget(context: Context): Target | undefined {
  const name = context.store.getState().selected;
  return name === undefined ? undefined : targetOf(currentProject(context), name);
}

/** A canister of a project by its name; `undefined` where it has no code. */
export function targetOf(project: Project | undefined, name: string): Target | undefined {
  const installed = project?.installed[name];
  const canisterId = project?.canisterIds[name];
  if (!project || !installed || canisterId === undefined) return undefined;
  return { projectId: project.id, name, canisterId, candid: installed.candid };
}

function nextId(context: Context, target: Target | undefined): number {
  const records = target ? (context.history.get(target.projectId)?.[target.name] ?? []) : [];
  return records.reduce((highest, { id }) => Math.max(highest, id), 0) + 1;
}

async function attempt(context: Context, { canisterId }: Target, { mode, caller, method }: CallRecord, arg: Uint8Array): Promise<Answer | Error> {
  try {
    return await calls(context)[mode](caller, { canisterId, method, arg });
  } catch (error) {
    return error instanceof Error ? error : new Error(errorText(error));
  }
}

function result(context: Context, { candid }: Target, method: string, answer: Answer): Partial<CallRecord> {
  const instructions = context.instructions.take(answer.requestId);
  if (!answer.ok) return { phase: 'rejected', result: answer.message, errorCode: answer.errorCode, instructions };
  return { phase: 'replied', result: replyText(context, candid, method, answer.reply), instructions };
}

/** A reply as Candid text; where it does not fit the interface, its bytes. */
export function replyText({ options }: Pick<Context, 'options'>, candid: string, method: string, reply: Uint8Array): string {
  try {
    return options.decodeReply(candid, method, reply);
  } catch (error) {
    return t`${{ count: reply.length }} bytes that do not fit the interface (${{ reason: errorText(error) }}): ${{ bytes: toHex(reply.subarray(0, 256)) }}`;
  }
}

const unanswered = (error: Error): Partial<CallRecord> => ({ phase: 'rejected', result: t`No answer arrived: ${{ message: error.message }}` });

function cutOff(target: Target, record: CallRecord, stopped: Stopped | undefined): Partial<CallRecord> {
  const itself = stopped?.canisterId === target.canisterId && stopped.method === record.method;
  const text = itself
    ? t`Stopped. What it had done so far is undone, and the last committed state was opened again.`
    : t`The replica was stopped while this call had no answer yet, and the last committed state was opened again.`;
  return { phase: 'stopped', result: text };
}

/** Calls that were under way when the page was closed will not get their answer in it any more. */
export const closedCalls = (history: CallHistory): CallHistory =>
  Object.fromEntries(Object.entries(history).map(([name, records]) => [name, records.map(closedCall)]));

const closedCall = (record: CallRecord): CallRecord =>
  record.phase === 'running' ? { ...record, phase: 'stopped', result: t`The page was closed before the answer arrived.` } : record;
