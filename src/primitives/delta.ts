import { ByteReader, ByteWriter, MalformedBytes } from './codec.ts';
import { concat } from './bytes.ts';

/**
 * Bytes as what they share with a base that both sides have, and the rest. A heap repeats much of the data segments of its module, which
 * need not be carried again.
 */

/** Shorter repetitions are left to the compression that follows. */
const WINDOW = 16;
const TABLE_BITS = 17;
const EMPTY = -1;

/** Small numbers of both signs as small ones of one. */
const folded = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unfolded = (value: number): number => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);

/** A table from the hash of {@link WINDOW} bytes to the last place in the base where they begin. */
function index(base: Uint8Array): Int32Array {
  const table = new Int32Array(1 << TABLE_BITS).fill(EMPTY);
  for (let at = 0; at + WINDOW <= base.length; at++) table[hashAt(base, at)] = at;
  return table;
}

function hashAt(bytes: Uint8Array, at: number): number {
  let hash = 0;
  for (let i = 0; i < WINDOW; i += 2) hash = Math.imul(hash ^ ((bytes[at + i] as number) | ((bytes[at + i + 1] as number) << 8)), 0x9e3779b1);
  return hash >>> (32 - TABLE_BITS);
}

function matchLength(base: Uint8Array, from: number, bytes: Uint8Array, at: number): number {
  let length = 0;
  while (from + length < base.length && at + length < bytes.length && base[from + length] === bytes[at + length]) length++;
  return length;
}

/**
 * As steps: how many bytes are new, how many follow from the base, and how far from where one would expect them. The steps come first, then all new bytes together,
 * which compresses better than both in turns.
 */
export function encodeDelta(base: Uint8Array, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const table = index(base);
  const steps = new ByteWriter();
  const fresh: Uint8Array[] = [];
  let start = 0;
  let expected = 0;
  const step = (end: number, length: number, from: number): void => {
    steps.unsigned(end - start);
    steps.unsigned(length);
    if (length > 0) steps.unsigned(folded(from - (expected + end - start)));
    expected = from + length;
    fresh.push(bytes.subarray(start, end));
    start = end + length;
  };
  for (let at = 0; at + WINDOW <= bytes.length; ) {
    const from = table[hashAt(bytes, at)] as number;
    const length = from === EMPTY ? 0 : matchLength(base, from, bytes, at);
    if (length >= WINDOW) {
      step(at, length, from);
      at = start;
    } else at++;
  }
  if (start < bytes.length) step(bytes.length, 0, 0);
  const written = steps.finish();
  const head = new ByteWriter();
  head.unsigned(written.length);
  return concat([head.finish(), written, ...fresh]);
}

/**
 * Inverse of {@link encodeDelta}; `length` is what comes out.
 * @throws MalformedBytes where the delta does not fit the base or the length
 */
export function applyDelta(base: Uint8Array, delta: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const fresh = new ByteReader(delta);
  const steps = new ByteReader(fresh.bytes(Number(fresh.unsigned(BigInt(delta.length)))));
  const out = new Uint8Array(length);
  let at = 0;
  let expected = 0;
  const put = (bytes: Uint8Array): void => {
    out.set(bytes, at);
    at += bytes.length;
  };
  const next = (maximum: number): number => Number(steps.unsigned(BigInt(maximum)));
  while (steps.left > 0) {
    const added = next(length - at);
    put(fresh.bytes(added));
    const copied = next(length - at);
    const from = copied > 0 ? expected + added + unfolded(next(Number.MAX_SAFE_INTEGER)) : 0;
    if (from < 0 || from + copied > base.length) throw new MalformedBytes('it repeats bytes that its base does not have');
    put(base.subarray(from, from + copied));
    expected = from + copied;
  }
  if (at < length || fresh.left > 0) throw new MalformedBytes('it has another length than it says');
  return out;
}
