import { sha256 } from '@noble/hashes/sha2';
import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { fromHex, toHex } from '../../primitives/bytes.ts';
import { allocatedBytes } from '../cycles/installation.ts';
import { reject, type Reject } from '../errors.ts';
import { GLOBAL_BYTES, HEAP_PAGES_LIMIT, MAX_CERTIFIED_DATA_BYTES, MAX_SNAPSHOT_SLICE_BYTES, STABLE_PAGES_LIMIT, STORAGE_INSTRUCTIONS } from '../params.ts';
import type { GlobalValue } from '../canister/instance.ts';
import type { CallResult, CanisterState } from '../state/canister-state.ts';
import { ChunkStore, WASM_CHUNK_BYTES } from '../state/chunk-store.ts';
import { addSnapshotBytes, readSnapshot, removeSnapshot, writeSnapshot, type HookStatus, type Snapshot, type SnapshotGlobal } from '../state/snapshot.ts';
import type { MemoryKind } from '../state/store.ts';
import { MAX_GLOBALS, MAX_MODULE_BYTES } from '../wasm/limits.ts';
import { EMPTY_REPLY, controlled, refused, reply, type ManagementCall } from './common.ts';
import { refuseChunk } from './chunk_store.ts';
import { chargeInstructions, chargeSnapshot, refuseGrowth } from './growth.ts';
import { RESULTS } from './idl.ts';
import { refusals } from './refusals.ts';
import { findSnapshot, type SnapshotTarget, type Target } from './snapshot-id.ts';
import { addSnapshot, nextSnapshotId, replacedSnapshot, viewable } from './snapshots.ts';

/**
 * Interface Specification: "read_canister_snapshot_metadata", "read_canister_snapshot_data", "upload_canister_snapshot_metadata",
 * "upload_canister_snapshot_data".
 */

type Opt<T> = readonly [] | readonly [T];
type GlobalArgument = Readonly<Partial<Record<SnapshotGlobal['type'], GlobalValue>>>;

const KINDS = { wasm_module: 'module', wasm_memory: 'heap', stable_memory: 'stable' } as const;
type KindName = keyof typeof KINDS;

export function readCanisterSnapshotMetadata(call: ManagementCall, { canister_id: id, snapshot_id: snapshotId }: SnapshotTarget): CallResult {
  const found = viewable(call, id);
  if ('reject' in found) return refused(found.reject);
  const snapshot = findSnapshot(call.world, found.canister, snapshotId);
  if ('errorCode' in snapshot) return refused(snapshot);
  const { globalTimer: timer, hookStatus } = snapshot;
  return reply(RESULTS.snapshotMetadata, {
    source: { [snapshot.source]: null },
    taken_at_timestamp: snapshot.takenAt,
    wasm_module_size: BigInt(snapshot.moduleBytes),
    globals: snapshot.globals.map(({ type, value }) => ({ [type]: value })),
    wasm_memory_size: BigInt(snapshot.heapPages * WASM_PAGE_BYTES),
    stable_memory_size: BigInt(snapshot.stablePages * WASM_PAGE_BYTES),
    wasm_chunk_store: snapshot.chunkStore.hashes.map((hash) => ({ hash: fromHex(hash) })),
    canister_version: snapshot.version,
    certified_data: snapshot.certifiedData,
    global_timer: timer === undefined ? [] : [timer === 0n ? { inactive: null } : { active: timer }],
    on_low_wasm_memory_hook_status: hookStatus === undefined ? [] : [{ [hookStatus]: null }],
  });
}

type Slice = { readonly offset: bigint; readonly size: bigint };

interface ReadArgument extends SnapshotTarget {
  readonly kind: { readonly [Kind in KindName]?: Slice } & { readonly wasm_chunk?: { readonly hash: Uint8Array } };
}

