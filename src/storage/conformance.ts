import { describe, expect, test } from 'vitest';
import { CHUNK_BYTES } from '../replica/state/store.ts';
import type { Commit, MemoryId } from '../replica/state/store.ts';
import type { Storage } from './storage.ts';

/** Where a backend keeps its state: each call of `open` gives a storage on the same state. */
export interface Disk {
  open(): Promise<Storage>;
}

const STABLE: MemoryId = { canister: '00000000001000000101', memory: 'stable' };
const HEAP: MemoryId = { ...STABLE, memory: 'heap' };
const OTHER: MemoryId = { canister: '00000000001000010101', memory: 'stable' };

/** A chunk that is filled with `fill`. */
export const chunk = (fill: number): Uint8Array<ArrayBuffer> => new Uint8Array(CHUNK_BYTES).fill(fill);

/** What every backend must do, whatever it is made of: {@link Storage} as a list of tests. */
export function testConformance(backend: string, createDisk: () => Promise<Disk>): void {
  const open = async (): Promise<Storage> => (await createDisk()).open();
  describe(`${backend} conforms to`, () => {
    describe('records', () => testRecords(open));
    describe('chunks', () => testChunks(open));
    describe('commits', () => testCommits(open));
    describe('workspace', () => testWorkspace(open));
    describe('reopening', () => testReopening(createDisk));
  });
}

function testRecords(open: () => Promise<Storage>): void {
  test('a new store is empty', async () => {
    const store = await open();
    expect(await store.loadRecords('')).toEqual([]);
    expect(await store.chunkIndices(STABLE)).toEqual([]);
    expect(await store.loadChunks(STABLE, 0, 10)).toEqual([]);
    expect(await store.loadWorkspace()).toEqual([]);
  });

  test('records come in key order, and only those with the prefix', async () => {
    const store = await open();
    const keys = ['b', 'canister/2', 'canister/10', 'canister', 'canister0', 'a', 'canister/\uffff', 'canister/\uffffz', ''];
    await store.commit({ putRecords: keys.map((key) => ({ key, value: `value of ${key}` })) });
    const found = await store.loadRecords('canister/');
    expect(found).toEqual(['canister/10', 'canister/2', 'canister/\uffff', 'canister/\uffffz'].map((key) => ({ key, value: `value of ${key}` })));
    expect((await store.loadRecords('')).map(({ key }) => key)).toEqual([...keys].sort());
    expect((await store.loadRecords('canister/\uffff')).map(({ key }) => key)).toEqual(['canister/\uffff', 'canister/\uffffz']);
    expect(await store.loadRecords('d')).toEqual([]);
  });

  test('a prefix at the end of the order of code units finds its records', async () => {
    const store = await open();
    await store.commit({ putRecords: ['\uffff', '\uffffa', 'z'].map((key) => ({ key, value: 0 })) });
    expect((await store.loadRecords('\uffff')).map(({ key }) => key)).toEqual(['\uffff', '\uffffa']);
  });

  test('a record keeps everything that structured clone takes', async () => {
    const store = await open();
    const value = { cycles: 2n ** 100n, map: new Map([['k', [1, undefined]]]), bytes: Uint8Array.of(1, 2), nothing: null };
    await store.commit({ putRecords: [{ key: 'k', value }, { key: 'undefined', value: undefined }] });
    expect(await store.loadRecords('')).toEqual([{ key: 'k', value }, { key: 'undefined', value: undefined }]);
  });

  test('what a caller changes afterwards does not change the store', async () => {
    const store = await open();
    const value = { list: [1] };
    const committed = store.commit({ putRecords: [{ key: 'k', value }] });
    value.list.push(2);
    await committed;
    const [first] = await store.loadRecords('k');
    (first?.value as typeof value).list.push(3);
    expect(await store.loadRecords('k')).toEqual([{ key: 'k', value: { list: [1] } }]);
  });
}

