import type { MemoryCopy } from '../replica/state/store.ts';
import { chunkRange } from './key-ranges.ts';

/** Chunks that are read at once: 1 MiB of them, however large the memory is. */
const BATCH = 64;

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('The request failed.', 'UnknownError'));
  });

/** Makes one memory a copy of another within a transaction, a batch at a time. */
export async function copyMemory(chunks: IDBObjectStore, { from, to }: MemoryCopy): Promise<void> {
  chunks.delete(chunkRange(to));
  for (let next = 0; ; ) {
    const range = chunkRange(from, next);
    const [keys, values] = await Promise.all([settled(chunks.getAllKeys(range, BATCH)), settled(chunks.getAll(range, BATCH))]);
    const indices = (keys as [string, string, number][]).map(([, , index]) => index);
    indices.forEach((index, i) => chunks.put(values[i], [to.canister, to.memory, index]));
    if (indices.length < BATCH) return;
    next = (indices.at(-1) as number) + 1;
  }
}
