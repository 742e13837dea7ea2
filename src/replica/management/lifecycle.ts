import type { Principal } from '@dfinity/principal';
import { reject } from '../errors.ts';
import { StableMemory } from '../memory/stable-memory.ts';
import { answer } from '../messaging/deliver.ts';
import type { CallResult, CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { EMPTY_REPLY, controlled, refuse, type ManagementCall, type ManagementResult } from './common.ts';

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
  for (const { origin, cycles } of waiting) {
    answer(call.world, origin, { kind: 'reject', reject: reject('IC0511', `Canister ${canister.text} was started before it had stopped`) }, cycles);
  }
  return EMPTY_REPLY;
}

export function stopCanister(call: ManagementCall, { canister_id: id }: Target): ManagementResult {
  const found = controlled(call, id);
  if ('reject' in found) return { kind: 'reject', reject: found.reject };
  const { canister } = found;
  call.world.touch(canister);
  if (canister.status.kind === 'stopped') return EMPTY_REPLY;
  if (canister.status.kind === 'running') {
    canister.status = { kind: 'stopping', waiting: [] };
    canister.version += 1n;
  }
  canister.status.waiting.push({ origin: call.origin, cycles: call.cycles });
  return 'waiting';
}

/** A stopping canister without open call contexts is stopped; whoever waits for that is told. */
export function completeStop(world: World, canister: CanisterState): void {
  if (canister.status.kind !== 'stopping' || canister.callContexts.size > 0) return;
  const { waiting } = canister.status;
  canister.status = { kind: 'stopped' };
  canister.version += 1n;
  world.touch(canister);
  for (const { origin, cycles } of waiting) answer(world, origin, EMPTY_REPLY, cycles);
}

export function deleteCanister(call: ManagementCall, { canister_id: id }: Target): CallResult {
  const found = controlled(call, id);
  if ('reject' in found) return { kind: 'reject', reject: found.reject };
  const { canister } = found;
  if (canister.status.kind !== 'stopped') return refuse('IC0510', `Canister ${canister.text} must be stopped before it is deleted.`);
  if (canister.queue.length > 0) {
    return refuse('IC0203', `Canister ${canister.text} has messages in its queues and cannot be deleted now. Please retry after some time.`);
  }
  removeCanister(call.world, canister);
  return EMPTY_REPLY;
}

/** Forgets the canister and everything it has. */
export function removeCanister(world: World, canister: CanisterState): void {
  world.canisters.delete(canister.key);
  world.instances.delete(canister.key);
  world.dirty.delete(canister);
  world.removed.add(canister.key);
}

export function uninstallCode(call: ManagementCall, { canister_id: id }: Target): CallResult {
  const found = controlled(call, id);
  if ('reject' in found) return { kind: 'reject', reject: found.reject };
  const { canister } = found;
  const { world } = call;
  const refusal = { code: 4, errorCode: 'IC0406', message: 'Canister has been uninstalled.' } as const;
  for (const context of canister.callContexts.values()) {
    if (!context.responded) answer(world, context.origin, { kind: 'reject', reject: refusal }, context.availableCycles);
  }
  canister.callContexts = new Map();
  canister.callbacks = new Map();
  canister.code = undefined;
  world.instances.delete(canister.key);
  canister.stable = new StableMemory(0, []);
  canister.stableReset = true;
  canister.certifiedData = new Uint8Array();
  canister.globalTimer = 0n;
  canister.logs = [];
  canister.version += 1n;
  world.touch(canister);
  return EMPTY_REPLY;
}
