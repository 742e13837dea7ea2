/** LEB128 as in the WebAssembly and Candid specifications. */

export function encodeUnsigned(value: bigint | number): number[] {
  let rest = BigInt(value);
  if (rest < 0n) throw new RangeError('encodeUnsigned: negative value');
  const out: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    out.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return out;
}

export function encodeSigned(value: bigint | number): number[] {
  let rest = BigInt(value);
  const out: number[] = [];
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const done = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
    out.push(done ? low : low | 0x80);
    if (done) return out;
  }
}

/** Reads an unsigned number of any size; `next` is the offset after it, `undefined` where the bytes end too early. */
export function decodeUnsigned(bytes: Uint8Array, offset = 0): { value: bigint; next: number } | undefined {
  let value = 0n;
  let shift = 0n;
  for (let at = offset; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    value |= BigInt(byte & 0x7f) << shift;
    if ((byte & 0x80) === 0) return { value, next: at + 1 };
    shift += 7n;
  }
  return undefined;
}
