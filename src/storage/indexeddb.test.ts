import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { openDB } from 'idb';
import type { IDBPDatabase } from 'idb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CHUNK_BYTES, StorageError } from '../replica/state/store.ts';
import type { Commit } from '../replica/state/store.ts';
import { chunk, testConformance } from './conformance.ts';
import { openIndexedDbStore } from './indexeddb.ts';
import { createMemoryStore } from './memory.ts';
import { MIGRATIONS } from './schema.ts';
import type { Migration } from './schema.ts';
import type { Storage } from './storage.ts';

let databases = 0;
const freshName = (): string => `test ${databases++}`;
const STABLE = { canister: 'aa', memory: 'stable' } as const;

testConformance('the store on a fake IndexedDB', async () => {
  const name = freshName();
  return { open: () => openIndexedDbStore({ name }) };
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Written out, since published versions never change. */
function createVersion1(database: IDBPDatabase): void {
  for (const store of ['records', 'chunks', 'workspace', 'owner']) database.createObjectStore(store);
}

describe('opening', () => {
  test('a browser without IndexedDB has it unavailable', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await expect(openIndexedDbStore()).rejects.toMatchObject({ name: 'StorageError', code: 'unavailable' });
  });

  test('a browser that refuses (private mode) has it unavailable, with its reason', async () => {
    const open = () => {
      throw new DOMException('not in private mode', 'SecurityError');
    };
    vi.stubGlobal('indexedDB', { open });
    const refusal = openIndexedDbStore();
    await expect(refusal).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('SecurityError: not in private mode') as string });
  });

  test('a browser that never answers has it unavailable', async () => {
    vi.stubGlobal('indexedDB', { open: () => new EventTarget() });
    vi.stubGlobal('IDBRequest', EventTarget);
    await expect(openIndexedDbStore({ timeoutMilliseconds: 5 })).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('another tab that keeps an older version open is named as the reason, and its end lets others in', async () => {
    const name = freshName();
    const older = await openDB(name, 1, { upgrade: createVersion1 });
    const migrations: Migration[] = [...MIGRATIONS, () => undefined];
    const opening = openIndexedDbStore({ name, migrations, timeoutMilliseconds: 50 });
    await expect(opening).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('another tab') as string });
    older.close();
    await expect(openIndexedDbStore({ name, migrations })).resolves.toBeDefined();
  });

  test('a disk that is full already at opening has it unavailable', async () => {
    failPuts((key) => key === 'owner', new DOMException('no room', 'QuotaExceededError'));
    await expect(openIndexedDbStore({ name: freshName() })).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('versions of the schema', () => {
  const rename: Migration = async (_database, transaction) => {
    const records = transaction.objectStore('records');
    for (const key of (await records.getAllKeys()) as string[]) {
      await records.put?.(await records.get(key), `v2/${key}`);
      await records.delete?.(key);
    }
  };

  test('a database as version 1 wrote it is read', async () => {
    const name = freshName();
    const written = await openDB(name, 1, { upgrade: createVersion1 });
    await written.put('records', { cycles: 5n }, 'canister/aa');
    await written.put('chunks', chunk(3), ['aa', 'stable', 7]);
    await written.put('workspace', 'dark', 'theme');
    written.close();
    const store = await openIndexedDbStore({ name, migrations: MIGRATIONS.slice(0, 1) });
    expect(await store.loadRecords('')).toEqual([{ key: 'canister/aa', value: { cycles: 5n } }]);
    expect(await store.loadChunks(STABLE, 0, 10)).toEqual([{ index: 7, bytes: chunk(3) }]);
    expect(await store.loadWorkspace()).toEqual([{ key: 'theme', value: 'dark' }]);
  });

  test('an older database is migrated, step by step', async () => {
    const name = freshName();
    const first = await openIndexedDbStore({ name });
    await first.commit({ putRecords: [{ key: 'a', value: 1 }] });
    first.close();
    const addMark: Migration = (_database, transaction) => void transaction.objectStore('records').put?.(3, 'v3');
    const second = await openIndexedDbStore({ name, migrations: [...MIGRATIONS, rename, addMark] });
    expect(await second.loadRecords('')).toEqual([{ key: 'v2/a', value: 1 }, { key: 'v3', value: 3 }]);
  });

  test('a migration that throws leaves the database in its old version', async () => {
    const name = freshName();
    const first = await openIndexedDbStore({ name });
    await first.commit({ putRecords: [{ key: 'a', value: 1 }] });
    first.close();
    const cause = new RangeError('bug');
    const broken: Migration = async (database, transaction) => {
      await rename(database, transaction);
      throw cause;
    };
    await expect(openIndexedDbStore({ name, migrations: [...MIGRATIONS, broken] })).rejects.toMatchObject({ code: 'failed', cause });
    expect(await (await openIndexedDbStore({ name })).loadRecords('')).toEqual([{ key: 'a', value: 1 }]);
  });

  test('a database of a newer version is refused as such', async () => {
    const name = freshName();
    (await openIndexedDbStore({ name, migrations: [...MIGRATIONS, rename] })).close();
    const refusal = openIndexedDbStore({ name });
    await expect(refusal).rejects.toMatchObject({ name: 'StorageError', code: 'newer', message: expect.stringContaining('newer version') as string });
  });

  test('a newer version that opens elsewhere ends the older one', async () => {
    const name = freshName();
    const onLost = vi.fn();
    const older = await openIndexedDbStore({ name, onLost });
    const newer = await openIndexedDbStore({ name, migrations: [...MIGRATIONS, () => undefined] });
    expect(onLost).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'lost' }));
    await expect(older.commit({})).rejects.toMatchObject({ code: 'lost' });
    await newer.commit({ putRecords: [{ key: 'a', value: 1 }] });
  });
});

