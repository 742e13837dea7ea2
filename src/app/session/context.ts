import { t } from '@lingui/core/macro';
import type { Persistence } from '../../protocol/compiler.ts';
import type { PreparedSource } from '../../protocol/prepared.ts';
import type { InstallReport } from '../../protocol/replica.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { Arrangement } from '../state/arrangement.ts';
import type { BreakingChange } from '../state/breaking.ts';
import { patchCanister } from '../state/canisters.ts';
import type { AppState, CallRecord, CanisterState, Notice, Project, Sample, Values } from '../state/model.ts';
import { withNotice } from '../state/notices.ts';
import { projectList } from '../state/projects.ts';
import type { CandidText } from '../state/scripts-model.ts';
import type { CommandText } from '../state/terminal-model.ts';
import type { StateStore } from '../state/store.ts';
import type { CanisterCalls } from './canister-calls.ts';
import type { CompilerHandle, Compilers } from './compilers.ts';
import type { Instructions } from './instructions.ts';
import type { OfflinePort } from './offline.ts';
import type { ReplicaHandle, ReplicaLink } from './replica-link.ts';
import { callsKey, type CallHistory, projectKey, SETTINGS_KEY, type Settings, type Workspace } from './workspace.ts';

/** What the session needs from around it. Everything is replaceable, so that tests run it in Node. */
export interface SessionOptions {
  readonly createReplica: () => ReplicaHandle;
  readonly createCompiler: (persistence: Persistence) => CompilerHandle;
  readonly createCalls: (replica: { readonly fetch: typeof globalThis.fetch; readonly rootKey: Uint8Array }) => CanisterCalls;
  readonly loadSamples: () => Promise<readonly Sample[]>;
  /** What the compiler answers about sources that many look at first; without it the compiler is asked. */
  readonly prepared?: { readonly sources: () => Promise<readonly PreparedSource[]>; readonly fetchModule: (address: string) => Promise<Uint8Array<ArrayBuffer>> } | undefined;
  /** The content of a JSON file of the folder `courses`. */
  readonly courseFile: (file: string) => Promise<unknown>;
  /** Of the reader, such as `de`; English where it is missing. Courses are shown in it as far as they are translated. */
  readonly language?: string | undefined;
  /** The samples whose upgrade goes wrong; they are loaded when the page can be used. */
  readonly loadFailureLab?: () => Promise<readonly Sample[]>;
  /** Candid text of the reply of a method; `candid` is the service's interface. */
  readonly decodeReply: (candid: string, method: string, reply: Uint8Array) => string;
  readonly candidText: CandidText;
  /** Loaded with the first command. */
  readonly commandText?: () => Promise<CommandText>;
  /** What a new Candid interface breaks for clients of the old one. */
  readonly breakingChanges: (before: string, after: string) => readonly BreakingChange[];
  readonly clipboard: { readonly writeText: (text: string) => Promise<void> } | undefined;
  readonly address: AddressBar;
  /** How the page is laid out; absent where nobody sees a page. */
  readonly arrangement?: { readonly text: (projectId: string) => string; readonly visit: (projectId: string, arrangement: Arrangement) => void } | undefined;
  /** Fetches projects from elsewhere; the browser's own where it is missing. */
  readonly fetchRemote?: typeof globalThis.fetch;
  /** Milliseconds. */
  readonly now: () => number;
  /** A fresh id for a project. */
  readonly newId: () => string;
  readonly identities: AppState['identities'];
  readonly enhanced: AppState['enhanced'];
  readonly reload: () => void;
  /** Part of another page: everything is kept in memory only, and that is not worth a word. */
  readonly embedded?: boolean | undefined;
  /** Absent where the page is not to be kept for use without network. */
  readonly offline?: OfflinePort | undefined;
}

export interface AddressBar {
  readonly href: () => string;
  /** Changes what the address bar shows without loading anything. */
  readonly replace: (href: string) => void;
  readonly onHashChange: (listener: () => void) => void;
}

/** What the parts of a session share: the state, the library of projects, and the ways to the workers. */
export interface Context {
  readonly options: SessionOptions;
  readonly store: StateStore<AppState>;
  readonly link: ReplicaLink;
  readonly compilers: Compilers;
  readonly workspace: Workspace;
  /** All projects by id; change it with {@link putProject} and {@link updateProject}. */
  readonly library: Map<string, Project>;
  readonly history: Map<string, CallHistory>;
  /** Bytes of modules that were made elsewhere, by hash. */
  readonly modules: Map<string, Uint8Array<ArrayBuffer>>;
  /** Why values could not be shown, by canister id and build, and by variable. */
  readonly unreadable: Map<string, Values>;
  /** Canisters whose variables the replica tells by itself after each round, by worker and id. */
  readonly followed: Set<string>;
  /** What is on show was read after this many messages of the canister, by worker and id. */
  readonly shown: Map<string, number>;
  /** Progress in courses as it was kept, by course. */
  readonly lessons: Map<string, unknown>;
  /** The course that its author looked at last, as it was kept. */
  preview: unknown;
  /** Moments that can be gone back to, packed, by id. */
  readonly checkpoints: Map<string, Uint8Array<ArrayBuffer>>;
  /** Reports of installations by request id, until they are asked for. */
  readonly installReports: Map<string, InstallReport>;
  readonly instructions: Instructions;
  /** Set once the replica has been opened. */
  calls: CanisterCalls | undefined;
  /** The replica's clock may be ahead of this machine's. */
  clockMoved: boolean;
  /** Nothing outlives this page: what its address carries must stay there. */
  volatile: boolean;
}

export function calls(context: Context): CanisterCalls {
  if (!context.calls) throw new PlaygroundError('not-open', t`The replica is not open yet.`, t`Wait a moment and try again.`);
  return context.calls;
}

export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const say = ({ store }: Context, status: string): void => store.update((state) => ({ ...state, status }));

export const notify = ({ store }: Context, notice: Notice): void => store.update((state) => withNotice(state, notice));

export const currentProject = ({ store }: Context): Project | undefined => store.getState().project;

export const sampleOf = ({ store }: Context, project: Project): Sample | undefined =>
  store.getState().samples.find(({ id }) => id === project.sample);

/** Adds or replaces a project, in the library, in storage, and on the screen where it is the current one. */
export function putProject({ library, store, workspace }: Context, project: Project): void {
  library.set(project.id, project);
  workspace.put(projectKey(project.id), project);
  store.update((state) => ({
    ...state,
    project: state.project?.id === project.id ? project : state.project,
    projects: projectList(library.values()),
  }));
}

/** Changes a project that may have been closed, or changed otherwise, in the meantime; one that is gone stays gone. */
export function updateProject(context: Context, id: string, change: (project: Project) => Project): void {
  const project = context.library.get(id);
  if (!project) return;
  const next = change(project);
  if (next !== project) putProject(context, next);
}

/** Changes a canister on the screen, if its project is still the one that is shown. */
export function patch(context: Context, projectId: string, name: string, change: (canister: CanisterState) => Partial<CanisterState>): void {
  context.store.update((state) => (state.project?.id === projectId ? patchCanister(state, name, change) : state));
}

export function saveSettings({ store, workspace }: Context): void {
  const { project, identity, selected } = store.getState();
  workspace.put(SETTINGS_KEY, { currentProject: project?.id, identity, selected } satisfies Settings);
}

export function saveCalls(context: Context, projectId: string, name: string, records: readonly CallRecord[]): void {
  const history = { ...context.history.get(projectId), [name]: records };
  context.history.set(projectId, history);
  context.workspace.put(callsKey(projectId), history);
}
