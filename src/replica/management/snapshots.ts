import type { Principal } from '@dfinity/principal';
import { concat, toHex } from '../../primitives/bytes.ts';
import { allocatedBytes } from '../cycles/installation.ts';
import { GLOBAL_BYTES, MAX_SNAPSHOTS, STORAGE_INSTRUCTIONS } from '../params.ts';
import { heapBytes, type CallResult, type CanisterState, type Code } from '../state/canister-state.ts';
import { ChunkStore } from '../state/chunk-store.ts';
import { StableMemory } from '../memory/stable-memory.ts';
import { addSnapshotBytes, removeSnapshot, snapshotsOf, writeSnapshot, type Snapshot, type SnapshotFields } from '../state/snapshot.ts';
import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import type { World } from '../state/world.ts';
import { EMPTY_REPLY, changeOrigin, controlled, existing, isVisible, notController, refused, reply, type ManagementCall } from './common.ts';
import { chargeSnapshot } from './growth.ts';
import { RESULTS } from './idl.ts';
import { uninstall } from './lifecycle.ts';
import { refusals } from './refusals.ts';
import { findSnapshot, type SnapshotTarget, type Target } from './snapshot-id.ts';
import type { Reject } from '../errors.ts';

/** Interface Specification: "take_canister_snapshot", "list_canister_snapshots", "delete_canister_snapshot". */

type Opt<T> = readonly [] | readonly [T];

interface TakeArgument extends Target {
  readonly replace_snapshot: Opt<Uint8Array>;
  readonly uninstall_code: Opt<boolean>;
  readonly sender_canister_version: Opt<bigint>;
}

export async function takeCanisterSnapshot(call: ManagementCall, argument: TakeArgument): Promise<CallResult> {
  const found = controlled(call, argument.canister_id);
  if ('reject' in found) return refused(found.reject);
  const { canister } = found;
  const { world } = call;
  const replaced = replacedSnapshot(world, canister, argument.replace_snapshot[0]);
  if (replaced && 'errorCode' in replaced) return refused(replaced);
  const { code } = canister;
  if (!code) return refused(refusals.snapshotOfEmpty(canister.text));
  const size = snapshotBytes(canister, code);
  const freed = argument.uninstall_code[0] === true ? size - canister.certifiedData.length : 0;
  const refusal = chargeSnapshot(call, canister, {
    added: size - freed - (replaced?.size ?? 0),
    before: allocatedBytes(canister),
    instructions: STORAGE_INSTRUCTIONS.snapshot + size,
    wordSize: 32,
  });
  if (refusal) return refused(refusal);
  const snapshot = await capture(world, canister, code, size);
  if (replaced) removeSnapshot(world, replaced);
  addSnapshot(world, canister, snapshot);
  if (argument.uninstall_code[0] === true) uninstall(world, canister, changeOrigin(call, argument));
  return reply(RESULTS.snapshot, described(snapshot));
}

/** The snapshot that another takes the place of, or why there cannot be another one. */
export function replacedSnapshot(world: World, canister: CanisterState, id: Uint8Array | undefined): Snapshot | Reject | undefined {
  if (id) return findSnapshot(world, canister, id);
  if (snapshotsOf(world, canister.key).length < MAX_SNAPSHOTS) return undefined;
  return refusals.tooManySnapshots(canister.text, MAX_SNAPSHOTS);
}

/** What a snapshot of the canister would count for. The counter of instructions is a global like the canister's own. */
const snapshotBytes = (canister: CanisterState, { module, uploaded }: Code): number =>
  heapBytes(canister.code) +
  canister.stable.size +
  GLOBAL_BYTES * (1 + module.mutableGlobals.length) +
  uploaded.length +
  canister.chunkStore.bytes +
  canister.certifiedData.length;

/** Id and key of the next snapshot: its number in eight bytes, and the canister's id. */
export function nextSnapshotId(canister: CanisterState): { readonly id: Uint8Array; readonly key: string } {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, canister.nextSnapshot);
  canister.nextSnapshot += 1n;
  const id = concat([number, canister.id]);
  return { id, key: toHex(id) };
}

