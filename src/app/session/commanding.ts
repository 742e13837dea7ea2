import { sha256 } from '@noble/hashes/sha2';
import { fromHex, toHex } from '../../primitives/bytes.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { Project } from '../state/model.ts';
import type { CommandActions, Managed, OrderResults, Orders, TypedAnswer, TypedCall } from '../state/terminal-model.ts';
import type { Builds } from './builds.ts';
import { type Calling, type Target, targetOf } from './calling.ts';
import type { CanisterIds } from './canister-ids.ts';
import type { Answer } from './canister-calls.ts';
import { calls, type Context, currentProject, errorText, patch, saveCalls, updateProject } from './context.ts';
import { installCode } from './install-code.ts';
import { MANAGEMENT_CANISTER, NO_ARGUMENTS } from './management.ts';
import type { Opening } from './opening.ts';
import { ENCODINGS } from './orders.ts';
import { withoutSnapshotCode, withSnapshotCode, withSnapshotLoaded } from './snapshot-code.ts';

/** The parts of a session that commands act through. */
export interface CommandParts {
  readonly builds: Builds;
  readonly ids: CanisterIds;
  readonly calling: Calling;
  readonly opening: Opening;
}

const failure = (error: unknown): Managed<never> => ({ ok: false, errorCode: error instanceof PlaygroundError ? undefined : 'failed', message: errorText(error) });
const refusal = (answer: Answer & { ok: false }): Managed<never> => ({ ok: false, errorCode: answer.errorCode, message: answer.message });

/** What commands do beyond the buttons, on the same canisters. */
export function createCommanding(context: Context, parts: CommandParts): CommandActions {
  return {
    buildCanister: (canister) => buildCanister(parts, canister),
    createCanister: async (canister) => {
      const project = currentProject(context);
      if (!project) return NO_PROJECT;
      return parts.ids.ensure(project.id, canister).then((value) => ({ ok: true, value }), failure);
    },
    manage: (kind, canister, caller, order) => manage(context, parts, kind, canister, caller, order).catch(failure),
    callTyped: (call) => callTyped(context, parts.calling, call),
    forgetCanisters: () => forgetCanisters(context, parts.builds),
    initArgument: (canister, text, form) => initArgument(context, parts.builds, canister, text, form),
  };
}

const NO_PROJECT: Managed<never> = { ok: false, errorCode: undefined, message: 'No project is open.' };

async function buildCanister({ builds }: CommandParts, canister: string): ReturnType<CommandActions['buildCanister']> {
  const outcome = await builds.ready(canister);
  if (outcome.kind === 'failed') return { ok: false, errorCode: undefined, message: outcome.message };
  const lines = (severity: 'error' | 'warning'): string[] =>
    outcome.incompatible
      .filter((diagnostic) => diagnostic.severity === severity)
      .map(({ code, message }) => `(unknown location): ${severity === 'error' ? 'Compatibility error' : 'warning'} [${code}], ${message}`);
  return {
    ok: true,
    value: {
      moduleHash: toHex(sha256(outcome.build.wasm)),
      errors: lines('error'),
      warnings: lines('warning'),
      breaking: outcome.breaking.map(({ message }) => message.replaceAll('`', '')),
    },
  };
}

async function manage<K extends keyof Orders>(context: Context, parts: CommandParts, kind: K, name: string, caller: string, order: Orders[K]): Promise<Managed<OrderResults[K]>> {
  const project = currentProject(context);
  const id = project?.canisterIds[name];
  if (!project || id === undefined) return { ok: false, errorCode: undefined, message: `There is no canister ${name} yet.` };
  if (kind === 'install') return (await installRaw(context, parts, { id, name, mode: order as Orders['install'] })) as Managed<OrderResults[K]>;
  const encoding = ENCODINGS[kind as Exclude<K, 'install'>];
  const request = { canisterId: MANAGEMENT_CANISTER, method: encoding.method, arg: encoding.encode(id, order as never), effectiveCanisterId: id };
  const before = project.installed[name];
  const answer = await calls(context).update(caller, request);
  if (!answer.ok) return refusal(answer);
  const value = encoding.decode(answer.reply) as OrderResults[K];
  if (kind === 'takeSnapshot' && before) updateProject(context, project.id, (current) => withSnapshotCode(current, (value as OrderResults['takeSnapshot']).id, before, order as Orders['takeSnapshot']));
  if (kind === 'deleteSnapshot') updateProject(context, project.id, (current) => withoutSnapshotCode(current, order as Orders['deleteSnapshot']));
  if (kind === 'loadSnapshot') await recall(context, project.id, name, id, order as Orders['loadSnapshot']);
  // What a stopped canister holds could not be read.
  if (kind === 'start') await parts.opening.hydrate([name]);
  if (kind === 'delete' || kind === 'uninstall' || kind === 'loadSnapshot') await changedCode(context, parts, project.id, name);
  return { ok: true, value };
}

