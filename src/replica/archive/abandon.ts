import { reject } from '../errors.ts';
import { answer, deleteCallContexts, deliverOutgoing, deliverSubnetOutgoing } from '../messaging/deliver.ts';
import type { CallResult, CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';

const GONE: CallResult = { kind: 'reject', reject: reject('IC0406', 'The canister went back to an earlier moment before it answered.') };

/** Canisters that are about to be replaced: all who wait for them are told, and nothing that they sent is left. */
export function abandon(world: World, canisters: readonly CanisterState[]): void {
  const keys = new Set(canisters.map(({ key }) => key));
  for (const canister of canisters) {
    deleteCallContexts(world, canister);
    for (const message of canister.queue) if (message.kind === 'request') answer(world, message.origin, GONE, message.cycles);
    if (canister.status.kind === 'stopping') for (const { origin, cycles } of canister.status.waiting) answer(world, origin, GONE, cycles);
  }
  world.managementQueue.splice(0, world.managementQueue.length, ...world.managementQueue.filter(({ origin }) => origin.kind !== 'canister' || !keys.has(origin.canister)));
  world.outgoing = world.outgoing.filter(({ to }) => !keys.has(to));
  world.subnetOutgoing = world.subnetOutgoing.filter(({ to }) => !keys.has(to));
  deliverOutgoing(world);
  deliverSubnetOutgoing(world);
}
