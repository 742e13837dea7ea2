import type { MemorySizes } from '../../state/model.ts';
import type { StepEvent } from '../../state/lessons/facts.ts';
import type { Place } from '../../state/lessons/model.ts';

/** What is kept of a course, under `lesson/<course>`. */
export interface Progress {
  readonly place: Place | undefined;
  /** `lesson/step` of all that are done. */
  readonly solved: readonly string[];
  /** How far each project of the course is, by the lesson whose files it began with. */
  readonly runs: Readonly<Record<string, Run>>;
}

/** A project on its way through its steps. */
export interface Run {
  readonly projectId: string;
  /** `lesson/step` of the last step that was begun: the project's state belongs to it. */
  readonly reached: string;
  /** Moments to which Restart step goes back, by `lesson/step`. */
  readonly moments: Readonly<Record<string, string>>;
  readonly began: Began;
}

/** How everything was when the step that was reached began, and what happened since. */
export interface Began {
  readonly fingerprint: string;
  /** The highest number of a call of each canister. */
  readonly calls: Readonly<Record<string, number>>;
  readonly sizes: Readonly<Record<string, MemorySizes>>;
  readonly events: readonly StepEvent[];
}

export const NO_PROGRESS: Progress = { place: undefined, solved: [], runs: {} };
/** More happens in no step that has an end. */
const MAX_EVENTS = 500;

export const lessonKey = (course: string): string => `lesson/${course}`;

/** What was kept; nothing where it is of a shape that this version does not know. */
export function readProgress(value: unknown): Progress {
  if (!isRecord(value) || !Array.isArray(value['solved']) || !isRecord(value['runs'])) return NO_PROGRESS;
  return value as unknown as Progress;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const withRun = (progress: Progress, head: string, run: Run): Progress => ({ ...progress, runs: { ...progress.runs, [head]: run } });

export const withSolved = (progress: Progress, key: string): Progress => (progress.solved.includes(key) ? progress : { ...progress, solved: [...progress.solved, key] });

export function withEvents(progress: Progress, head: string, events: readonly StepEvent[]): Progress {
  const run = progress.runs[head];
  if (!run || events.length === 0) return progress;
  return withRun(progress, head, { ...run, began: { ...run.began, events: [...run.began.events, ...events].slice(-MAX_EVENTS) } });
}
