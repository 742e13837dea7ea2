import type { Language } from '../../protocol/compiler.ts';
import type { MemorySizes, StateRow } from './model.ts';

/** What a module was built from. */
export interface ModuleSource {
  readonly files: Readonly<Record<string, string>>;
  readonly language: Language;
}

/** What differs between the two worlds. */
export type ComparisonKind = 'upgrade' | 'persistence' | 'versions';

/** The code that both worlds begin with: what is installed, version 1 of the sample, or what the editor holds. */
export type Beginning = 'installed' | 'sample' | 'editor';

/** Which calls are made in both worlds. */
export type CallsChoice = { readonly kind: 'history' | 'sample' | 'none' } | { readonly kind: 'script'; readonly id: string };

export interface ComparisonRequest {
  readonly canister: string;
  readonly kind: ComparisonKind;
  readonly beginning: Beginning;
  readonly calls: CallsChoice;
}

/** A call that both worlds make. */
export interface ComparedCall {
  readonly id: string;
  /** Before or after the code is replaced. */
  readonly phase: 'before' | 'after';
  readonly canister: string;
  readonly method: string;
  readonly mode: 'update' | 'query';
  /** Candid text. */
  readonly args: string;
  readonly caller: string;
}

export interface WorldReply {
  readonly phase: 'replied' | 'rejected' | 'not sent' | 'stopped';
  /** Candid text of the reply, or why there is none. */
  readonly text: string;
  readonly errorCode: string | undefined;
  readonly instructions: number | undefined;
}

/** Code that was installed in a world, or that failed to be. */
export interface WorldInstall {
  readonly mode: 'install' | 'upgrade' | 'reinstall';
  readonly error: { readonly errorCode: string; readonly message: string } | undefined;
  readonly instructions: number;
}

/** One of the two worlds: what happened in it so far. */
export interface WorldRun {
  /** In a word or two, such as `Upgrade`. */
  readonly title: string;
  /** `ended`: it could not go on, for the reason in `problem`. */
  readonly phase: 'running' | 'done' | 'stopped' | 'ended';
  /** What it does at the moment. */
  readonly doing: string;
  readonly problem: string | undefined;
  readonly installs: readonly WorldInstall[];
  /** By the id of the call. */
  readonly replies: Readonly<Record<string, WorldReply>>;
  /** As they were read last. */
  readonly rows: readonly StateRow[];
  /** Sizes at the end. */
  readonly sizes: MemorySizes | undefined;
  /** That the canister has paid from its creation to the end. */
  readonly cycles: bigint | undefined;
}

export interface Comparison {
  readonly projectId: string;
  readonly request: ComparisonRequest;
  /** What was asked for, in words. */
  readonly about: string;
  readonly running: boolean;
  /** Why the worlds could not even begin. */
  readonly problem: string | undefined;
  readonly calls: readonly ComparedCall[];
  /** Both worlds, once they have begun. */
  readonly worlds: readonly [WorldRun, WorldRun] | undefined;
}

export interface ComparisonActions {
  /** Runs the same calls in two throw-away worlds; resolves when both have ended. One comparison at a time. */
  compare(request: ComparisonRequest): Promise<void>;
  /** Ends one of the worlds at once; the other goes on. */
  stopWorld(side: 0 | 1): void;
}
