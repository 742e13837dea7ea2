import { PlaygroundError } from '../../protocol/rpc.ts';
import { initialState } from '../state/initial.ts';
import type { Actions, AppState, Store } from '../state/model.ts';
import { notices, withNotice, withoutNotices } from '../state/notices.ts';
import { projectList } from '../state/projects.ts';
import { createStateStore } from '../state/store.ts';
import { createBuilds } from './builds.ts';
import { closedCalls, createCalling, type Stopped } from './calling.ts';
import { createCanisterIds } from './canister-ids.ts';
import { createCompilers } from './compilers.ts';
import { createFixActions, createForecasts } from './forecasts.ts';
import { type Context, currentProject, errorText, notify, patch, saveSettings, say, type SessionOptions } from './context.ts';
import { IcReplica } from './ic-replica.ts';
import { createInspector } from './inspect.ts';
import { createRehearsals } from './rehearsing.ts';
import { createInstallations } from './installations.ts';
import { createMemoryReading, followSizes } from './memory.ts';
import { followReplica } from './messages.ts';
import { createModuleActions } from './modules.ts';
import { createOpening } from './opening.ts';
import { createPredicting } from './predicting.ts';
import { createFileActions, createProjectActions, openFirst, writeFiles } from './project-actions.ts';
import { createReplaying } from './replaying.ts';
import { createReplicaLink } from './replica-link.ts';
import { safeActions } from './safe-actions.ts';
import { createScripts } from './scripts.ts';
import { createSharing } from './sharing.ts';
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
  const icReplica = new IcReplica(link, (milliseconds) => moveClock(context, milliseconds));
  const inspector = createInspector(context);
  const opening = createOpening(context, inspector, () => builds);
  const ids = createCanisterIds(context);
  const builds = createBuilds(context, ids, createForecasts(context), (names) => void opening.hydrate(names));
  const installations = createInstallations(context, builds, ids);
  const rehearsals = createRehearsals(context, builds, installations, () => messages.ended());
  let stopped: Stopped | undefined;
  const calling = createCalling(context, () => stopped);
  const sharing = createSharing(context, opening);
  const projects = createProjectActions(context, { builds, opening });
  const messages = followReplica(context, inspector, (code, message) => storageFailed(context, code, message));

  followSizes(context);

  const restore = async (settings: LoadedWorkspace['settings']): Promise<void> => {
    if (settings && store.getState().identities.some(({ name }) => name === settings.identity)) {
      store.update((state) => ({ ...state, identity: settings.identity }));
    }
    if (await sharing.arrive()) return;
    const wanted = context.library.get(settings?.currentProject ?? '') ?? [...context.library.values()].at(-1);
    if (wanted) await opening.open(wanted.id, settings?.selected);
    else await openFirst(context, projects.openSample, projects.newProject);
  };

  const start = async (takeOver: boolean): Promise<void> => {
    try {
      const samples = loadSamples(context);
      await openReplica(context, icReplica, takeOver ? { takeOver } : {});
      const { projects: saved, calls, settings, modules, clockMoved } = await context.workspace.load();
      if (clockMoved) noteClockMoved(context);
      await samples;
      for (const project of saved) context.library.set(project.id, project);
      for (const [hash, bytes] of modules) context.modules.set(hash, bytes);
      for (const [id, history] of calls) context.history.set(id, closedCalls(history));
      store.update((state) => ({ ...state, projects: projectList(context.library.values()) }));
      await restore(settings);
      store.update((state) => ({ ...state, phase: 'ready' }));
      loadCompiler(context);
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
      say(context, 'Stopped. What the message had done is undone; the last committed state is open again.');
    } catch (error) {
      notify(context, notices.replicaFailed(errorText(error)));
    }
  };

  const actions: Actions = {
    ...projects,
    ...createFileActions(context, builds),
    ...createFixActions(context, (files) => writeFiles(context, builds, files)),
    ...installations,
    ...rehearsals,
    call: (...request) => calling.call(...request),
    ...createPredicting(context),
    ...createScripts(context),
    replay: createReplaying(context, calling, () => installations.upgrade()),
    share: sharing.share,
    acceptIncoming: sharing.acceptIncoming,
    declineIncoming: sharing.declineIncoming,
    ...choices(context),
    ...createMemoryReading(context),
    ...createModuleActions(context, builds, opening),
    stop,
    advanceTime: async (milliseconds) => {
      await moveClock(context, milliseconds);
      say(context, `The clock of the replica was moved forward by ${durationText(milliseconds)}.`);
    },
    setEndlessCycles: (endless) => setEndlessCycles(context, endless),
    runNotice: async (id) => {
      const run = store.getState().notices.find((notice) => notice.id === id)?.action?.run;
      store.update((state) => withoutNotices(state, id));
      if (run === 'takeOver') await takeOver();
      if (run === 'stop') await stop();
      if (run === 'reload') options.reload();
    },
  };
  options.address.onHashChange(() => void sharing.arrive());
  return {
    store: { getState: store.getState, subscribe: store.subscribe, actions: safeActions(context, actions) },
    icReplica,
    started: start(false),
    flush: () => context.workspace.flush(),
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
    compilers: createCompilers(options.createCompiler),
    library: new Map(),
    history: new Map(),
    modules: new Map(),
    installReports: new Map(),
    instructions: new Map(),
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
  if (storage.kind === 'memory') notify(context, notices.memoryOnly(storage.reason));
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

/** Builds start the compiler too; here the page learns its version, or that there is none. */
function loadCompiler(context: Context): void {
  const { store, compilers } = context;
  const { enhanced } = store.getState();
  if (!enhanced.available) notify(context, notices.noEnhanced(enhanced.reason));
  compilers.start(currentProject(context)?.persistence ?? 'classical').then(
    (version) => store.update((state) => ({ ...state, compiler: { phase: 'ready', version } })),
    (error: unknown) => {
      store.update((state) => ({ ...state, compiler: { phase: 'failed', version: undefined } }));
      notify(context, notices.compilerFailed(errorText(error)));
    },
  );
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
  const [name, size] = DURATIONS.find(([, unit]) => milliseconds >= unit) ?? ['millisecond', 1];
  const count = Math.round((milliseconds / size) * 10) / 10;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const DURATIONS: readonly (readonly [string, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];
