import { unwrap } from 'idb';
import type { StoreNames } from 'idb';
import { toHex } from '../primitives/bytes.ts';
import { StorageError } from '../replica/state/store.ts';
import type { Commit, MemoryId, StoredValue } from '../replica/state/store.ts';
import { checkChunks, isZero, standalone } from './chunk-bytes.ts';
import { copyMemory } from './copy-memory.ts';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { closedFailure, openFailure, transactionFailure } from './failures.ts';
import { chunkRange, prefixRange } from './key-ranges.ts';
import { DATABASE_NAME, MIGRATIONS, OWNER_KEY } from './schema.ts';
import type { Migration, PlaygroundSchema } from './schema.ts';
import type { Storage } from './storage.ts';
import type { WorkspaceChange, WorkspaceEntry } from './workspace.ts';

type StoreName = StoreNames<PlaygroundSchema>;

export interface IndexedDbOptions {
  readonly name?: string;
  readonly migrations?: readonly Migration[];
  /** How long opening may take before the database counts as unavailable; 5,000 by default. */
  readonly timeoutMilliseconds?: number;
  /** Nothing can be written any more, and nobody here asked for that; told at most once. */
  readonly onLost?: (error: StorageError) => void;
}

/**
 * Opens the state kept in this browser and takes possession of it: whoever opened it before can no longer write.
 * @throws StorageError `newer`; `unavailable` with the reason (then go on with `createMemoryStore`); `failed` where old data could
 * not be brought up to date.
 */
export async function openIndexedDbStore(options: IndexedDbOptions = {}): Promise<Storage> {
  const opened: { storage?: IndexedDbStorage } = {};
  const lose = (message: string) => opened.storage?.lose(new StorageError('lost', message));
  const connection = await openConnection({
    name: options.name ?? DATABASE_NAME,
    migrations: options.migrations ?? MIGRATIONS,
    timeoutMilliseconds: options.timeoutMilliseconds ?? 5_000,
    onVersionChange: () => lose('Another tab opened a newer version of the playground.'),
    onTerminated: () => lose('The browser closed the database: were the data of this site cleared?'),
  });
  const owner = toHex(crypto.getRandomValues(new Uint8Array(16)));
  const storage = (opened.storage = new IndexedDbStorage(connection, owner, options.onLost));
  try {
    await connection.put('owner', owner, OWNER_KEY);
    return storage;
  } catch (error) {
    storage.close();
    throw openFailure(error);
  }
}

/** A transaction that failed by itself, while its memories were copied, is over already. */
function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
}

class IndexedDbStorage implements Storage {
  readonly #connection: Connection;
  readonly #owner: string;
  readonly #onLost: ((error: StorageError) => void) | undefined;
  #closed: StorageError | undefined;

  constructor(connection: Connection, owner: string, onLost: ((error: StorageError) => void) | undefined) {
    this.#connection = connection;
    this.#owner = owner;
    this.#onLost = onLost;
  }

  async loadRecords(prefix: string): Promise<{ key: string; value: StoredValue }[]> {
    return this.#loadEntries('records', prefixRange(prefix));
  }

  async chunkIndices(memory: MemoryId): Promise<number[]> {
    const keys = await this.#attempt(() => this.#connection.getAllKeys('chunks', chunkRange(memory)));
    return keys.map(([, , index]) => index);
  }

  async loadChunks(memory: MemoryId, from: number, to: number): Promise<{ index: number; bytes: Uint8Array }[]> {
    if (from >= to) return [];
    const { keys, values } = await this.#loadRange('chunks', chunkRange(memory, from, to));
    return keys.map(([, , index], i) => ({ index, bytes: values[i] as Uint8Array }));
  }