export function addSnapshot(world: World, canister: CanisterState, snapshot: Snapshot): void {
  world.snapshots.set(snapshot.key, snapshot);
  world.dirtySnapshots.add(snapshot);
  addSnapshotBytes(world, canister.key, snapshot.size);
}

async function capture(world: World, canister: CanisterState, code: Code, size: number): Promise<Snapshot> {
  const fields: SnapshotFields = {
    ...nextSnapshotId(canister),
    canister: canister.key,
    source: 'taken_from_canister',
    takenAt: world.time,
    version: canister.version,
    certifiedData: canister.certifiedData,
    globalTimer: canister.globalTimer,
    hookStatus: canister.lowMemoryHook,
    globals: globalsOf(code),
    moduleBytes: code.uploaded.length,
    heapPages: heapBytes(code) / WASM_PAGE_BYTES,
    stablePages: canister.stable.pages,
    size,
  };
  const chunkStore = new ChunkStore();
  for (const { hash, bytes } of await canister.chunkStore.copy(world.host.store, canister.key)) chunkStore.insert(hash, bytes);
  const snapshot: Snapshot = { ...fields, chunkStore, memories: new Map() };
  snapshot.memories.set('module', new StableMemory(Math.ceil(code.uploaded.length / WASM_PAGE_BYTES), []));
  await writeSnapshot(world, snapshot, 'module', 0, code.uploaded);
  snapshot.memories.set('heap', await copyHeap(world, canister, code, snapshot));
  snapshot.memories.set('stable', copyStable(world, canister, snapshot));
  return snapshot;
}

/** Values of 128 bits cannot be read from outside of a module; they count as zero. */
function globalsOf({ module, globals }: Code): SnapshotFields['globals'] {
  const values = [...globals];
  return module.mutableGlobals.map(({ type }) => ({ type, value: type === 'v128' ? 0n : (values.shift() ?? 0) }));
}

/** What the store has is copied there; only what it does not have yet is copied here. */
async function copyHeap(world: World, { key }: CanisterState, { heap, heapReset, storedHeapPages }: Code, snapshot: Snapshot): Promise<StableMemory> {
  const home = { canister: key, memory: 'heap' } as const;
  const stored = heapReset ? [] : await world.host.store.chunkIndices(home);
  const copy = new StableMemory(heap ? heap.size / WASM_PAGE_BYTES : storedHeapPages, stored);
  for (const index of heap?.dirtyChunks ?? []) if (heap) copy.replaceChunk(index, heap.chunk(index).slice());
  if (heapReset) return copy;
  copy.home = home;
  world.memoryCopies.push({ from: home, to: { canister: snapshot.key, memory: 'heap' } });
  return copy;
}

function copyStable(world: World, { key, stable, stableReset }: CanisterState, snapshot: Snapshot): StableMemory {
  const copy = stable.fork();
  if (stableReset) return copy;
  const own = { canister: key, memory: 'stable' } as const;
  copy.home = stable.home ?? own;
  world.memoryCopies.push({ from: own, to: { canister: snapshot.key, memory: 'stable' } });
  return copy;
}

const described = ({ id, takenAt, size }: Snapshot): Record<string, unknown> => ({ id, taken_at_timestamp: takenAt, total_size: BigInt(size) });

export function listCanisterSnapshots(call: ManagementCall, { canister_id: id }: Target): CallResult {
  const found = viewable(call, id);
  if ('reject' in found) return refused(found.reject);
  return reply(RESULTS.snapshots, snapshotsOf(call.world, found.canister.key).map(described));
}

/** The canister, where the caller may see its snapshots. */
export function viewable(call: ManagementCall, id: Principal): ReturnType<typeof existing> {
  const found = existing(call, id);
  if ('reject' in found || isVisible(found.canister, found.canister.settings.snapshotVisibility, call.caller)) return found;
  return { reject: notController(found.canister, call.caller) };
}

export function deleteCanisterSnapshot(call: ManagementCall, { canister_id: id, snapshot_id: snapshotId }: SnapshotTarget): CallResult {
  const found = controlled(call, id);
  if ('reject' in found) return refused(found.reject);
  const snapshot = findSnapshot(call.world, found.canister, snapshotId);
  if ('errorCode' in snapshot) return refused(snapshot);
  removeSnapshot(call.world, snapshot);
  return EMPTY_REPLY;
}
