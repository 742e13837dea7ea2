import type { StorageError } from '../replica/state/store.ts';
import type { Commit, MemoryId, StoredValue } from '../replica/state/store.ts';
import { checkChunks, isZero } from './chunk-bytes.ts';
import { closedFailure, transactionFailure } from './failures.ts';
import type { Storage } from './storage.ts';
import type { WorkspaceChange, WorkspaceEntry } from './workspace.ts';

type Entry = { readonly key: string; readonly value: unknown };
type Chunks = Map<number, Uint8Array>;

const memoryKey = ({ canister, memory }: MemoryId): string => `${canister}/${memory}`;
const byKey = (a: Entry, b: Entry): number => (a.key < b.key ? -1 : 1);

/** What plays the part of the disk: two stores on one state see the same data, as a page does after a reload. */
export interface MemoryState {
  readonly records: Map<string, unknown>;
  readonly memories: Map<string, Chunks>;
  readonly workspace: Map<string, unknown>;
}

export const createMemoryState = (): MemoryState => ({ records: new Map(), memories: new Map(), workspace: new Map() });

/** State that lives as long as the page: for tests, and for browsers that offer no database. */
export function createMemoryStore(state: MemoryState = createMemoryState()): Storage {
  return new MemoryStorage(state);
}

class MemoryStorage implements Storage {
  readonly #records: Map<string, unknown>;
  readonly #memories: Map<string, Chunks>;
  readonly #workspace: Map<string, unknown>;
  #closed: StorageError | undefined;

  constructor({ records, memories, workspace }: MemoryState) {
    this.#records = records;
    this.#memories = memories;
    this.#workspace = workspace;
  }

  async loadRecords(prefix: string): Promise<{ key: string; value: StoredValue }[]> {
    this.#checkOpen();
    return entries(this.#records, prefix);
  }

  async chunkIndices(memory: MemoryId): Promise<number[]> {
    this.#checkOpen();
    return [...this.#chunks(memory).keys()].sort((a, b) => a - b);
  }

  async loadChunks(memory: MemoryId, from: number, to: number): Promise<{ index: number; bytes: Uint8Array }[]> {
    this.#checkOpen();
    return [...this.#chunks(memory)]
      .filter(([index]) => from <= index && index < to)
      .sort(([a], [b]) => a - b)
      .map(([index, bytes]) => ({ index, bytes: bytes.slice() }));
  }

  async commit(commit: Commit): Promise<void> {
    this.#checkOpen();
    checkChunks(commit);
    const records = cloned(commit.putRecords ?? []);
    for (const key of commit.deleteRecords ?? []) this.#records.delete(key);
    for (const { key, value } of records) this.#records.set(key, value);
    for (const { from, to } of commit.copyMemories ?? []) {
      // Chunks are replaced, never written in place: both memories may hold the same one.
      this.#memories.set(memoryKey(to), new Map(this.#chunks(from)));
    }
    for (const memory of commit.clearMemories ?? []) this.#memories.delete(memoryKey(memory));
    for (const chunk of commit.deleteChunks ?? []) this.#chunks(chunk).delete(chunk.index);
    for (const { bytes, index, ...memory } of commit.putChunks ?? []) {
      if (isZero(bytes)) this.#chunks(memory).delete(index);
      else this.#chunks(memory).set(index, bytes.slice());
    }
  }

  async loadWorkspace(): Promise<WorkspaceEntry[]> {
    this.#checkOpen();
    return entries(this.#workspace, '');
  }

  async saveWorkspace({ put, remove }: WorkspaceChange): Promise<void> {
    this.#checkOpen();
    const values = cloned(put);
    for (const key of remove) this.#workspace.delete(key);
    for (const { key, value } of values) this.#workspace.set(key, value);
  }

  close(): void {
    this.#closed ??= closedFailure();
  }

  #chunks(memory: MemoryId): Chunks {
    const key = memoryKey(memory);
    const chunks = this.#memories.get(key) ?? new Map<number, Uint8Array>();
    this.#memories.set(key, chunks);
    return chunks;
  }

  #checkOpen(): void {
    if (this.#closed) throw this.#closed;
  }
}

function entries(map: ReadonlyMap<string, unknown>, prefix: string): { key: string; value: unknown }[] {
  const found = [...map].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value }));
  return cloned(found).sort(byKey);
}

/** Copies all before any is written, so that one that cannot be copied leaves everything as it was. */
function cloned(values: readonly Entry[]): Entry[] {
  try {
    return values.map(({ key, value }) => ({ key, value: structuredClone(value) }));
  } catch (error) {
    throw transactionFailure(error);
  }
}
