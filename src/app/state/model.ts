import type { ActorVariable, CanisterOutline, Diagnostic, Fix, Forecast, Language, Persistence } from '../../protocol/compiler.ts';
import type { CanisterView, InstallOutcome, LogRecord, MemoryMapRequest, MemoryMapView, MemoryName } from '../../protocol/replica.ts';
import type { Comparison, ComparisonActions } from './comparison-model.ts';
import type { InspectorActions } from './inspector-model.ts';
import type { LessonActions, LessonState, LessonTag } from './lessons-model.ts';
import type { Checkpoint, CheckpointActions } from './checkpoint-model.ts';
import type { InstalledSource } from './installed-source.ts';
import type { Prediction, PredictionActions } from './prediction-model.ts';
import type { LifecycleActions, ListedSnapshot, UpgradeOptions } from './lifecycle-model.ts';
import type { CallScript, Replay, SampleScript, ScriptActions } from './scripts-model.ts';
import type { RanInstallation, TimelineActions, Timelines } from './timeline-model.ts';
import type { CommandActions } from './terminal-model.ts';
import type { Incoming, SharingActions } from './sharing-model.ts';

/** A project as it is kept in storage. Opening a sample makes one; so does a shared link. */
export interface Project {
  readonly id: string;
  readonly title: string;
  /** The sample it was made from, `undefined` for a shared or an empty one. */
  readonly sample: string | undefined;
  readonly files: Readonly<Record<string, string>>;
  readonly openFile: string;
  readonly language: Language;
  readonly persistence: Persistence;
  /** Canister ids by canister name; an id outlives upgrades, reloads and reinstalls. */
  readonly canisterIds: Readonly<Record<string, string>>;
  /** What is installed in each canister, by canister name. */
  readonly installed: Readonly<Record<string, Installed>>;
  /** The last upgrade (or reinstall) of each canister, by canister name. */
  readonly upgrades: Readonly<Record<string, UpgradeReport>>;
  /** What the learner guesses about upgrades, by canister name; absent where nobody was asked. */
  readonly predictions?: Readonly<Record<string, Prediction>> | undefined;
  /** Scripts of calls, the newest first; absent in projects that have none. */
  readonly scripts?: readonly CallScript[] | undefined;
  /** The lives of its canisters; absent in projects of earlier versions. */
  readonly timelines?: Timelines | undefined;
  /** What was installed when a snapshot was taken, by the snapshot's id in hex. */
  readonly snapshotCode?: Readonly<Record<string, Installed>> | undefined;
  /** Modules that were made elsewhere, by the name of the canister that each is. */
  readonly modules?: Readonly<Record<string, ModuleFile>> | undefined;
  /** What `install_code` hands to `init` and `post_upgrade`, by canister name; without one, Candid's empty `()`. */
  readonly installArguments?: Readonly<Record<string, InstallArgument>> | undefined;
  /** Set where a lesson made it. */
  readonly lesson?: LessonTag | undefined;
  /** Moments that the user can go back to, the newest first. */
  readonly checkpoints?: readonly Checkpoint[] | undefined;
}

/** A compiled module; its bytes are kept apart, under their hash. */
export interface ModuleFile {
  /** As it was chosen, such as `greeter.wasm.gz`. */
  readonly fileName: string;
  /** SHA-256, hex. */
  readonly hash: string;
  readonly bytes: number;
}

