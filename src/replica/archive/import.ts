import { Principal } from '@dfinity/principal';
import { sha256 } from '@noble/hashes/sha2';
import { toHex } from '../../primitives/bytes.ts';
import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { ledgersOf } from '../canister/memory-view.ts';
import { removeCanister } from '../management/lifecycle.ts';
import { DEFAULT_SETTINGS } from '../state/canister-state.ts';
import { ChunkStore } from '../state/chunk-store.ts';
import { type Brought, type CanisterRecord, commitWorld, type ModuleRecord, revive } from '../state/persistence.ts';
import type { SnapshotFields } from '../state/snapshot.ts';
import type { ChunkWrite, MemoryKind } from '../state/store.ts';
import type { World } from '../state/world.ts';
import { abandon } from './abandon.ts';
import { decodeArchive, sound } from './archive.ts';
import { checkCode, checkSnapshot, type Modules, resolveModules } from './check.ts';
import { renamings, type Renaming } from './ids.ts';
import { decodePages, MAX_ARCHIVED_PAGES, pageCount } from './memory.ts';
import { type Archive, type ArchivedCanister, ArchiveError } from './model.ts';
import { timing, type Timing } from './time.ts';

export interface ImportOptions {
  /** Modules that the archive does not carry, by their hashes. */
  readonly modules: ReadonlyMap<string, Uint8Array>;
  /** Canisters whose place is taken: they are gone afterwards, in the same commit. */
  readonly replace: readonly Uint8Array[];
  /**
   * `back`: exactly as it was, times included. `arrival`: as if no time had passed since; a canister whose id is taken gets another.
   */
  readonly kind: 'back' | 'arrival';
}

/** One canister that was brought in, by its old id and by the one it has now. */
export interface Imported extends Renaming {
  readonly canister: ArchivedCanister;
}

/**
 * Brings canisters in, all in one commit, or none.
 * @throws ArchiveError where the archive is refused: nothing has changed then
 * @throws StorageError
 */
export async function importCanisters(world: World, bytes: Uint8Array, options: ImportOptions): Promise<readonly Imported[]> {
  const archive = decodeArchive(bytes);
  return bringIn(world, archive, options);
}

async function bringIn(world: World, archive: Archive, options: ImportOptions): Promise<readonly Imported[]> {
  const prepared = sound(() => {
    checkSize(archive);
    const modules = resolveModules(world, archive, options.modules);
    return { modules, names: renamings(world, archive, { modules, replaced: options.replace, mayRename: options.kind === 'arrival' }) };
  });
  world.tick();
  const clock = timing(archive, world.time, options.kind);
  const parts = sound(() => archive.canisters.map((canister, i) => partOf(canister, { modules: prepared.modules, names: prepared.names, own: prepared.names[i] as Renaming, clock })));
  const replaced = options.replace.flatMap((id) => world.find(id) ?? []);
  abandon(world, replaced);
  for (const canister of replaced) removeCanister(world, canister);
  for (const { nextCanister } of prepared.names) if (nextCanister > world.nextCanister) world.nextCanister = nextCanister;
  world.metaChanged = true;
  await commitWorld(world, brought(parts));
  for (const part of parts) await adopt(world, part);
  return archive.canisters.map((canister, i) => ({ ...(prepared.names[i] as Renaming), canister }));
}

/** @throws MalformedBytes */
function checkSize({ canisters }: Archive): void {
  const memories = canisters.flatMap(({ stable, code, snapshots }) => [stable, ...(code ? [code.heap] : []), ...snapshots.flatMap((snapshot) => [snapshot.module, snapshot.heap, snapshot.stable])]);
  const pages = memories.reduce((sum, memory) => sum + pageCount(memory), 0);
  if (pages > MAX_ARCHIVED_PAGES) throw new ArchiveError('too-large', 'The memories of the state are too large.');
}

interface Place {
  readonly modules: Modules;
  readonly names: readonly Renaming[];
  readonly own: Renaming;
  readonly clock: Timing;
}

interface SnapshotPart {
  readonly record: SnapshotFields & { readonly chunkHashes: readonly string[] };
  readonly chunkRecords: Brought['putRecords'];
  readonly chunks: readonly ChunkWrite[];
}

/** One canister as the store has it. */
interface Part {
  readonly record: CanisterRecord;
  readonly module: ModuleRecord | undefined;
  readonly chunkRecords: Brought['putRecords'];
  readonly chunks: readonly ChunkWrite[];
  readonly snapshots: readonly SnapshotPart[];
}