function testChunks(open: () => Promise<Storage>): void {
  const filled = async (): Promise<Storage> => {
    const store = await open();
    const writes = [300, 2, 70_000, 1, 256].map((index) => ({ ...STABLE, index, bytes: chunk(index % 251) }));
    await store.commit({ putChunks: [...writes, { ...HEAP, index: 2, bytes: chunk(9) }, { ...OTHER, index: 3, bytes: chunk(8) }] });
    return store;
  };

  test('indices come in ascending order, memory by memory', async () => {
    const store = await filled();
    expect(await store.chunkIndices(STABLE)).toEqual([1, 2, 256, 300, 70_000]);
    expect(await store.chunkIndices(HEAP)).toEqual([2]);
    expect(await store.chunkIndices({ ...OTHER, memory: 'heap' })).toEqual([]);
  });

  test.each([
    { from: 0, to: 2, indices: [1] },
    { from: 2, to: 300, indices: [2, 256] },
    { from: 2, to: 301, indices: [2, 256, 300] },
    { from: 3, to: 256, indices: [] },
    { from: 2, to: 2, indices: [] },
    { from: 5, to: 1, indices: [] },
    { from: 257, to: Infinity, indices: [300, 70_000] },
  ])('the range from $from to $to holds $indices', async ({ from, to, indices }) => {
    const store = await filled();
    expect(await store.loadChunks(STABLE, from, to)).toEqual(indices.map((index) => ({ index, bytes: chunk(index % 251) })));
  });

  test('a chunk of zeros is absent', async () => {
    const store = await filled();
    await store.commit({ putChunks: [{ ...STABLE, index: 2, bytes: chunk(0) }, { ...STABLE, index: 9, bytes: chunk(0) }] });
    expect(await store.chunkIndices(STABLE)).toEqual([1, 256, 300, 70_000]);
  });

  test('a chunk whose last byte alone is set is kept', async () => {
    const store = await open();
    const bytes = chunk(0);
    bytes[CHUNK_BYTES - 1] = 1;
    await store.commit({ putChunks: [{ ...STABLE, index: 0, bytes }] });
    expect(await store.loadChunks(STABLE, 0, 1)).toEqual([{ index: 0, bytes }]);
  });

  test.each([0, 1, 4096])('a view at offset %i of a large buffer is stored without the buffer', async (offset) => {
    const store = await open();
    const large = new Uint8Array(4 * CHUNK_BYTES).fill(7);
    const bytes = large.subarray(offset, offset + CHUNK_BYTES);
    const committed = store.commit({ putChunks: [{ ...STABLE, index: 0, bytes }] });
    large.fill(1);
    await committed;
    const [stored] = await store.loadChunks(STABLE, 0, 1);
    expect(stored?.bytes).toEqual(chunk(7));
    expect(stored?.bytes.buffer.byteLength).toBe(CHUNK_BYTES);
  });

  test('what a caller changes afterwards does not change the store', async () => {
    const store = await open();
    const bytes = chunk(5);
    const committed = store.commit({ putChunks: [{ ...STABLE, index: 0, bytes }] });
    bytes.fill(6);
    await committed;
    (await store.loadChunks(STABLE, 0, 1))[0]?.bytes.fill(4);
    expect((await store.loadChunks(STABLE, 0, 1))[0]?.bytes).toEqual(chunk(5));
  });
}