export interface InstallArgument {
  /** As the user wrote it. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** What the page remembers of an installed build. */
export interface Installed {
  readonly key: string;
  readonly candid: string;
  readonly stableSignature: string;
  readonly variables: readonly ActorVariable[];
  readonly inspected: boolean;
  readonly persistence: Persistence;
  /** Counts installations of this canister from 1; shown as `version 2`. */
  readonly version: number;
  /** Values right after it was installed. */
  readonly initialValues: Values;
  /** SHA-256 of the module, hex, as the replica gives it; tells whether this record is about what is really installed. */
  readonly moduleHash?: string | undefined;
  /** Which upgrade hooks its source has. */
  readonly hooks?: { readonly preupgrade: boolean; readonly postupgrade: boolean };
  /** What it was built from; absent for modules that were made elsewhere, and in records of earlier versions. */
  readonly source?: InstalledSource | undefined;
}

/** How each variable that can be shown reads, by name; long values are cut. */
export type Values = Readonly<Record<string, string>>;

/** A sample in the gallery: files of version 1, and files of version 2 that replace those of the same path. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it shows. */
  readonly summary: string;
  readonly language: Language;
  readonly persistence: readonly Persistence[];
  readonly files: Readonly<Record<string, string>>;
  readonly version2: Readonly<Record<string, string>>;
  /** Files of a version that mends what went wrong; absent where no code does. */
  readonly wayOut?: Readonly<Record<string, string>> | undefined;
  /** `failure`: its upgrade goes wrong, to learn from it. */
  readonly group?: 'failure' | undefined;
  /** What to do, in order, in a newcomer's words. */
  readonly steps: readonly string[];
  /** Calls that show it, with what they answer; absent where calls alone do not. */
  readonly script?: SampleScript | undefined;
}

export type Outcome = 'kept' | 'reset' | 'new' | 'dropped' | 'retyped' | 'migrated';

/** One row of the State table. */
export interface StateRow {
  readonly variable: string;
  readonly kind: 'stable' | 'transient';
  readonly type: string;
  /** Value before the last upgrade; `undefined` where there was none, or the variable is new. */
  readonly before: string | undefined;
  /** The live value; `undefined` where the variable is gone, or cannot be shown. */
  readonly after: string | undefined;
  /** Why there is no live value to show. */
  readonly unshown: string | undefined;
  readonly outcome: Outcome | undefined;
  /** Why it ended so, in one sentence a newcomer understands. */
  readonly reason: string | undefined;
  /** True where the last message or upgrade changed the value. */
  readonly changed: boolean;
  /** The value that the last message or upgrade changed. */
  readonly was?: string | undefined;
}

/** Sizes in bytes, instructions as counted by the replica. */
export interface UpgradeReport {
  readonly mode: 'upgrade' | 'reinstall';
  readonly at: number;
  readonly mainMemory: 'kept' | 'replaced' | undefined;
  readonly before: { readonly heapBytes: number; readonly stableBytes: number };
  readonly after: { readonly heapBytes: number; readonly stableBytes: number };
  readonly instructions: number;
  readonly timerDeactivated: boolean;
  /** Rows as they were right after it: variable, kind, type, before, outcome, reason. */
  readonly rows: readonly StateRow[];
  /** Set where it failed: nothing changed then, and `rows` is empty. */
  readonly error: { readonly errorCode: string; readonly message: string } | undefined;
  /** What the steps are told from; absent in reports of earlier versions. */
  readonly ran?: RanInstallation | undefined;
  /** Set where it was the old code's `pre_upgrade` that failed. */
  readonly failedIn?: 'pre_upgrade' | undefined;
}

/** What an upgrade would do: it was carried out on the true state and undone. */
export interface RehearsalRecord {
  /** As it would be told after the upgrade. */
  readonly report: UpgradeReport;
  /** Executions in order: `pre_upgrade`, `start`, `post_upgrade`. */
  readonly steps: InstallOutcome['steps'];
  readonly logs: readonly string[];
  readonly cycles: bigint;
  /** Milliseconds that it took here. */
  readonly milliseconds: number;
  /** The build, and the canister's version, that it was about. */
  readonly key: string;
  readonly canisterVersion: bigint;
}

