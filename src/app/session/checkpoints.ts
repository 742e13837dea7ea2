import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { ProjectArchive } from '../state/archive-model.ts';
import type { Checkpoint, CheckpointActions, RestoreOptions, SavedFor } from '../state/checkpoint-model.ts';
import type { Project } from '../state/model.ts';
import { notices } from '../state/notices.ts';
import { archiveOf, byName, installedOf } from './archiving.ts';
import { type Context, currentProject, errorText, notify, say, updateProject } from './context.ts';
import { dropUnused, keepBytes } from './modules.ts';
import type { Opening } from './opening.ts';
import { callsKey, checkpointKey } from './workspace.ts';

/** Of all moments of all projects together, as they lie in storage. */
export const MAX_CHECKPOINT_BYTES = 33_554_432;
export const MAX_CHECKPOINTS = 20;
/** Of one moment, unpacked. */
const MAX_UNPACKED_BYTES = 268_435_456;

/** Loaded when they are needed. */
const formats = async () => ({ ...(await import('./container.ts')), ...(await import('./project-archive.ts')) });

/** Moments: saved with everything that belongs to them, and gone back to. */
export function createCheckpoints(context: Context, opening: Opening): CheckpointActions {
  return {
    takeCheckpoint: (title, savedFor) => noticed(context, t`This moment was not saved`, undefined, () => take(context, title, savedFor)),
    restoreCheckpoint: (id, options = {}) => noticed(context, t`The page did not go back`, false, () => restore(context, opening, id, options)),
    deleteCheckpoint: (id) => {
      const project = currentProject(context);
      if (!project) return;
      forgetBytes(context, [id]);
      updateProject(context, project.id, (current) => ({ ...current, checkpoints: current.checkpoints?.filter((checkpoint) => checkpoint.id !== id) }));
    },
  };
}

/** Forgets the bytes of moments; their project is about to forget them too. */
export function forgetBytes({ checkpoints, workspace }: Context, ids: readonly string[]): void {
  for (const id of ids) checkpoints.delete(id);
  workspace.remove(ids.map(checkpointKey));
}

async function noticed<T>(context: Context, what: string, otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    notify(context, notices.failed(what, errorText(error), error instanceof PlaygroundError ? error.hint : ''));
    return otherwise;
  }
}

async function take(context: Context, title: string | undefined, savedFor: SavedFor | undefined): Promise<string | undefined> {
  const project = currentProject(context);
  if (!project) return undefined;
  const checkpoint = await saveMoment(context, project, title, savedFor);
  // What nobody asked for is no news.
  if (!savedFor) say(context, t`${{ title: checkpoint.title }} was saved.`);
  return checkpoint.id;
}

/** Saves a project as it is: code, canisters and calls; resolves when that is on disk. Rejects where there is no room, or something is under way. */
export async function saveMoment(context: Context, project: Project, title: string | undefined, savedFor?: SavedFor): Promise<Checkpoint> {
  refuseBusy(context);
  const taken = project.checkpoints ?? [];
  if (taken.length >= MAX_CHECKPOINTS) throw new PlaygroundError('checkpoint-count', t`a project keeps at most ${{ count: MAX_CHECKPOINTS }} moments.`, t`Delete one that you no longer need.`);
  const { encodeProject, pack } = await formats();
  const world = await context.link.call('exportWorld', { ids: Object.values(project.canisterIds), known: [] });
  const bytes = await pack(encodeProject(archiveOf(context, project, { calls: true, patches: new Map(), world })));
  const used = [...context.checkpoints.values()].reduce((sum, { length }) => sum + length, 0);
  if (used + bytes.length > MAX_CHECKPOINT_BYTES) {
    const left = ((MAX_CHECKPOINT_BYTES - used) / 2 ** 20).toFixed(1);
    const size = (bytes.length / 2 ** 20).toFixed(1);
    const text = t`all moments together may take ${{ most: MAX_CHECKPOINT_BYTES / 2 ** 20 }} MiB, of which ${left} MiB are left; this one takes ${size}.`;
    throw new PlaygroundError('checkpoint-space', text, t`Delete moments that you no longer need.`);
  }
  const id = context.options.newId();
  const checkpoint: Checkpoint = {
    id,
    title: title?.trim().slice(0, 80) || numberedTitle(nextNumber(taken)),
    at: context.options.now(),
    bytes: bytes.length,
    ...(savedFor && { savedFor }),
    canisters: Object.keys(project.canisterIds).map((name) => ({ name, version: project.installed[name]?.version })),
  };
  context.checkpoints.set(id, bytes);
  context.workspace.put(checkpointKey(id), bytes);
  updateProject(context, project.id, (current) => ({ ...current, checkpoints: [checkpoint, ...(current.checkpoints ?? [])] }));
  await context.workspace.flush();
  return checkpoint;
}

