import { sha256 } from '@noble/hashes/sha2';
import { toHex } from '../../primitives/bytes.ts';
import { allocatedBytes } from '../cycles/installation.ts';
import { HEAP_PAGES_LIMIT, STORAGE_INSTRUCTIONS } from '../params.ts';
import { Heap } from '../memory/heap.ts';
import { isMemoryLow } from '../messaging/low-memory.ts';
import { reject, type Reject } from '../errors.ts';
import type { CallResult, CanisterState, Code } from '../state/canister-state.ts';
import { recordChange } from '../state/history.ts';
import { fillHeap, readSnapshot, stableForCanister, type HookStatus, type Snapshot } from '../state/snapshot.ts';
import type { World } from '../state/world.ts';
import type { ModuleInfo } from '../wasm/module.ts';
import { prepareModule } from '../wasm/prepare.ts';
import { EMPTY_REPLY, changeOrigin, controlled, isController, refused, textOf, type ManagementCall } from './common.ts';
import { chargeInstructions, chargeSnapshot } from './growth.ts';
import { misfitOfSize } from './main-memory.ts';
import { refusals } from './refusals.ts';
import { anySnapshot, ownerOf, snapshotText, type SnapshotTarget } from './snapshot-id.ts';

/** Interface Specification: "load_canister_snapshot". */

interface LoadArgument extends SnapshotTarget {
  readonly sender_canister_version: readonly [] | readonly [bigint];
}

export async function loadCanisterSnapshot(call: ManagementCall, argument: LoadArgument): Promise<CallResult> {
  const found = controlled(call, argument.canister_id);
  if ('reject' in found) return refused(found.reject);
  const { canister } = found;
  const snapshot = loadable(call, canister, argument.snapshot_id);
  if ('errorCode' in snapshot) return refused(snapshot);
  const { cycles } = canister;
  const unpaid = chargeInstructions(call, canister, STORAGE_INSTRUCTIONS.snapshot);
  if (unpaid !== undefined) return refused(refusals.snapshotOutOfCycles(unpaid));
  const refusal = await load(call, canister, snapshot);
  if (refusal) {
    canister.cycles = cycles;
    return refused(refusal);
  }
  const from = snapshot.canister === canister.key ? undefined : ownerOf(snapshot);
  const { id, version, takenAt, source } = snapshot;
  canister.version += 1n;
  recordChange(canister, call.world.time, changeOrigin(call, argument), { kind: 'load_snapshot', from, snapshot: id, version, takenAt, source });
  return EMPTY_REPLY;
}

/** The snapshot, where the caller controls the canister that it belongs to. */
function loadable({ world, caller }: ManagementCall, canister: CanisterState, id: Uint8Array): Snapshot | Reject {
  const snapshot = anySnapshot(world, canister, id);
  if ('errorCode' in snapshot || snapshot.canister === canister.key) return snapshot;
  const owner = world.canisters.get(snapshot.canister);
  if (!owner) return refusals.canisterNotFound(textOf(ownerOf(snapshot)));
  return isController(owner, caller) ? snapshot : refusals.snapshotOfForeigner(canister.text, snapshotText(id), textOf(caller));
}

/** Everything that can fail comes before the first change. */
async function load(call: ManagementCall, canister: CanisterState, snapshot: Snapshot): Promise<Reject | undefined> {
  const { world } = call;
  const uploaded = await readSnapshot(world, snapshot, 'module', 0, snapshot.moduleBytes);
  const prepared = world.prepare(uploaded, toHex(sha256(uploaded)), prepareModule);
  if (!prepared.ok) return { ...prepared.reject, message: `Error from Canister ${canister.text}: ${prepared.reject.message}` };
  const { module } = prepared;
  const unfit = refuseModule(canister, snapshot, module);
  if (unfit) return unfit;
  const before = allocatedBytes(canister);
  const added = snapshot.chunkStore.bytes - canister.chunkStore.bytes;
  const chunks = await snapshot.chunkStore.copy(world.host.store, snapshot.key);
  const stable = await stableForCanister(world, snapshot);
  const saved = { code: canister.code, stable: canister.stable, stableReset: canister.stableReset };
  Object.assign(canister, { code: await codeOf(world, snapshot, module, uploaded), stable, stableReset: false });
  const instructions = module.compilationCost + snapshot.size;
  const refusal = refuseHook(canister, snapshot) ?? chargeSnapshot(call, canister, { added, before, instructions, wordSize: module.wordSize });
  if (refusal) {
    Object.assign(canister, saved);
    return refusal;
  }
  adopt(world, canister, snapshot, chunks);
  return undefined;
}

/** Why an uploaded snapshot cannot be what it says. */
function refuseModule(canister: CanisterState, snapshot: Snapshot, module: ModuleInfo): Reject | undefined {
  const types = module.mutableGlobals.map(({ type }) => type).join();
  if (types !== snapshot.globals.map(({ type }) => type).join()) {
    return refusals.inconsistentSnapshot('Wasm exported globals of canister module and snapshot metadata do not match.');
  }
  const fits = snapshot.heapPages <= HEAP_PAGES_LIMIT[module.wordSize];
  const misfit = fits ? misfitOfSize(snapshot.heapPages, module) : 'the main memory is larger than the address space of the module.';
  return misfit === undefined ? undefined : reject('IC0505', `Error from Canister ${canister.text}: Canister's Wasm module is not valid: ${misfit}`);
}

async function codeOf(world: World, snapshot: Snapshot, module: ModuleInfo, uploaded: Uint8Array): Promise<Code> {
  const heap = module.memory && new Heap(module.wordSize, module.mapBytes, snapshot.heapPages, module.memory.maximum);
  if (heap) {
    await fillHeap(world, snapshot, heap);
    heap.markAllDirty();
  }
  const globals = snapshot.globals.filter(({ type }) => type !== 'v128').map(({ value }) => value);
  return { module, uploaded, heap, storedHeapPages: 0, globals, heapReset: true, moduleNew: true };
}

const HOOK_NAMES: Readonly<Record<HookStatus, string>> = { condition_not_satisfied: 'ConditionNotSatisfied', ready: 'Ready', executed: 'Executed' };

/** Asked when the canister has the snapshot's memory already. */
function refuseHook(canister: CanisterState, { source, hookStatus }: Snapshot): Reject | undefined {
  if (source !== 'metadata_upload' || hookStatus === undefined) return undefined;
  const isLow = isMemoryLow(canister);
  if (isLow === (hookStatus !== 'condition_not_satisfied')) return undefined;
  const status = `Hook status (Some(${HOOK_NAMES[hookStatus]})) of uploaded snapshot`;
  return refusals.inconsistentSnapshot(`${status} is inconsistent with the canister's state (hook condition satisfied: ${isLow}).`);
}

/** Timer and hook are taken over from uploaded snapshots only, where those have them. */
function adopt(world: World, canister: CanisterState, snapshot: Snapshot, chunks: readonly { readonly hash: string; readonly bytes: Uint8Array }[]): void {
  world.memoryCopies.push({ from: { canister: snapshot.key, memory: 'stable' }, to: { canister: canister.key, memory: 'stable' } });
  world.instances.delete(canister.key);
  canister.certifiedData = snapshot.certifiedData;
  canister.chunkStore.clear();
  for (const { hash, bytes } of chunks) canister.chunkStore.insert(hash, bytes);
  if (snapshot.source === 'metadata_upload') {
    canister.globalTimer = snapshot.globalTimer ?? canister.globalTimer;
    canister.lowMemoryHook = snapshot.hookStatus ?? canister.lowMemoryHook;
  }
  world.touch(canister);
}