export interface CallRecord {
  readonly id: number;
  readonly method: string;
  readonly mode: 'update' | 'query';
  /** As Candid text, `(42, "text")`. */
  readonly args: string;
  readonly caller: string;
  readonly phase: 'running' | 'replied' | 'rejected' | 'stopped';
  /** Candid text of the reply, or the reject's text. */
  readonly result: string;
  readonly errorCode: string | undefined;
  readonly instructions: number | undefined;
  /** Milliseconds from the click to the answer, as the page measured it. */
  readonly milliseconds: number | undefined;
  /** Made by a script, not by hand. */
  readonly replayed?: true;
}

/** What the page knows of one canister of the current project. */
export interface CanisterState {
  readonly outline: CanisterOutline;
  readonly view: CanisterView | undefined;
  readonly build:
    | { readonly phase: 'waiting' | 'building' }
    | {
        readonly phase: 'ready';
        readonly key: string;
        readonly incompatible: readonly Diagnostic[];
        /** Where its interface breaks callers of the installed one: warnings, which stop nothing. */
        readonly breaking?: readonly Diagnostic[];
      }
    | { readonly phase: 'failed'; readonly message: string };
  /** Interface of the newest build; it stays while the next one is made. */
  readonly candid?: string | undefined;
  readonly busy: 'deploying' | 'upgrading' | 'reinstalling' | 'rehearsing' | undefined;
  readonly rehearsal: RehearsalRecord | undefined;
  readonly rows: readonly StateRow[];
  readonly logs: readonly LogRecord[];
  readonly calls: readonly CallRecord[];
  /** What an upgrade to the source in the editor would do, as of the last source without errors. */
  readonly forecast?: Forecast | undefined;
  /** An upgrade that was stopped because the compiler finds it incompatible; the user may go on regardless. */
  readonly refusal: readonly Diagnostic[] | undefined;
  /** Sizes of both memories after each message since the page was opened, oldest first. */
  readonly growth?: readonly MemorySizes[] | undefined;
  /** The mark of its timeline whose steps are shown; `undefined` for the latest installation. */
  readonly toldMark?: number | undefined;
  /** The newest first; `undefined` until somebody asks. */
  readonly snapshots?: readonly ListedSnapshot[] | undefined;
  /** What is being done to it beside installing code. */
  readonly handling?: 'stopping' | 'starting' | 'taking' | 'loading' | 'deleting' | undefined;
}

/** In bytes. */
export interface MemorySizes {
  readonly heapBytes: number;
  readonly stableBytes: number;
}

export interface Notice {
  readonly id: string;
  readonly tone: 'information' | 'warning' | 'error';
  readonly text: string;
  /** What to do next. */
  readonly hint: string;
  /** A button that mends it; runs the action of this name. */
  readonly action: { readonly label: string; readonly run: 'takeOver' | 'reload' | 'stop' | 'update' } | undefined;
  readonly dismissible: boolean;
}

export interface AppState {
  readonly phase: 'starting' | 'ready' | 'blocked';
  readonly compiler: { readonly phase: 'loading' | 'ready' | 'failed'; readonly version: string | undefined };
  readonly samples: readonly Sample[];
  readonly projects: readonly { readonly id: string; readonly title: string; readonly sample: string | undefined }[];
  readonly project: Project | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Names in deployment order (what is imported first). */
  readonly canisterOrder: readonly string[];
  readonly canisters: Readonly<Record<string, CanisterState>>;
  /** The latest replay of each script, by script id. */
  readonly replays: Readonly<Record<string, Replay>>;
  /** The latest comparison of two throw-away worlds. */
  readonly comparison: Comparison | undefined;
  readonly selected: string | undefined;
  /** The lesson that is open; absent until one is. */
  readonly lesson?: LessonState | undefined;
  /** Name of the identity that calls: see `identities`. */
  readonly identity: string;
  readonly identities: readonly { readonly name: string; readonly principal: string }[];
  /** A message that has been executing for a while; it can be stopped. */
  readonly running: { readonly canisterId: string; readonly method: string; readonly since: number } | undefined;
  readonly notices: readonly Notice[];
  /** Announced in the live region. */
  readonly status: string;
  /** A shared project that waits for the user's word before it opens. */
  readonly incoming: Incoming | undefined;
  /** True once every file of the page is kept, so that it opens without network. */
  readonly offline: boolean;
  /** Whether 64-bit modules run in this browser; the reason where not. */
  readonly enhanced: { readonly available: true } | { readonly available: false; readonly reason: string };
}

