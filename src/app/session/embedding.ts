import { t } from '@lingui/core/macro';
import type { EmbedAnswerMessage, EmbedEventMessage, EmbedEvents, EmbedProject, EmbedReply, EmbedRequestMessage, EmbedRequestName, EmbedUpgrade, EmbedVariable } from '../../protocol/embed.ts';
import { EMBED_VERSION, isEmbedRequest } from '../../protocol/embed.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { EmbedParameters } from '../state/embed.ts';
import type { AppState, CallRecord, Project, Sample, Store, UpgradeReport } from '../state/model.ts';
import { firstFile } from '../state/projects.ts';
import type { CandidText } from '../state/scripts-model.ts';
import { createStateStore, type StateStore } from '../state/store.ts';
import type { AddressBar } from './context.ts';
import { decodeShare, encodeShare, isShare } from './share.ts';

/** What an embedded playground shows before it is started: nothing of it runs, and little of it is loaded. */
export interface Poster {
  readonly title: string;
  readonly path: string;
  readonly text: string;
}

export interface FrameOptions {
  readonly parameters: EmbedParameters;
  /** The frame's own address. */
  readonly href: string;
  /** Starts a playground whose project is what the address carries. */
  readonly start: (address: AddressBar) => Store;
  /** To the page that holds the frame, and to its origin only. */
  readonly post: (message: EmbedAnswerMessage | EmbedEventMessage) => void;
  readonly candidText: CandidText;
  readonly loadSamples: () => Promise<readonly Sample[]>;
}

export interface Frame {
  readonly poster: Pick<StateStore<Poster | undefined>, 'getState' | 'subscribe'>;
  /** The playground, once it is started. */
  readonly playground: Pick<StateStore<Store | undefined>, 'getState' | 'subscribe'>;
  /** Starts the playground and deploys its canisters. */
  run(): void;
  /** Takes a message of the page that holds the frame. Never throws. */
  receive(message: unknown): void;
  /** A link that opens the project in the playground itself. */
  link(): Promise<string>;
  tell<K extends keyof EmbedEvents>(event: K, detail: EmbedEvents[K]): void;
}

type Handlers = { readonly [K in EmbedRequestName]: (argument: unknown) => Promise<unknown> };

/** The frame's side of an embedded playground. */
export function createFrame(options: FrameOptions): Frame {
  const { parameters, post } = options;
  const poster = createStateStore<Poster | undefined>(undefined);
  const address = createAddress(options.href);
  const playground = createStateStore<Store | undefined>(undefined);

  const tell: Frame['tell'] = (event, detail) => post({ playground: EMBED_VERSION, event, detail });
  const carried = isShare(address.fragment());

  const start = (): Store => {
    const known = playground.getState();
    if (known) return known;
    const store = options.start(address.bar);
    playground.update(() => store);
    tell('started', undefined);
    followStore(store, tell);
    if (!isShare(address.fragment()) && parameters.sample !== undefined) void openSample(store, parameters.sample);
    return store;
  };

  const load = async (argument: unknown): Promise<undefined> => {
    const project = checkedProject(argument);
    const fragment = await encodeShare({ title: project.title ?? t`Example`, language: project.language ?? 'persistent', persistence: project.persistence ?? 'enhanced', files: project.files });
    const { title, files } = await decodeShare(fragment);
    poster.update(() => posterOf(title, files));
    address.go(fragment);
    const store = playground.getState();
    if (!store) return undefined;
    if (store.getState().incoming) await store.actions.acceptIncoming();
    await until(store, ({ project: open }) => open?.title.startsWith(title) === true && sameFiles(open, files));
    return undefined;
  };

  const handlers = createHandlers(options, async () => {
    const running = start();
    await until(running, ({ phase, project }) => phase !== 'starting' && project !== undefined);
    return running;
  }, load);

  const answer = async ({ request, id, argument }: EmbedRequestMessage): Promise<void> => {
    try {
      post({ playground: EMBED_VERSION, answer: id, ok: true, value: await handlers[request](argument) });
    } catch (error) {
      const { code, hint } = error instanceof PlaygroundError ? error : { code: 'unexpected', hint: t`Load the page again.` };
      post({ playground: EMBED_VERSION, answer: id, ok: false, error: { code, message: error instanceof Error ? error.message : String(error), hint } });
    }
  };

  void firstPoster(options, carried ? address.fragment() : undefined).then((first) => poster.update((shown) => shown ?? first));
  tell('ready', { version: EMBED_VERSION });
  return {
    poster,
    playground,
    run: () => void handlers.deploy(undefined).catch(() => undefined),
    tell,
    link: async () => (await handlers.link(undefined)) as string,
    receive: (message) => {
      if (isEmbedRequest(message)) void answer(message);
    },
  };
}

