import { describe, expect, it } from 'vitest';
import { memoryPanels, movedPlace, placeWords, wasUsed, type ChartModel } from './model.ts';
import { dataOf, optionsOf, type Drawing } from './options.ts';
import { byteLines, roundNumbers, withRoom } from './scale.ts';

const KB = 1024;
const MB = 1024 * KB;
const panels = memoryPanels([{ heapBytes: MB, stableBytes: 0 }, { heapBytes: 3 * MB, stableBytes: 64 * KB }, { heapBytes: 2 * MB, stableBytes: 0 }], ({ name, first, last, most }) => `${name} ${first} ${last} ${most}`);
const chart: ChartModel = { panels, count: 3, direction: 'messages', ticks: [{ at: 3, label: 'now' }], marks: [], place: (at) => `message ${at + 1}` };

describe('the panels of both memories', () => {
  it('tell their courses, and what they are at a place', () => {
    expect(panels.map(({ summary }) => summary)).toEqual(['Main memory 1 MB 2 MB 3 MB', 'Stable memory 0 0 64 KB']);
    expect(placeWords(chart, 1)).toBe('message 2: main 3 MB, stable 64 KB');
  });

  it('know a memory that never held anything', () => {
    const never = memoryPanels([{ heapBytes: 1, stableBytes: 0 }], () => '');
    expect(never.map(wasUsed)).toEqual([true, false]);
    expect(panels.map(wasUsed)).toEqual([true, true]);
  });
});

describe('the lines of the grid', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [64 * KB, [0, 32 * KB, 64 * KB]],
    [3 * MB, [0, MB, 2 * MB, 3 * MB]],
    [3 * MB + 1, [0, 2 * MB, 4 * MB]],
    [5.3 * MB, [0, 2 * MB, 4 * MB, 6 * MB]],
  ])('of %i bytes reach as high', (most, lines) => {
    expect(byteLines(most)).toEqual(lines);
  });

  it('have round numbers below, and leave the end free', () => {
    expect(roundNumbers(8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(roundNumbers(20)).toEqual([5, 10, 15]);
    expect(roundNumbers(200)).toEqual([50, 100, 150]);
    expect(roundNumbers(1)).toEqual([1]);
  });
});

describe('labels of marks', () => {
  it('are left out where they would overlap the one before', () => {
    expect(withRoom([{ centre: 0, width: 10 }, { centre: 12, width: 10 }, { centre: 20, width: 10 }])).toEqual([true, false, true]);
  });
});

describe('arrow keys', () => {
  it.each([
    ['ArrowLeft', 4],
    ['ArrowRight', 6],
    ['PageDown', 0],
    ['PageUp', 8],
    ['Home', 0],
    ['End', 8],
    ['Enter', undefined],
  ])('%s leads from place 5 of 8 to %s', (key, to) => {
    expect(movedPlace(5, 8, key)).toBe(to);
  });
});

describe('what the library draws', () => {
  const pointed: (number | undefined)[] = [];
  const look = { em: 12, family: 'sans-serif', ink: '', line: '', curve: '', area: '', mark: '', failure: '' };
  const drawing: Drawing = { chart, panel: panels[0] as Drawing['panel'], withPlaces: true, size: { width: 300, height: 100 }, look, onReady: () => undefined, onPoint: (at) => pointed.push(at) };

  it('is a size for each place, the last one until now', () => {
    expect(dataOf(drawing.panel)).toEqual([[0, 1, 2, 3], [MB, 3 * MB, 2 * MB, 2 * MB]]);
    expect(optionsOf(drawing).scales).toEqual({ x: { time: false, range: [0, 3] }, y: { range: [0, 3 * MB] } });
  });

  it('has an axis of places and one of bytes', () => {
    const [places, bytes] = optionsOf(drawing).axes ?? [];
    expect(places).toMatchObject({ show: true, label: 'messages', splits: [3], values: ['now'] });
    expect(bytes).toMatchObject({ splits: [0, MB, 2 * MB, 3 * MB] });
  });

  it('points at places only', () => {
    const [pointAt] = optionsOf(drawing).hooks?.setCursor ?? [];
    for (const idx of [0, 3, null]) pointAt?.({ cursor: { idx } } as Parameters<typeof pointAt>[0]);
    expect(pointed).toEqual([0, 2, undefined]);
  });
});
