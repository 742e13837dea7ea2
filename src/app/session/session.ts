import { plural, t } from '@lingui/core/macro';
import { PlaygroundError } from '../../protocol/rpc.ts';
import { initialState } from '../state/initial.ts';
import type { Actions, AppState, Store } from '../state/model.ts';
import { notices, withNotice, withoutNotices } from '../state/notices.ts';
import { projectList } from '../state/projects.ts';
import { createStateStore } from '../state/store.ts';
import { createBuilds } from './builds.ts';
import { closedCalls, createCalling, type Stopped } from './calling.ts';
import { createCanisterIds } from './canister-ids.ts';
import { createLaterComparing } from './comparing-later.ts';
import { createCommands } from './commands.ts';
import { createCompilers } from './compilers.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createFixActions, createForecasts } from './forecasts.ts';
import { type Context, currentProject, errorText, notify, patch, saveSettings, say, type SessionOptions } from './context.ts';
import { IcReplica } from './ic-replica.ts';
import { createInspector } from './inspect.ts';
import { createInspecting } from './inspecting.ts';
import { createLifecycle } from './lifecycle.ts';
import { createRehearsals } from './rehearsing.ts';
import { Instructions } from './instructions.ts';
import { createInstallations } from './installations.ts';
import { createLessons } from './lessons.ts';
import { createMemoryReading, followSizes } from './memory.ts';
import { followReplica } from './messages.ts';
import { createModuleActions } from './modules.ts';
import { followOffline } from './offline.ts';
import { createOpening } from './opening.ts';
import { createPredicting } from './predicting.ts';
import { withPrepared } from './prepared.ts';
import { createFileActions, createProjectActions, openFirst, writeFiles } from './project-actions.ts';
import { createReplaying } from './replaying.ts';
import { createReplicaLink } from './replica-link.ts';
import { safeActions } from './safe-actions.ts';
import { createScripts } from './scripts.ts';
import { createSharing } from './sharing.ts';
import { createTimelineActions, followLives } from './timeline.ts';
import { CLOCK_MOVED_KEY, createWorkspace, type LoadedWorkspace } from './workspace.ts';

export interface Session {
  readonly store: Store;
  readonly icReplica: IcReplica;
  /** Resolves when the page shows what it was left with, or why it cannot. Never rejects. */
  readonly started: Promise<void>;
  /** Writes what is not on disk yet; for when the page is hidden. */
  readonly flush: () => Promise<void>;
}

/**
 * The page without its looks: owns the workers, holds the state, and does what users ask for. Longer than other functions, since it is
 * where the parts are put together: each line makes one or gives it to another.
 */
