import type { CanisterState } from '../state/canister-state.ts';
import { DEFAULT_SETTINGS, heapBytes } from '../state/canister-state.ts';
import { type Snapshot, snapshotsOf } from '../state/snapshot.ts';
import type { MemoryId } from '../state/store.ts';
import type { World } from '../state/world.ts';
import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { encodeArchive } from './archive.ts';
import { encodePages, MAX_ARCHIVED_PAGES, readPages } from './memory.ts';
import { ArchiveError, type ArchivedCanister, type ArchivedModule, type ArchivedSnapshot } from './model.ts';

/** Of the chunks of modules that wait for their installation. */
const MAX_CHUNK_BYTES = 33_554_432;

/** How much more an archive may hold. */
interface Room {
  pages: number;
  chunkBytes: number;
}

/**
 * Canisters as of the last commit. Modules of which `known` says the hash are not carried.
 * @throws ArchiveError `missing`, `busy` or `too-large`
 */
export async function exportCanisters(world: World, ids: readonly Uint8Array[], known: ReadonlySet<string>): Promise<Uint8Array<ArrayBuffer>> {
  const room: Room = { pages: MAX_ARCHIVED_PAGES, chunkBytes: MAX_CHUNK_BYTES };
  const canisters: ArchivedCanister[] = [];
  const modules = new Map<string, ArchivedModule>();
  for (const id of ids) {
    const canister = world.find(id);
    if (!canister) throw new ArchiveError('missing', 'One of the canisters is not there any more.');
    refuseBusy(world, canister);
    canisters.push(await archiveCanister(world, canister, room));
    const { code } = canister;
    if (code) modules.set(code.module.hash, { hash: code.module.hash, bytes: known.has(code.module.hash) ? undefined : code.uploaded });
  }
  return encodeArchive({ canisters, modules: [...modules.values()] });
}

/** @throws ArchiveError `busy` */
function refuseBusy(world: World, { key, text, queue, callContexts, callbacks, status }: CanisterState): void {
  const managed = world.managementQueue.some(({ origin }) => origin.kind === 'canister' && origin.canister === key);
  if (queue.length + callContexts.size + callbacks.size === 0 && status.kind !== 'stopping' && !managed) return;
  throw new ArchiveError('busy', `Canister ${text} is in the middle of a call: its messages cannot be taken along.`);
}

async function archiveCanister(world: World, canister: CanisterState, room: Room): Promise<ArchivedCanister> {
  const { key, code, stable, settings, inputSchedule, status } = canister;
  const base = code?.uploaded ?? new Uint8Array();
  const memory = (kind: 'heap' | 'stable') => archiveMemory(world, { canister: key, memory: kind }, base, room);
  const snapshots: ArchivedSnapshot[] = [];
  for (const snapshot of snapshotsOf(world, key)) snapshots.push(await archiveSnapshot(world, snapshot, base, room));
  return {
    ...canister,
    status: status.kind === 'stopped' ? 'stopped' : 'running',
    turn: inputSchedule.turn,
    settings: isDefault(settings) ? undefined : settings,
    stablePages: stable.pages,
    stable: await memory('stable'),
    chunks: await archiveChunks(world, canister, room),
    code: code && { module: code.module.hash, heapPages: heapBytes(code) / WASM_PAGE_BYTES, globals: code.globals, heap: await memory('heap') },
    snapshots,
  };
}

async function archiveSnapshot(world: World, snapshot: Snapshot, base: Uint8Array, room: Room): Promise<ArchivedSnapshot> {
  const memory = (kind: MemoryId['memory']) => archiveMemory(world, { canister: snapshot.key, memory: kind }, base, room);
  return { ...snapshot, chunks: await archiveChunks(world, snapshot, room), module: await memory('module'), heap: await memory('heap'), stable: await memory('stable') };
}

const isDefault = (settings: CanisterState['settings']): boolean =>
  Object.entries(DEFAULT_SETTINGS).every(([name, value]) => {
    const given = settings[name as keyof CanisterState['settings']];
    return Array.isArray(given) ? given.length === 0 && Array.isArray(value) : given === value;
  });

async function archiveMemory(world: World, memory: MemoryId, base: Uint8Array, room: Room): Promise<Uint8Array> {
  const pages = await readPages(world.host.store, memory, room.pages);
  if (!pages) throw new ArchiveError('too-large', `The memories hold more than ${(MAX_ARCHIVED_PAGES * 4096) / 2 ** 20} MiB.`);
  room.pages -= pages.bytes.length / 4096;
  return encodePages(pages, base);
}

async function archiveChunks(world: World, { key, chunkStore }: Pick<CanisterState, 'key' | 'chunkStore'>, room: Room): Promise<Uint8Array[]> {
  const chunks = await chunkStore.copy(world.host.store, key);
  room.chunkBytes -= chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (room.chunkBytes < 0) throw new ArchiveError('too-large', 'Too many chunks of modules wait for their installation.');
  return chunks.map(({ bytes }) => bytes);
}