export async function readCanisterSnapshotData(call: ManagementCall, { canister_id: id, snapshot_id: snapshotId, kind }: ReadArgument): Promise<CallResult> {
  const found = viewable(call, id);
  if ('reject' in found) return refused(found.reject);
  const { canister } = found;
  const snapshot = findSnapshot(call.world, canister, snapshotId);
  if ('errorCode' in snapshot) return refused(snapshot);
  const [name, part] = Object.entries(kind)[0] as [KindName, Slice] | ['wasm_chunk', { readonly hash: Uint8Array }];
  const size = 'size' in part ? part.size : BigInt(WASM_CHUNK_BYTES);
  if (name !== 'wasm_chunk' && size > MAX_SNAPSHOT_SLICE_BYTES) return refused(refusals.sliceTooLarge(size, MAX_SNAPSHOT_SLICE_BYTES));
  const unpaid = chargeInstructions(call, canister, STORAGE_INSTRUCTIONS.snapshotData + Number(size));
  if (unpaid !== undefined) return refused(refusals.snapshotOutOfCycles(unpaid));
  const chunk = name === 'wasm_chunk' ? await readChunk(call, snapshot, part.hash) : await readSlice(call, snapshot, name, part);
  return 'errorCode' in chunk ? refused(chunk) : reply(RESULTS.snapshotData, { chunk });
}

async function readChunk({ world }: ManagementCall, snapshot: Snapshot, hash: Uint8Array): Promise<Uint8Array | Reject> {
  const printed = `[${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(', ')}]`;
  if (hash.length !== 32) return refusals.chunkStore(`Bytes ${printed} are not a valid WasmChunkHash.`);
  return (await snapshot.chunkStore.read(world.host.store, snapshot.key, toHex(hash))) ?? refusals.chunkStore(`WasmChunkHash ${printed} not found.`);
}

const bytesOf = (snapshot: Snapshot, kind: MemoryKind): number =>
  ({ module: snapshot.moduleBytes, heap: snapshot.heapPages * WASM_PAGE_BYTES, stable: snapshot.stablePages * WASM_PAGE_BYTES })[kind];

async function readSlice({ world }: ManagementCall, snapshot: Snapshot, name: KindName, { offset, size }: Slice): Promise<Uint8Array | Reject> {
  const kind = KINDS[name];
  if (offset + size > BigInt(bytesOf(snapshot, kind))) return refusals.invalidSlice(offset, size);
  return readSnapshot(world, snapshot, kind, Number(offset), Number(size));
}

interface MetadataArgument extends Target {
  readonly replace_snapshot: Opt<Uint8Array>;
  readonly wasm_module_size: bigint;
  readonly globals: readonly GlobalArgument[];
  readonly wasm_memory_size: bigint;
  readonly stable_memory_size: bigint;
  readonly certified_data: Uint8Array;
  readonly global_timer: Opt<{ readonly active?: bigint }>;
  readonly on_low_wasm_memory_hook_status: Opt<Partial<Record<HookStatus, null>>>;
}

export function uploadCanisterSnapshotMetadata(call: ManagementCall, argument: MetadataArgument): CallResult {
  const found = controlled(call, argument.canister_id);
  if ('reject' in found) return refused(found.reject);
  const { canister } = found;
  const { world } = call;
  const problem = metadataProblem(canister, argument);
  if (problem) return refused(reject('IC0408', `Snapshot Metadata contains invalid data: ${problem}`));
  const replaced = replacedSnapshot(world, canister, argument.replace_snapshot[0]);
  if (replaced && 'errorCode' in replaced) return refused(replaced);
  const { wasm_module_size: module, wasm_memory_size: heap, stable_memory_size: stable, certified_data: certified, globals } = argument;
  const size = Number(module + heap + stable) + certified.length + GLOBAL_BYTES * globals.length;
  const refusal = chargeSnapshot(call, canister, {
    added: size - (replaced?.size ?? 0),
    before: allocatedBytes(canister),
    instructions: STORAGE_INSTRUCTIONS.snapshot + size,
    wordSize: 32,
  });
  if (refusal) return refused(refusal);
  if (replaced) removeSnapshot(world, replaced);
  const snapshot = announced(call, canister, argument, size);
  addSnapshot(world, canister, snapshot);
  return reply(RESULTS.snapshotUploaded, { snapshot_id: snapshot.id });
}

