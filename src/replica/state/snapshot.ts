import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import type { GlobalValue } from '../canister/instance.ts';
import type { Heap } from '../memory/heap.ts';
import { ChunkMiss, StableMemory } from '../memory/stable-memory.ts';
import type { ChunkStore } from './chunk-store.ts';
import type { SnapshotSource } from './history.ts';
import { CHUNK_BYTES, type MemoryId, type MemoryKind } from './store.ts';
import type { World } from './world.ts';

/** Interface Specification: "take_canister_snapshot", "upload_canister_snapshot_metadata". */

export type HookStatus = 'condition_not_satisfied' | 'ready' | 'executed';

export interface SnapshotGlobal {
  readonly type: 'i32' | 'i64' | 'f32' | 'f64' | 'v128';
  readonly value: GlobalValue;
}

export interface SnapshotFields {
  readonly id: Uint8Array;
  /** Hex of the id: the key in maps and in the store. */
  readonly key: string;
  /** Key of the canister that it belongs to. */
  readonly canister: string;
  readonly source: SnapshotSource;
  /** Nanoseconds. */
  readonly takenAt: bigint;
  /** The canister's version when the snapshot was made. */
  readonly version: bigint;
  readonly certifiedData: Uint8Array;
  /** Nanoseconds, 0 for none; `undefined` where the uploaded metadata do not say. */
  readonly globalTimer: bigint | undefined;
  readonly hookStatus: HookStatus | undefined;
  readonly globals: readonly SnapshotGlobal[];
  readonly moduleBytes: number;
  /** In Wasm pages of 64 KiB. */
  readonly heapPages: number;
  readonly stablePages: number;
  /** What it counts for, in bytes. */
  size: number;
}

/**
 * A snapshot. Module, heap and stable memory are sparse memories in the host's store, under its own key; here they are from the time
 * they are read or written until the next commit.
 */
export interface Snapshot extends SnapshotFields {
  readonly chunkStore: ChunkStore;
  readonly memories: Map<MemoryKind, StableMemory>;
}

const pagesOf = ({ moduleBytes, heapPages, stablePages }: SnapshotFields, kind: MemoryKind): number =>
  ({ module: Math.ceil(moduleBytes / WASM_PAGE_BYTES), heap: heapPages, stable: stablePages })[kind];

/** The memory, with what the store has of it. */
export async function memoryOf(world: World, snapshot: Snapshot, kind: MemoryKind): Promise<StableMemory> {
  const known = snapshot.memories.get(kind);
  if (known) return known;
  const memory = new StableMemory(pagesOf(snapshot, kind), await world.host.store.chunkIndices({ canister: snapshot.key, memory: kind }));
  snapshot.memories.set(kind, memory);
  return memory;
}

const placeOf = (snapshot: Snapshot, kind: MemoryKind, memory: StableMemory): MemoryId => memory.home ?? { canister: snapshot.key, memory: kind };

/** Chunks that are loaded together: 1 MiB of them. */
const READ_AHEAD = 64;

/** Reads or writes, loading what is missing. */
async function withChunks<T>(world: World, snapshot: Snapshot, kind: MemoryKind, work: (memory: StableMemory) => T): Promise<T> {
  const memory = await memoryOf(world, snapshot, kind);
  for (;;) {
    try {
      return work(memory);
    } catch (error) {
      if (!(error instanceof ChunkMiss)) throw error;
      const found = await world.host.store.loadChunks(placeOf(snapshot, kind, memory), error.chunk, error.chunk + READ_AHEAD);
      const isThere = found.some(({ index }) => index === error.chunk);
      memory.supply(isThere ? found : [{ index: error.chunk, bytes: new Uint8Array(CHUNK_BYTES) }, ...found]);
    }
  }
}

/** The caller has checked the bounds. */
export const readSnapshot = (world: World, snapshot: Snapshot, kind: MemoryKind, offset: number, length: number): Promise<Uint8Array> =>
  withChunks(world, snapshot, kind, (memory) => memory.read(offset, length));

/** The caller has checked the bounds. */
export const writeSnapshot = (world: World, snapshot: Snapshot, kind: MemoryKind, offset: number, bytes: Uint8Array): Promise<void> =>
  withChunks(world, snapshot, kind, (memory) => {
    memory.write(offset, bytes);
    memory.commit();
  });

/** Chunks that are loaded together for a heap: 64 MiB of them. */
const HEAP_BATCH = 4096;

/** Writes the snapshot's heap into one that is empty and as large. */
export async function fillHeap(world: World, snapshot: Snapshot, heap: Heap): Promise<void> {
  const memory = await memoryOf(world, snapshot, 'heap');
  const last = heap.size / CHUNK_BYTES;
  for (let from = 0; from < last; from += HEAP_BATCH) {
    const chunks = await world.host.store.loadChunks(placeOf(snapshot, 'heap', memory), from, Math.min(last, from + HEAP_BATCH));
    for (const { index, bytes } of chunks) heap.initialize(index * CHUNK_BYTES, bytes);
  }
  for (const [index, bytes] of memory.residentChunks()) heap.initialize(index * CHUNK_BYTES, bytes);
}

/** The snapshot's stable memory for a canister: shared until one of both changes. The next commit has to copy it in the store as well. */
export async function stableForCanister(world: World, snapshot: Snapshot): Promise<StableMemory> {
  const memory = await memoryOf(world, snapshot, 'stable');
  const copy = memory.fork();
  copy.home = placeOf(snapshot, 'stable', memory);
  return copy;
}

/** Snapshots of a canister, oldest first. */
export const snapshotsOf = (world: World, canister: string): Snapshot[] =>
  [...world.snapshots.values()].filter((snapshot) => snapshot.canister === canister).sort((a, b) => (a.key < b.key ? -1 : 1));

export function removeSnapshot(world: World, snapshot: Snapshot): void {
  world.snapshots.delete(snapshot.key);
  world.dirtySnapshots.delete(snapshot);
  snapshot.chunkStore.clear();
  world.removedSnapshots.add(snapshot);
  addSnapshotBytes(world, snapshot.canister, -snapshot.size);
}

/** Keeps the canister's own count in step. */
export function addSnapshotBytes(world: World, key: string, bytes: number): void {
  const canister = world.canisters.get(key);
  if (!canister) return;
  canister.snapshotsBytes += bytes;
  world.touch(canister);
}
