import { CHUNK_BYTES, StorageError } from '../replica/state/store.ts';
import type { Commit } from '../replica/state/store.ts';

/** True where every byte is zero: such a chunk is stored by being absent. */
export function isZero(bytes: Uint8Array): boolean {
  const aligned = bytes.byteOffset % 4 === 0 && bytes.length % 4 === 0;
  const words = aligned ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) : bytes;
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false;
  return true;
}

/** The chunk in a buffer of its own: a structured clone takes the whole buffer that a view lies in, and refuses a shared one. */
export function standalone(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === CHUNK_BYTES ? bytes : bytes.slice();
}

/** @throws StorageError `failed` where a chunk has the wrong length or index: nothing of the commit may be written then. */
export function checkChunks(commit: Commit): void {
  for (const { index, bytes } of commit.putChunks ?? []) {
    if (bytes.length !== CHUNK_BYTES) throw new StorageError('failed', `A chunk has ${bytes.length} bytes instead of ${CHUNK_BYTES}.`);
    if (!Number.isSafeInteger(index) || index < 0) throw new StorageError('failed', `${index} is not the index of a chunk.`);
  }
}
