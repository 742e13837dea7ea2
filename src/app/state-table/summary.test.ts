import { describe, expect, it } from 'vitest';
import type { Outcome, UpgradeReport } from '../state/model.ts';
import { countOutcomes, summarySentence } from './summary.ts';

const row = (outcome: Outcome): UpgradeReport['rows'][number] => ({
  variable: outcome, kind: 'stable', type: 'Nat', before: '1', after: '1', unshown: undefined, outcome, reason: undefined, changed: false,
});

const report = (changes: Partial<UpgradeReport>): UpgradeReport => ({
  mode: 'upgrade', at: 0, mainMemory: 'kept', before: { heapBytes: 5_570_560, stableBytes: 0 }, after: { heapBytes: 5_636_096, stableBytes: 65_536 },
  instructions: 1, timerDeactivated: false, rows: [row('kept'), row('reset'), row('kept'), row('kept')], error: undefined, ...changes,
});

describe('the summary of an upgrade', () => {
  it('counts outcomes and tells what became of memory', () => {
    expect(summarySentence(report({}))).toBe('3 kept, 1 reset. Main memory was kept; heap 5.3 MB → 5.4 MB, stable memory 0 → 64 KB.');
  });
  it('tells a replaced memory, a cancelled timer and sizes that stayed', () => {
    const text = summarySentence(report({ mainMemory: 'replaced', timerDeactivated: true, after: { heapBytes: 5_570_560, stableBytes: 0 } }));
    expect(text).toBe('3 kept, 1 reset. Main memory was replaced; heap still 5.3 MB, stable memory still 0. Its timer was switched off: an upgrade cancels it, so set it again in the new version.');
  });
  it('tells a reinstallation and an actor without variables', () => {
    expect(summarySentence(report({ mode: 'reinstall', mainMemory: undefined, rows: [] }))).toMatch(/^0 variables\. Reinstalled: all memory was cleared; heap/);
  });
  it('lists only outcomes that occurred, survivors first', () => {
    expect(countOutcomes([row('dropped'), row('new'), row('migrated')])).toEqual([{ outcome: 'migrated', count: 1 }, { outcome: 'new', count: 1 }, { outcome: 'dropped', count: 1 }]);
  });
});
