import { t } from '@lingui/core/macro';
import type { MemorySizes } from '../../state/model.ts';
import { formatBytes } from '../format.ts';

/**
 * Sizes of memories one after the other, at equal distances: what counts is their order, not when they were. Places are numbered from 0; each size
 * holds until the next place, the last one until now.
 */
export interface ChartModel {
  readonly panels: readonly ChartPanel[];
  /** How many places there are. */
  readonly count: number;
  /** What the places are, below them. */
  readonly direction: string;
  readonly ticks: readonly ChartTick[];
  readonly marks: readonly ChartMark[];
  /** What a place is, in words: `after message 3 of 8`. */
  readonly place: (at: number) => string;
}

/** One memory, with a scale of its own: one may be a hundred times as large as the other. */
export interface ChartPanel {
  readonly name: string;
  /** Where it is named among others. */
  readonly short: string;
  /** Bytes at each place. */
  readonly values: readonly number[];
  /** All that the curve says, in one sentence. */
  readonly summary: string;
}

export interface ChartTick {
  readonly at: number;
  readonly label: string;
}

/** Where something else began. */
export interface ChartMark extends ChartTick {
  /** It was tried and did not begin. */
  readonly failed: boolean;
}

/** A curve from its first to its last size; sizes are texts. */
export interface Course {
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly most: string;
}

/** Both memories; `summary` puts a course into words. */
export function memoryPanels(sizes: readonly MemorySizes[], summary: (course: Course) => string): readonly ChartPanel[] {
  const panel = (name: string, short: string, values: readonly number[]): ChartPanel => {
    const [first, last, most] = [values[0] ?? 0, values.at(-1) ?? 0, Math.max(0, ...values)].map(formatBytes) as [string, string, string];
    return { name, short, values, summary: summary({ name, first, last, most }) };
  };
  return [
    panel(t`Main memory`, t`main`, sizes.map(({ heapBytes }) => heapBytes)),
    panel(t`Stable memory`, t`stable`, sizes.map(({ stableBytes }) => stableBytes)),
  ];
}

/** A memory that never held anything needs no curve. */
export const wasUsed = ({ values }: ChartPanel): boolean => values.some((value) => value > 0);

/** `after message 3 of 8: main 5.3 MB, stable 64 KB`. */
export function placeWords({ panels, place }: ChartModel, at: number): string {
  const sizes = panels.map(({ short, values }) => `${short} ${formatBytes(values[at] ?? 0)}`).join(', ');
  return `${place(at)}: ${sizes}`;
}

/** Places that Page Up and Page Down jump over. */
const JUMP = 10;

/** Where a key leads; `undefined` for keys that lead nowhere. */
export function movedPlace(at: number, last: number, key: string): number | undefined {
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: JUMP, PageDown: -JUMP, Home: -last, End: last };
  const step = steps[key];
  return step === undefined ? undefined : Math.max(0, Math.min(last, at + step));
}
