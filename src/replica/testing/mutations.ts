/** Damaged copies of modules, the same ones each time. */

/** Numbers from 0 to 2^32 - 1 that look random. mulberry32 */
export function pseudoRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let value = state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return (value ^ (value >>> 14)) >>> 0;
  };
}

/** Bytes that mean much in the binary format: limits of LEB128, types, `end`, and prefixes of operators. */
const TELLING = [0, 1, 2, 0x0b, 0x10, 0x11, 0x3f, 0x40, 0x41, 0x60, 0x6f, 0x70, 0x7b, 0x7e, 0x7f, 0x80, 0xd0, 0xd2, 0xfb, 0xfc, 0xfd, 0xfe, 0xff];

type Change = (bytes: number[], at: number, next: () => number) => void;

/** Operators that take two numbers of 32 bits, and the opcode of a constant of that type. */
const FIRST_BINARY = 0x6a;
const LAST_BINARY = 0x78;
const CONSTANT = 0x41;

/** The next place from `at` on where `fits` holds, going around; `at` where there is none. */
function place(bytes: readonly number[], at: number, fits: (byte: number) => boolean): number {
  const found = bytes.findIndex((byte, i) => i >= at && fits(byte));
  return found >= 0 ? found : at;
}

/** Changes that keep all lengths: bits, bytes, and what code means. */
const IN_PLACE: readonly Change[] = [
  (bytes, at, next) => {
    bytes[at] = (bytes[at] ?? 0) ^ (1 << next() % 8);
  },
  (bytes, at, next) => {
    bytes[at] = next() & 0xff;
  },
  (bytes, at, next) => {
    bytes[at] = TELLING[next() % TELLING.length] as number;
  },
  (bytes, at, next) => {
    bytes[at] = ((bytes[at] ?? 0) + (next() % 2 === 0 ? 1 : 255)) & 0xff;
  },
  (bytes, at, next) => {
    bytes[place(bytes, at, (byte) => byte === CONSTANT) + 1] = next() & 0x7f;
  },
  (bytes, at, next) => {
    bytes[place(bytes, at, (byte) => byte >= FIRST_BINARY && byte <= LAST_BINARY)] = FIRST_BINARY + (next() % (LAST_BINARY - FIRST_BINARY + 1));
  },
];

/** Changes that shift what follows. */
const SHIFTING: readonly Change[] = [
  (bytes, at, next) => bytes.splice(at, 0, next() & 0xff),
  (bytes, at) => bytes.splice(at, 1),
  (bytes, at, next) => bytes.splice(at, 0, ...bytes.slice(at, at + (next() % 12))),
  (bytes, at) => {
    bytes.length = at;
  },
];

/** A copy with one to three changes, all behind the header. Most keep all lengths, so that what follows keeps its meaning. */
export function mutated(module: Uint8Array, next: () => number): Uint8Array {
  const bytes = [...module];
  const changes = next() % 8 === 0 ? SHIFTING : IN_PLACE;
  for (let count = 1 + (next() % 3); count > 0; count--) {
    const change = changes[next() % changes.length] as Change;
    change(bytes, 8 + (next() % Math.max(1, bytes.length - 8)), next);
  }
  return Uint8Array.from(bytes);
}