/** The address as the session sees it; a page that is embedded leaves its real one alone. */
function createAddress(first: string): { bar: AddressBar; fragment: () => string; go: (fragment: string) => void } {
  let href = first;
  let changed: () => void = () => undefined;
  return {
    bar: {
      href: () => href,
      replace: (next) => {
        href = next;
      },
      onHashChange: (listener) => {
        changed = listener;
      },
    },
    fragment: () => (href.includes('#') ? href.slice(href.indexOf('#')) : ''),
    go: (fragment) => {
      href = (href.split('#')[0] ?? '') + fragment;
      changed();
    },
  };
}

async function firstPoster({ parameters, loadSamples }: FrameOptions, fragment: string | undefined): Promise<Poster | undefined> {
  try {
    if (fragment !== undefined) {
      const { title, files } = await decodeShare(fragment);
      return posterOf(title, files);
    }
    const sample = parameters.sample === undefined ? undefined : (await loadSamples()).find(({ id }) => id === parameters.sample);
    return sample && posterOf(sample.title, sample.files);
  } catch {
    // What is wrong with it is said when it is started.
    return undefined;
  }
}

function posterOf(title: string, files: Readonly<Record<string, string>>): Poster {
  const path = firstFile(files);
  return { title, path, text: files[path] ?? '' };
}

async function openSample(store: Store, id: string): Promise<void> {
  await until(store, ({ phase }) => phase !== 'starting');
  await store.actions.openSample(id);
}

const until = (store: Store, holds: (state: AppState) => boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      const state = store.getState();
      const failed = state.notices.find(({ tone }) => tone === 'error');
      if (!holds(state) && !failed) return;
      unsubscribe();
      if (failed && !holds(state)) reject(new PlaygroundError(failed.id, failed.text, failed.hint));
      else resolve();
    };
    const unsubscribe = store.subscribe(look);
    look();
  });

const sameFiles = (project: Project, files: Readonly<Record<string, string>>): boolean =>
  Object.keys(project.files).length === Object.keys(files).length && Object.entries(files).every(([path, text]) => project.files[path] === text);

function createHandlers({ candidText, href }: FrameOptions, running: () => Promise<Store>, load: (argument: unknown) => Promise<undefined>): Handlers {
  const inCanister = async (argument: unknown): Promise<{ store: Store; canister: string }> => {
    const store = await running();
    const wanted = field(argument, 'canister') ?? store.getState().selected;
    if (wanted === undefined || !(wanted in store.getState().canisters)) {
      throw new PlaygroundError('no-canister', wanted === undefined ? t`There is no canister here.` : t`There is no canister ${wanted}.`, t`Name one of the canisters of the project.`);
    }
    store.actions.selectCanister(wanted);
    return { store, canister: wanted };
  };
  const replaced = async (argument: unknown, act: (store: Store) => Promise<void>): Promise<EmbedUpgrade> => {
    const { store, canister } = await inCanister(argument);
    const before = store.getState().project?.upgrades[canister];
    await act(store);
    return upgradeResult(store.getState(), canister, before);
  };
  return {
    load,
    edit: async (argument) => {
      const { actions, getState } = await running();
      const [path, text] = [field(argument, 'path'), field(argument, 'text')];
      if (path === undefined || text === undefined) throw badArgument('edit takes a path and a text');
      const problem = path in (getState().project?.files ?? {}) ? undefined : actions.addFile(path);
      if (problem !== undefined) throw new PlaygroundError('bad-path', problem, t`Choose another name.`);
      actions.editFile(path, text);
    },
    deploy: async () => {
      const { actions, getState } = await running();
      await actions.deploy();
      const { project, canisterOrder, notices } = getState();
      const missing = canisterOrder.find((name) => project?.installed[name] === undefined);
      if (missing !== undefined || canisterOrder.length === 0) throw failure(notices, missing === undefined ? t`Nothing was not deployed.` : t`${missing} was not deployed.`);
      return project?.canisterIds ?? {};
    },
    call: async (argument) => {
      const { store, canister } = await inCanister(argument);
      const [method, args] = [field(argument, 'method'), field(argument, 'args') ?? '()'];
      const installed = store.getState().project?.installed[canister];
      if (!installed || method === undefined) throw new PlaygroundError('not-deployed', t`${canister} has no code yet.`, t`Deploy it first.`);
      const encoded = candidText.encode(installed.candid, method, args);
      if (!encoded.ok) throw new PlaygroundError('bad-arguments', encoded.message, t`Write them as Candid text, such as (1, "x").`);
      return replyOf(await store.actions.call(method, encoded.queryable ? 'query' : 'update', encoded.args, args));
    },
    upgrade: (argument) => replaced(argument, ({ actions }) => actions.upgrade({ regardless: flag(argument, 'regardless') })),
    reinstall: (argument) => replaced(argument, ({ actions }) => actions.reinstall()),
    state: async (argument) => {
      const { store, canister } = await inCanister(argument);
      const rows = store.getState().canisters[canister]?.rows ?? [];
      return rows.flatMap(({ variable, kind, type, after, outcome }): EmbedVariable[] => (outcome === 'dropped' ? [] : [{ variable, kind, type, value: after }]));
    },
    link: async () => {
      const { project } = (await running()).getState();
      if (!project) throw new PlaygroundError('no-project', t`No project is open.`, t`Load one first.`);
      const { title, files, language, persistence } = project;
      return `${withoutQuery(href)}${await encodeShare({ title, files, language, persistence })}`;
    },
  };
}

