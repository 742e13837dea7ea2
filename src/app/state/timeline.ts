import type { InstallOutcome } from '../../protocol/replica.ts';
import type { AppState, MemorySizes, Outcome, Project, StateRow } from './model.ts';
import type { Mark, RanInstallation } from './timeline-model.ts';

/** The life of a canister: its installations, and how its memories grew between them. Pure. */

export const MAX_MARKS = 50;
/** Sizes that are kept between two marks. */
export const MAX_SIZES = 40;
/** Of one execution. */
const MAX_LOG_LINES = 20;
const MAX_LOG_CHARACTERS = 300;

/** What is kept of a report; `undefined` where it cannot be told step by step. */
export function ranOf(outcome: InstallOutcome | undefined): RanInstallation | undefined {
  if (!outcome?.detail) return undefined;
  const { mode, mainMemory, error, before, after, timerDeactivated, steps, detail } = outcome;
  const short = steps.map((step) => (step.work ? { ...step, work: { ...step.work, logs: shortened(step.work.logs) } } : step));
  return { mode, mainMemory, error, before, after, timerDeactivated, steps: short, detail };
}

const shortened = (lines: readonly string[]): readonly string[] =>
  lines.slice(-MAX_LOG_LINES).map((line) => (line.length > MAX_LOG_CHARACTERS ? `${line.slice(0, MAX_LOG_CHARACTERS)}…` : line));

export interface Installed {
  readonly kind: Mark['kind'];
  readonly at: number;
  readonly version: number;
  readonly error: Mark['error'];
  readonly rows: readonly Pick<StateRow, 'outcome'>[];
  readonly ran: RanInstallation | undefined;
  /** After it. */
  readonly sizes: MemorySizes | undefined;
}

/** Adds an installation. The first one of a canister begins its life, whatever had its name before. */
export function withMark(project: Project, canister: string, { rows, sizes, ...installed }: Installed): Project {
  const known = installed.kind === 'install' ? [] : (project.timelines?.[canister] ?? []);
  const mark: Mark = { ...installed, serial: (known.at(-1)?.serial ?? 0) + 1, outcomes: counted(rows), calls: 0, others: 0, sizes: sizes ? [sizes] : [] };
  return withMarks(project, canister, [...known, mark].slice(-MAX_MARKS));
}

function counted(rows: Installed['rows']): Mark['outcomes'] {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of rows) if (outcome) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** What one message left behind. */
export interface Passed extends MemorySizes {
  readonly call: boolean;
}

/** Adds messages to what happened since the last mark; without a mark there is no life to add them to. */
export function withPassed(project: Project, canister: string, passed: readonly Passed[]): Project {
  const marks = project.timelines?.[canister] ?? [];
  const last = marks.at(-1);
  if (!last || passed.length === 0) return project;
  const calls = passed.filter(({ call }) => call).length;
  const sizes = thinned([...last.sizes, ...passed.map(({ heapBytes, stableBytes }) => ({ heapBytes, stableBytes }))]);
  const next = { ...last, calls: last.calls + calls, others: last.others + passed.length - calls, sizes };
  return withMarks(project, canister, [...marks.slice(0, -1), next]);
}

/** Every second of them where there are too many; the first and the last stay. */
function thinned(sizes: readonly MemorySizes[]): readonly MemorySizes[] {
  if (sizes.length <= MAX_SIZES) return sizes;
  return thinned(sizes.filter((_, index) => index % 2 === 0 || index === sizes.length - 1));
}

const withMarks = (project: Project, canister: string, marks: readonly Mark[]): Project => ({ ...project, timelines: { ...project.timelines, [canister]: marks } });

/** The mark whose steps somebody asked for. */
export function chosenMark(state: AppState, canister: string): Mark | undefined {
  const serial = state.canisters[canister]?.toldMark;
  return serial === undefined ? undefined : state.project?.timelines?.[canister]?.find((mark) => mark.serial === serial);
}

/** What is told step by step: what was asked for, else the rehearsal that is shown, else the latest upgrade. */
export const ranToTell = (state: AppState, canister: string): RanInstallation | undefined =>
  chosenMark(state, canister)?.ran ?? state.canisters[canister]?.rehearsal?.report.ran ?? state.project?.upgrades[canister]?.ran;
