import { describe, expect, it } from 'vitest';
import type { InstallOutcome } from '../../protocol/replica.ts';
import type { Project } from './model.ts';
import { createProject } from './projects.ts';
import { MAX_MARKS, MAX_SIZES, ranOf, withMark, withPassed, type Installed } from './timeline.ts';

const project: Project = createProject({ id: 'p', title: 'P', sample: undefined, language: 'persistent', persistence: 'enhanced', files: {} });
const sizes = { heapBytes: 10, stableBytes: 20 };
const installed = (kind: Installed['kind'], version: number, more: Partial<Installed> = {}): Installed => ({ kind, at: version, version, error: undefined, rows: [], ran: undefined, sizes, ...more });
const marks = (of: Project) => of.timelines?.['main'] ?? [];

describe('a life', () => {
  it('has a mark for each installation, with how many variables ended how', () => {
    const deployed = withMark(project, 'main', installed('install', 1));
    const upgraded = withMark(deployed, 'main', installed('upgrade', 2, { rows: [{ outcome: 'kept' }, { outcome: 'kept' }, { outcome: 'reset' }, { outcome: undefined }] }));
    expect(marks(upgraded)).toMatchObject([{ serial: 1, kind: 'install', outcomes: {} }, { serial: 2, kind: 'upgrade', outcomes: { kept: 2, reset: 1 } }]);
  });

  it('counts calls and other messages since the last mark, and how the memories grew', () => {
    const deployed = withMark(project, 'main', installed('install', 1));
    const passed = withPassed(deployed, 'main', [{ call: true, heapBytes: 11, stableBytes: 20 }, { call: false, heapBytes: 12, stableBytes: 21 }]);
    expect(marks(passed)[0]).toMatchObject({ calls: 1, others: 1, sizes: [sizes, { heapBytes: 11, stableBytes: 20 }, { heapBytes: 12, stableBytes: 21 }] });
    expect(withPassed(project, 'main', [{ call: true, ...sizes }])).toBe(project);
  });

  it('is bounded, and keeps the first and the last size', () => {
    let life = withMark(project, 'main', installed('install', 1));
    for (let version = 2; version < MAX_MARKS + 10; version++) life = withMark(life, 'main', installed('upgrade', version));
    expect(marks(life)).toHaveLength(MAX_MARKS);
    expect(marks(life).at(-1)).toMatchObject({ serial: MAX_MARKS + 9, version: MAX_MARKS + 9 });
    for (let call = 1; call <= 1000; call++) life = withPassed(life, 'main', [{ call: true, heapBytes: call, stableBytes: 0 }]);
    const { sizes: kept = [], calls } = marks(life).at(-1) ?? {};
    expect(kept.length).toBeLessThanOrEqual(MAX_SIZES);
    expect([kept[0], kept.at(-1)?.heapBytes, calls]).toEqual([sizes, 1000, 1000]);
  });

  it('begins anew with a first installation', () => {
    const life = withMark(withMark(project, 'main', installed('install', 1)), 'main', installed('install', 1, { at: 9 }));
    expect(marks(life)).toMatchObject([{ serial: 1, at: 9 }]);
  });
});

describe('what is kept of a report', () => {
  const outcome: InstallOutcome = { mode: 'upgrade', mainMemory: 'kept', error: undefined, before: sizes, after: sizes, timerDeactivated: false, steps: [] };

  it('is nothing where it cannot be told step by step', () => {
    expect(ranOf(undefined)).toBeUndefined();
    expect(ranOf(outcome)).toBeUndefined();
  });

  it('is short where much was logged', () => {
    const logs = Array.from({ length: 50 }, (_, line) => `${line} `.repeat(200));
    const work = { heapPages: 0, stableReadBytes: 0, stableWrittenBytes: 0, logs, trappedAt: undefined };
    const detail = { status: 'running', awaitedReplies: 0, old: undefined, fresh: undefined, preUpgrade: 'ran', preparation: 0, adopted: undefined, timer: { before: false, after: false }, instructionLimit: 1, failedAt: undefined } as const;
    const kept = ranOf({ ...outcome, steps: [{ kind: 'init', instructions: 1, ...sizes, work }], detail })?.steps[0]?.work?.logs ?? [];
    expect(kept).toHaveLength(20);
    expect(kept.at(-1)).toMatch(/^49 .*…$/);
  });
});
