import type { Principal } from '@dfinity/principal';
import type { CallResult } from '../state/canister-state.ts';
import { RESULTS } from './idl.ts';
import { EMPTY_REPLY, refuse, reply, type ManagementCall } from './common.ts';

/** Interface Specification: "deposit_cycles", "provisional_top_up_canister", "raw_rand". */

export function depositCycles(call: ManagementCall, { canister_id: id }: { canister_id: Principal }): CallResult {
  const result = topUp(call, id, call.cycles);
  if (result.kind === 'reply') call.cycles = 0n;
  return result;
}

export function provisionalTopUpCanister(call: ManagementCall, { canister_id: id, amount }: { canister_id: Principal; amount: bigint }): CallResult {
  return topUp(call, id, amount);
}

/** A balance has 128 bits; what is beyond is lost. */
const MAX_CYCLES = (1n << 128n) - 1n;

function topUp({ world }: ManagementCall, id: Principal, amount: bigint): CallResult {
  const canister = world.find(id.toUint8Array());
  if (!canister) return refuse('IC0301', `Canister ${id.toText()} not found.`);
  const sum = canister.cycles + amount;
  canister.cycles = sum < MAX_CYCLES ? sum : MAX_CYCLES;
  world.touch(canister);
  return EMPTY_REPLY;
}

export function rawRand({ world }: ManagementCall): CallResult {
  return reply(RESULTS.random, world.randomBytes());
}