/** `install_code` without the flows of the page. */
async function installRaw(context: Context, { builds }: CommandParts, { id, name, mode }: { readonly id: string; readonly name: string; readonly mode: Orders['install'] }): Promise<Managed<undefined>> {
  const outcome = await builds.ready(name);
  if (outcome.kind === 'failed') return { ok: false, errorCode: undefined, message: outcome.message };
  const answer = await installCode(calls(context), { canisterId: id, wasm: outcome.build.wasm, mode, persistence: undefined, argument: undefined });
  return answer.ok ? { ok: true, value: undefined } : refusal(answer);
}

/** A snapshot brings back code that another has replaced meanwhile: what the page knows of it has to come back too. */
async function recall(context: Context, projectId: string, name: string, id: string, snapshot: string): Promise<void> {
  const view = await context.link.call('canister', { id });
  updateProject(context, projectId, (project) => withSnapshotLoaded(project, name, snapshot, view));
}

async function changedCode(context: Context, { builds, opening }: CommandParts, projectId: string, name: string): Promise<void> {
  patch(context, projectId, name, () => ({ rows: [], rehearsal: undefined, refusal: undefined }));
  await opening.hydrate([name]);
  if (currentProject(context)?.id === projectId) builds.changed('at once');
  void context.workspace.flush();
}

async function forgetCanisters(context: Context, builds: Builds): Promise<void> {
  const project = currentProject(context);
  if (!project) return;
  await context.link.call('forget', { ids: Object.values(project.canisterIds) });
  updateProject(context, project.id, (current): Project => ({ ...current, canisterIds: {}, installed: {}, upgrades: {}, predictions: undefined, snapshotCode: undefined }));
  for (const name of context.store.getState().canisterOrder) {
    saveCalls(context, project.id, name, []);
    patch(context, project.id, name, () => ({ view: undefined, rows: [], rehearsal: undefined, refusal: undefined, logs: [], calls: [] }));
  }
  builds.changed('at once');
  void context.workspace.flush();
}

async function callTyped(context: Context, calling: Calling, call: TypedCall): Promise<TypedAnswer> {
  const target = callTarget(context, call.canister);
  if (!target) return { kind: 'unsent', message: `There is no canister ${call.canister} yet.` };
  const encoded = encodeCall(context, target.candid, call);
  if (!encoded.ok) return { kind: 'unsent', message: encoded.message };
  const mode = call.mode === 'as declared' ? (encoded.queryable ? 'query' : 'update') : call.mode;
  let reply: Uint8Array | undefined;
  const heard = (bytes: Uint8Array): void => {
    reply = bytes;
  };
  const args = call.form === 'raw' ? `(${call.args})` : call.args;
  const record = await calling.typed(target, { method: call.method, mode, args, caller: call.caller, encoded: encoded.args }, heard);
  const text = await context.options.commandText?.();
  const printed = reply && text ? text.typedReply(target.candid, call.method, reply) : { text: record.result, compact: record.result, json: undefined };
  return { kind: 'answered', record, reply, ...printed };
}

/** A canister without code can be called too: the replica says what is wrong with that. */
function callTarget(context: Context, name: string): Target | undefined {
  const project = currentProject(context);
  const canisterId = project?.canisterIds[name];
  if (!project || canisterId === undefined) return undefined;
  return targetOf(project, name) ?? { projectId: project.id, name, canisterId, candid: '' };
}

type Encoded = { readonly ok: true; readonly args: Uint8Array; readonly queryable: boolean } | { readonly ok: false; readonly message: string };

/** What the module does not export is sent without arguments: the replica tells that it is not there. */
function encodeCall({ options, store }: Context, candid: string, { canister, method, args, form }: TypedCall): Encoded {
  const kind = store.getState().canisters[canister]?.view?.methods?.find(({ name }) => name === method)?.kind;
  const queryable = kind === 'query' || kind === 'composite_query';
  if (form === 'raw') {
    const bytes = fromHex(args);
    return bytes ? { ok: true, args: bytes, queryable } : { ok: false, message: 'Raw arguments are written in hex digits, two for each byte.' };
  }
  const encoded = options.candidText.encode(candid, method, args);
  if (encoded.ok) return encoded;
  return kind === undefined || args === '()' ? { ok: true, args: NO_ARGUMENTS, queryable } : encoded;
}

async function initArgument({ options }: Context, builds: Builds, canister: string, text: string, form: 'idl' | 'raw'): Promise<Managed<Uint8Array>> {
  const invalid = (message: string): Managed<never> => ({ ok: false, errorCode: undefined, message });
  if (form === 'raw') {
    const bytes = fromHex(text);
    return bytes ? { ok: true, value: bytes } : invalid('Raw arguments are written in hex digits, two for each byte.');
  }
  const outcome = await builds.ready(canister);
  if (outcome.kind === 'failed') return invalid(outcome.message);
  const encoded = (await options.commandText?.())?.initArgument(outcome.build.candid, text);
  if (!encoded) return invalid('Arguments cannot be read here.');
  return encoded.ok ? { ok: true, value: encoded.bytes } : invalid(encoded.message);
}
