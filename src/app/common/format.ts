import { plural } from '@lingui/core/macro';
const SIZE_UNITS = ['KB', 'MB', 'GB', 'TB'] as const;

/** A size in bytes, in units of 1,024: `64 KB`, `5.3 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes === 0) return '0';
  const size = trimmed(bytes);
  if (bytes < 1024) return plural(bytes, { one: '1 byte', other: `${size} bytes` });
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < SIZE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${trimmed(value)} ${SIZE_UNITS[unit] ?? ''}`;
}

/** At most one decimal below 100, none above; no trailing zero. */
const trimmed = (value: number): string => (value >= 100 ? Math.round(value) : Math.round(value * 10) / 10).toString();

const grouped = (value: number | bigint): string => value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** `12,345 instructions`. */
export const formatInstructions = (count: number): string => {
  const instructions = grouped(count);
  return plural(count, { one: '1 instruction', other: `${instructions} instructions` });
};

const CYCLE_UNITS: readonly (readonly [bigint, string])[] = [
  [1_000_000_000_000n, 'T'],
  [1_000_000_000n, 'B'],
  [1_000_000n, 'M'],
];

/** Cycles with three digits and a unit, as the Internet Computer's tools write them: `2.98 T` (trillion), `512 M`. */
export function formatCycles(cycles: bigint): string {
  for (const [size, name] of CYCLE_UNITS) {
    if (cycles < size) continue;
    const value = Number((cycles * 1000n) / size) / 1000;
    return `${Number(value.toPrecision(value >= 1000 ? 4 : 3)).toString()} ${name}`;
  }
  return grouped(cycles);
}

/** `8 ms`, `1.2 s`. */
export function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${trimmed(milliseconds / 1000)} s`;
}

/** Time of day of a replica's clock, `14:03:07.250`. */
export function formatTime(nanoseconds: bigint): string {
  const date = new Date(Number(nanoseconds / 1_000_000n));
  const two = (value: number): string => value.toString().padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${date.getMilliseconds().toString().padStart(3, '0')}`;
}

/** `1 file`, `3 files`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${grouped(count)} ${count === 1 ? one : many}`;

/** The two ends of a long identifier, `rrkah…ai-cai`. */
export const shortened = (text: string, start = 5, end = 6): string => (text.length <= start + end + 1 ? text : `${text.slice(0, start)}…${text.slice(text.length - end)}`);