export function createSession(options: SessionOptions): Session {
  const context = createContext(options);
  const { store, link } = context;
  const icReplica = new IcReplica(link, (milliseconds) => moveTime(milliseconds));
  const inspector = createInspector(context);
  const opening = createOpening(context, inspector, () => builds);
  const ids = createCanisterIds(context);
  const builds = createBuilds(context, ids, createForecasts(context), (names) => void opening.hydrate(names));
  const installations = createInstallations(context, builds, ids);
  const rehearsals = createRehearsals(context, builds, installations, () => messages.ended());
  let stopped: Stopped | undefined;
  const calling = createCalling(context, () => stopped);
  const sharing = createSharing(context, opening, (projectId, place) => lessons.adopt(projectId, place));
  const projects = createProjectActions(context, { builds, opening });
  const messages = followReplica(context, inspector, (code, message) => storageFailed(context, code, message));

  const lessons = createLessons(context, { opening, builds, actions: () => actions });
  const moveTime = async (milliseconds: number): Promise<void> => {
    await moveClock(context, milliseconds);
    lessons.clockMoved(milliseconds);
  };

  followSizes(context);
  const offline = followOffline(context, options.offline);
  const lives = followLives(context);

  const restore = async (settings: LoadedWorkspace['settings']): Promise<void> => {
    if (settings && store.getState().identities.some(({ name }) => name === settings.identity)) {
      store.update((state) => ({ ...state, identity: settings.identity }));
    }
    if (await sharing.arrive()) return;
    if (await lessons.arrive()) return;
    const wanted = context.library.get(settings?.currentProject ?? '') ?? [...context.library.values()].at(-1);
    if (wanted) await opening.open(wanted.id, settings?.selected);
    else await openFirst(context, projects.openSample, projects.newProject);
  };

  const start = async (takeOver: boolean): Promise<void> => {
    try {
      const samples = loadSamples(context);
      await openReplica(context, icReplica, takeOver ? { takeOver } : {});
      const { projects: saved, calls, settings, modules, checkpoints, lessons: kept, preview, clockMoved } = await context.workspace.load();
      if (clockMoved) noteClockMoved(context);
      await samples;
      for (const project of saved) context.library.set(project.id, project);
      for (const [hash, bytes] of modules) context.modules.set(hash, bytes);
      context.preview = preview;
      for (const [course, progress] of kept) context.lessons.set(course, progress);
      for (const [id, bytes] of checkpoints) context.checkpoints.set(id, bytes);
      for (const [id, history] of calls) context.history.set(id, closedCalls(history));
      store.update((state) => ({ ...state, projects: projectList(context.library.values()) }));
      await restore(settings);
      store.update((state) => ({ ...state, phase: 'ready' }));
      context.calls?.prepare?.();
      void loadCompiler(context);
      void loadFailureLab(context);
    } catch (error) {
      startFailed(context, error);
    }
  };

  const takeOver = async (): Promise<void> => {
    link.stop();
    messages.ended();
    context.workspace.discard();
    context.library.clear();
    context.history.clear();
    context.modules.clear();
    context.checkpoints.clear();
    store.update((state) => ({ ...withoutNotices(state, 'locked', 'storage-lost'), phase: 'starting' }));
    await start(true);
  };

  const stop = async (): Promise<void> => {
    const executing = messages.executing();
    stopped = executing;
    link.stop();
    messages.ended();
    try {
      const options = executing ? { stoppedMessageId: executing.messageId } : {};
      await openReplica(context, icReplica, { ...options, takeOver: true });
      await opening.hydrate(store.getState().canisterOrder);
      say(context, t`Stopped. What the message had done is undone; the last committed state is open again.`);
    } catch (error) {
      notify(context, notices.replicaFailed(errorText(error)));
    }
  };

  const actions: Actions = {
    ...projects,
    ...createFileActions(context, builds),
    ...createFixActions(context, (files) => writeFiles(context, builds, files)),
    ...installations,
    ...createInspecting(context),
    ...rehearsals,
    call: (...request) => calling.call(...request),
    ...createPredicting(context),
    ...createLaterComparing(context, builds),
    ...createScripts(context),
    ...createTimelineActions(context),
    ...lessons.actions,
    replay: createReplaying(context, calling, () => installations.upgrade()),
    ...createCheckpoints(context, opening),
    ...sharing.actions,
    ...choices(context),
    ...createMemoryReading(context),
    ...createModuleActions(context, builds, opening),
    ...createCommands(context, { builds, ids, calling, opening }),
    ...createLifecycle(context, inspector, builds),
    stop,
    advanceTime: async (milliseconds) => {
      await moveTime(milliseconds);
      say(context, t`The clock of the replica was moved forward by ${{ duration: durationText(milliseconds) }}.`);
    },
    setEndlessCycles: (endless) => setEndlessCycles(context, endless),
    runNotice: async (id) => {
      const run = store.getState().notices.find((notice) => notice.id === id)?.action?.run;
      store.update((state) => withoutNotices(state, id));
      if (run === 'takeOver') await takeOver();
      if (run === 'stop') await stop();
      if (run === 'reload') options.reload();
      if (run === 'update') await offline.update();
    },
  };
  options.address.onHashChange(() => void sharing.arrive());
  return {
    store: { getState: store.getState, subscribe: store.subscribe, actions: safeActions(context, actions) },
    icReplica,
    started: start(false),
    flush: () => {
      lives.flush();
      return context.workspace.flush();
    },
  };
}

function createContext(options: SessionOptions): Context {
  const store = createStateStore<AppState>(initialState(options));
  const link = createReplicaLink(options.createReplica);
  const workspace = createWorkspace(link, (error) => {
    const code = error instanceof PlaygroundError ? error.code : '';
    if (code === 'stopped' || code === 'replica-failed') return;
    storageFailed(context, code.endsWith('full') ? 'full' : code.endsWith('lost') ? 'lost' : 'failed', errorText(error));
  });
  const context: Context = {
    options,
    store,
    link,
    workspace,
    compilers: withPrepared(createCompilers(options.createCompiler, options.language), options),
    library: new Map(),
    history: new Map(),
    modules: new Map(),
    unreadable: new Map(),
    followed: new Set(),
    shown: new Map(),
    lessons: new Map(),
    preview: undefined,
    checkpoints: new Map(),
    installReports: new Map(),
    instructions: new Instructions(),
    calls: undefined,
    clockMoved: false,
    volatile: false,
  };
  return context;
}

type Choices = Pick<Actions, 'selectCanister' | 'setIdentity' | 'dismissRefusal' | 'dismissNotice'>;

function choices(context: Context): Choices {
  const { store } = context;
  return {
    selectCanister: (name) => {
      store.update((state) => (name in state.canisters ? { ...state, selected: name } : state));
      saveSettings(context);
    },
    setIdentity: (name) => {
      store.update((state) => (state.identities.some((identity) => identity.name === name) ? { ...state, identity: name } : state));
      saveSettings(context);
    },
    dismissRefusal: () => {
      const { project, selected } = store.getState();
      if (project && selected !== undefined) patch(context, project.id, selected, () => ({ refusal: undefined }));
    },
    dismissNotice: (id) => store.update((state) => withoutNotices(state, id)),
  };
}