function testCommits(open: () => Promise<Storage>): void {
  const before: Commit = {
    putRecords: [{ key: 'a', value: 1 }, { key: 'b', value: 1 }],
    putChunks: [{ ...STABLE, index: 0, bytes: chunk(1) }, { ...STABLE, index: 5, bytes: chunk(1) }, { ...HEAP, index: 0, bytes: chunk(1) }],
  };

  test('an empty commit changes nothing', async () => {
    const store = await open();
    await store.commit(before);
    const state = await dump(store);
    await store.commit({});
    expect(await dump(store)).toEqual(state);
  });

  test('a commit deletes before it puts', async () => {
    const store = await open();
    await store.commit(before);
    await store.commit({
      putRecords: [{ key: 'a', value: 2 }],
      deleteRecords: ['a', 'b', 'absent'],
      clearMemories: [STABLE, OTHER],
      putChunks: [{ ...STABLE, index: 1, bytes: chunk(2) }, { ...HEAP, index: 0, bytes: chunk(2) }],
      deleteChunks: [{ ...HEAP, index: 0 }, { ...HEAP, index: 7 }],
    });
    expect(await dump(store)).toEqual({ records: [{ key: 'a', value: 2 }], heap: [[0, 2]], stable: [[1, 2]] });
  });

  test('of two writes to one chunk the later counts', async () => {
    const store = await open();
    const write = (index: number, fill: number) => ({ ...STABLE, index, bytes: chunk(fill) });
    await store.commit({ putChunks: [write(0, 1), write(0, 0), write(1, 0), write(1, 2), write(2, 3), write(2, 4)] });
    expect((await dump(store)).stable).toEqual([[1, 2], [2, 4]]);
  });

  test('memories are copied one after the other, before any of them is cleared or written', async () => {
    const store = await open();
    const fill = (memory: MemoryId, index: number, value: number) => ({ ...memory, index, bytes: chunk(value) });
    await store.commit({ putChunks: [...Array.from({ length: 150 }, (_, i) => fill(STABLE, 2 * i, 1)), fill(OTHER, 1, 9), fill(HEAP, 3, 3)] });
    const bytes = chunk(7);
    const done = store.commit({
      copyMemories: [{ from: STABLE, to: OTHER }, { from: HEAP, to: STABLE }, { from: OTHER, to: HEAP }],
      clearMemories: [OTHER],
      putChunks: [{ ...HEAP, index: 1, bytes }, fill(OTHER, 5, 5)],
    });
    bytes.fill(8);
    await done;
    const { heap, stable } = await dump(store);
    expect(stable).toEqual([[3, 3]]);
    expect(heap).toEqual([[0, 1], [1, 7], ...Array.from({ length: 149 }, (_, i) => [2 * i + 2, 1])]);
    expect((await store.loadChunks(OTHER, 0, Infinity)).map(({ index }) => index)).toEqual([5]);
  });

  test('a copy and its source change apart', async () => {
    const store = await open();
    await store.commit(before);
    await store.commit({ copyMemories: [{ from: STABLE, to: OTHER }] });
    await store.commit({ putChunks: [{ ...STABLE, index: 0, bytes: chunk(2) }], deleteChunks: [{ ...OTHER, index: 5 }] });
    expect((await dump(store)).stable).toEqual([[0, 2], [5, 1]]);
    expect((await store.loadChunks(OTHER, 0, Infinity)).map(({ index, bytes }) => [index, bytes[0]])).toEqual([[0, 1]]);
  });

  test('commits that are not awaited take effect in the order of the calls', async () => {
    const store = await open();
    const calls = Array.from({ length: 20 }, (_, i) => store.commit({ putRecords: [{ key: 'last', value: i }, { key: `${i}`, value: i }] }));
    await Promise.all(calls);
    const records = await store.loadRecords('');
    expect(records).toHaveLength(21);
    expect(records.at(-1)).toEqual({ key: 'last', value: 19 });
  });

  test.each<{ reason: string; broken: Commit }>([
    { reason: 'a value that cannot be cloned', broken: { putRecords: [{ key: 'a', value: 2 }, { key: 'c', value: () => 0 }] } },
    { reason: 'a chunk that is too short', broken: { deleteRecords: ['a'], putChunks: [{ ...STABLE, index: 0, bytes: new Uint8Array(5) }] } },
    { reason: 'a negative index', broken: { clearMemories: [STABLE], putChunks: [{ ...STABLE, index: -1, bytes: chunk(3) }] } },
    { reason: 'a fractional index', broken: { clearMemories: [STABLE], putChunks: [{ ...STABLE, index: 0.5, bytes: chunk(3) }] } },
  ])('$reason fails the commit and leaves the former state whole', async ({ broken }) => {
    const store = await open();
    await store.commit(before);
    const state = await dump(store);
    await expect(store.commit(broken)).rejects.toMatchObject({ name: 'StorageError', code: 'failed' });
    expect(await dump(store)).toEqual(state);
    await store.commit({ putRecords: [{ key: 'a', value: 3 }] });
    expect((await dump(store)).records[0]).toEqual({ key: 'a', value: 3 });
  });
}

