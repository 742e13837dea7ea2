import { describe, expect, it } from 'vitest';
import type { InstallDetail, InstallStep, StepWork } from '../../protocol/install-detail.ts';
import type { RanInstallation } from '../state/timeline-model.ts';
import { storyOf } from './story.ts';

const MB = 1024 * 1024;
const KB = 1024;

const step = (kind: InstallStep['kind'], heapBytes: number, stableBytes: number, work: Partial<StepWork> = {}): InstallStep => ({
  kind,
  instructions: 2_100_000,
  heapBytes,
  stableBytes,
  work: { heapPages: 0, stableReadBytes: 0, stableWrittenBytes: 0, logs: [], trappedAt: undefined, ...work },
});

const facts = (hash: string, enhancedPersistence: boolean) => ({ hash, bytes: 190 * KB, enhancedPersistence, stableTypes: true });

function ran(change: Partial<Omit<RanInstallation, 'detail'>> = {}, detail: Partial<InstallDetail> = {}): RanInstallation {
  const enhanced = change.mainMemory === 'kept';
  return {
    mode: 'upgrade',
    mainMemory: 'replaced',
    error: undefined,
    before: { heapBytes: 2 * MB, stableBytes: 0 },
    after: { heapBytes: 3 * MB, stableBytes: 64 * KB },
    timerDeactivated: false,
    steps: [step('pre_upgrade', 2 * MB, 64 * KB, { heapPages: 3, stableWrittenBytes: 700 }), step('post_upgrade', 3 * MB, 64 * KB, { heapPages: 5, stableReadBytes: 700, logs: ['hello'] })],
    ...change,
    detail: {
      status: 'running',
      awaitedReplies: 0,
      old: facts('aa'.repeat(32), enhanced),
      fresh: facts('bb'.repeat(32), enhanced),
      preUpgrade: 'ran',
      preparation: 600_000_000,
      adopted: { heapBytes: MB, stableBytes: 64 * KB },
      timer: { before: false, after: false },
      instructionLimit: 300_000_000_000,
      failedAt: undefined,
      ...detail,
    },
  };
}

const outline = (told: RanInstallation, rehearsed = false): readonly string[] => storyOf(told, rehearsed).map(({ title, state }) => `${title}: ${state}`);
const find = (told: RanInstallation, id: string, rehearsed = false) => storyOf(told, rehearsed).find((each) => each.id === id);
const error = { errorCode: 'IC0503', message: 'assertion failed' };

