import { describe, expect, it } from 'vitest';
import { MAX_QR_BYTES, qrCode, type QrCode } from './qr.ts';

/** What is drawn, as rows of true for dark. */
function modules({ size, path }: QrCode): boolean[][] {
  const grid = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x = '', y = '', width = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = 0; at < Number(width); at++) (grid[Number(y)] as boolean[])[Number(x) + at] = true;
  }
  return grid;
}

const FINDER = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######'];

const corner = (grid: boolean[][], top: number, left: number): string[] => grid.slice(top, top + 7).map((line) => line.slice(left, left + 7).map((dark) => (dark ? '#' : '.')).join(''));

describe('the QR code of a link', () => {
  it('has the three corners by which readers find it, and an empty border', () => {
    const code = qrCode('https://example.org/?join#p=1.abc') as QrCode;
    const grid = modules(code);
    const far = code.size - 4 - 7;
    for (const [top, left] of [[4, 4], [4, far], [far, 4]] as const) expect(corner(grid, top, left)).toEqual(FINDER);
    expect(corner(grid, far, far)).not.toEqual(FINDER);
    for (const at of [0, 1, 2, 3]) expect(grid[at]?.some(Boolean) || grid.some((line) => line[at])).toBe(false);
  });

  it.each([
    ['the smallest, up to 17 bytes', 17, 21],
    ['the next, from 18 bytes on', 18, 25],
    ['the largest', MAX_QR_BYTES, 177],
  ])('is %s', (_, bytes, size) => {
    expect(qrCode('x'.repeat(bytes))?.size).toBe(size + 8);
  });

  it('cannot be made of a longer link, counted in bytes', () => {
    expect(qrCode('x'.repeat(MAX_QR_BYTES + 1))).toBeUndefined();
    expect(qrCode('é'.repeat(MAX_QR_BYTES / 2 + 1))).toBeUndefined();
  });
});
