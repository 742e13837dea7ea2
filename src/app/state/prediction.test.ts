import { describe, expect, it } from 'vitest';
import type { Outcome, Project, StateRow, UpgradeReport } from './model.ts';
import { announcedScore, markOf, roundOf, rowsToGuess, scoreText, withGuess, withNextRound, withPredicting, withReport } from './prediction.ts';
import { createProject } from './projects.ts';

const project: Project = createProject({ id: 'p', title: 'P', sample: undefined, files: {}, language: 'persistent', persistence: 'enhanced' });

const row = (variable: string, outcome: Outcome | undefined): StateRow => ({
  variable,
  kind: 'stable',
  type: 'Nat',
  before: '1',
  after: '2',
  unshown: undefined,
  outcome,
  reason: 'because',
  changed: true,
});

const report = (at: number, rows: readonly StateRow[], more: Partial<UpgradeReport> = {}): UpgradeReport => ({
  mode: 'upgrade',
  at,
  mainMemory: 'kept',
  before: { heapBytes: 0, stableBytes: 0 },
  after: { heapBytes: 0, stableBytes: 0 },
  instructions: 0,
  timerDeactivated: false,
  rows,
  error: undefined,
  ...more,
});

const predicting = withGuess(withGuess(withPredicting(project, 'main', true), 'main', 'a', 'kept'), 'main', 'b', 'kept');
const round = ({ predictions, upgrades }: Project) => roundOf(predictions?.['main'], upgrades['main']);

describe('a mark', () => {
  const cases: readonly [Parameters<typeof markOf>, ReturnType<typeof markOf>][] = [
    [['kept', 'kept'], 'right'],
    [['kept', 'reset'], 'wrong'],
    [['kept', 'migrated'], 'right'],
    [['kept', 'retyped'], 'right'],
    [['reset', 'reset'], 'right'],
    [['reset', 'migrated'], 'wrong'],
    [['gone', 'dropped'], 'right'],
    [['gone', 'kept'], 'wrong'],
    [[undefined, 'kept'], 'not guessed'],
    [['kept', 'new'], undefined],
    [[undefined, 'new'], undefined],
    [['kept', undefined], undefined],
  ];
  for (const [[guess, outcome], mark] of cases) {
    it(`is ${mark ?? 'none'} where ${guess ?? 'nothing'} was guessed and it was ${outcome ?? 'unknown'}`, () => expect(markOf(guess, outcome)).toBe(mark));
  }
});

describe('a round of guesses', () => {
  it('is off until it is switched on, and asks then', () => {
    expect(round(project)).toEqual({ phase: 'off' });
    expect(round(predicting)).toEqual({ phase: 'asking', guesses: { a: 'kept', b: 'kept' } });
    expect(round(withPredicting(predicting, 'main', false))).toEqual({ phase: 'off' });
  });

  it('keeps its guesses while it is switched off', () => {
    const again = withPredicting(withPredicting(predicting, 'main', false), 'main', true);
    expect(round(again)).toEqual(round(predicting));
  });

  it('asks without a word of the last upgrade', () => {
    expect(rowsToGuess([row('a', 'kept'), row('old', 'dropped')])).toEqual([{ ...row('a', undefined), before: undefined, reason: undefined }]);
  });

  it('is marked by an upgrade, until the next is predicted', () => {
    const upgraded = withReport(predicting, 'main', report(5, [row('a', 'kept'), row('b', 'reset')]));
    expect(round(upgraded)).toEqual({ phase: 'marked', guesses: { a: 'kept', b: 'kept' } });
    expect(announcedScore(upgraded, 'main')).toBe(' Your guesses: 1 of 2 right.');
    expect(round(withNextRound(upgraded, 'main'))).toEqual({ phase: 'asking', guesses: {} });
    const next = withReport(upgraded, 'main', report(6, [row('a', 'kept')]));
    expect(round(next)).toEqual({ phase: 'marked', guesses: {} });
    expect(announcedScore(next, 'main')).toBe('');
  });

  it('goes on where the upgrade failed', () => {
    const failed = withReport(predicting, 'main', report(5, [], { error: { errorCode: 'IC0503', message: 'trap' } }));
    expect(round(failed)).toEqual(round(predicting));
  });

  it('ends unmarked with a reinstall', () => {
    const reinstalled = report(5, [row('a', 'reset')], { mode: 'reinstall' });
    expect(round(withReport(predicting, 'main', reinstalled))).toEqual({ phase: 'marked', guesses: {} });
    expect(scoreText({}, reinstalled)).toContain('Nothing to mark');
  });

  it('ends with an upgrade while it is switched off', () => {
    const upgraded = withReport(withPredicting(predicting, 'main', false), 'main', report(5, [row('a', 'kept')]));
    expect(round(withPredicting(upgraded, 'main', true))).toEqual({ phase: 'asking', guesses: {} });
  });
});

describe('the score', () => {
  const rows = [row('a', 'kept'), row('b', 'reset'), row('c', 'dropped'), row('d', 'migrated'), row('e', 'new')];
  it('counts what was guessed', () => {
    expect(scoreText({ a: 'kept', b: 'kept', c: 'gone', d: 'kept' }, report(1, rows))).toBe('3 of 4 right');
    expect(scoreText({ a: 'kept' }, report(1, rows))).toBe('1 of 1 right, 3 not guessed');
  });
  it('says where there is nothing to count', () => {
    expect(scoreText({}, report(1, rows))).toBe('No guesses were made for this upgrade');
    expect(scoreText({}, report(1, [row('e', 'new')]))).toBe('There was nothing to guess');
  });
});
