/** Appends to a buffer that grows by doubling. */
export class Writer {
  bytes: Uint8Array<ArrayBuffer>;
  at = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(Math.max(capacity, 64));
  }

  /** Makes room for `count` more bytes; the `raw` methods rely on it. */
  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.at + count));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  u32(value: number): void {
    this.reserve(5);
    this.rawUnsigned(value);
  }

  copy(source: Uint8Array): void {
    this.reserve(source.length);
    this.bytes.set(source, this.at);
    this.at += source.length;
  }

  /** A name or byte vector. */
  vector(source: Uint8Array): void {
    this.u32(source.length);
    this.copy(source);
  }

  /** LEB128 of a number in [0, 2^53), without a check of the room. */
  rawUnsigned(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.at++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.at++] = rest;
  }

  /** Signed LEB128 of a number in (-2^53, 2^53), without a check of the room. */
  rawSigned(value: number): void {
    let rest = value;
    while (rest >= 64 || rest < -64) {
      const low = ((rest % 128) + 128) % 128;
      this.bytes[this.at++] = low | 0x80;
      rest = (rest - low) / 128;
    }
    this.bytes[this.at++] = rest & 0x7f;
  }

  /** Copies a short run of `source` without a check of the room. */
  rawRun(source: Uint8Array, from: number, to: number): void {
    const bytes = this.bytes;
    let at = this.at;
    if (to - from > 48) {
      bytes.set(source.subarray(from, to), at);
      at += to - from;
    } else {
      for (let i = from; i < to; i++) bytes[at++] = source[i] as number;
    }
    this.at = at;
  }

  /** Removes the byte at `position`. By hand: a call of `copyWithin` costs more than the few bytes that move. */
  rawDelete(position: number): void {
    const { bytes } = this;
    const end = --this.at;
    if (end - position > 256) bytes.copyWithin(position, position + 1, end + 1);
    else for (let i = position; i < end; i++) bytes[i] = bytes[i + 1] as number;
  }

  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.at);
  }
}
