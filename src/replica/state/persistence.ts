import { sha256 } from '@noble/hashes/sha2';
import { toHex } from '../../primitives/bytes.ts';
import { ReplicaBug } from '../errors.ts';
import { StableMemory } from '../memory/stable-memory.ts';
import type { CostSchedule } from '../system-api/cost.ts';
import type { GlobalValue } from '../canister/instance.ts';
import type { ModuleInfo } from '../wasm/module.ts';
import { prepareModule } from '../wasm/prepare.ts';
import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { DEFAULT_SETTINGS, idleInput, heapBytes, type CanisterState, type Code, type Message } from './canister-state.ts';
import { ChunkStore } from './chunk-store.ts';
import { EMPTY_HISTORY } from './history.ts';
import { collectSnapshots, loadSnapshots } from './snapshot-persistence.ts';
import { CHUNK_BYTES, type ChunkWrite, type Commit, type MemoryId, type Store } from './store.ts';
import type { IngressRecord, World } from './world.ts';

/**
 * The system state as records and chunks. Keys: `meta`, `canister/HEX`, `module/HEX`, `ingress/HEX`. Everything that changed since the
 * last commit goes into one atomic commit, so a crash leaves the state as of some commit, never a mixture.
 */

/** Raised whenever a stored record means something else than before. */
const FORMAT = 1;

interface MetaRecord {
  readonly format: number;
  readonly seed: Uint8Array;
  readonly time: bigint;
  readonly timeOffset: bigint;
  readonly nextId: number;
  readonly nextCanister: bigint;
  readonly randomCounter: number;
  /** Missing in what earlier versions stored. */
  readonly costSchedule?: CostSchedule;
  readonly managementQueue: readonly (Message & { kind: 'request' })[];
}

type PlainFields = Omit<CanisterState, 'code' | 'chunkStore' | 'stable' | 'stableReset'>;

export interface CanisterRecord extends PlainFields {
  readonly stablePages: number;
  /** Missing in what earlier versions stored. */
  readonly chunkHashes?: readonly string[];
  readonly code: { readonly heapPages: number; readonly globals: readonly GlobalValue[] } | undefined;
}

export interface ModuleRecord {
  /** It is prepared anew when the replica opens: quicker than reading all that is known of it, and never of an earlier version. */
  readonly uploaded: Uint8Array;
}

/** Commits what changed, and what is brought in from elsewhere, then tells the host. */
export async function commitWorld(world: World, brought?: Brought): Promise<void> {
  const commit = collect(world);
  if (commit) await world.host.store.commit(brought ? joined(commit, brought) : commit);
  const { announcements } = world;
  world.announcements = [];
  for (const announcement of announcements) announcement();
}

/** Records and memories that no canister of this world has yet. */
export type Brought = Required<Pick<Commit, 'putRecords' | 'clearMemories' | 'putChunks'>>;

const joined = (commit: Commit, brought: Brought): Commit => ({
  ...commit,
  putRecords: [...(commit.putRecords ?? []), ...brought.putRecords],
  clearMemories: [...(commit.clearMemories ?? []), ...brought.clearMemories],
  putChunks: [...(commit.putChunks ?? []), ...brought.putChunks],
});

function collect(world: World): Commit | undefined {
  const { dirty, dirtyIngress, removedIngress, removed } = world;
  if (!world.metaChanged && dirty.size + dirtyIngress.size + removedIngress.size + removed.size === 0) return undefined;
  const parts = [...dirty].map(collectCanister);
  const ingress = [...dirtyIngress].map((id) => ({ key: `ingress/${id}`, value: world.ingress.get(id) }));
  const snapshots = collectSnapshots(world);
  const commit: Commit = {
    putRecords: [{ key: 'meta', value: metaOf(world) }, ...parts.flatMap(({ records }) => records), ...ingress, ...snapshots.putRecords],
    deleteRecords: [
      ...snapshots.deleteRecords,
      ...world.removedRecords.splice(0),
      ...parts.flatMap(({ removedRecords }) => removedRecords),
      ...[...removedIngress].map((id) => `ingress/${id}`),
      ...[...removed].flatMap((key) => [`canister/${key}`, `module/${key}`]),
      ...[...dirty].filter(({ code }) => !code).map(({ key }) => `module/${key}`),
    ],
    copyMemories: snapshots.copyMemories,
    clearMemories: [...parts.flatMap(({ cleared }) => cleared), ...[...removed].flatMap(memoriesOf), ...snapshots.clearMemories],
    putChunks: [...parts.flatMap(({ chunks }) => chunks), ...snapshots.putChunks],
  };
  for (const canister of dirty) {
    world.announce((events) => {
      events.changed(canister);
    });
  }
  dirty.clear();
  dirtyIngress.clear();
  removedIngress.clear();
  removed.clear();
  world.metaChanged = false;
  return commit;
}

const memoriesOf = (canister: string): MemoryId[] => [
  { canister, memory: 'heap' },
  { canister, memory: 'stable' },
];

