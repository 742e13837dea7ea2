import { t } from '@lingui/core/macro';
import type { PrimitiveName } from './types.ts';

const WIDTHS = [8, 16, 32, 64] as const;

/** Smallest and largest value of each bounded integer type. */
export const RANGES: ReadonlyMap<PrimitiveName, readonly [bigint, bigint]> = new Map(
  WIDTHS.flatMap((width) => {
    const size = 2n ** BigInt(width);
    return [
      [`nat${width}`, [0n, size - 1n]],
      [`int${width}`, [-size / 2n, size / 2n - 1n]],
    ] as [PrimitiveName, [bigint, bigint]][];
  }),
);

const INTEGERS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>(['nat', 'int', ...RANGES.keys()]);

export const isInteger = (name: PrimitiveName): boolean => INTEGERS.has(name);
export const isFloat = (name: PrimitiveName): boolean => name === 'float32' || name === 'float64';

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** Digits in groups of three, `12_345`, as Motoko and Candid write them. */
export const grouped = (value: bigint | number): string => value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, '_');

const commas = (value: bigint): string => value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/**
 * Reads an integer of the given type; underscores and hexadecimal `0x…` are allowed. The value is a `number` where the type has at
 * most 32 bits and a `bigint` otherwise, as `IDL` wants it.
 */
export function readInteger(text: string, name: PrimitiveName): Read<bigint | number> {
  const clean = text.trim().replaceAll('_', '');
  if (clean === '') return { ok: false, message: t`needs a whole number` };
  if (!/^[+-]?(\d+|0[xX][0-9a-fA-F]+)$/.test(clean)) return { ok: false, message: t`must be a whole number, such as 42` };
  const negative = clean.startsWith('-');
  const magnitude = BigInt(clean.replace(/^[+-]/, ''));
  const value = negative ? -magnitude : magnitude;
  if (name === 'nat' && value < 0n) return { ok: false, message: t`must be 0 or more` };
  const range = RANGES.get(name);
  if (!range) return { ok: true, value };
  const [low, high] = range;
  if (value < low || value > high) return { ok: false, message: t`must be between ${{ low: commas(low) }} and ${{ high: commas(high) }}` };
  return { ok: true, value: high > 0xffff_ffffn ? value : Number(value) };
}

/** Reads a floating-point number; `inf`, `-inf` and `nan` are allowed. */
export function readFloat(text: string, name: PrimitiveName): Read<number> {
  const clean = text.trim().replaceAll('_', '').toLowerCase();
  const special: Readonly<Record<string, number>> = { inf: Infinity, '+inf': Infinity, '-inf': -Infinity, nan: Number.NaN };
  const known = special[clean];
  if (known !== undefined) return { ok: true, value: known };
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(clean)) return { ok: false, message: t`must be a number, such as 1.5` };
  const value = Number(clean);
  return { ok: true, value: name === 'float32' ? Math.fround(value) : value };
}

/** A float as Candid text: always with a point or an exponent, so that it is not taken for an integer. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = value.toString();
  return /[.e]/.test(text) ? text : `${text}.0`;
}
