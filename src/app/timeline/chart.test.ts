import { describe, expect, it } from 'vitest';
import type { Mark } from '../state/timeline-model.ts';
import { lifeChart } from './chart.ts';
import { markText, passedText } from './words.ts';

const mark = (serial: number, sizes: Mark['sizes'], more: Partial<Mark> = {}): Mark => ({ serial, kind: 'upgrade', at: 0, version: serial, error: undefined, outcomes: {}, calls: 0, others: 0, sizes, ...more });
const size = (heapBytes: number, stableBytes = 0) => ({ heapBytes, stableBytes });

describe('the chart of a life', () => {
  const failed = { errorCode: 'IC0503', message: '' };
  const life = [mark(1, [size(2), size(4)], { kind: 'install', calls: 1 }), mark(2, [size(4), size(8), size(6)], { calls: 1, others: 1 }), mark(3, [size(6)], { version: 2, error: failed })];

  it('places marks where their sizes begin', () => {
    expect(lifeChart(life)?.marks).toEqual([
      { at: 0, label: 'v1', failed: false },
      { at: 2, label: 'v2', failed: false },
      { at: 5, label: '✕', failed: true },
    ]);
    expect(lifeChart(life)).toMatchObject({ count: 6, ticks: [{ at: 6, label: 'now' }] });
  });

  it('tells from what to what both memories went', () => {
    expect(lifeChart(life)?.panels.map(({ summary }) => summary)).toEqual([
      'Main memory in the life of this canister: from 2 bytes to 6 bytes, at most 8 bytes',
      'Stable memory in the life of this canister: from 0 to 0, at most 0',
    ]);
  });

  it('says where in the life a size belongs', () => {
    const place = lifeChart(life)?.place;
    expect([0, 1, 2, 4, 5].map((at) => place?.(at))).toEqual([
      'version 1 deployed',
      'version 1, after 1 message',
      'version 2 upgraded',
      'version 2, after 2 messages',
      'upgrade failed with IC0503, version 2 went on',
    ]);
  });

  it('does not pretend to know which message it was where sizes were thinned out', () => {
    expect(lifeChart([mark(1, [size(2), size(4), size(8)], { calls: 1000 })])?.place(1)).toBe('version 1, among its 1,000 messages');
  });

  it('of a life without sizes is none', () => {
    expect(lifeChart([mark(1, [])])).toBeUndefined();
  });
});

describe('a life in words', () => {
  it.each([
    [mark(1, [], { kind: 'install' }), 'version 1 deployed'],
    [mark(2, [], { outcomes: { reset: 1, kept: 3 } }), 'version 2 upgraded: 3 kept, 1 reset'],
    [mark(2, [], { error: { errorCode: 'IC0503', message: '' } }), 'upgrade failed with IC0503, version 2 went on'],
    [mark(3, [], { kind: 'reinstall' }), 'version 3 reinstalled'],
  ])('%#: names the installation', (of, text) => {
    expect(markText(of)).toBe(text);
  });

  it('counts what happened since', () => {
    expect(passedText(mark(1, [], { calls: 12, others: 1 }))).toBe('12 calls, 1 other message');
    expect(passedText(mark(1, []))).toBe('');
  });
});
