import type { Page } from 'playwright';

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What the figure should not exceed, as text; absent where it only explains another one. */
  readonly aim?: string;
}

/** Paths of the files that the server has handed out since the measurement began, workers' requests included. */
export type Served = () => readonly string[];

/** The default export of a `*.bench.ts`: gets a page with nothing opened and nothing stored, and the address of the built playground. */
export type Measurement = (page: Page, url: string, served: Served) => Promise<Row[]>;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** How long `action` takes in each of `runs` runs, after `warmUps` that do not count; milliseconds. */
export async function timed(warmUps: number, runs: number, action: () => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let run = -warmUps; run < runs; run++) {
    const began = performance.now();
    await action();
    if (run >= 0) times.push(performance.now() - began);
  }
  return times;
}