/** @throws MalformedBytes */
function partOf(canister: ArchivedCanister, { modules, names, own, clock }: Place): Part {
  const { code, stable, snapshots, chunks, turn, status, settings, ...plain } = canister;
  const module = checkCode(canister, modules);
  const base = module?.uploaded ?? new Uint8Array();
  const key = toHex(own.to);
  const memory = (kind: MemoryKind, encoded: Uint8Array, pages: number) =>
    decodePages(encoded, { memory: { canister: key, memory: kind }, memoryBytes: pages * WASM_PAGE_BYTES, base });
  const waiting = chunkRecords(key, chunks);
  const record: CanisterRecord = {
    ...plain,
    ...clock.of(canister),
    id: own.to,
    text: Principal.fromUint8Array(own.to).toText(),
    key,
    controllers: canister.controllers.map((controller) => names.find(({ from }) => toHex(from) === toHex(controller))?.to ?? controller),
    status: { kind: status },
    callContexts: new Map(),
    callbacks: new Map(),
    queue: [],
    inputSchedule: { turn, senders: [] },
    logs: [...canister.logs],
    settings: settings ?? DEFAULT_SETTINGS,
    snapshotsBytes: snapshots.reduce((sum, { size }) => sum + size, 0),
    chunkHashes: waiting.hashes,
    code: code && { heapPages: code.heapPages, globals: code.globals },
  };
  return {
    record,
    module: module && { uploaded: module.uploaded },
    chunkRecords: waiting.records,
    chunks: [...memory('stable', stable, canister.stablePages), ...(code ? memory('heap', code.heap, code.heapPages) : [])],
    snapshots: snapshots.map((snapshot) => snapshotPart(snapshot, own, base)),
  };
}

function chunkRecords(owner: string, chunks: readonly Uint8Array[]): { readonly hashes: readonly string[]; readonly records: Brought['putRecords'] } {
  const records = chunks.map((bytes) => ({ hash: toHex(sha256(bytes)), bytes }));
  return { hashes: records.map(({ hash }) => hash).sort(), records: records.map(({ hash, bytes }) => ({ key: `chunk/${owner}/${hash}`, value: bytes })) };
}

/** @throws MalformedBytes */
function snapshotPart(archived: ArchivedCanister['snapshots'][number], own: Renaming, base: Uint8Array): SnapshotPart {
  const { chunks, module, heap, stable, ...fields } = archived;
  const id = checkSnapshot(archived, own);
  const key = toHex(id);
  const memory = (kind: MemoryKind, encoded: Uint8Array, memoryBytes: number) => decodePages(encoded, { memory: { canister: key, memory: kind }, memoryBytes, base });
  const waiting = chunkRecords(key, chunks);
  const whole = Math.ceil(fields.moduleBytes / WASM_PAGE_BYTES) * WASM_PAGE_BYTES;
  return {
    record: { ...fields, globalTimer: fields.globalTimer, hookStatus: fields.hookStatus, id, key, canister: toHex(own.to), chunkHashes: waiting.hashes },
    chunkRecords: waiting.records,
    chunks: [...memory('module', module, whole), ...memory('heap', heap, fields.heapPages * WASM_PAGE_BYTES), ...memory('stable', stable, fields.stablePages * WASM_PAGE_BYTES)],
  };
}

function brought(parts: readonly Part[]): Brought {
  const snapshots = parts.flatMap((part) => part.snapshots);
  return {
    putRecords: [
      ...parts.flatMap(({ record, module, chunkRecords: records }) => [
        { key: `canister/${record.key}`, value: record },
        ...(module ? [{ key: `module/${record.key}`, value: module }] : []),
        ...records,
      ]),
      ...snapshots.flatMap(({ record, chunkRecords: records }) => [{ key: `snapshot/${record.key}`, value: record }, ...records]),
    ],
    clearMemories: [
      ...parts.flatMap(({ record: { key: canister } }) => (['heap', 'stable'] as const).map((memory) => ({ canister, memory }))),
      ...snapshots.flatMap(({ record: { key: canister } }) => (['module', 'heap', 'stable'] as const).map((memory) => ({ canister, memory }))),
    ],
    putChunks: [...parts.flatMap(({ chunks }) => chunks), ...snapshots.flatMap(({ chunks }) => chunks)],
  };
}

/** What the store has now, in the running world. */
async function adopt(world: World, { record, module, snapshots }: Part): Promise<void> {
  const { key } = record;
  const canister = await revive(record, new Map(module ? [[key, module]] : []), world);
  world.canisters.set(key, canister);
  world.pageHistory.forget(key);
  world.pageHistory.note(key, ledgersOf(canister));
  for (const { record: { chunkHashes, ...fields } } of snapshots) world.snapshots.set(fields.key, { ...fields, chunkStore: new ChunkStore(chunkHashes), memories: new Map() });
  world.host.events.changed(canister);
}
