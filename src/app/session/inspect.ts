import { t } from '@lingui/core/macro';
import { INSPECTOR_METHOD } from '../../protocol/compiler.ts';
import { canisterName } from '../state/canisters.ts';
import type { Installed, Values } from '../state/model.ts';
import { liveRows, staleRows } from '../state/rows.ts';
import type { CanisterCalls } from './canister-calls.ts';
import { type Context, currentProject, errorText, patch } from './context.ts';
import { OWNER } from './callers.ts';
import { decodeInspector, encodeInspector, type InspectorQuestion } from './management.ts';
import { ownerOf } from './owner.ts';

/** `unread`: why the value of a variable could not be read while those of others could, by name. `executed`: see {@link Told}. */
export type Reading = ({ readonly ok: true; readonly values: Values; readonly unread: Values } & Told) | { readonly ok: false; readonly reason: string };

/** Asks a canister for its variables. A build that cannot answer has no values to read. */
export function readState(context: Context, canisterId: string, installed: Readable): Promise<Reading> {
  return readVariables((question) => askHere(context, canisterId, question), canisterId, installed, context.unreadable);
}

type Readable = Pick<Installed, 'inspected' | 'key' | 'variables'>;
/** Variables of a build that made the inspector fail, and why. */
type Unreadable = Map<string, Values>;
/** Asks the inspector: for all variables, where there is no question. */
export type AskInspector = (question: InspectorQuestion | undefined) => Promise<InspectorAnswer>;

/** As {@link readState}, in the world that `ask` goes to. */
export async function readVariables(ask: AskInspector, canisterId: string, installed: Readable, unreadable: Unreadable): Promise<Reading> {
  if (!installed.inspected) return { ok: true, values: {}, unread: {}, executed: undefined };
  const key = `${canisterId} ${installed.key}`;
  const unread = unreadable.get(key) ?? {};
  const names = installed.variables.filter(({ unshown, name }) => unshown === undefined && !(name in unread)).map(({ name }) => name);
  const answer = await ask(Object.keys(unread).length === 0 ? undefined : { names });
  if (answer.ok) return { ...answer, unread };
  if (names.length < 2 || !answer.rejected) return answer;
  return readOneByOne(ask, names, unread, (found) => unreadable.set(key, found));
}

/** Where one value makes the query fail, as it takes too long to show, the others are still read; that one is not asked for again. */
async function readOneByOne(ask: AskInspector, names: readonly string[], known: Values, remember: (unread: Values) => void): Promise<Reading> {
  const values: Record<string, string> = {};
  const unread: Record<string, string> = { ...known };
  let executed: number | undefined;
  for (const name of names) {
    const answer = await ask({ names: [name] });
    if (answer.ok) {
      Object.assign(values, answer.values);
      executed ??= answer.executed;
    } else if (!answer.rejected) return answer;
    else unread[name] = t`Too much to show: ${{ reason: answer.reason }}`;
  }
  if (Object.keys(values).length > 0) remember(unread);
  return { ok: true, values, unread, executed };
}

/** How many messages the canister had executed; `undefined` in worlds that do not tell. */
interface Told {
  readonly executed: number | undefined;
}

export type InspectorAnswer =
  | ({ readonly ok: true; readonly values: Values } & Told)
  /** `rejected`: the canister was asked, and failed to answer. */
  | { readonly ok: false; readonly reason: string; readonly rejected: boolean };

/** One query to the inspector. It changes nothing and costs the canister nothing. */
export async function askInspector(calls: () => CanisterCalls, canisterId: string, question: InspectorQuestion | undefined): Promise<InspectorAnswer> {
  try {
    const answer = await calls().query(OWNER, { canisterId, method: INSPECTOR_METHOD, arg: encodeInspector(question) });
    return answerOf({ ...answer, executed: undefined });
  } catch (error) {
    return { ok: false, reason: errorText(error), rejected: false };
  }
}

/** In the user's world, and without the certificates of an agent: what is shown after every message must not wait for them. */
async function askHere(context: Context, canisterId: string, question: InspectorQuestion | undefined): Promise<InspectorAnswer> {
  try {
    const arg = question && encodeInspector(question);
    const answer = await context.link.call('ask', { id: canisterId, sender: ownerOf(context), method: INSPECTOR_METHOD, arg });
    if (!question) noteFollowed(context, canisterId, answer.followed);
    return answerOf(answer);
  } catch (error) {
    return { ok: false, reason: errorText(error), rejected: false };
  }
}

type Answered = ({ readonly ok: true; readonly reply: Uint8Array } | { readonly ok: false; readonly message: string }) & Told;

