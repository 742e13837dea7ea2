import type { Language, Persistence } from '../../../protocol/compiler.ts';
import type { Outcome } from '../model.ts';
import type { Guess } from '../prediction-model.ts';

/** A course as its folder says it (docs/lessons.md). */
export interface Course {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly Lesson[];
}

export interface Lesson {
  readonly id: string;
  readonly title: string;
  readonly summary: string | undefined;
  /** `undefined` where it goes on from the lesson before: code, canisters and their state. */
  readonly start: Files | undefined;
  readonly language: Language | undefined;
  readonly persistence: Persistence | undefined;
  /** Pictures of its text: paths in the lesson's folder. */
  readonly pictures: readonly string[];
  readonly steps: readonly Step[];
}

export interface Step {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly open: string | undefined;
  readonly highlight: readonly Highlight[];
  /** Put in place when the step begins. */
  readonly start: Files;
  readonly predict: boolean;
  readonly calls: readonly CallText[];
  readonly checks: readonly Check[];
  readonly hints: readonly string[];
  /** Put in place by Solve. */
  readonly solution: Files;
  readonly solve: readonly Action[];
  /** The canister that is meant where none is named. */
  readonly canister: string;
}

/** Texts by path in the project. */
export type Files = Readonly<Record<string, string>>;

/** Lines counted from 1; a text stands for the first line that has it. */
export type Highlight = { readonly text: string } | { readonly from: number; readonly to: number };

/** A call as it is written in a lesson. */
export interface CallText {
  readonly canister: string;
  readonly method: string;
  /** Candid text with its parentheses. */
  readonly args: string;
  /** Name of the identity that calls; `undefined` for the one that is chosen in the page. */
  readonly caller: string | undefined;
}

export type Action =
  | { readonly kind: 'deploy' }
  | { readonly kind: 'upgrade' | 'upgrade-anyway' | 'reinstall' | 'rehearse' | 'stop' | 'start' | 'snapshot' | 'load-snapshot'; readonly canister: string }
  | { readonly kind: 'call'; readonly call: CallText; readonly times: number }
  | { readonly kind: 'predict'; readonly canister: string; readonly guesses: Readonly<Record<string, Guess>> }
  | { readonly kind: 'advance'; readonly milliseconds: number }
  | { readonly kind: 'language'; readonly language: Language }
  | { readonly kind: 'persistence'; readonly persistence: Persistence };

export interface Check {
  /** The author's words for a learner who is not there yet. */
  readonly missing: string | undefined;
  readonly canister: string;
  readonly condition: Condition;
}

export type Condition =
  | { readonly kind: 'call'; readonly call: CallText; readonly answer: Answer }
  | { readonly kind: 'called'; readonly method: string; readonly times: number; readonly answer: Answer | undefined }
  | {
      readonly kind: 'variable';
      readonly variable: string;
      readonly is: string | undefined;
      readonly contains: string | undefined;
      readonly outcome: Outcome | undefined;
      readonly declared: 'stable' | 'transient' | undefined;
      readonly exists: boolean | undefined;
    }
  | { readonly kind: 'deployed' }
  | { readonly kind: 'reinstalled' }
  | { readonly kind: 'rehearsed' }
  | { readonly kind: 'predicted' }
  | { readonly kind: 'upgraded'; readonly atLeast: number }
  | { readonly kind: 'snapshot'; readonly atLeast: number }
  | { readonly kind: 'version'; readonly compare: Comparison; readonly value: number }
  | { readonly kind: 'refused'; readonly code: string | undefined }
  | { readonly kind: 'failed'; readonly code: string | undefined; readonly message: string | undefined }
  /** `start`: the size when the step began. */
  | { readonly kind: 'heap'; readonly compare: Comparison; readonly bytes: number | 'start' }
  | { readonly kind: 'stable'; readonly compare: Comparison; readonly bytes: number | 'start' }
  | { readonly kind: 'main-memory'; readonly was: 'kept' | 'replaced' }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'status'; readonly status: 'running' | 'stopping' | 'stopped' }
  | { readonly kind: 'timer'; readonly set: boolean }
  | { readonly kind: 'time'; readonly milliseconds: number }
  | { readonly kind: 'persistence'; readonly persistence: Persistence };

/** What a call has to answer: a value, or a rejection whose message has a text. */
export type Answer = { readonly is: string } | { readonly rejected: string };

export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/** Something an author has to mend; lines are counted from 1. */
export interface Mistake {
  /** Path in the course's folder. */
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A course's folder: texts of its text files, and sizes in bytes of its pictures, by path. */
export interface CourseFolder {
  readonly id: string;
  readonly texts: Files;
  readonly pictures: Readonly<Record<string, number>>;
}

/** `course` is `undefined` where mistakes leave nothing to show. */
export interface ReadCourse {
  readonly course: Course | undefined;
  readonly mistakes: readonly Mistake[];
}

/** Names of a course, a lesson and a step. */
export interface Place {
  readonly course: string;
  readonly lesson: string;
  readonly step: string;
}
