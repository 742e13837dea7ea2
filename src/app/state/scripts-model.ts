/** What a call answered: Candid text of the reply, or the text of the rejection. */
export interface Reply {
  readonly phase: 'replied' | 'rejected';
  readonly text: string;
  readonly instructions?: number | undefined;
}

/** What a reply has to be for its step to pass. */
export type Expectation =
  /** Compared by value: `text` is Candid. */
  | { readonly kind: 'reply'; readonly text: string }
  | { readonly kind: 'rejection' };

export interface CallStep {
  readonly kind: 'call';
  /** Unique in its script. */
  readonly id: string;
  /** Name of the canister in the project. */
  readonly canister: string;
  readonly method: string;
  readonly mode: 'update' | 'query';
  /** Candid text. */
  readonly args: string;
  /** Name of the identity that calls. */
  readonly caller: string;
  /** What it answered when it was recorded; `undefined` for a step that was written. */
  readonly recorded: Reply | undefined;
  /** `undefined` where any answer will do. */
  readonly expected: Expectation | undefined;
}

/** Installs what the editor holds, as the button Upgrade does. */
export interface UpgradeStep {
  readonly kind: 'upgrade';
  readonly id: string;
  readonly canister: string;
}

export type ScriptStep = CallStep | UpgradeStep;

/** A step before it has its place in a script. */
export type StepContent = Omit<CallStep, 'id'> | Omit<UpgradeStep, 'id'>;

/** Calls to run again, on this version and on later ones; kept with the project, and shared with it. */
export interface CallScript {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly ScriptStep[];
}

export type Verdict =
  /** The expectation of the step holds, or does not; an upgrade or a call that could not be made fails too. */
  | 'passed'
  | 'failed'
  /** Compared with the recorded reply. */
  | 'same'
  | 'different'
  /** There was nothing to compare with. */
  | 'done'
  | 'not run';

export interface StepResult {
  readonly verdict: Verdict | 'running';
  readonly reply: Reply | undefined;
  /** Version that answered, or that an upgrade put in place. */
  readonly version: number | undefined;
  /** Why it failed or differs, where the values do not say it. */
  readonly detail: string | undefined;
}

/** The latest replay of a script: results by step id. */
export interface Replay {
  readonly running: boolean;
  readonly results: Readonly<Record<string, StepResult>>;
}

/** Whether two replies are the same value; `reason` where they cannot be compared. */
export type Comparison = { readonly same: true } | { readonly same: false; readonly reason: string | undefined };

/** Candid as text, read by the interface of a canister (`candid`). The session knows no Candid: the root of the page gives it this. */
export interface CandidText {
  /** Encodes the arguments of a method. `queryable`: it can be called as a query. */
  readonly encode: (candid: string, method: string, args: string) => EncodedArguments;
  /** Compares two replies of a method by value. Either may be text that the interface cannot read. */
  readonly compare: (candid: string, method: string, expected: string, actual: string) => Comparison;
}

export type EncodedArguments =
  | { readonly ok: true; readonly args: Uint8Array; readonly queryable: boolean }
  | { readonly ok: false; readonly message: string };

/** A step of a sample's own script. */
export interface SampleStep {
  readonly canister: string;
  readonly method: string;
  /** Candid text. */
  readonly args: string;
  /** Candid text of the reply; absent where any will do. */
  readonly expect?: string;
}

/** Calls before and after the upgrade of a sample, and the canisters that are upgraded in between. */
export interface SampleScript {
  readonly before: readonly SampleStep[];
  readonly upgrades: readonly string[];
  readonly after: readonly SampleStep[];
}

export interface ScriptActions {
  /** Makes a script of the recorded calls of the selected canister. */
  keepScript(): void;
  /** A script without steps. */
  newScript(): void;
  /** A script of what the project's sample is meant to answer. */
  takeSampleScript(): void;
  /** Replaces the script of the same id. */
  changeScript(script: CallScript): void;
  deleteScript(id: string): void;
  /** Runs the steps in order; resolves when it ended. */
  replay(id: string): Promise<void>;
}
