import type { Actions, AppState } from '../state/model.ts';

/** Commands as data: what parses them, explains them, completes them and tests them reads the same table. */

/** What a value can be completed with. */
export type Completes = 'canister' | 'method' | 'arguments' | 'file' | 'identity' | 'snapshot' | 'command';

export interface Flag {
  /** Without the two dashes. */
  readonly name: string;
  readonly short?: string;
  /** What its value is called; a flag without one is a switch. */
  readonly value?: string;
  readonly values?: readonly string[];
  readonly completes?: Completes;
  readonly repeated?: true;
  readonly summary: string;
}

export interface Positional {
  readonly name: string;
  readonly summary: string;
  readonly optional?: true;
  /** Required, unless this switch is given. */
  readonly unless?: string;
  readonly repeated?: true;
  readonly values?: readonly string[];
  readonly completes?: Completes;
}

export interface Command {
  /** The words that name it, the tool first. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly positionals: readonly Positional[];
  readonly flags: readonly Flag[];
  /** What is different here from the tool at home. */
  readonly note?: string;
  /** Gives the exit code. */
  readonly run: (env: Env, args: Arguments) => Promise<number> | number;
}

/** A command, or a family of them, that exists at home and not here. */
export interface NotHere {
  readonly path: readonly string[];
  /** What to do instead, or where it is. */
  readonly instead: string;
}

/** What was written after a command's name. */
export interface Arguments {
  readonly positionals: Readonly<Record<string, string>>;
  /** All positionals in order. */
  readonly words: readonly string[];
  readonly has: (flag: string) => boolean;
  readonly get: (flag: string) => string | undefined;
  readonly all: (flag: string) => readonly string[];
}

export type Tone = 'plain' | 'soft' | 'good' | 'warn' | 'bad' | 'strong';

/** What outlives a command: it is the shell's. */
export interface ShellMemory {
  running: boolean;
  exitCode: number;
  readonly variables: Map<string, string>;
  history: readonly string[];
}

/** What a command acts on. */
export interface Env {
  readonly state: () => AppState;
  readonly actions: Actions;
  readonly memory: ShellMemory;
  /** A line, or several, of standard output. */
  readonly out: (text: string) => void;
  /** The same of standard error. */
  readonly err: (text: string, tone?: Tone) => void;
  /** Reads a line from the user. */
  readonly ask: () => Promise<string>;
  readonly clear: () => void;
  /** All commands, for `help`. */
  readonly table: readonly Command[];
}

/** A command that could not do its work; the tool prints it and ends with its exit code. */
export class Failure extends Error {
  readonly chain: readonly string[];
  readonly fix: string | undefined;

  /** @param chain the outermost first @param fix what to do about it */
  constructor(chain: readonly string[], fix?: string) {
    super(chain.join(': '));
    this.chain = chain;
    this.fix = fix;
  }
}

/** A command that is not written as it has to be. */
export class UsageError extends Error {}