function metaOf(world: World): MetaRecord {
  const { seed, time, timeOffset, nextId, nextCanister, randomCounter, costSchedule, managementQueue } = world;
  return { format: FORMAT, seed, time, timeOffset, nextId, nextCanister, randomCounter, costSchedule, managementQueue };
}

interface CanisterPart {
  readonly records: { key: string; value: unknown }[];
  readonly removedRecords: readonly string[];
  readonly cleared: MemoryId[];
  readonly chunks: ChunkWrite[];
}

function collectCanister(canister: CanisterState): CanisterPart {
  const { code, chunkStore, stable, stableReset, key, ...fields } = canister;
  const chunkRecords = chunkStore.takeChanges(key);
  const record: CanisterRecord = {
    ...fields,
    key,
    stablePages: stable.pages,
    chunkHashes: chunkStore.hashes,
    code: code && { heapPages: heapBytes(code) / WASM_PAGE_BYTES, globals: code.globals },
  };
  const records: CanisterPart['records'] = [{ key: `canister/${key}`, value: record }, ...chunkRecords.put];
  const cleared: MemoryId[] = [];
  const chunks: ChunkWrite[] = stable.takeDirtyChunks().map((index) => ({ canister: key, memory: 'stable', index, bytes: stable.chunk(index) }));
  if (stableReset) cleared.push({ canister: key, memory: 'stable' });
  if (!code || code.heapReset) cleared.push({ canister: key, memory: 'heap' });
  if (code?.moduleNew) records.push({ key: `module/${key}`, value: { uploaded: code.uploaded } satisfies ModuleRecord });
  // One by one: as arguments of one call, the chunks of a large fresh heap would not fit the stack.
  if (code) for (const chunk of heapChunks(key, code)) chunks.push(chunk);
  canister.stableReset = false;
  stable.home = undefined;
  if (code) {
    code.heapReset = false;
    code.moduleNew = false;
  }
  return { records, removedRecords: chunkRecords.remove, cleared, chunks };
}

function heapChunks(canister: string, { heap }: Code): ChunkWrite[] {
  if (!heap) return [];
  const last = heap.size / CHUNK_BYTES;
  return heap
    .takeDirtyChunks()
    .filter((index) => index < last)
    .map((index) => ({ canister, memory: 'heap', index, bytes: heap.chunk(index) }));
}

/** Fills a new world from the store; false where the store is empty. */
export async function loadWorld(world: World, store: Store): Promise<boolean> {
  const meta = (await store.loadRecords('meta'))[0]?.value as MetaRecord | undefined;
  if (!meta) return false;
  world.seed = new Uint8Array(meta.seed);
  world.time = meta.time;
  world.timeOffset = meta.timeOffset;
  world.nextId = meta.nextId;
  world.nextCanister = meta.nextCanister;
  world.randomCounter = meta.randomCounter;
  world.costSchedule = meta.costSchedule ?? 'normal';
  world.managementQueue.push(...meta.managementQueue);
  const modules = new Map((await store.loadRecords('module/')).map(({ key, value }) => [key.slice('module/'.length), value as ModuleRecord]));
  for (const { value } of await store.loadRecords('canister/')) {
    const canister = await revive(value as CanisterRecord, modules, world);
    world.canisters.set(canister.key, canister);
  }
  await loadSnapshots(world, store);
  for (const { value } of await store.loadRecords('ingress/')) {
    const record = value as IngressRecord;
    world.ingress.set(record.requestId, record);
  }
  return true;
}

/** What records of earlier versions lack. `time` is that of the last commit: nobody pays for the time before. */
const addedFields = (time: bigint): Partial<PlainFields> => ({ reservedCycles: 0n, chargedUntil: time, endlessCycles: false, upgradeInstructionLimit: undefined, history: EMPTY_HISTORY, nextSnapshot: 0n, snapshotsBytes: 0, ...idleInput() });

/** @throws ReplicaBug where a module that was installed once is refused now */
function prepared(world: World, uploaded: Uint8Array): ModuleInfo {
  const result = world.prepare(uploaded, toHex(sha256(uploaded)), prepareModule);
  if (!result.ok) throw new ReplicaBug(`an installed module is refused: ${result.reject.message}`);
  return result.module;
}

/** The canister that a record is about, with its memories left in the store. */
export async function revive(record: CanisterRecord, modules: ReadonlyMap<string, ModuleRecord>, world: World): Promise<CanisterState> {
  const { stablePages, chunkHashes, code, ...fields } = record;
  const stored = stablePages > 0 ? await world.host.store.chunkIndices({ canister: fields.key, memory: 'stable' }) : [];
  const module = code && modules.get(fields.key);
  return {
    ...addedFields(world.time),
    ...fields,
    settings: { ...DEFAULT_SETTINGS, ...fields.settings },
    chunkStore: new ChunkStore(chunkHashes),
    stable: new StableMemory(stablePages, stored),
    stableReset: false,
    code: module && {
      module: prepared(world, module.uploaded),
      uploaded: module.uploaded,
      heap: undefined,
      storedHeapPages: code.heapPages,
      globals: code.globals,
      heapReset: false,
      moduleNew: false,
    },
  };
}
