import { deleteDB } from 'idb';
import { expect, test, vi } from 'vitest';
import { chunk, testConformance } from './conformance.ts';
import { openIndexedDbStore } from './indexeddb.ts';
import { MIGRATIONS } from './schema.ts';

async function freshName(): Promise<string> {
  const name = `test ${crypto.randomUUID()}`;
  await deleteDB(name);
  return name;
}

testConformance('the store on IndexedDB', async () => {
  const name = await freshName();
  return { open: () => openIndexedDbStore({ name }) };
});

const STABLE = { canister: 'aa', memory: 'stable' } as const;

test('a commit that throws midway leaves the former commit whole', async () => {
  const store = await openIndexedDbStore({ name: await freshName() });
  await store.commit({ putRecords: [{ key: 'a', value: 1 }], putChunks: [{ ...STABLE, index: 0, bytes: chunk(1) }] });
  const putRecords = [{ key: 'a', value: 2 }, { key: 'b', value: document.body }];
  await expect(store.commit({ putRecords, clearMemories: [STABLE] })).rejects.toMatchObject({ code: 'failed' });
  expect(await store.loadRecords('')).toEqual([{ key: 'a', value: 1 }]);
  expect(await store.loadChunks(STABLE, 0, 9)).toEqual([{ index: 0, bytes: chunk(1) }]);
});

test('chunks of a shared memory and of a Wasm memory are copied', async () => {
  const store = await openIndexedDbStore({ name: await freshName() });
  const memories = [new WebAssembly.Memory({ initial: 1 }), new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })];
  const putChunks = memories.map(({ buffer }, index) => ({ ...STABLE, index, bytes: new Uint8Array(buffer, 0, chunk(0).length).fill(index + 1) }));
  await store.commit({ putChunks });
  expect(await store.loadChunks(STABLE, 0, 9)).toEqual([0, 1].map((index) => ({ index, bytes: chunk(index + 1) })));
});

test('only the last to open it can write', async () => {
  const name = await freshName();
  const onLost = vi.fn();
  const first = await openIndexedDbStore({ name, onLost });
  await first.commit({ putRecords: [{ key: 'a', value: 1 }] });
  const second = await openIndexedDbStore({ name });
  await expect(first.commit({ putRecords: [{ key: 'a', value: 2 }] })).rejects.toMatchObject({ code: 'lost' });
  expect(onLost).toHaveBeenCalledOnce();
  expect(await second.loadRecords('')).toEqual([{ key: 'a', value: 1 }]);
});

test('a newer version that opens elsewhere ends the older one, and is refused to it afterwards', async () => {
  const name = await freshName();
  const older = await openIndexedDbStore({ name });
  const newer = await openIndexedDbStore({ name, migrations: [...MIGRATIONS, () => undefined] });
  await expect(older.commit({})).rejects.toMatchObject({ code: 'lost' });
  newer.close();
  await expect(openIndexedDbStore({ name })).rejects.toMatchObject({ code: 'newer' });
});

test('a memory of 64 MiB is written in one commit and read in one go', async () => {
  const store = await openIndexedDbStore({ name: await freshName() });
  const putChunks = Array.from({ length: 4096 }, (_, index) => ({ ...STABLE, index, bytes: chunk(1 + (index % 255)) }));
  await store.commit({ putChunks });
  const chunks = await store.loadChunks(STABLE, 0, 4096);
  expect(chunks.every(({ index, bytes }, i) => index === i && bytes[0] === 1 + (i % 255))).toBe(true);
  expect(chunks).toHaveLength(4096);
  await store.commit({ clearMemories: [STABLE] });
  expect(await store.chunkIndices(STABLE)).toEqual([]);
});

/** A bucket of Chromium's Storage Buckets API: a part of the origin's storage with a quota of its own. */
interface BucketManager {
  open(name: string, options: { quota: number }): Promise<{ readonly indexedDB: IDBFactory }>;
}

test('a commit beyond the quota is told as a full disk, and leaves the former commit whole', async () => {
  const { storageBuckets } = navigator as Navigator & { storageBuckets: BucketManager };
  const bucket = await storageBuckets.open(`test-${crypto.randomUUID()}`, { quota: 200_000 });
  vi.stubGlobal('indexedDB', bucket.indexedDB);
  try {
    const store = await openIndexedDbStore();
    await store.commit({ putRecords: [{ key: 'a', value: 1 }] });
    const putChunks = Array.from({ length: 32 }, (_, index) => ({ ...STABLE, index, bytes: chunk(1) }));
    await expect(store.commit({ putRecords: [{ key: 'a', value: 2 }], putChunks })).rejects.toMatchObject({ name: 'StorageError', code: 'full' });
    expect(await store.loadRecords('')).toEqual([{ key: 'a', value: 1 }]);
    expect(await store.chunkIndices(STABLE)).toEqual([]);
    await store.commit({ deleteRecords: ['a'] });
  } finally {
    vi.unstubAllGlobals();
  }
});
