import type { MemorySizes } from '../state/model.ts';
import type { Mark } from '../state/timeline-model.ts';

/** Where things stand in the chart of a life. Places and heights are shares from 0 to 1. */
export interface Chart {
  readonly marks: readonly { readonly mark: Mark; readonly at: number; /** False where the label before is too near. */ readonly labelled: boolean }[];
  readonly heap: Line;
  readonly stable: Line;
}

export interface Line {
  readonly points: readonly { readonly at: number; readonly height: number }[];
  readonly least: number;
  readonly most: number;
}

/** Labels nearer than this would overlap. */
const LABEL_SHARE = 0.06;

/** Sizes one after the other, at equal distances: what counts is their order, not when they were. */
export function chartOf(marks: readonly Mark[]): Chart {
  const sizes = marks.flatMap((mark) => mark.sizes);
  // The last size lasts until now.
  const last = sizes.at(-1);
  const all = last ? [...sizes, last] : sizes;
  const place = (index: number): number => index / Math.max(1, all.length - 1);
  let index = 0;
  let labelAt = -1;
  const placed = marks.map((mark) => {
    const at = place(index);
    index += mark.sizes.length;
    const labelled = at - labelAt >= LABEL_SHARE;
    if (labelled) labelAt = at;
    return { mark, at, labelled };
  });
  const line = (of: (sizes: MemorySizes) => number): Line => lineOf(all.map(of), place);
  return { marks: placed, heap: line(({ heapBytes }) => heapBytes), stable: line(({ stableBytes }) => stableBytes) };
}

/** From zero up, so that a height is a size. */
function lineOf(values: readonly number[], place: (index: number) => number): Line {
  const most = Math.max(0, ...values);
  const points = values.map((value, index) => ({ at: place(index), height: most === 0 ? 0 : value / most }));
  return { points, least: Math.min(most, ...values), most };
}

/** A line in steps: a size stays until a message changes it. */
export function stepPath({ points }: Line, width: number, height: number): string {
  const round = (value: number): number => Math.round(value * 10) / 10;
  const y = (share: number): number => round(height - share * height);
  return points.map(({ at, height: share }, index) => (index === 0 ? `M${round(at * width)} ${y(share)}` : `H${round(at * width)}V${y(share)}`)).join('');
}
