import { ChunkStore } from './chunk-store.ts';
import type { Snapshot, SnapshotFields } from './snapshot.ts';
import type { ChunkWrite, Commit, MemoryId, MemoryKind, Store } from './store.ts';
import type { World } from './world.ts';

/** Snapshots in the store: a record under `snapshot/HEX`, their chunks of modules as any canister has them, and three memories. */

const KINDS: readonly MemoryKind[] = ['module', 'heap', 'stable'];

interface SnapshotRecord extends SnapshotFields {
  readonly chunkHashes: readonly string[];
}

/** What changed in snapshots since the last commit. */
export function collectSnapshots(world: World): Required<Omit<Commit, 'deleteChunks'>> {
  const { dirtySnapshots, removedSnapshots, memoryCopies } = world;
  const changed = [...dirtySnapshots].map(collectSnapshot);
  const removed = [...removedSnapshots];
  const commit = {
    putRecords: changed.flatMap(({ records }) => records),
    deleteRecords: [
      ...changed.flatMap(({ removedRecords }) => removedRecords),
      ...removed.flatMap(({ key, chunkStore }) => [`snapshot/${key}`, ...chunkStore.takeChanges(key).remove]),
    ],
    copyMemories: [...memoryCopies],
    clearMemories: removed.flatMap(({ key }) => memoriesOf(key)),
    putChunks: changed.flatMap(({ chunks }) => chunks),
  };
  // From now on the store has it all: what is needed again is read from there.
  for (const { memories } of world.snapshots.values()) memories.clear();
  dirtySnapshots.clear();
  removedSnapshots.clear();
  memoryCopies.length = 0;
  return commit;
}

const memoriesOf = (canister: string): MemoryId[] => KINDS.map((memory) => ({ canister, memory }));

interface SnapshotPart {
  readonly records: { key: string; value: unknown }[];
  readonly removedRecords: readonly string[];
  readonly chunks: ChunkWrite[];
}

function collectSnapshot(snapshot: Snapshot): SnapshotPart {
  const { chunkStore, memories, ...fields } = snapshot;
  const { put, remove } = chunkStore.takeChanges(snapshot.key);
  const record: SnapshotRecord = { ...fields, chunkHashes: chunkStore.hashes };
  const chunks = [...memories].flatMap(([memory, content]) =>
    content.takeDirtyChunks().map((index) => ({ canister: snapshot.key, memory, index, bytes: content.chunk(index) })),
  );
  return { records: [{ key: `snapshot/${snapshot.key}`, value: record }, ...put], removedRecords: remove, chunks };
}

export async function loadSnapshots(world: World, store: Store): Promise<void> {
  for (const { value } of await store.loadRecords('snapshot/')) {
    const { chunkHashes, ...fields } = value as SnapshotRecord;
    world.snapshots.set(fields.key, { ...fields, chunkStore: new ChunkStore(chunkHashes), memories: new Map() });
  }
}
