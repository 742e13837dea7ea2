import { concat, equalBytes, toHex, utf8 } from './bytes.ts';

/**
 * Values as bytes, by codecs that are put together like types. A codec writes one kind of value and reads no other: what comes out of
 * `read` has the right types and is within its bounds, whatever the bytes are. Fields have no names in the bytes, so a format that is made
 * of codecs needs a version number, and another one when a codec changes.
 */

/** Bytes that are not what a codec writes. */
export class MalformedBytes extends Error {
  override readonly name = 'MalformedBytes';
}

export interface Codec<T> {
  write(to: ByteWriter, value: T): void;
  /** @throws MalformedBytes */
  read(from: ByteReader): T;
}

export type Decoded<C> = C extends Codec<infer T> ? T : never;

export class ByteWriter {
  #parts: Uint8Array[] = [];
  #small: number[] = [];

  byte(value: number): void {
    this.#small.push(value);
  }

  bytes(value: Uint8Array): void {
    this.#parts.push(Uint8Array.from(this.#small), value);
    this.#small = [];
  }

  /** LEB128. */
  unsigned(value: bigint | number): void {
    let rest = BigInt(value);
    for (; rest >= 0x80n; rest >>= 7n) this.byte(Number(rest & 0x7fn) | 0x80);
    this.byte(Number(rest));
  }

  finish(): Uint8Array<ArrayBuffer> {
    return concat([...this.#parts, Uint8Array.from(this.#small)]);
  }
}

export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new MalformedBytes('it ends too early');
    return value;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    if (length > this.left) throw new MalformedBytes('it ends too early');
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  /** @param maximum what the number may be at most */
  unsigned(maximum: bigint): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (value > maximum) throw new MalformedBytes(`a number is larger than ${maximum}`);
      if (byte < 0x80) {
        if (byte === 0 && shift > 0n) throw new MalformedBytes('a number is written too long');
        return value;
      }
    }
  }
}

export function encode<T>(codec: Codec<T>, value: T): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  codec.write(writer, value);
  return writer.finish();
}

/** @throws MalformedBytes where the bytes are not exactly one value */
export function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  const reader = new ByteReader(bytes);
  const value = codec.read(reader);
  if (reader.left > 0) throw new MalformedBytes('it is longer than it should be');
  return value;
}

export const boolean: Codec<boolean> = {
  write: (to, value) => to.byte(value ? 1 : 0),
  read: (from) => {
    const byte = from.byte();
    if (byte > 1) throw new MalformedBytes('a boolean is neither true nor false');
    return byte === 1;
  },
};

/** A whole number from 0 to `maximum`. */
export const count = (maximum: number = Number.MAX_SAFE_INTEGER): Codec<number> => ({
  write: (to, value) => to.unsigned(value),
  read: (from) => Number(from.unsigned(BigInt(maximum))),
});

/** A whole number of at most so many bits. */
export const natural = (bits: number): Codec<bigint> => {
  const maximum = (1n << BigInt(bits)) - 1n;
  return { write: (to, value) => to.unsigned(value), read: (from) => from.unsigned(maximum) };
};

/** Any number, as JavaScript has it. */
export const double: Codec<number> = {
  write: (to, value) => {
    to.bytes(new Uint8Array(new Float64Array([value]).buffer));
  },
  read: (from) => new DataView(from.bytes(8).buffer).getFloat64(0, true),
};

export const blob = (maximum: number): Codec<Uint8Array<ArrayBuffer>> => ({
  write: (to, value) => {
    to.unsigned(value.length);
    to.bytes(value);
  },
  read: (from) => from.bytes(Number(from.unsigned(BigInt(maximum)))),
});

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of at most so many bytes in UTF-8. */
export const text = (maximum: number): Codec<string> => ({
  write: (to, value) => blob(maximum).write(to, utf8(value)),
  read: (from) => {
    const bytes = blob(maximum).read(from);
    try {
      return strict.decode(bytes);
    } catch {
      throw new MalformedBytes('a text is not UTF-8');
    }
  },
});

/** A hash, in hex as text. */
export const hash: Codec<string> = {
  write: (to, value) => {
    for (let at = 0; at < 64; at += 2) to.byte(Number.parseInt(value.slice(at, at + 2), 16));
  },
  read: (from) => toHex(from.bytes(32)),
};