const withoutQuery = (href: string): string => href.split(/[?#]/)[0] as string;

const badArgument = (message: string): PlaygroundError => new PlaygroundError('bad-argument', `Bad request: ${message}.`, 'Compare it with the types of the module.');

function failure(notices: AppState['notices'], text: string): PlaygroundError {
  const notice = notices.findLast(({ tone }) => tone === 'error');
  return notice ? new PlaygroundError(notice.id, notice.text, notice.hint) : new PlaygroundError('failed', text, t`Look at the errors in the editor.`);
}

function property(argument: unknown, name: string): unknown {
  return typeof argument === 'object' && argument !== null ? (argument as Readonly<Record<string, unknown>>)[name] : undefined;
}

function field(argument: unknown, name: string): string | undefined {
  const value = property(argument, name);
  return typeof value === 'string' ? value : undefined;
}

const flag = (argument: unknown, name: string): boolean => property(argument, name) === true;

/** The shape only; the codec of links checks the rest. */
function checkedProject(argument: unknown): EmbedProject {
  const files = property(argument, 'files');
  if (typeof files !== 'object' || files === null) throw badArgument('load takes files by path');
  return argument as EmbedProject;
}

const replyOf = ({ method, args, phase, result, errorCode }: CallRecord): EmbedReply => ({ method, args, ok: phase === 'replied', result, errorCode });

function upgradeResult({ project, canisters, notices }: AppState, canister: string, before: UpgradeReport | undefined): EmbedUpgrade {
  const refusal = canisters[canister]?.refusal?.[0];
  if (refusal) return { canister, mode: 'upgrade', outcomes: [], error: { code: refusal.code, message: refusal.message } };
  const report = project?.upgrades[canister];
  if (!report || report === before) throw failure(notices, t`${canister} was not upgraded.`);
  return upgradeOf(canister, report);
}

const upgradeOf = (canister: string, { mode, rows, error }: UpgradeReport): EmbedUpgrade => ({
  canister,
  mode,
  outcomes: rows.map(({ variable, kind, type, before, after, outcome, reason }) => ({ variable, kind, type, before, after, outcome, reason })),
  error: error && { code: error.errorCode, message: error.message },
});

/** Tells of everything that has happened, whoever did it. */
function followStore(store: Store, tell: Frame['tell']): void {
  let last = store.getState();
  const reported = new Set<string>();
  store.subscribe(() => {
    const now = store.getState();
    const [before, after] = [last.project, now.project];
    last = now;
    if (!after) return;
    const same = before?.id === after.id ? before : undefined;
    for (const [canister, { version }] of Object.entries(after.installed)) {
      if (version !== same?.installed[canister]?.version && version === 1) tell('deployed', { canister, id: after.canisterIds[canister] ?? '' });
    }
    for (const [canister, report] of Object.entries(after.upgrades)) {
      if (report.at !== same?.upgrades[canister]?.at) tell('upgraded', upgradeOf(canister, report));
    }
    for (const [path, text] of Object.entries(after.files)) {
      if (same && text !== same.files[path]) tell('edited', { path, text });
    }
    for (const [canister, { calls }] of Object.entries(now.canisters)) {
      for (const call of calls) {
        const key = `${canister} ${call.id}`;
        if (call.phase === 'running' || reported.has(key)) continue;
        reported.add(key);
        tell('called', replyOf(call));
      }
    }
  });
}
