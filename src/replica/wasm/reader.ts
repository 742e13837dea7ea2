import { undecodable } from './refusal.ts';

const decoder = new TextDecoder();

/** Reads the binary format of WebAssembly within [`at`, `end`). Throws `ModuleRefused` where the bytes end too early. */
export class Reader {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
  /** Where the item begins that is being read: the offset that messages name. */
  item: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.item = at;
    this.end = end;
  }

  byte(): number {
    if (this.at >= this.end) throw undecodable('unexpected end-of-file');
    return this.bytes[this.at++] as number;
  }

  u32(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw undecodable('invalid var_u32: integer representation too long');
  }

  /** A u64 as a double: exact up to 2^53, which is beyond every offset and limit that is not refused anyway. */
  u64(): number {
    let value = 0;
    for (let factor = 1, count = 0; count < 10; factor *= 128, count++) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw undecodable('invalid var_u64: integer representation too long');
  }

  /** A signed number of up to 64 bits. */
  s64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, byte & 0x40 ? value - (1n << (shift + 7n)) : value);
    }
    throw undecodable('invalid var_i64: integer representation too long');
  }

  /** Passes a LEB128 number of any width. */
  skipLeb(): void {
    while (this.byte() >= 0x80);
  }

  skip(count: number): void {
    if (count > this.end - this.at) throw undecodable('unexpected end-of-file');
    this.at += count;
  }

  /** A byte vector: length, then the bytes themselves, as a view. */
  vector(): Uint8Array {
    const length = this.u32();
    const start = this.at;
    this.skip(length);
    return this.bytes.subarray(start, start + length);
  }

  name(): string {
    return decodeName(this.vector());
  }
}

/** Decodes UTF-8; the ASCII names that nearly every module has take the short way. */
function decodeName(bytes: Uint8Array): string {
  if (bytes.length > 80) return decoder.decode(bytes);
  let text = '';
  for (const byte of bytes) {
    if (byte >= 0x80) return decoder.decode(bytes);
    text += String.fromCharCode(byte);
  }
  return text;
}