async function openReplica(context: Context, icReplica: IcReplica, options: { takeOver?: boolean; stoppedMessageId?: string }): Promise<void> {
  const { link } = context;
  const { rootKey, storage } = await link.open(options);
  context.volatile = storage.kind === 'memory';
  if (storage.kind === 'memory' && !context.options.embedded) notify(context, notices.memoryOnly(storage.reason));
  context.calls = context.options.createCalls({ fetch: (input, init) => link.fetch(input, init), rootKey });
  if (context.clockMoved) context.calls.clockMoved();
  icReplica.opened(rootKey);
}

async function loadSamples({ options, store }: Context): Promise<void> {
  try {
    const samples = await options.loadSamples();
    store.update((state) => ({ ...state, samples }));
  } catch (error) {
    store.update((state) => withNotice(state, notices.samplesFailed(errorText(error))));
  }
}

/** Not needed on the first screen, so it comes after it. */
async function loadFailureLab({ options, store }: Context): Promise<void> {
  try {
    const lab = (await options.loadFailureLab?.()) ?? [];
    store.update((state) => ({ ...state, samples: [...state.samples.filter(({ id }) => lab.every((sample) => sample.id !== id)), ...lab] }));
  } catch (error) {
    store.update((state) => withNotice(state, notices.samplesFailed(errorText(error))));
  }
}

/** Milliseconds; whoever reads or deploys what is prepared is not slowed down by the largest file of the page. */
const COMPILER_LATER = 2500;

/** Builds start the compiler too; here the page learns its version, or that there is none. */
async function loadCompiler(context: Context): Promise<void> {
  const { store, compilers } = context;
  const { enhanced } = store.getState();
  if (!enhanced.available) notify(context, notices.noEnhanced(enhanced.reason));
  const project = currentProject(context);
  if (project && (await compilers.isPrepared(project.persistence, project))) await new Promise((resolve) => setTimeout(resolve, COMPILER_LATER));
  try {
    const version = await compilers.start(currentProject(context)?.persistence ?? 'classical');
    store.update((state) => ({ ...state, compiler: { phase: 'ready', version } }));
  } catch (error) {
    store.update((state) => ({ ...state, compiler: { phase: 'failed', version: undefined } }));
    notify(context, notices.compilerFailed(errorText(error)));
  }
}

function startFailed(context: Context, error: unknown): void {
  const locked = error instanceof PlaygroundError && error.code === 'locked';
  context.store.update((state) => ({ ...state, phase: 'blocked' }));
  notify(context, locked ? notices.locked() : notices.replicaFailed(errorText(error)));
}

function storageFailed(context: Context, code: 'lost' | 'full' | 'failed', message: string): void {
  if (code === 'lost') context.store.update((state) => ({ ...state, phase: 'blocked' }));
  const notice = { lost: notices.storageLost, full: notices.storageFull, failed: notices.storageFailed }[code];
  notify(context, notice(message));
}

/** Shown at once: a switch that waits for its worker looks broken. */
async function setEndlessCycles(context: Context, endless: boolean): Promise<void> {
  const { project, selected: name = '' } = context.store.getState();
  const id = project?.canisterIds[name];
  if (!project || !id) return;
  const show = (shown: boolean): void => patch(context, project.id, name, ({ view }) => ({ view: view && { ...view, endlessCycles: shown } }));
  show(endless);
  try {
    await context.link.call('setEndlessCycles', { id, endless });
  } catch (error) {
    show(!endless);
    throw error;
  }
}

async function moveClock(context: Context, milliseconds: number): Promise<void> {
  await context.link.call('advanceTime', { milliseconds });
  context.workspace.put(CLOCK_MOVED_KEY, true);
  noteClockMoved(context);
}

function noteClockMoved(context: Context): void {
  context.clockMoved = true;
  context.calls?.clockMoved();
}

function durationText(milliseconds: number): string {
  const [words, size] = DURATIONS.find(([, unit]) => milliseconds >= unit) ?? [(count: number) => plural(count, { one: '1 millisecond', other: `${count} milliseconds` }), 1];
  return words(Math.round((milliseconds / size) * 10) / 10);
}

const DURATIONS: readonly (readonly [(count: number) => string, number])[] = [
  [(count) => plural(count, { one: '1 day', other: `${count} days` }), 86_400_000],
  [(count) => plural(count, { one: '1 hour', other: `${count} hours` }), 3_600_000],
  [(count) => plural(count, { one: '1 minute', other: `${count} minutes` }), 60_000],
  [(count) => plural(count, { one: '1 second', other: `${count} seconds` }), 1000],
];
