import type { MemoryId } from '../replica/state/store.ts';

/** All text keys that begin with `prefix`; `undefined` where that is every key. */
export function prefixRange(prefix: string): IDBKeyRange | undefined {
  const successor = prefixSuccessor(prefix);
  if (successor !== undefined) return IDBKeyRange.bound(prefix, successor, false, true);
  return prefix === '' ? undefined : IDBKeyRange.lowerBound(prefix);
}

/** The first text, in the order of UTF-16 code units, after all that begin with `prefix`; `undefined` where there is none. */
function prefixSuccessor(prefix: string): string | undefined {
  const stem = prefix.replace(/\uffff+$/, '');
  if (stem === '') return undefined;
  return stem.slice(0, -1) + String.fromCharCode(stem.charCodeAt(stem.length - 1) + 1);
}

/** Keys of the chunks of one memory, with `from <= index < to`. */
export function chunkRange({ canister, memory }: MemoryId, from = 0, to = Infinity): IDBKeyRange {
  return IDBKeyRange.bound([canister, memory, from], [canister, memory, to], false, true);
}
