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

/** A canister that the project defines: a file whose last declaration is an actor (not an actor class). */
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
  /** True where the source has `system func preupgrade` or `postupgrade`. */
  readonly hooks: { readonly preupgrade: boolean; readonly postupgrade: boolean };
}

export type BuildResult =
  | { readonly ok: true; readonly build: Build; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * The inspector: a query method added to the playground's own builds. It takes nothing and replies `vec record { text; text }`:
 * name and `debug_show` of each variable that can be shown.
 */
export const INSPECTOR_METHOD = '__playground_state';

export type CompilerMethods = {
  /** Loads the compiler; `version` is moc's. */
  start: (argument: { persistence: Persistence }) => Promise<{ version: string }>;
  /** Diagnostics of all files, and which canisters there are. A syntax error in one file does not hide the others. */
  check: (argument: { project: ProjectSource }) => Promise<CheckResult>;
  build: (argument: { project: ProjectSource; canister: CanisterOutline }) => Promise<BuildResult>;
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
};

export type CompilerEvents = Record<string, never>;