function testWorkspace(open: () => Promise<Storage>): void {
  test('entries are put, replaced and removed, apart from the records', async () => {
    const store = await open();
    await store.commit({ putRecords: [{ key: 'editor', value: 'of the replica' }] });
    await store.saveWorkspace({ put: [{ key: 'theme', value: 'dark' }, { key: 'editor', value: { files: ['Main.mo'] } }], remove: [] });
    await store.saveWorkspace({ put: [{ key: 'theme', value: 'light' }], remove: ['absent', 'theme'] });
    expect(await store.loadWorkspace()).toEqual([{ key: 'editor', value: { files: ['Main.mo'] } }, { key: 'theme', value: 'light' }]);
    await store.saveWorkspace({ put: [], remove: ['editor', 'theme'] });
    expect(await store.loadWorkspace()).toEqual([]);
    expect(await store.loadRecords('')).toEqual([{ key: 'editor', value: 'of the replica' }]);
  });

  test('a value that cannot be cloned fails the change and leaves the entries whole', async () => {
    const store = await open();
    await store.saveWorkspace({ put: [{ key: 'a', value: 1 }], remove: [] });
    const change = { put: [{ key: 'b', value: 1 }, { key: 'c', value: () => 0 }], remove: ['a'] };
    await expect(store.saveWorkspace(change)).rejects.toMatchObject({ name: 'StorageError', code: 'failed' });
    expect(await store.loadWorkspace()).toEqual([{ key: 'a', value: 1 }]);
  });
}

function testReopening(createDisk: () => Promise<Disk>): void {
  test('everything committed is there again', async () => {
    const disk = await createDisk();
    const first = await disk.open();
    await first.commit({ putRecords: [{ key: 'a', value: 1n }], putChunks: [{ ...HEAP, index: 4, bytes: chunk(4) }] });
    await first.saveWorkspace({ put: [{ key: 'theme', value: 'dark' }], remove: [] });
    const state = await dump(first);
    first.close();
    const second = await disk.open();
    expect(await dump(second)).toEqual(state);
    expect(await second.loadWorkspace()).toEqual([{ key: 'theme', value: 'dark' }]);
  });

  test('a closed store refuses everything', async () => {
    const disk = await createDisk();
    const store = await disk.open();
    const underWay = store.commit({ putRecords: [{ key: 'a', value: 1 }] });
    store.close();
    await underWay;
    const lost = { name: 'StorageError', code: 'lost' };
    await expect(store.commit({})).rejects.toMatchObject(lost);
    await expect(store.loadRecords('')).rejects.toMatchObject(lost);
    await expect(store.chunkIndices(STABLE)).rejects.toMatchObject(lost);
    await expect(store.loadChunks(STABLE, 0, 1)).rejects.toMatchObject(lost);
    await expect(store.loadWorkspace()).rejects.toMatchObject(lost);
    await expect(store.saveWorkspace({ put: [], remove: [] })).rejects.toMatchObject(lost);
    expect(await (await disk.open()).loadRecords('')).toEqual([{ key: 'a', value: 1 }]);
  });
}

/** The records, and of each chunk the index and the first byte. */
async function dump(store: Storage) {
  const summary = async (memory: MemoryId) => (await store.loadChunks(memory, 0, Infinity)).map(({ index, bytes }) => [index, bytes[0]]);
  return { records: await store.loadRecords(''), heap: await summary(HEAP), stable: await summary(STABLE) };
}
