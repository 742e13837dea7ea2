/** Lines of the grid above zero: more would not leave room for their labels. */
const MAX_LINES = 3;

/** Bytes at the lines of a grid, from zero up, so that a height is a size. Powers of two: their labels are exact. */
export function byteLines(most: number): readonly number[] {
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(most / MAX_LINES)));
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, line) => line * step);
}

/** Labels nearer to the end than this share would run into the one at the end. */
const LAST_SHARE = 0.9;
const MAX_NUMBERS = 8;
const ROUND_STEPS = [1, 2, 5, 10, 20, 50] as const;

/** Places for numbers from 1 to `count`, round ones, with room for another label where the last place ends. */
export function roundNumbers(count: number): readonly number[] {
  const step = ROUND_STEPS.find((each) => count / each <= MAX_NUMBERS) ?? 100;
  return Array.from({ length: Math.floor(count / step) }, (_, index) => (index + 1) * step).filter((number) => (number - 1) / count <= LAST_SHARE);
}

export interface Extent {
  readonly centre: number;
  readonly width: number;
}

/** Between two labels. */
const GAP = 4;

/** Which labels of a row, from left to right, have room beside those that are shown before them. */
export function withRoom(labels: readonly Extent[]): readonly boolean[] {
  let end = -Infinity;
  return labels.map(({ centre, width }) => {
    if (centre - width / 2 < end + GAP) return false;
    end = centre + width / 2;
    return true;
  });
}