/** In the production replica's words. */
function metadataProblem({ code }: CanisterState, argument: MetadataArgument): string | undefined {
  const { wasm_module_size: module, wasm_memory_size: heap, stable_memory_size: stable, globals, certified_data: certified } = argument;
  const page = BigInt(WASM_PAGE_BYTES);
  if (module === 0n) return 'WasmModuleEmpty';
  if (module > MAX_MODULE_BYTES) return 'WasmModuleTooLarge';
  if (heap % page !== 0n) return 'WasmMemoryNotPageAligned';
  if (heap / page > HEAP_PAGES_LIMIT[code?.module.wordSize ?? 32]) return 'WasmMemoryTooLarge';
  if (stable % page !== 0n) return 'StableMemoryNotPageAligned';
  if (stable / page > STABLE_PAGES_LIMIT) return 'StableMemoryTooLarge';
  if (globals.length > MAX_GLOBALS) return 'ExportedGlobalsTooLarge';
  return certified.length > MAX_CERTIFIED_DATA_BYTES ? 'CertifiedDataTooLarge' : undefined;
}

/** A snapshot whose memories are all zero. */
function announced({ world }: ManagementCall, canister: CanisterState, argument: MetadataArgument, size: number): Snapshot {
  const [timer] = argument.global_timer;
  const [hook] = argument.on_low_wasm_memory_hook_status;
  return {
    ...nextSnapshotId(canister),
    canister: canister.key,
    source: 'metadata_upload',
    takenAt: world.time,
    version: canister.version,
    certifiedData: argument.certified_data.slice(),
    globalTimer: timer && (timer.active ?? 0n),
    hookStatus: hook && (Object.keys(hook)[0] as HookStatus),
    globals: argument.globals.map((global) => {
      const [[type, value]] = Object.entries(global) as [[SnapshotGlobal['type'], GlobalValue]];
      return { type, value };
    }),
    moduleBytes: Number(argument.wasm_module_size),
    heapPages: Number(argument.wasm_memory_size) / WASM_PAGE_BYTES,
    stablePages: Number(argument.stable_memory_size) / WASM_PAGE_BYTES,
    size,
    chunkStore: new ChunkStore(),
    memories: new Map(),
  };
}

interface UploadArgument extends SnapshotTarget {
  readonly kind: { readonly [Kind in KindName]?: { readonly offset: bigint } } & { readonly wasm_chunk?: null };
  readonly chunk: Uint8Array;
}

export async function uploadCanisterSnapshotData(call: ManagementCall, argument: UploadArgument): Promise<CallResult> {
  const found = controlled(call, argument.canister_id);
  if ('reject' in found) return refused(found.reject);
  const { canister } = found;
  const snapshot = findSnapshot(call.world, canister, argument.snapshot_id);
  if ('errorCode' in snapshot) return refused(snapshot);
  if (snapshot.source !== 'metadata_upload') return refused(refusals.snapshotImmutable());
  const [name, part] = Object.entries(argument.kind)[0] as [KindName, { readonly offset: bigint }] | ['wasm_chunk', null];
  const unpaid = chargeInstructions(call, canister, name === 'wasm_chunk' ? WASM_CHUNK_BYTES : argument.chunk.length);
  if (unpaid !== undefined) return refused(refusals.snapshotOutOfCycles(unpaid));
  const refusal = name === 'wasm_chunk' ? uploadChunk(call, canister, snapshot, argument.chunk) : await uploadSlice(call, snapshot, name, part.offset, argument.chunk);
  if (refusal) return refused(refusal);
  call.world.dirtySnapshots.add(snapshot);
  call.world.touch(canister);
  return EMPTY_REPLY;
}

async function uploadSlice({ world }: ManagementCall, snapshot: Snapshot, name: KindName, offset: bigint, chunk: Uint8Array): Promise<Reject | undefined> {
  const kind = KINDS[name];
  if (offset + BigInt(chunk.length) > BigInt(bytesOf(snapshot, kind))) return refusals.invalidSlice(offset, BigInt(chunk.length));
  await writeSnapshot(world, snapshot, kind, Number(offset), chunk);
  return undefined;
}

function uploadChunk(call: ManagementCall, canister: CanisterState, snapshot: Snapshot, chunk: Uint8Array): Reject | undefined {
  const hash = toHex(sha256(chunk));
  if (snapshot.chunkStore.has(hash)) return undefined;
  const refusal = refuseChunk(snapshot.chunkStore, chunk) ?? refuseGrowth(call, canister, WASM_CHUNK_BYTES);
  if (refusal) return refusal;
  snapshot.chunkStore.insert(hash, chunk.slice());
  snapshot.size += WASM_CHUNK_BYTES;
  addSnapshotBytes(call.world, canister.key, WASM_CHUNK_BYTES);
  return undefined;
}