const numberedTitle = (number: number): string => t`Moment ${number}`;

/** Titles that users gave moments may end in numbers too. */
const nextNumber = (taken: readonly Checkpoint[]): number =>
  1 + taken.reduce((most, { title }) => {
    const number = Number(/\d+/.exec(title)?.[0] ?? 0);
    return title === numberedTitle(number) ? Math.max(most, number) : most;
  }, 0);

function refuseBusy({ store }: Context): void {
  const busy = Object.values(store.getState().canisters).some((canister) => canister.busy !== undefined);
  if (busy) throw new PlaygroundError('checkpoint-busy', t`an installation is under way.`, t`Wait until it is done.`);
}

async function restore(context: Context, opening: Opening, id: string, { code = false, keepEdits = false }: RestoreOptions): Promise<boolean> {
  const project = currentProject(context);
  const checkpoint = project?.checkpoints?.find((candidate) => candidate.id === id);
  const bytes = context.checkpoints.get(id);
  if (!project || !checkpoint || !bytes) throw new PlaygroundError('checkpoint-missing', t`that moment is not kept any more.`, '');
  refuseBusy(context);
  const { decodeProject, unpack } = await formats();
  const archive = decodeProject(await unpack(bytes, 'moment', MAX_UNPACKED_BYTES), 'moment');
  const edits = code && keepEdits && isEdited(project, archive) ? await saveMoment(context, project, t`Before going back to ${{ title: checkpoint.title }}`, 'edits') : undefined;
  const replace = Object.values(context.library.get(project.id)?.canisterIds ?? {});
  await context.link.call('importWorld', { bytes: archive.world ?? new Uint8Array(), modules: [], replace, kind: 'back' });
  const calls = Object.fromEntries(archive.canisters.map((canister) => [canister.name, canister.calls]));
  context.history.set(project.id, calls);
  context.workspace.put(callsKey(project.id), calls);
  updateProject(context, project.id, (current) => ({ ...current, ...canistersOf(archive), ...(code ? codeOf(context, archive) : {}) }));
  dropUnused(context);
  await opening.open(project.id, context.store.getState().selected ?? archive.selected);
  await context.workspace.flush();
  const back = t`Back at ${{ title: checkpoint.title }}.`;
  say(context, edits ? `${back} ${t`The code you had edited since is kept as the moment “${{ moment: edits.title }}”.`}` : back);
  return true;
}

/** Whether the code is another than it was at that moment. */
const isEdited = ({ files }: Project, then: ProjectArchive): boolean =>
  Object.keys(files).length !== Object.keys(then.files).length || Object.entries(files).some(([path, text]) => then.files[path] !== text);

const canistersOf = ({ canisters }: ProjectArchive): Pick<Project, 'canisterIds' | 'installed' | 'upgrades'> => ({
  canisterIds: byName(canisters, ({ id }) => id),
  installed: byName(canisters, ({ installed }) => installed && installedOf(installed)),
  upgrades: byName(canisters, ({ upgrade }) => upgrade),
});

function codeOf(context: Context, { files, openFile, language, persistence, modules, installArguments }: ProjectArchive): Partial<Project> {
  const kept = modules.map(({ name, fileName, bytes }) => [name, keepBytes(context, { name: fileName, bytes: new Uint8Array(bytes) })] as const);
  return { files, openFile: openFile in files ? openFile : (Object.keys(files)[0] as string), language, persistence, modules: Object.fromEntries(kept), installArguments };
}