describe('two that have it open', () => {
  test('only the last to open it can write', async () => {
    const name = freshName();
    const onLost = vi.fn();
    const first = await openIndexedDbStore({ name, onLost });
    await first.commit({ putRecords: [{ key: 'a', value: 1 }] });
    const second = await openIndexedDbStore({ name });
    await expect(first.commit({ putRecords: [{ key: 'a', value: 2 }] })).rejects.toMatchObject({ code: 'lost' });
    await expect(first.saveWorkspace({ put: [], remove: [] })).rejects.toMatchObject({ code: 'lost' });
    expect(onLost).toHaveBeenCalledExactlyOnceWith(expect.any(StorageError));
    expect(await second.loadRecords('')).toEqual([{ key: 'a', value: 1 }]);
  });

  test('a commit that was under way when another opened it is whole for both', async () => {
    const name = freshName();
    const first = await openIndexedDbStore({ name });
    const underWay = first.commit({ putRecords: [{ key: 'a', value: 1 }], putChunks: [{ ...STABLE, index: 0, bytes: chunk(1) }] });
    const second = await openIndexedDbStore({ name });
    await underWay;
    expect(await second.loadRecords('')).toHaveLength(1);
    expect(await second.chunkIndices(STABLE)).toEqual([0]);
  });
});

describe('a commit that fails midway', () => {
  const failures = [
    { reason: 'the quota', error: new DOMException('no room', 'QuotaExceededError'), code: 'full' },
    { reason: 'the disk', error: new DOMException('disk error', 'UnknownError'), code: 'failed' },
  ];
  test.each(failures)('for $reason leaves the former commit whole and the store usable', async ({ error, code }) => {
    const store = await openIndexedDbStore({ name: freshName() });
    await store.commit({ putRecords: [{ key: 'a', value: 1 }], putChunks: [{ ...STABLE, index: 0, bytes: chunk(1) }] });
    failPuts((key) => Array.isArray(key) && key[2] === 1, error);
    const commit: Commit = {
      putRecords: [{ key: 'a', value: 2 }],
      clearMemories: [STABLE],
      putChunks: [0, 1, 2].map((index) => ({ ...STABLE, index, bytes: chunk(2) })),
    };
    await expect(store.commit(commit)).rejects.toMatchObject({ name: 'StorageError', code });
    vi.restoreAllMocks();
    expect(await store.loadRecords('')).toEqual([{ key: 'a', value: 1 }]);
    expect(await store.loadChunks(STABLE, 0, 10)).toEqual([{ index: 0, bytes: chunk(1) }]);
    await store.commit(commit);
    expect(await store.chunkIndices(STABLE)).toEqual([0, 1, 2]);
  });

  test('for a request that fails later is told by the error of the transaction', async () => {
    const store = await openIndexedDbStore({ name: freshName() });
    await store.commit({ putRecords: [{ key: 'a', value: 1 }] });
    replacePut((store, value, key) => store.add(value, key));
    await expect(store.commit({ putRecords: [{ key: 'b', value: 2 }, { key: 'a', value: 2 }] })).rejects.toMatchObject({ code: 'failed' });
    expect(await store.loadRecords('')).toEqual([{ key: 'a', value: 1 }]);
  });
});

test('any sequence of commits leaves the same as in memory', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(commits(), { maxLength: 6 }), async (sequence) => {
      const name = freshName();
      const memory = createMemoryStore();
      const first = await openIndexedDbStore({ name });
      for (const commit of sequence) await Promise.all([first.commit(commit), memory.commit(commit)]);
      first.close();
      const second = await openIndexedDbStore({ name });
      expect(await contents(second)).toEqual(await contents(memory));
    }),
    { numRuns: 40 },
  );
});

function commits(): fc.Arbitrary<Commit> {
  const key = fc.constantFrom('a', 'a/b', 'b');
  const memory = fc.record({ canister: fc.constantFrom('aa', 'bb'), memory: fc.constantFrom('heap' as const, 'stable' as const) });
  const index = fc.constantFrom(0, 1, 300);
  const write = fc.tuple(memory, index, fc.constantFrom(0, 1, 2));
  return fc.record({
    putRecords: fc.array(fc.record({ key, value: fc.nat(9) }), { maxLength: 3 }),
    deleteRecords: fc.array(key, { maxLength: 2 }),
    clearMemories: fc.array(memory, { maxLength: 1 }),
    putChunks: fc.array(write.map(([id, at, fill]) => ({ ...id, index: at, bytes: chunk(fill) })), { maxLength: 4 }),
    deleteChunks: fc.array(fc.tuple(memory, index).map(([id, at]) => ({ ...id, index: at })), { maxLength: 2 }),
  });
}

async function contents(store: Storage): Promise<unknown> {
  const memories = ['aa', 'bb'].flatMap((canister) => (['heap', 'stable'] as const).map((memory) => ({ canister, memory })));
  const chunks = await Promise.all(memories.map((memory) => store.loadChunks(memory, 0, Infinity)));
  const summary = chunks.map((list) => list.map(({ index, bytes }) => [index, bytes.length === CHUNK_BYTES, bytes[0]]));
  return { records: await store.loadRecords(''), summary };
}

/** Makes IndexedDB throw `error` for each put whose key is `chosen`. */
function failPuts(chosen: (key: IDBValidKey | undefined) => boolean, error: DOMException): void {
  replacePut((_store, value, key, put) => {
    if (chosen(key)) throw error;
    return put(value, key);
  });
}

type Put = IDBObjectStore['put'];

function replacePut(replacement: (store: IDBObjectStore, value: unknown, key: IDBValidKey | undefined, put: Put) => IDBRequest<IDBValidKey>): void {
  const original = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')?.value as Put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    return replacement(this, value, key, original.bind(this));
  });
}
