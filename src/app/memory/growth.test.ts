import { describe, expect, it } from 'vitest';
import { changeText, sinceText } from './changes.ts';
import { growthChart } from './growth.ts';

const KB = 1024;
const size = (heapBytes: number, stableBytes = 0) => ({ heapBytes: heapBytes * KB, stableBytes: stableBytes * KB });
const grown = [size(64), size(192), size(128, 64)];

describe('the growth of both memories', () => {
  it('is a curve from the first to the last size', () => {
    const chart = growthChart(grown);
    expect(chart?.panels.map(({ summary }) => summary)).toEqual(['Main memory: from 64 KB to 128 KB in the last 3 messages', 'Stable memory: from 0 to 64 KB in the last 3 messages']);
    expect(chart?.ticks).toEqual([{ at: 0, label: '1' }, { at: 1, label: '2' }, { at: 2, label: '3' }, { at: 3, label: 'now' }]);
    expect(chart?.place(1)).toBe('after message 2 of 3');
  });

  it('is none where there is nothing to compare', () => {
    expect(growthChart([])).toBeUndefined();
    expect(growthChart([size(64)])).toBeUndefined();
  });

  it('is told as a change, in words', () => {
    expect(changeText(grown, ({ heapBytes }) => heapBytes)).toBe('+64 KB');
    expect(changeText([size(192), size(64)], ({ heapBytes }) => heapBytes)).toBe('−128 KB');
    expect(changeText([size(64), size(64)], ({ heapBytes }) => heapBytes)).toBe('');
    expect(changeText([], ({ heapBytes }) => heapBytes)).toBe('');
    expect(sinceText(grown)).toBe('in the last 3 messages');
  });
});
