import type { InstallDetail } from '../../protocol/install-detail.ts';
import type { InstallOutcome } from '../../protocol/replica.ts';
import type { MemorySizes, Outcome } from './model.ts';

/** An installation that can be told step by step. */
export type RanInstallation = InstallOutcome & { readonly detail: InstallDetail };

/** One installation in the life of a canister, and what happened until the next one. */
export interface Mark {
  /** Counts the marks of this life; they never repeat. */
  readonly serial: number;
  readonly kind: 'install' | 'upgrade' | 'reinstall';
  /** Milliseconds. */
  readonly at: number;
  /** The version that it made; where it failed, the one that went on. */
  readonly version: number;
  readonly error: { readonly errorCode: string; readonly message: string } | undefined;
  /** How many variables ended how. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Absent where the replica did not report it. */
  readonly ran?: RanInstallation | undefined;
  /** Update calls until the next mark. */
  readonly calls: number;
  /** Other executions that may have changed something: timers, heartbeats, answers. */
  readonly others: number;
  /** After the installation, and after messages since; thinned out where there are many. */
  readonly sizes: readonly MemorySizes[];
}

/** The lives of a project's canisters, by canister name, oldest mark first. */
export type Timelines = Readonly<Record<string, readonly Mark[]>>;

export interface TimelineActions {
  /** Shows the steps of an installation of the past; `undefined` shows those of the latest again. */
  showSteps(canister: string, serial: number | undefined): void;
}
