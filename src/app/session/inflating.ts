import { concat } from '../../primitives/bytes.ts';
import type { PlaygroundError } from '../../protocol/rpc.ts';

export interface Bounds {
  /** Bytes that may come out. */
  readonly maximum: number;
  /** Bytes that go in at a time; at most about a thousand times as many come out before they are counted. */
  readonly slice: number;
  readonly damaged: () => PlaygroundError;
  readonly tooLarge: () => PlaygroundError;
}

/** Inflates what somebody else may have made: neither time nor memory go far beyond what may come out. Rejects as `bounds` say. */
export async function inflate(packed: Uint8Array, { maximum, slice, damaged, tooLarge }: Bounds): Promise<Uint8Array<ArrayBuffer>> {
  const { Inflate } = await import('fflate');
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((chunk) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length && length <= maximum; at += slice) stream.push(packed.subarray(at, at + slice), at + slice >= packed.length);
  } catch {
    throw damaged();
  }
  if (length > maximum) throw tooLarge();
  return concat(chunks);
}