/** 1 and 2: before and after the upgrade; 3: what mends one that goes wrong. */
export type SampleVersion = 1 | 2 | 3;

/** Everything a user can do. Components call these and render `AppState`; they hold no logic of their own. */
export interface Actions extends ComparisonActions, InspectorActions, PredictionActions, ScriptActions, TimelineActions, CommandActions, LessonActions, LifecycleActions, CheckpointActions, SharingActions {
  openProject(id: string): Promise<void>;
  /** Opens the project of a sample, with the user's edits where there were any. */
  openSample(id: string): Promise<void>;
  newProject(): Promise<void>;
  deleteProject(id: string): Promise<void>;
  renameProject(title: string): void;
  /** Puts the current project back to its beginning: sample files, canisters forgotten. */
  resetProject(): Promise<void>;
  /** Puts a version of the sample's files into the editor; 3 is the way out. */
  loadSampleVersion(version: SampleVersion): void;
  openFile(path: string): void;
  editFile(path: string, text: string): void;
  /** Each gives a message where the name is not allowed (taken, empty, climbs out ...). */
  addFile(path: string): string | undefined;
  renameFile(from: string, to: string): string | undefined;
  deleteFile(path: string): string | undefined;
  /** Changes of the source that mend a problem, each of them tried by the compiler. */
  fixes(problem: Diagnostic): Promise<readonly Fix[]>;
  applyFix(fix: Fix): void;
  setLanguage(language: Language): void;
  setPersistence(persistence: Persistence): void;
  /** Takes a `.wasm` or `.wasm.gz`, with its `.did` where that is among the files: as a new canister, or as the next version of one. */
  addModule(files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[], replaces?: string): Promise<void>;
  /** Forgets a module and the canister that it was. */
  removeModule(canister: string): Promise<void>;
  setInstallArgument(canister: string, argument: InstallArgument | undefined): void;
  selectCanister(name: string): void;
  setIdentity(name: string): void;
  /** Builds and installs the canisters that have no code yet; of these `only` some, where it is given. */
  deploy(only?: readonly string[]): Promise<void>;
  upgrade(options?: UpgradeOptions): Promise<void>;
  reinstall(): Promise<void>;
  /** Shows what an upgrade would do now. */
  rehearse(): Promise<void>;
  /** Upgrades as it was rehearsed; where the code or the state has changed since, it is rehearsed again instead. */
  applyRehearsal(): Promise<void>;
  discardRehearsal(): void;
  dismissRefusal(): void;
  /** `args`: encoded Candid. Resolves with the record when it has an answer; never rejects. */
  call(method: string, mode: 'update' | 'query', args: Uint8Array, argsText: string): Promise<CallRecord>;
  /** What became of the pages of a canister's memory; `undefined` where there is nothing to see. Changes nothing, never rejects. */
  memoryMap(request: MemoryMapRequest): Promise<MemoryMapView | undefined>;
  /** Bytes of a canister's memory, at most 64 KiB. Changes nothing, never rejects. */
  readMemory(request: { readonly id: string; readonly memory: MemoryName; readonly address: number; readonly length: number }): Promise<Uint8Array | undefined>;
  stop(): Promise<void>;
  advanceTime(milliseconds: number): Promise<void>;
  /** Of the selected canister: nothing costs it anything, for lessons that are not about cycles. */
  setEndlessCycles(endless: boolean): Promise<void>;
  dismissNotice(id: string): void;
  runNotice(id: string): Promise<void>;
}

/** The headless store: React subscribes to it, tests read it. */
export interface Store {
  readonly getState: () => AppState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly actions: Actions;
}