export const list = <T>(item: Codec<T>, maximum: number): Codec<readonly T[]> => ({
  write: (to, values) => {
    to.unsigned(values.length);
    for (const value of values) item.write(to, value);
  },
  read: (from) => {
    const length = Number(from.unsigned(BigInt(maximum)));
    const values: T[] = [];
    for (let i = 0; i < length; i++) values.push(item.read(from));
    return values;
  },
});

export const optional = <T>(inner: Codec<T>): Codec<T | undefined> => ({
  write: (to, value) => {
    boolean.write(to, value !== undefined);
    if (value !== undefined) inner.write(to, value);
  },
  read: (from) => (boolean.read(from) ? inner.read(from) : undefined),
});

/** One of these texts. */
export const choice = <const T extends readonly string[]>(...values: T): Codec<T[number]> => ({
  write: (to, value) => to.byte(values.indexOf(value)),
  read: (from) => {
    const value = values[from.byte()];
    if (value === undefined) throw new MalformedBytes(`a value is none of ${values.join(', ')}`);
    return value;
  },
});

type Fields = Readonly<Record<string, unknown>>;
type Codecs<T> = { readonly [K in keyof T]-?: Codec<T[K]> };

/** A record. */
export const struct = <T extends object>(fields: Codecs<T>): Codec<T> => ({
  write: (to, value) => {
    for (const [name, codec] of Object.entries(fields as Readonly<Record<string, Codec<unknown>>>)) codec.write(to, (value as Fields)[name]);
  },
  read: (from) => {
    const entries = Object.entries(fields as Readonly<Record<string, Codec<unknown>>>).map(([name, codec]) => [name, codec.read(from)] as const);
    return Object.fromEntries(entries) as T;
  },
});

/** Values by name, in the order that they have. Names that every object has are refused. */
export const dictionary = <T>(value: Codec<T>, maximum: number, nameBytes = 200): Codec<Readonly<Record<string, T>>> => {
  const entries = list(struct<{ readonly name: string; readonly value: T }>({ name: text(nameBytes), value: value }), maximum);
  return {
    write: (to, record) => entries.write(to, Object.entries(record).map(([name, item]) => ({ name, value: item }))),
    read: (from) => {
      const read = entries.read(from);
      if (new Set(read.map(({ name }) => name)).size < read.length) throw new MalformedBytes('a name comes twice');
      const reserved = read.find(({ name }) => name in {});
      if (reserved) throw new MalformedBytes(`the name ${reserved.name} is reserved`);
      return Object.fromEntries(read.map(({ name, value: item }) => [name, item]));
    },
  };
};

/** One of several kinds of records, told apart by the field `kind`. */
export const variant = <T extends { readonly kind: string }>(kinds: { readonly [K in T['kind']]: Codec<Omit<Extract<T, { readonly kind: K }>, 'kind'>> }): Codec<T> => {
  const names = Object.keys(kinds) as T['kind'][];
  const kind = choice(...names);
  return {
    write: (to, value) => {
      kind.write(to, value.kind);
      (kinds[value.kind as T['kind']] as Codec<unknown>).write(to, value);
    },
    read: (from) => {
      const name = kind.read(from);
      return { kind: name, ...(kinds[name] as Codec<object>).read(from) } as unknown as T;
    },
  };
};

/** Nothing at all: for kinds that carry no more than their name. */
export const nothing: Codec<Record<never, never>> = { write: () => undefined, read: () => ({}) };

/** A value with what has to be true of it beside its type; `problem` gives a sentence where it is not. */
export const checked = <T>(inner: Codec<T>, problem: (value: T) => string | undefined): Codec<T> => ({
  write: (to, value) => inner.write(to, value),
  read: (from) => {
    const value = inner.read(from);
    const found = problem(value);
    if (found !== undefined) throw new MalformedBytes(found);
    return value;
  },
});

/** Fixed bytes with which a format begins. */
export const mark = (expected: Uint8Array): Codec<undefined> => ({
  write: (to) => to.bytes(expected),
  read: (from) => {
    if (from.left < expected.length || !equalBytes(from.bytes(expected.length), expected)) throw new MalformedBytes('it begins with other bytes');
    return undefined;
  },
});
