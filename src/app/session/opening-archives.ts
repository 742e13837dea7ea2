import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { ProjectArchive } from '../state/archive-model.ts';
import type { Project } from '../state/model.ts';
import { createProject, freeTitle } from '../state/projects.ts';
import type { Incoming } from '../state/sharing-model.ts';
import { byName } from './archiving.ts';
import { type Context, putProject } from './context.ts';
import { projectsInTheWay, setAside } from './making-room.ts';
import { keepBytes } from './modules.ts';
import { withIds } from './shared-scripts.ts';
import { rebuildAll } from './state-links.ts';

/** Projects that came from elsewhere become projects of their own. */

export interface OpenedArchive {
  readonly project: Project;
  /** Canisters that have another id than they had, and may remember the old one. */
  readonly remembering: readonly string[];
}

/** What the user is asked about. The replica has looked through the state then; nothing of it has run. */
export async function describeArchive(context: Context, { title, files, place, canisters, world }: ProjectArchive): Promise<Incoming> {
  const views = world ? await context.link.call('describeWorld', { bytes: world }) : [];
  const ids = new Set(views.map(({ id }) => id));
  if (ids.size !== canisters.length || canisters.some(({ id }) => !ids.has(id))) throw new PlaygroundError('share-invalid', t`Its canisters are not those of its state.`, t`Ask whoever made it for another one.`);
  const memoryBytes = views.reduce((sum, view) => sum + view.memoryBytes, 0);
  return { title, fileCount: Object.keys(files).length, state: views.length > 0 ? { canisters: views.length, memoryBytes } : undefined, place };
}

function projectOf(context: Context, archive: ProjectArchive): Project {
  const { language, persistence, files, openFile, sample, scripts, modules, installArguments } = archive;
  const { newId } = context.options;
  const known = context.store.getState().samples.some(({ id }) => id === sample) ? sample : undefined;
  const title = freeTitle(archive.title, [...context.library.values()]);
  const kept = modules.map(({ name, fileName, bytes }) => [name, keepBytes(context, { name: fileName, bytes: new Uint8Array(bytes) })] as const);
  const project = createProject({ id: newId(), title, sample: known, files, language, persistence });
  return { ...project, openFile: openFile in files ? openFile : project.openFile, scripts: withIds(scripts, newId), modules: Object.fromEntries(kept), installArguments };
}

/** The code alone. */
export async function archiveCode(context: Context, archive: ProjectArchive): Promise<OpenedArchive> {
  const project = projectOf(context, archive);
  putProject(context, project);
  return { project, remembering: [] };
}

/** Code and canisters. Rejects where the state is refused: nothing has changed then. `makeRoom`: projects that have its ids are saved and set aside. */
export async function openArchive(context: Context, archive: ProjectArchive, makeRoom: boolean): Promise<OpenedArchive> {
  const rebuilt = await rebuildAll(context, archive);
  const aside = makeRoom ? await setAside(context, projectsInTheWay(context, archive)) : undefined;
  const imported = await context.link.call('importWorld', { bytes: archive.world ?? new Uint8Array(), modules: rebuilt.modules, replace: aside?.replace ?? [], kind: 'arrival' });
  aside?.done();
  const arrived = new Map(imported.map((canister) => [canister.from, canister]));
  const { canisters } = archive;
  const project: Project = {
    ...projectOf(context, archive),
    canisterIds: byName(canisters, ({ id }) => arrived.get(id)?.to),
    installed: rebuilt.installed,
    upgrades: byName(canisters, ({ upgrade }) => upgrade),
  };
  putProject(context, project);
  return { project, remembering: canisters.filter(({ id }) => arrived.get(id)?.remembersOldId).map(({ name }) => name) };
}
