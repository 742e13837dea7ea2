import type { Principal } from '@dfinity/principal';
import { equalBytes, toHex } from '../../primitives/bytes.ts';
import { reject } from '../errors.ts';
import { StableMemory } from '../memory/stable-memory.ts';
import { answer, deleteCallContexts } from '../messaging/deliver.ts';
import { STOP_CANISTER_TIMEOUT } from '../params.ts';
import type { CallResult, CanisterState, StopWaiter } from '../state/canister-state.ts';
import { recordChange, type ChangeOrigin } from '../state/history.ts';
import { removeSnapshot, snapshotsOf } from '../state/snapshot.ts';
import type { World } from '../state/world.ts';
import { EMPTY_REPLY, changeOrigin, controlled, refuse, refused, type ManagementCall, type ManagementResult } from './common.ts';
import { refusals } from './refusals.ts';

/** Interface Specification: "start_canister", "stop_canister", "delete_canister", "uninstall_code". */

interface Target {
  readonly canister_id: Principal;
}

export function startCanister(call: ManagementCall, { canister_id: id }: Target): CallResult {
  const found = controlled(call, id);
  if ('reject' in found) return { kind: 'reject', reject: found.reject };
  const { canister } = found;
  const waiting = canister.status.kind === 'stopping' ? canister.status.waiting : [];
  canister.status = { kind: 'running' };
  canister.version += 1n;
  call.world.touch(canister);
  const cancelled = `Canister ${canister.text}'s stop request`;
  for (const { origin, cycles } of waiting) {
    const message = origin.kind === 'canister' ? `${cancelled} cancelled` : `${cancelled} was cancelled.`;
    answer(call.world, origin, { kind: 'reject', reject: reject('IC0511', message) }, cycles);
  }
  return EMPTY_REPLY;
}

export function stopCanister(call: ManagementCall, { canister_id: id }: Target): ManagementResult {
  const found = controlled(call, id);
  if ('reject' in found) return { kind: 'reject', reject: found.reject };
  const { canister } = found;
  call.world.touch(canister);
  // Counted whether or not there is anything to stop.
  canister.version += 1n;
  if (canister.status.kind === 'stopped') return EMPTY_REPLY;
  if (canister.status.kind === 'running') canister.status = { kind: 'stopping', waiting: [] };
  canister.status.waiting.push({ origin: call.origin, cycles: call.cycles, since: call.world.time });
  return 'waiting';
}

/**
 * When a round ends: a stopping canister without open call contexts is stopped, and whoever waits for that is told so; where it
 * takes too long, only that it did.
 */
export function completeStop(world: World, canister: CanisterState): void {
  if (canister.status.kind !== 'stopping') return;
  const { waiting } = canister.status;
  if (canister.callContexts.size === 0 && canister.callbacks.size === 0) {
    canister.status = { kind: 'stopped' };
    canister.version += 1n;
    world.touch(canister);
    for (const { origin, cycles } of waiting) answer(world, origin, EMPTY_REPLY, cycles);
    return;
  }
  const isLate = ({ since }: StopWaiter): boolean => since !== undefined && world.time >= since + STOP_CANISTER_TIMEOUT;
  if (!waiting.some(isLate)) return;
  canister.status.waiting = waiting.filter((waiter) => !isLate(waiter));
  world.touch(canister);
  for (const { origin, cycles } of waiting.filter(isLate)) answer(world, origin, refuse('IC0206', 'Stop canister request timed out'), cycles);
}

export function deleteCanister(call: ManagementCall, { canister_id: id }: Target): CallResult {
  if (equalBytes(id.toUint8Array(), call.caller)) return refused(refusals.deletesItself(id.toText()));
  const found = controlled(call, id);
  if (!call.world.find(id.toUint8Array())) return refused(refusals.canisterNotFound(id.toText()));
  if ('reject' in found) return refused(found.reject);
  const { canister } = found;
  if (canister.status.kind !== 'stopped') return refused(refusals.notStopped(canister.text));
  if (canister.queue.length > 0) return refused(refusals.queueNotEmpty(canister.text));
  removeCanister(call.world, canister);
  return EMPTY_REPLY;
}

/** These canisters, and those that canisters have made for themselves and that nobody else controls. */
export function withTheirOwn(world: World, canisters: readonly CanisterState[]): readonly CanisterState[] {
  const all = new Map(canisters.map((canister) => [canister.key, canister]));
  const isOwn = ({ key, controllers, history }: CanisterState): boolean => {
    const [first] = history.changes;
    if (first?.details.kind === 'creation' && first.origin.kind === 'user') return false;
    const others = controllers.map(toHex).filter((controller) => controller !== key);
    return others.length > 0 && others.every((controller) => all.has(controller));
  };
  for (let before = -1; before !== all.size; ) {
    before = all.size;
    for (const canister of world.canisters.values()) if (isOwn(canister)) all.set(canister.key, canister);
  }
  return [...all.values()];
}

/** Forgets the canister and everything it has. */
export function removeCanister(world: World, canister: CanisterState): void {
  world.canisters.delete(canister.key);
  world.instances.delete(canister.key);
  world.dirty.delete(canister);
  world.removed.add(canister.key);
  for (const snapshot of snapshotsOf(world, canister.key)) removeSnapshot(world, snapshot);
  canister.chunkStore.clear();
  world.removedRecords.push(...canister.chunkStore.takeChanges(canister.key).remove);
}

export function uninstallCode(call: ManagementCall, argument: Target & { readonly sender_canister_version: [] | [bigint] }): CallResult {
  const { canister_id: id } = argument;
  if (!call.world.find(id.toUint8Array())) return refused(refusals.canisterNotFound(id.toText()));
  const found = controlled(call, id);
  if ('reject' in found) return refused(found.reject);
  uninstall(call.world, found.canister, changeOrigin(call, argument));
  return EMPTY_REPLY;
}

/**
 * Takes code and state from the canister, and rejects all calls that it has not answered. `origin` is who wanted it; a canister that
 * ran out of cycles loses its snapshots and the entries of its history as well.
 */
export function uninstall(world: World, canister: CanisterState, origin?: ChangeOrigin): void {
  deleteCallContexts(world, canister);
  canister.code = undefined;
  world.instances.delete(canister.key);
  canister.stable = new StableMemory(0, []);
  canister.stableReset = true;
  canister.certifiedData = new Uint8Array();
  canister.globalTimer = 0n;
  canister.logs = [];
  canister.chunkStore.clear();
  canister.version += 1n;
  world.touch(canister);
  if (origin) {
    recordChange(canister, world.time, origin, { kind: 'code_uninstall' });
    return;
  }
  for (const snapshot of snapshotsOf(world, canister.key)) removeSnapshot(world, snapshot);
  canister.history = { total: canister.history.total, changes: [] };
}
