import { reject, type Reject } from '../errors.ts';
import type { CanisterState, Message } from '../state/canister-state.ts';

/**
 * IC0520 where a call of another canister brings fewer cycles than this one asks for (`minimum_incoming_canister_call_cycles`). Calls from
 * outside and of the canister to itself need not bring any.
 */
export function refuseTooFewCycles(canister: CanisterState, { origin, cycles }: Message & { kind: 'request' }): Reject | undefined {
  const needed = canister.settings.minimumIncomingCanisterCallCycles;
  if (origin.kind !== 'canister' || origin.canister === canister.key || cycles >= needed) return undefined;
  return reject('IC0520', `Canister ${canister.text} requires at least ${needed} transferred cycles, but only ${cycles} were transferred.`);
}
