import { Gunzip } from 'fflate';
import { concat } from '../primitives/bytes.ts';

const STEP = 65_536;

/** Unpacks gzip, up to `maximum` bytes; `undefined` where the data is malformed. */
export function gunzip(bytes: Uint8Array, maximum: number): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let total = 0;
  let ended = false;
  const stream = new Gunzip((part, final) => {
    parts.push(part);
    total += part.length;
    ended ||= final;
  });
  try {
    for (let at = 0; at < bytes.length && total <= maximum; at += STEP) stream.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  } catch {
    return undefined;
  }
  if (total > maximum) return concat(parts).subarray(0, maximum);
  return ended ? concat(parts) : undefined;
}
