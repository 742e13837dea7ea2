import type { Reject } from '../errors.ts';
import { MAX_DELAYED_INGRESS_BYTES } from '../params.ts';
import { utf8 } from '../../primitives/bytes.ts';
import type { CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { ingressInduction } from '../system-api/cost.ts';
import { consume, outOfCycles, scheduleOf, shortfall } from './account.ts';

/** Who pays for a call from outside, and how much: rs/cycles_account_manager/src/lib.rs, `ingress_induction_cost`. */

interface PaidCall {
  readonly sender: Uint8Array;
  readonly methodName: string;
  readonly arg: Uint8Array;
  /** Bytes of the signed message; where they are not known, those of name and argument count. */
  readonly messageBytes?: number | undefined;
}

const namedBytes = ({ methodName, arg }: PaidCall): number => utf8(methodName).length + arg.length;

/**
 * Whether a call to the management canister is paid for after it was executed: a small `update_settings`, so that a canister whose
 * freezing threshold was set too high can get out of it.
 */
export const isPaidLater = ({ methodName, arg }: PaidCall): boolean => methodName === 'update_settings' && arg.length <= MAX_DELAYED_INGRESS_BYTES;

const cost = (world: World, payer: CanisterState, call: PaidCall): bigint => ingressInduction(scheduleOf(world, payer), call.messageBytes ?? namedBytes(call));

/** IC0207 where the canister cannot pay for the call without being frozen. */
export function refuseUnpaid(world: World, payer: CanisterState, call: PaidCall): Reject | undefined {
  const missing = shortfall(world, payer, cost(world, payer, call));
  return missing > 0n ? outOfCycles(payer, missing, call.sender) : undefined;
}

export function chargeIngress(world: World, payer: CanisterState, call: PaidCall): void {
  consume(world, payer, cost(world, payer, call), call.sender);
}

/** By name and argument alone; nothing where the canister cannot pay. */
export function chargeLater(world: World, payer: CanisterState, call: PaidCall): void {
  consume(world, payer, ingressInduction(scheduleOf(world, payer), namedBytes(call)), undefined);
}
