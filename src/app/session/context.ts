import type { Persistence } from '../../protocol/compiler.ts';
import type { InstallReport } from '../../protocol/replica.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { BreakingChange } from '../state/breaking.ts';
import { patchCanister } from '../state/canisters.ts';
import type { AppState, CallRecord, CanisterState, Notice, Project, Sample } from '../state/model.ts';
import { withNotice } from '../state/notices.ts';
import { projectList } from '../state/projects.ts';
import type { CandidText } from '../state/scripts-model.ts';
import type { StateStore } from '../state/store.ts';
import type { CanisterCalls } from './canister-calls.ts';
import type { CompilerHandle, Compilers } from './compilers.ts';
import type { ReplicaHandle, ReplicaLink } from './replica-link.ts';
import { callsKey, type CallHistory, projectKey, SETTINGS_KEY, type Settings, type Workspace } from './workspace.ts';

/** What the session needs from around it. Everything is replaceable, so that tests run it in Node. */
export interface SessionOptions {
  readonly createReplica: () => ReplicaHandle;
  readonly createCompiler: (persistence: Persistence) => CompilerHandle;
  readonly createCalls: (replica: { readonly fetch: typeof globalThis.fetch; readonly rootKey: Uint8Array }) => CanisterCalls;
  readonly loadSamples: () => Promise<readonly Sample[]>;
  /** Candid text of the reply of a method; `candid` is the service's interface. */
  readonly decodeReply: (candid: string, method: string, reply: Uint8Array) => string;
  readonly candidText: CandidText;
  /** What a new Candid interface breaks for clients of the old one. */
  readonly breakingChanges: (before: string, after: string) => readonly BreakingChange[];
  readonly clipboard: { readonly writeText: (text: string) => Promise<void> } | undefined;
  readonly address: AddressBar;
  /** Milliseconds. */
  readonly now: () => number;
  /** A fresh id for a project. */
  readonly newId: () => string;
  readonly identities: AppState['identities'];
  readonly enhanced: AppState['enhanced'];
  readonly reload: () => void;
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
  /** Reports of installations by request id, until they are asked for. */
  readonly installReports: Map<string, InstallReport>;
  /** Instructions that the messages of a request took, by request id; the latest requests only. */
  readonly instructions: Map<string, number>;
  /** Set once the replica has been opened. */
  calls: CanisterCalls | undefined;
  /** The replica's clock may be ahead of this machine's. */
  clockMoved: boolean;
  /** Nothing outlives this page: what its address carries must stay there. */
  volatile: boolean;
}

export function calls(context: Context): CanisterCalls {
  if (!context.calls) throw new PlaygroundError('not-open', 'The replica is not open yet.', 'Wait a moment and try again.');
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
