import { plural, t } from '@lingui/core/macro';
import type { Comparison } from './model.ts';

/** Amounts as authors write them. Each reader gives `undefined` for what it cannot read. */

const DURATIONS: Readonly<Record<string, number>> = { s: 1000, second: 1000, min: 60_000, minute: 60_000, h: 3_600_000, hour: 3_600_000, d: 86_400_000, day: 86_400_000 };
const SIZES: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
/** The replica's clock cannot be moved further at once. */
const LONGEST = 3650 * 86_400_000;

/** Milliseconds of `1 hour`, `30 s`, `2 days`. */
export function readDuration(text: string): number | undefined {
  const [, amount = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?) ?(s|seconds?|min|minutes?|h|hours?|d|days?)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * (DURATIONS[unit] ?? DURATIONS[unit.replace(/s$/, '')] ?? 0);
  return milliseconds > 0 && milliseconds <= LONGEST ? milliseconds : undefined;
}

export function durationText(milliseconds: number): string {
  const [size, words] = UNITS.find(([each]) => milliseconds >= each) ?? SECONDS;
  return words(Math.round((milliseconds / size) * 10) / 10);
}

type Unit = readonly [size: number, words: (count: number) => string];

const SECONDS: Unit = [1000, (count) => plural(count, { one: `${count} second`, other: `${count} seconds` })];
const UNITS: readonly Unit[] = [
  [86_400_000, (count) => plural(count, { one: `${count} day`, other: `${count} days` })],
  [3_600_000, (count) => plural(count, { one: `${count} hour`, other: `${count} hours` })],
  [60_000, (count) => plural(count, { one: `${count} minute`, other: `${count} minutes` })],
  SECONDS,
];

export interface Compared {
  readonly compare: Comparison;
  readonly rest: string;
}

/** `>= 2` as its sign and what follows; without a sign it means `=`. */
export function readComparison(text: string): Compared {
  const [, sign = '', rest = text] = /^(<=|>=|<|>|=)?\s*(.*)$/s.exec(text) ?? [];
  return { compare: sign === '' ? '=' : (sign as Comparison), rest };
}

/** Bytes of `1 MiB`, `64 KiB`, `0`; `start` stays what it is. */
export function readSize(text: string): number | 'start' | undefined {
  if (text === 'start') return 'start';
  const [, amount, unit = 'B'] = /^(\d{1,12}(?:\.\d{1,3})?) ?(B|KiB|MiB|GiB)?$/.exec(text) ?? [];
  const size = SIZES[unit];
  return amount === undefined || size === undefined ? undefined : Number(amount) * size;
}

export function readCount(text: string, highest: number): number | undefined {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return count <= highest ? count : undefined;
}

export const holds = (left: number, compare: Comparison, right: number): boolean =>
  ({ '<': left < right, '<=': left <= right, '=': left === right, '>=': left >= right, '>': left > right })[compare];

/** `more than 2`, `3`. */
export const comparisonText = (compare: Comparison, amount: string): string =>
  ({ '<': t`less than ${amount}`, '<=': t`at most ${amount}`, '=': amount, '>=': t`at least ${amount}`, '>': t`more than ${amount}` })[compare];
