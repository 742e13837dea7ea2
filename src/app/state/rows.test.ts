import { describe, expect, it } from 'vitest';
import type { Installed, StateRow, UpgradeReport } from './model.ts';
import { liveRows, staleRows } from './rows.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const declared = (name: string, unshown?: string) => ({ name, declaration: 'var', kind: 'stable', type: 'Nat', unshown, range }) as const;
const installed = { variables: [declared('a'), declared('f', 'It is a function.')], inspected: true } as unknown as Installed;
const row = (variable: string, more: Partial<StateRow>): StateRow => ({
  variable,
  kind: 'stable',
  type: 'Nat',
  before: undefined,
  after: undefined,
  unshown: undefined,
  outcome: undefined,
  reason: undefined,
  changed: false,
  ...more,
});

describe('rows of the State table', () => {
  it('have live values beside what the last upgrade did, and what it dropped', () => {
    const report = { rows: [row('a', { before: '1', outcome: 'kept', reason: 'r' }), row('old', { before: '9', outcome: 'dropped' })] } as unknown as UpgradeReport;
    expect(liveRows(installed, { a: '3' }, report, [row('a', { after: '2' })])).toMatchObject([
      { variable: 'a', before: '1', after: '3', outcome: 'kept', changed: true },
      { variable: 'f', after: undefined, unshown: 'It is a function.', changed: false },
      { variable: 'old', before: '9', outcome: 'dropped' },
    ]);
  });

  it('highlight only what the last reading changed', () => {
    expect(liveRows(installed, { a: '2' }, undefined, [row('a', { after: '2', changed: true })])[0]?.changed).toBe(false);
    expect(liveRows(installed, { a: '2' }, undefined, [])[0]?.changed).toBe(false);
  });

  it('keep their mark until the next message', () => {
    const marked = row('a', { after: '2', changed: true, was: '1' });
    expect(liveRows(installed, { a: '2' }, undefined, [marked], { again: true })[0]).toMatchObject({ changed: true, was: '1' });
  });

  it('say why there is no value', () => {
    expect(liveRows(installed, undefined, undefined, [])[0]?.unshown).toMatch(/not been read/);
    expect(liveRows(installed, {}, undefined, [])[0]?.unshown).toMatch(/did not tell/);
    expect(liveRows({ ...installed, inspected: false }, {}, undefined, [])[0]?.unshown).toMatch(/does not answer/);
  });

  it('stay as they were, with the reason, where the canister cannot be asked', () => {
    const rows = [row('a', { after: '2', changed: true }), row('f', { unshown: 'It is a function.' })];
    expect(staleRows(rows, 'Out of cycles.')).toMatchObject([{ after: '2', unshown: 'Out of cycles.', changed: false }, { unshown: 'It is a function.' }]);
  });
});
