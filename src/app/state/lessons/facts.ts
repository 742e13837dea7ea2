import type { Persistence } from '../../../protocol/compiler.ts';
import type { CanisterView } from '../../../protocol/replica.ts';
import type { CallRecord, MemorySizes, StateRow, UpgradeReport } from '../model.ts';
import type { Comparison as ReplyComparison } from '../scripts-model.ts';
import type { CallText } from './model.ts';

/** What happened since a step began, in order. */
export type StepEvent =
  | { readonly kind: 'deployed' | 'upgraded' | 'reinstalled' | 'rehearsed' | 'predicted'; readonly canister: string }
  | { readonly kind: 'refused'; readonly canister: string; readonly codes: readonly string[] }
  | { readonly kind: 'failed'; readonly canister: string; readonly code: string; readonly message: string }
  | { readonly kind: 'time'; readonly milliseconds: number };

/** A canister as it is now. */
export interface CanisterFacts {
  /** Installations so far; 0 where it has no code. */
  readonly version: number;
  readonly persistence: Persistence | undefined;
  readonly rows: readonly StateRow[];
  /** Of the last upgrade or reinstallation. */
  readonly report: UpgradeReport | undefined;
  readonly view: CanisterView | undefined;
  readonly logs: readonly string[];
  readonly snapshots: number;
  /** The calls made since the step began, oldest first. */
  readonly calls: readonly CallRecord[];
  /** Sizes when the step began; `undefined` where it did not exist yet. */
  readonly atStart: MemorySizes | undefined;
}

/** What a call answered; `failed` where it could not be made. */
export type Asked = { readonly phase: 'replied' | 'rejected' | 'failed'; readonly text: string };

/** What checks look at. */
export interface Facts {
  readonly canister: (name: string) => CanisterFacts | undefined;
  readonly events: readonly StepEvent[];
  readonly ask: (call: CallText) => Promise<Asked>;
  /** Compares two replies of a method by value. */
  readonly compare: (canister: string, method: string, expected: string, actual: string) => ReplyComparison;
}

export interface CheckResult {
  readonly held: boolean;
  /** What is true, or what is missing; may hold code between backticks. */
  readonly text: string;
}
