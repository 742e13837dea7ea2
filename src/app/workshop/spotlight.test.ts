import { describe, expect, it } from 'vitest';
import type { StateRow, UpgradeReport } from '../state/model.ts';
import { changedSince, type Glimpse } from './spotlight.ts';

const row = (variable: string, after: string | undefined, outcome?: StateRow['outcome']): StateRow => ({
  variable,
  kind: 'stable',
  type: 'Nat',
  before: undefined,
  after,
  unshown: undefined,
  outcome,
  reason: undefined,
  changed: false,
});

const report = (error?: UpgradeReport['error']): UpgradeReport => ({
  mode: 'upgrade',
  at: 0,
  mainMemory: 'kept',
  before: { heapBytes: 0, stableBytes: 0 },
  after: { heapBytes: 0, stableBytes: 0 },
  instructions: 0,
  timerDeactivated: false,
  rows: [],
  error,
});

const seen = (rows: readonly StateRow[], more: Partial<Glimpse> = {}): Glimpse => ({ of: 'project canister', rows, report: undefined, ...more });

describe('what the spotlight falls on', () => {
  it('is what a message has changed', () => {
    expect([...changedSince(seen([row('count', '0'), row('name', '"a"')]), seen([row('count', '1'), row('name', '"a"')]))]).toEqual(['count']);
  });

  it('is what an upgrade did not simply keep', () => {
    const after = [row('count', '1', 'kept'), row('hits', '0', 'reset'), row('step', '10', 'new'), row('old', undefined, 'dropped')];
    expect([...changedSince(seen([row('count', '1'), row('hits', '0'), row('old', '3')]), seen(after, { report: report() }))]).toEqual(['hits', 'step', 'old']);
  });

  it('is not what an earlier upgrade did, when a message follows', () => {
    const upgrade = report();
    const before = seen([row('count', '1', 'kept'), row('hits', '0', 'reset')], { report: upgrade });
    expect([...changedSince(before, seen([row('count', '2', 'kept'), row('hits', '0', 'reset')], { report: upgrade }))]).toEqual(['count']);
  });

  it.each([
    ['another canister', seen([row('count', '1')]), seen([row('count', '2')], { of: 'project other' })],
    ['a first installation', seen([]), seen([row('count', '0')])],
    ['a value that was only read late', seen([row('count', undefined)]), seen([row('count', '0')])],
    ['an upgrade that failed', seen([row('count', '1')]), seen([row('count', '1', 'reset')], { report: report({ errorCode: 'IC0503', message: '' }) })],
  ])('is not %s', (_, before, now) => {
    expect(changedSince(before, now).size).toBe(0);
  });
});
