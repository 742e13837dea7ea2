import type { CanisterView, LogRecord } from '../../protocol/replica.ts';
import { withOutlines, outlinesToShow } from '../state/canisters.ts';
import type { AppState, Installed, Project } from '../state/model.ts';
import { withoutNotices } from '../state/notices.ts';
import type { Builds } from './builds.ts';
import { type Context, currentProject, patch, saveSettings, updateProject } from './context.ts';
import { reconcile } from './installed.ts';
import { type Inspector, type Reading, readState } from './inspect.ts';

/** Puts a project on the screen: its canisters as the replica has them, their logs, calls and state. */
export interface Opening {
  /** Saves, then shows the project; resolves when its canisters are shown too. */
  open(id: string, selected?: string): Promise<void>;
  /** Fetches what the page shows of canisters of the current project. */
  hydrate(names: readonly string[]): Promise<void>;
}

/** What was asked of a canister, in one go. */
interface Asked {
  readonly facts: Promise<readonly [CanisterView | undefined, readonly LogRecord[]]>;
  /** Its variables; `undefined` where nothing is known to be installed. */
  readonly reading: Promise<Reading> | undefined;
}

export function createOpening(context: Context, inspector: Inspector, builds: () => Builds): Opening {
  const hydrate = async (names: readonly string[], asked?: ReadonlyMap<string, Asked>): Promise<void> => {
    const project = currentProject(context);
    if (!project) return;
    await Promise.all(names.map((name) => hydrateOne(context, inspector, { projectId: project.id, name, asked: asked?.get(name) })));
  };
  return {
    hydrate: (names) => hydrate(names),
    open: async (id, selected) => {
      const project = context.library.get(id);
      if (!project) return;
      void context.workspace.flush();
      const shown = runnable(context, project);
      // The replica answers while the page is drawn.
      const asked = new Map(Object.entries(shown.canisterIds).map(([name, canisterId]) => [name, ask(context, canisterId, shown.installed[name])]));
      context.store.update((state) => showProject(state, shown, selected));
      if (shown !== project) updateProject(context, id, () => shown);
      saveSettings(context);
      await hydrate(context.store.getState().canisterOrder, asked);
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

function ask(context: Context, id: string, installed: Installed | undefined): Asked {
  const asked = {
    facts: Promise.all([context.link.call('canister', { id }), context.link.call('logs', { id })]),
    reading: installed && readState(context, id, installed),
  };
  // Whoever waits for them is told.
  asked.facts.catch(() => undefined);
  asked.reading?.catch(() => undefined);
  return asked;
}

interface Hydrated {
  readonly projectId: string;
  readonly name: string;
  readonly asked: Asked | undefined;
}

async function hydrateOne(context: Context, inspector: Inspector, { projectId, name, asked }: Hydrated): Promise<void> {
  const id = context.library.get(projectId)?.canisterIds[name];
  if (id === undefined) return;
  const known = context.library.get(projectId)?.installed[name];
  const { facts, reading } = asked ?? ask(context, id, undefined);
  const [view, logs] = await facts;
  const busy = context.store.getState().canisters[name]?.busy !== undefined;
  if (!busy) updateProject(context, projectId, (project) => withInstalled(project, name, reconcile(project.installed[name], view), view !== undefined));
  const calls = context.history.get(projectId)?.[name] ?? [];
  patch(context, projectId, name, () => ({ view, logs, calls }));
  if (currentProject(context)?.id !== projectId) return;
  const same = known !== undefined && context.library.get(projectId)?.installed[name] === known;
  if (same && reading) inspector.show(name, await reading);
  else await inspector.refresh(name);
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
