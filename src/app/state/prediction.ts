import { t } from '@lingui/core/macro';
import type { Outcome, Project, StateRow, UpgradeReport } from './model.ts';
import type { Guess, Guesses, Prediction } from './prediction-model.ts';

/** Guessing what an upgrade will do, and marking the guesses against what it did. Pure. */

export const GUESSES: readonly Guess[] = ['kept', 'reset', 'gone'];

const START: Prediction = { on: false, guesses: {}, marked: undefined };

const withPrediction = (project: Project, canister: string, change: (prediction: Prediction) => Prediction): Project => ({
  ...project,
  predictions: { ...project.predictions, [canister]: change(project.predictions?.[canister] ?? START) },
});

/** Switching off keeps guesses for the next upgrade; marks of the last are put away. */
export const withPredicting = (project: Project, canister: string, on: boolean): Project =>
  withPrediction(project, canister, (prediction) => ({ ...prediction, on, marked: undefined }));

export const withGuess = (project: Project, canister: string, variable: string, guess: Guess): Project =>
  withPrediction(project, canister, (prediction) => ({ ...prediction, guesses: { ...prediction.guesses, [variable]: guess } }));

export const withNextRound = (project: Project, canister: string): Project =>
  withPrediction(project, canister, (prediction) => ({ ...prediction, marked: undefined }));

/**
 * Notes what an upgrade did, and ends the round of guesses about it. One that failed changed nothing, so its guesses go on; a
 * reinstall was not what they were about, so they are put away unmarked.
 */
export function withReport(project: Project, canister: string, report: UpgradeReport): Project {
  const next = { ...project, upgrades: { ...project.upgrades, [canister]: report } };
  const prediction = project.predictions?.[canister];
  if (!prediction || report.error) return next;
  const guesses = report.mode === 'upgrade' ? prediction.guesses : {};
  const marked = prediction.on ? { at: report.at, guesses } : undefined;
  return withPrediction(next, canister, () => ({ on: prediction.on, guesses: {}, marked }));
}

/** What the State table has to do about guesses now. */
export type Round =
  | { readonly phase: 'off' }
  | { readonly phase: 'asking'; readonly guesses: Guesses }
  | { readonly phase: 'marked'; readonly guesses: Guesses };

export function roundOf(prediction: Prediction | undefined, report: UpgradeReport | undefined): Round {
  if (!prediction?.on) return { phase: 'off' };
  const { guesses, marked } = prediction;
  if (marked && report && !report.error && marked.at === report.at) return { phase: 'marked', guesses: marked.guesses };
  return { phase: 'asking', guesses };
}

/** The variables as they are now, without a word of what the last upgrade did to them. */
export const rowsToGuess = (rows: readonly StateRow[]): readonly StateRow[] =>
  rows.filter(({ outcome }) => outcome !== 'dropped').map((row) => ({ ...row, before: undefined, outcome: undefined, reason: undefined }));

/** The guess that an outcome proves right. A value that was converted or changed on the way was carried over, so it counts as kept. */
const RIGHT: Readonly<Record<Outcome, Guess | undefined>> = {
  kept: 'kept',
  migrated: 'kept',
  retyped: 'kept',
  reset: 'reset',
  dropped: 'gone',
  new: undefined,
};

export type Mark = 'right' | 'wrong' | 'not guessed';

/** `undefined` where there was nothing to guess: the variable is new, or the upgrade said nothing of it. */
export function markOf(guess: Guess | undefined, outcome: Outcome | undefined): Mark | undefined {
  const right = outcome && RIGHT[outcome];
  if (!right) return undefined;
  if (!guess) return 'not guessed';
  return guess === right ? 'right' : 'wrong';
}

/** `3 of 4 right`, or that there is nothing to mark. */
export function scoreText(guesses: Guesses, { mode, rows }: Pick<UpgradeReport, 'mode' | 'rows'>): string {
  if (mode === 'reinstall') return t`Nothing to mark: a reinstall erases everything, and guesses are about upgrades`;
  const marks = rows.map(({ variable, outcome }) => markOf(guesses[variable], outcome));
  const count = (mark: Mark): number => marks.filter((each) => each === mark).length;
  const right = count('right');
  const guessed = right + count('wrong');
  const missing = count('not guessed');
  if (guessed === 0) return missing > 0 ? t`No guesses were made for this upgrade` : t`There was nothing to guess`;
  return missing > 0 ? t`${right} of ${guessed} right, ${missing} not guessed` : t`${right} of ${guessed} right`;
}

/** The score as it is announced after an upgrade; empty where nobody guessed. */
export function announcedScore(project: Project | undefined, canister: string): string {
  const report = project?.upgrades[canister];
  const round = roundOf(project?.predictions?.[canister], report);
  if (!report || round.phase !== 'marked' || Object.keys(round.guesses).length === 0) return '';
  const score = scoreText(round.guesses, report);
  return ` ${t`Your guesses: ${score}.`}`;
}
