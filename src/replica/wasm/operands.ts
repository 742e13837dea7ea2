import { VALUE_TYPES } from './parse.ts';
import { undecodable } from './refusal.ts';

/** Reads what follows the opcodes of a function body. */
export class OperandReader {
  protected readonly bytes: Uint8Array;
  protected at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  protected byte(): number {
    return this.bytes[this.at++] as number;
  }

  protected u32(): number {
    const bytes = this.bytes;
    const first = bytes[this.at++] as number;
    if (first < 0x80) return first;
    let value = first & 0x7f;
    for (let factor = 128; ; factor *= 128) {
      const byte = bytes[this.at++] as number;
      value += (byte & 0x7f) * factor;
      if (!(byte >= 0x80)) return value;
    }
  }

  protected skipLeb(): void {
    while ((this.bytes[this.at++] as number) >= 0x80);
  }

  /** A block's type is a value type, nothing, or the index of a type. */
  protected blockType(): void {
    const code = this.byte();
    if (code >= 0x80) this.skipLeb();
    else if (code >= 0x40 && code !== 0x40 && !(code in VALUE_TYPES)) throw undecodable(`unsupported block type 0x${code.toString(16)}`);
  }

  protected heapType(): void {
    const code = this.byte();
    if (!(code in VALUE_TYPES)) throw undecodable(`unsupported type 0x${code.toString(16)}`);
  }

  /** Alignment and offset. Gives the offset. */
  protected memoryArgument(): number {
    if (this.byte() >= 0x40) throw undecodable('multiple memories are not supported');
    return this.u32();
  }
}