const answerOf = (answer: Answered): InspectorAnswer =>
  answer.ok ? { ok: true, values: decodeInspector(answer.reply), executed: answer.executed } : { ok: false, reason: answer.message, rejected: true };

/** Keeps the State table up to date: one query at a time for each canister, and one more where something happened meanwhile. */
export interface Inspector {
  /** Reads the canister of the current project with this name, soon. */
  refresh(name: string): Promise<void>;
  /** Shows what the canister of the current project with this name has just answered. */
  show(name: string, reading: Reading): void;
  /** After a message: reads the canister, unless the replica tells by itself what it reads now. */
  changed(name: string): void;
}

export function createInspector(context: Context): Inspector {
  const reading = new Map<string, Promise<void>>();
  const again = new Set<string>();

  const loop = async (key: string, projectId: string, name: string): Promise<void> => {
    do {
      again.delete(key);
      await readOnce(context, projectId, name);
    } while (again.has(key));
    reading.delete(key);
  };

  const refresh = (name: string): Promise<void> => {
    const project = currentProject(context);
    if (!project?.installed[name]) return Promise.resolve();
    const key = `${project.id}/${name}`;
    const running = reading.get(key);
    if (running) again.add(key);
    const promise = running ?? loop(key, project.id, name);
    reading.set(key, promise);
    return promise;
  };

  followAnswers(context, (name) => void refresh(name));
  return {
    refresh,
    show: (name, reading) => {
      const project = currentProject(context);
      const installed = project?.installed[name];
      const canisterId = project?.canisterIds[name];
      if (project && installed && canisterId !== undefined && !isBusy(context, name)) show(context, { canisterId, projectId: project.id, name, installed }, reading);
    },
    changed: (name) => {
      const id = currentProject(context)?.canisterIds[name];
      if (id === undefined || !isFollowed(context, id)) void refresh(name);
    },
  };
}

// A new worker knows nothing of what another one was asked.
const followKey = ({ link }: Context, canisterId: string): string => `${link.epoch()} ${canisterId}`;

const isFollowed = (context: Context, canisterId: string): boolean => context.followed.has(followKey(context, canisterId));

function noteFollowed(context: Context, canisterId: string, followed: boolean): void {
  if (followed) context.followed.add(followKey(context, canisterId));
  else context.followed.delete(followKey(context, canisterId));
}

/** Shows what the replica tells by itself. */
function followAnswers(context: Context, refresh: (name: string) => void): void {
  context.link.on('answered', ({ id, method, answer }) => {
    const project = currentProject(context);
    const name = canisterName(project, id);
    if (!project || name === undefined || method !== INSPECTOR_METHOD) return;
    noteFollowed(context, id, answer.followed);
    const installed = project.installed[name];
    if (!installed?.inspected) return;
    const reading = answerOf(answer);
    if (reading.ok) show(context, { canisterId: id, projectId: project.id, name, installed }, { ...reading, unread: {} });
    else refresh(name);
  });
}

/** An installation under way reads the state itself, before and after. */
async function readOnce(context: Context, projectId: string, name: string): Promise<void> {
  const project = context.library.get(projectId);
  const installed = project?.installed[name];
  const canisterId = project?.canisterIds[name];
  if (!installed || canisterId === undefined || isBusy(context, name)) return;
  show(context, { canisterId, projectId, name, installed }, await readState(context, canisterId, installed));
}

interface Shown {
  readonly canisterId: string;
  readonly projectId: string;
  readonly name: string;
  readonly installed: Installed;
}

function show(context: Context, { canisterId, projectId, name, installed }: Shown, result: Reading): void {
  const report = context.library.get(projectId)?.upgrades[name];
  const again = result.ok && isShown(context, canisterId, result);
  patch(context, projectId, name, ({ busy, rows }) => {
    if (busy !== undefined || context.library.get(projectId)?.installed[name] !== installed) return {};
    if (result.ok) return { rows: liveRows(installed, result.values, report, rows, { unread: result.unread, again }) };
    const last = rows.length > 0 ? rows : liveRows(installed, undefined, report, rows);
    return { rows: staleRows(last, t`Its value could not be read: ${{ reason: result.reason }}`) };
  });
}

/** Whether what is on show was read after the same message; from now on this reading is. */
function isShown(context: Context, canisterId: string, { executed }: Told): boolean {
  if (executed === undefined) return false;
  const key = followKey(context, canisterId);
  const again = context.shown.get(key) === executed;
  context.shown.set(key, executed);
  return again;
}

const isBusy = ({ store }: Context, name: string): boolean => store.getState().canisters[name]?.busy !== undefined;
