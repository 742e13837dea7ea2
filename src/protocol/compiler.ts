/** Messages between the page and a compiler worker. There is one worker per persistence mode. */

export type Persistence = 'enhanced' | 'classical';
/** `persistent`: today's Motoko. `legacy`: `--legacy-actors`, where only `stable` variables are kept. */
export type Language = 'persistent' | 'legacy';

/** Positions are zero-based, `end` is exclusive, as in the language server protocol. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface Diagnostic {
  /** Path within the project; empty where the compiler gives no place. */
  readonly path: string;
  readonly range: Range;
  readonly severity: 'error' | 'warning' | 'information';
  /** Such as `M0096`; empty where there is none. */
  readonly code: string;
  readonly message: string;
}

/** Everything a build depends on. */
export interface ProjectSource {
  /** Motoko and other text files by path, such as `Main.mo` or `lib/Types.mo`. */
  readonly files: Readonly<Record<string, string>>;
  readonly language: Language;
  /** Canister ids by name, for `import X "canister:name"`; with the Candid of each (absent while unknown). */
  readonly aliases: Readonly<Record<string, { readonly id: string; readonly candid: string | undefined }>>;
}

/** A canister that the project defines: a file whose last declaration is an actor, or an actor class that no other file imports. */
export interface CanisterOutline {
  /** The file's name without folder and `.mo`, in lower case; unique, made so by a number. */
  readonly name: string;
  readonly path: string;
  /** Names of the canisters it imports as `canister:name`. */
  readonly imports: readonly string[];
}

export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly canisters: readonly CanisterOutline[];
}

/** One variable of the actor, from the typed syntax tree. */
export interface ActorVariable {
  readonly name: string;
  readonly declaration: 'var' | 'let';
  /** `stable`: kept by an upgrade. `transient`: initialised again. */
  readonly kind: 'stable' | 'transient';
  /** In Motoko syntax, such as `Map<Text, Profile>`; named types are not expanded. */
  readonly type: string;
  /** Why its value cannot be shown (a function, an actor reference ...); `undefined` where it can. */
  readonly unshown: string | undefined;
  readonly range: Range;
}

export interface Build {
  /** SHA-256 of everything the build depends on, hex. */
  readonly key: string;
  readonly canister: string;
  readonly wasm: Uint8Array<ArrayBuffer>;
  /** The public interface, without the inspector. */
  readonly candid: string;
  /** Stable signature, the text of a `.most` file. */
  readonly stableSignature: string;
  readonly variables: readonly ActorVariable[];
  /** True where the module answers the inspector's query. */
  readonly inspected: boolean;
  /** True where the source has a migration expression (`(with migration = ...)`). */
  readonly migrates: boolean;
  /** Names of the variables that the migration expression takes from the version before and gives to this one; `undefined` where nobody can tell. */
  readonly migration?: { readonly takes: readonly string[]; readonly gives: readonly string[] } | undefined;
  /** True where the source has `system func preupgrade` or `postupgrade`. */
  readonly hooks: { readonly preupgrade: boolean; readonly postupgrade: boolean };
}

export type BuildResult =
  | { readonly ok: true; readonly build: Build; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A module without the inspector, made of the source as it is written. */
export type ExportResult =
  | { readonly ok: true; readonly wasm: Uint8Array<ArrayBuffer>; readonly candid: string }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * The inspector: a query method added to the playground's own builds. It replies `vec record { text; text }`: name and value of each variable that
 * can be shown, long values cut. It takes `opt record { vec text; opt nat }`: names of the variables that are asked for, and how many
 * characters of their whole texts to leave out before the part that is told; without the number an overview.
 */
export const INSPECTOR_METHOD = '__playground_state';

/**
 * What an upgrade would find of a variable. `new`: nothing. `transient`: a value that nobody keeps. `same`, `wider`: a value whose type fits.
 * `refused`: a value that cannot be taken over. `migrated`: what the migration expression gives. `reinitialised`: the migration expression takes
 * the value and gives none. `rebuilt`: like `transient`, but `postupgrade` sets it. `gone`: the source has no such variable.
 */
export type Relation = 'new' | 'transient' | 'rebuilt' | 'same' | 'wider' | 'refused' | 'migrated' | 'reinitialised' | 'gone';

export interface VariableForecast {
  readonly name: string;
  /** As the source declares it; as it was installed where it is gone. */
  readonly kind: 'stable' | 'transient';
  readonly type: string;
  /** As it was installed; `undefined` where it is new. */
  readonly before: { readonly kind: 'stable' | 'transient'; readonly type: string } | undefined;
  readonly relation: Relation;
  /** False where the source has no such variable any more. */
  readonly declared: boolean;
  /** The declared name; the line where the actor begins where it is gone. */
  readonly range: Range;
}

/** What an upgrade to the source as it stands would do, told without building it. */
export interface Forecast {
  readonly path: string;
  /** In the order of the source, then what is gone. */
  readonly variables: readonly VariableForecast[];
  /** What the compiler would refuse, in the same words as `compatible`; empty where nothing is in the way. */
  readonly refusals: readonly Diagnostic[];
}

/** What is known of the installed version. */
export interface InstalledState {
  readonly stableSignature: string;
  readonly variables: readonly ActorVariable[];
}

/** A change of the source that mends a problem. */
export interface Fix {
  readonly title: string;
  /** Whole new texts by path; a path that the project does not have is a new file. */
  readonly files: Readonly<Record<string, string>>;
}

export type CompilerMethods = {
  /** Loads the compiler; `version` is moc's. `language`: what it explains things in, English if it knows no other. */
  start: (argument: { persistence: Persistence; language?: string | undefined }) => Promise<{ version: string }>;
  /** Diagnostics of all files, and which canisters there are. A syntax error in one file does not hide the others. */
  check: (argument: { project: ProjectSource }) => Promise<CheckResult>;
  build: (argument: { project: ProjectSource; canister: CanisterOutline }) => Promise<BuildResult>;
  /** What is deployed elsewhere: built without the inspector. */
  exported: (argument: { project: ProjectSource; canister: CanisterOutline }) => Promise<ExportResult>;
  /**
   * Whether state of signature `before` can be taken over by `build`'s: no errors means yes. Diagnostics are placed at the guilty
   * declaration in the source of `canister`, and say in plain words what is wrong.
   */
  compatible: (argument: {
    project: ProjectSource;
    canister: CanisterOutline;
    before: string;
    after: string;
    /** Variables of the installed version, to name what was dropped. */
    variables: readonly ActorVariable[];
  }) => Promise<readonly Diagnostic[]>;
  /** Much faster than `build` and `compatible`, for every keystroke; `undefined` where the source has errors, or only a build can tell. */
  forecast: (argument: { project: ProjectSource; canister: CanisterOutline; installed: InstalledState }) => Promise<Forecast | undefined>;
  /** Changes that mend a problem. Each was tried: with it the source compiles, and that problem is gone. */
  fixes: (argument: {
    project: ProjectSource;
    canister: CanisterOutline;
    installed: InstalledState | undefined;
    problem: Diagnostic;
  }) => Promise<readonly Fix[]>;
};

export type CompilerEvents = Record<string, never>;