describe('the story of an upgrade', () => {
  it('with classical persistence goes out to stable memory, drops main memory, and comes back', () => {
    expect(outline(ran())).toEqual([
      'Other messages wait: done',
      'canister_pre_upgrade: done',
      'Stable memory written: done',
      'Main memory dropped: done',
      'New module in place: done',
      'canister_post_upgrade: done',
      'Committed: done',
    ]);
    expect(storyOf(ran(), false).map(({ heap, stable }) => [heap.bytes / MB, stable.bytes / KB])).toEqual([[2, 0], [2, 0], [2, 64], [1, 64], [1, 64], [3, 64], [3, 64]]);
    expect(find(ran(), 'stable')).toMatchObject({ figures: [['written', '700 bytes'], ['size', '0 → 64 KB']], stable: { fate: 'grown', writtenBytes: 700 } });
    expect(find(ran(), 'pre_upgrade')?.figures[0]).toEqual(['executed', '2.1 M instructions of at most 300 B (less than 0.1 %)']);
    expect(find(ran(), 'post_upgrade')).toMatchObject({ logs: ['hello'], heap: { fate: 'grown', note: 'grew by 2 MB, 5 pages of 4 KB written' }, stable: { note: '700 bytes read' } });
    expect(find(ran(), 'heap')?.heap).toMatchObject({ before: 2 * MB, bytes: MB, fate: 'fresh' });
  });

  it('with enhanced persistence keeps main memory, and says why nothing is written to stable memory', () => {
    const told = ran({ mainMemory: 'kept', steps: [step('pre_upgrade', 2 * MB, 0), step('start', 2 * MB, 0), step('post_upgrade', 2 * MB, 0, { heapPages: 2 })] }, { adopted: { heapBytes: 2 * MB, stableBytes: 0 } });
    expect(outline(told)).toEqual([
      'Other messages wait: done',
      'canister_pre_upgrade: done',
      'Stable memory written: not run',
      'Main memory kept: done',
      'New module in place: done',
      'start function: done',
      'canister_post_upgrade: done',
      'Committed: done',
    ]);
    expect(find(told, 'stable')?.sentence).toContain('enhanced persistence');
    expect(find(told, 'heap')?.heap.fate).toBe('kept');
  });

  it.each([
    ['skipped', /skip_pre_upgrade.*stable variables were not copied/],
    ['absent', /the old module has none/],
  ] as const)('says why canister_pre_upgrade did not run: it is %s', (preUpgrade, sentence) => {
    const told = ran({ steps: [step('post_upgrade', 3 * MB, 0)] }, { preUpgrade });
    expect(find(told, 'pre_upgrade')).toMatchObject({ state: 'not run', sentence: expect.stringMatching(sentence) as string });
    expect(find(told, 'stable')).toBeUndefined();
    expect(find(told, 'heap')?.sentence).toContain('Nothing was saved');
  });

  it('shows a trap where it happened, and then everything put back', () => {
    const trap = step('post_upgrade', MB, 0, { heapPages: 4, trappedAt: { heapBytes: 4 * MB, stableBytes: 128 * KB }, logs: ['[TRAP]: no'] });
    const told = ran({ error, steps: [step('pre_upgrade', 2 * MB, 64 * KB, { stableWrittenBytes: 700 }), trap], after: { heapBytes: 2 * MB, stableBytes: 0 } }, { failedAt: 'post_upgrade' });
    expect(outline(told).slice(-2)).toEqual(['canister_post_upgrade: failed', 'Everything put back: undone']);
    expect(find(told, 'post_upgrade')).toMatchObject({ problem: error, logs: ['[TRAP]: no'], heap: { bytes: 4 * MB }, stable: { bytes: 128 * KB } });
    expect(find(told, 'end')).toMatchObject({ heap: { bytes: 2 * MB, fate: 'restored' }, stable: { bytes: 0, fate: 'restored' } });
  });

  it('ends early where canister_pre_upgrade traps, or the new module cannot be used', () => {
    const pre = ran({ error, steps: [step('pre_upgrade', 2 * MB, 0)] }, { failedAt: 'pre_upgrade', adopted: undefined, fresh: undefined });
    expect(outline(pre)).toEqual(['Other messages wait: done', 'canister_pre_upgrade: failed', 'Everything put back: undone']);
    const module = ran({ error, steps: [] }, { failedAt: 'module', adopted: undefined, fresh: undefined, preUpgrade: 'absent' });
    expect(outline(module)).toEqual(['Other messages wait: done', 'canister_pre_upgrade: not run', 'New module checked: failed', 'Everything put back: undone']);
    const memory = ran({ error, steps: [] }, { failedAt: 'memory', adopted: undefined, preUpgrade: 'absent' });
    expect(outline(memory)).toContain('Main memory: failed');
    const limits = ran({ error }, { failedAt: 'limits' });
    expect(outline(limits).slice(-2)).toEqual(['Limits checked: failed', 'Everything put back: undone']);
  });

  it('that was rehearsed ends as it began', () => {
    expect(find(ran(), 'end', true)).toMatchObject({ title: 'Put back: it was a rehearsal', state: 'undone', heap: { bytes: 2 * MB }, figures: [['main memory', '2 MB → 3 MB'], ['stable memory', '0 → 64 KB']] });
  });

  it('tells of the canister, of answers it waits for, and of its timer', () => {
    const told = ran({}, { status: 'stopped', awaitedReplies: 2, timer: { before: true, after: false } });
    expect(find(told, 'begin')?.sentence).toMatch(/was stopped.*2 answers/);
    expect(find(told, 'timer')?.sentence).toContain('does not come back by itself');
    expect(find(ran({}, { timer: { before: true, after: true } }), 'timer')?.sentence).toContain('set one again');
    expect(find(ran(), 'timer')).toBeUndefined();
  });
});

describe('the story of other installations', () => {
  it('a reinstallation erases both memories', () => {
    const told = ran({ mode: 'reinstall', mainMemory: undefined, before: { heapBytes: 2 * MB, stableBytes: 64 * KB }, steps: [step('init', MB, 0)] }, { adopted: { heapBytes: MB, stableBytes: 0 }, preUpgrade: undefined });
    expect(outline(told)).toEqual(['Other messages wait: done', 'Both memories erased: done', 'New module in place: done', 'canister_init: done', 'Committed: done']);
    expect(find(told, 'heap')).toMatchObject({ stable: { before: 64 * KB, bytes: 0, fate: 'fresh', note: 'empty now' } });
  });

  it('a first installation has nothing to erase, and may have no canister_init', () => {
    const told = ran({ mode: 'install', mainMemory: undefined, before: { heapBytes: 0, stableBytes: 0 }, steps: [] }, { old: undefined, preUpgrade: undefined, adopted: { heapBytes: MB, stableBytes: 0 } });
    expect(outline(told)).toEqual(['New module in place: done', 'canister_init: not run', 'Committed: done']);
    expect(outline(ran({ mode: 'install', error, steps: [] }, { failedAt: 'begin', adopted: undefined }))).toEqual(['Refused: failed', 'Everything put back: undone']);
  });
});
