import { describe, expect, it } from 'vitest';
import type { Mark } from '../state/timeline-model.ts';
import { chartOf, stepPath } from './chart.ts';
import { markText, passedText } from './words.ts';

const mark = (serial: number, sizes: Mark['sizes'], more: Partial<Mark> = {}): Mark => ({ serial, kind: 'upgrade', at: 0, version: serial, error: undefined, outcomes: {}, calls: 0, others: 0, sizes, ...more });
const size = (heapBytes: number, stableBytes = 0) => ({ heapBytes, stableBytes });

describe('the chart of a life', () => {
  it('places marks where their sizes begin, and draws from zero up', () => {
    const chart = chartOf([mark(1, [size(2), size(4)]), mark(2, [size(4), size(8)])]);
    expect(chart.marks.map(({ at, labelled }) => [at, labelled])).toEqual([[0, true], [0.5, true]]);
    expect(chart.heap.points.map(({ height }) => height)).toEqual([0.25, 0.5, 0.5, 1, 1]);
    expect(chart.stable.points.every(({ height }) => height === 0)).toBe(true);
    expect(stepPath(chart.heap, 100, 8)).toBe('M0 6H25V4H50V4H75V0H100V0');
  });

  it('leaves out labels that would overlap', () => {
    const chart = chartOf(Array.from({ length: 50 }, (_, at) => mark(at + 1, [size(1)])));
    expect(chart.marks.filter(({ labelled }) => labelled).length).toBeLessThan(20);
  });

  it('of a life without sizes is empty', () => {
    expect(stepPath(chartOf([mark(1, [])]).heap, 100, 8)).toBe('');
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
