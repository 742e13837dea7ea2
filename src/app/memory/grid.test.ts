import { describe, expect, it } from 'vitest';
import { cellAt, cellCorner, cellsIn, closerRange, columnsIn, gridOf, moved, PITCH } from './grid.ts';

const grid = gridOf(25, 10 * PITCH);

describe('a grid of pages', () => {
  it('has as many columns as fit, the last without a gap behind it, and never fewer than eight', () => {
    expect(columnsIn(10 * PITCH - 1)).toBe(10);
    expect(columnsIn(10 * PITCH - 2)).toBe(9);
    expect(columnsIn(0)).toBe(8);
    expect(grid).toEqual({ columns: 10, rows: 3, cells: 25, pitch: PITCH });
  });

  it('never has more cells than can be drawn in a few milliseconds', () => {
    expect(cellsIn(4000)).toBeLessThan(12_000);
  });

  it('finds the cell at a point, and none beside the cells', () => {
    for (const cell of [0, 9, 10, 24]) {
      const { x, y } = cellCorner(grid, cell);
      expect(cellAt(grid, x, y)).toBe(cell);
      expect(cellAt(grid, x + PITCH - 1, y + PITCH - 1)).toBe(cell);
    }
    expect(cellAt(grid, 5 * PITCH, 2 * PITCH)).toBeUndefined();
    expect(cellAt(grid, -1, 0)).toBeUndefined();
    expect(cellAt(grid, 10 * PITCH, 0)).toBeUndefined();
  });

  it.each([
    ['a large group alone', 4096, 1_048_576, 1024, 900, { from: 4096, to: 5120 }],
    ['a small group amid its neighbours', 600, 1296, 2, 900, { from: 151, to: 1051 }],
    ['the beginning', 0, 1296, 2, 900, { from: 0, to: 900 }],
    ['the end', 1294, 1296, 2, 900, { from: 396, to: 1296 }],
    ['a memory that fits', 2, 10, 2, 900, { from: 0, to: 10 }],
  ])('looks closer at %s', (_, page, pages, pagesPerGroup, cells, range) => {
    expect(closerRange(page, { pages, pagesPerGroup }, cells)).toEqual(range);
  });

  it.each([
    [12, 'ArrowRight', 13],
    [0, 'ArrowLeft', 0],
    [24, 'ArrowRight', 24],
    [12, 'ArrowUp', 2],
    [2, 'ArrowUp', 2],
    [12, 'ArrowDown', 22],
    [18, 'ArrowDown', 18],
    [18, 'PageDown', 24],
    [18, 'PageUp', 0],
    [18, 'Home', 0],
    [18, 'End', 24],
    [18, 'x', undefined],
  ])('from cell %i, %s leads to %s', (from, key, to) => {
    expect(moved(grid, from, key)).toBe(to);
  });
});