  async commit(commit: Commit): Promise<void> {
    checkChunks(commit);
    // Where memories are copied first, the chunks are put when the caller may have changed them already.
    const putChunks = commit.copyMemories?.length ? commit.putChunks?.map((write) => ({ ...write, bytes: write.bytes.slice() })) : commit.putChunks;
    return this.#write(['records', 'chunks'], async (storeOf) => {
      const records = storeOf('records');
      for (const key of commit.deleteRecords ?? []) records.delete(key);
      for (const { key, value } of commit.putRecords ?? []) records.put(value, key);
      const chunks = storeOf('chunks');
      for (const copy of commit.copyMemories ?? []) await copyMemory(chunks, copy);
      for (const memory of commit.clearMemories ?? []) chunks.delete(chunkRange(memory));
      for (const { canister, memory, index } of commit.deleteChunks ?? []) chunks.delete([canister, memory, index]);
      for (const { canister, memory, index, bytes } of putChunks ?? []) {
        const key = [canister, memory, index];
        if (isZero(bytes)) chunks.delete(key);
        else chunks.put(standalone(bytes), key);
      }
    });
  }

  async loadWorkspace(): Promise<WorkspaceEntry[]> {
    return this.#loadEntries('workspace', undefined);
  }

  async saveWorkspace({ put, remove }: WorkspaceChange): Promise<void> {
    return this.#write(['workspace'], (storeOf) => {
      const workspace = storeOf('workspace');
      for (const key of remove) workspace.delete(key);
      for (const { key, value } of put) workspace.put(value, key);
    });
  }

  close(): void {
    this.#closed ??= closedFailure();
    this.#connection.close();
  }

  /** As {@link close}, and tells whoever opened the storage. */
  lose(error: StorageError): void {
    if (this.#closed) return;
    this.#closed = error;
    this.#connection.close();
    this.#onLost?.(error);
  }

  async #loadEntries(name: 'records' | 'workspace', range: IDBKeyRange | undefined): Promise<{ key: string; value: unknown }[]> {
    const { keys, values } = await this.#loadRange(name, range);
    return keys.map((key, i) => ({ key, value: values[i] }));
  }

  /** Keys and values in one transaction, so that they belong together. */
  async #loadRange<Name extends StoreName>(name: Name, range: IDBKeyRange | undefined) {
    return this.#attempt(async () => {
      const { store } = this.#connection.transaction(name);
      const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
      return { keys, values };
    });
  }

  /**
   * One transaction: all of what `issue` asks for, or nothing. The requests are plain ones, without a promise each, since only the
   * end of the transaction counts; a request that fails aborts it.
   */
  async #write(names: StoreName[], issue: (storeOf: (name: StoreName) => IDBObjectStore) => void | Promise<void>): Promise<void> {
    return this.#attempt(async () => {
      const transaction = this.#connection.transaction([...names, 'owner'], 'readwrite', { durability: 'relaxed' });
      const storeOf = (name: StoreName): IDBObjectStore => unwrap(transaction).objectStore(name);
      try {
        this.#checkOwner(unwrap(transaction), storeOf('owner'));
        await issue(storeOf);
      } catch (error) {
        transaction.done.catch(() => undefined);
        abort(unwrap(transaction));
        throw error;
      }
      await transaction.done;
    });
  }

  /**
   * Aborts `transaction` where another tab has opened the storage since. The lock alone does not rule that out: a tab that it was
   * stolen from hears of it some time later, and could overwrite meanwhile what the thief has already read.
   */
  #checkOwner(transaction: IDBTransaction, owner: IDBObjectStore): void {
    const request: IDBRequest<unknown> = owner.get(OWNER_KEY);
    request.onsuccess = () => {
      if (request.result === this.#owner) return;
      this.lose(new StorageError('lost', 'Another tab has taken over the playground.'));
      transaction.abort();
    };
  }

  async #attempt<T>(action: () => Promise<T>): Promise<T> {
    if (this.#closed) throw this.#closed;
    try {
      return await action();
    } catch (error) {
      throw this.#closed ?? transactionFailure(error);
    }
  }
}
