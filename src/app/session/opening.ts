import { withOutlines, outlinesToShow } from '../state/canisters.ts';
import type { AppState, Installed, Project } from '../state/model.ts';
import { withoutNotices } from '../state/notices.ts';
import type { Builds } from './builds.ts';
import { type Context, currentProject, patch, saveSettings, updateProject } from './context.ts';
import { reconcile } from './installed.ts';
import type { Inspector } from './inspect.ts';

/** Puts a project on the screen: its canisters as the replica has them, their logs, calls and state. */
export interface Opening {
  /** Saves, then shows the project; resolves when its canisters are shown too. */
  open(id: string, selected?: string): Promise<void>;
  /** Fetches what the page shows of canisters of the current project. */
  hydrate(names: readonly string[]): Promise<void>;
}

export function createOpening(context: Context, inspector: Inspector, builds: () => Builds): Opening {
  const hydrate = async (names: readonly string[]): Promise<void> => {
    const project = currentProject(context);
    if (!project) return;
    await Promise.all(names.map((name) => hydrateOne(context, inspector, project.id, name)));
  };
  return {
    hydrate,
    open: async (id, selected) => {
      const project = context.library.get(id);
      if (!project) return;
      void context.workspace.flush();
      const shown = runnable(context, project);
      context.store.update((state) => showProject(state, shown, selected));
      if (shown !== project) updateProject(context, id, () => shown);
      saveSettings(context);
      await hydrate(context.store.getState().canisterOrder);
      if (currentProject(context)?.id === id) builds().changed('at once');
    },
  };
}

/** A browser without 64-bit modules builds every project for classical persistence. */
export function runnable({ store }: Context, project: Project): Project {
  return store.getState().enhanced.available || project.persistence === 'classical' ? project : { ...project, persistence: 'classical' };
}

function showProject(state: AppState, project: Project, selected: string | undefined): AppState {
  const emptied: AppState = {
    ...withoutNotices(state, 'build-failed', 'install-failed', 'no-actor', 'failed'),
    project,
    diagnostics: [],
    canisters: {},
    canisterOrder: [],
    selected,
  };
  const known = withOutlines(emptied, outlinesToShow(undefined, [], project, []));
  return { ...known, selected: known.selected ?? selected };
}

async function hydrateOne(context: Context, inspector: Inspector, projectId: string, name: string): Promise<void> {
  const id = context.library.get(projectId)?.canisterIds[name];
  if (id === undefined) return;
  const [view, logs] = await Promise.all([context.link.call('canister', { id }), context.link.call('logs', { id })]);
  const busy = context.store.getState().canisters[name]?.busy !== undefined;
  if (!busy) updateProject(context, projectId, (project) => withInstalled(project, name, reconcile(project.installed[name], view), view !== undefined));
  const calls = context.history.get(projectId)?.[name] ?? [];
  patch(context, projectId, name, () => ({ view, logs, calls }));
  if (currentProject(context)?.id === projectId) await inspector.refresh(name);
}

function withInstalled(project: Project, name: string, installed: Installed | undefined, exists: boolean): Project {
  if (exists && project.installed[name] === installed) return project;
  const others = <T>(record: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
  return {
    ...project,
    canisterIds: exists ? project.canisterIds : others(project.canisterIds),
    installed: installed ? { ...project.installed, [name]: installed } : others(project.installed),
    upgrades: installed ? project.upgrades : others(project.upgrades),
  };
}
