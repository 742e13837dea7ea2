import { Principal } from '@dfinity/principal';
import { GuestTrap, faults } from '../errors.ts';
import { liquidBalance } from './account.ts';
import { canisterCreation, reservedForCall } from './cost.ts';
import { heapSize, writeHeap, type Execution } from './execution.ts';
import { ALL, ALL_AND_START, call, type SystemCalls } from './table.ts';

/** Interface Specification, "Cycles". Amounts are cycles, u128 little-endian in memory. */

const RECEIVING = 'U RQ Rt Ry';
const CYCLES_MINTING_CANISTER = 'rkp4c-7iaaa-aaaaa-aaaca-cai';
const MAX_U64 = 0xffff_ffff_ffff_ffffn;

const AMOUNT_BYTES = 16;

/** @throws GuestTrap where the heap has no room for an amount at `dst` */
export function checkAmountRoom(execution: Execution, name: string, dst: number): void {
  const size = heapSize(execution);
  if (dst + AMOUNT_BYTES <= size) return;
  // The missing space is the production replica's.
  const found = `Found dst = ${dst} and size = ${AMOUNT_BYTES} while must be <= ${size}`;
  throw new GuestTrap(faults.toolchain(`ic0_${name} failed because dst + size is out of bounds.${found}`));
}

/**
 * Writes an amount of cycles for the import `name`.
 * @throws GuestTrap where the heap has no room at `dst`
 */
export function storeAmount(execution: Execution, name: string, dst: number, value: bigint): undefined {
  checkAmountRoom(execution, name, dst);
  const bytes = new Uint8Array(AMOUNT_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, value & MAX_U64, true);
  new DataView(bytes.buffer).setBigUint64(8, value >> 64n, true);
  writeHeap(execution, dst, bytes);
  return undefined;
}

/** @throws GuestTrap where the amount does not fit into 64 bits. */
function fit64(value: bigint): bigint {
  if (value > MAX_U64) throw new GuestTrap(faults.trapped('cycles amount exceeds 64-bit representation'));
  return value;
}

const available = ({ input, cyclesAccepted }: Execution): bigint => input.cyclesAvailable - cyclesAccepted;

function accept(execution: Execution, maximum: bigint): bigint {
  const left = available(execution);
  const amount = maximum < left ? maximum : left;
  execution.cyclesAccepted += amount;
  execution.balance += amount;
  return amount;
}

const amount128 = (high: unknown, low: unknown): bigint => ((high as bigint) << 64n) | (low as bigint);

export const cyclesCalls: SystemCalls = {
  msg_cycles_available: call(RECEIVING, '() -> i64', 500, (execution) => fit64(available(execution))),
  msg_cycles_available128: call(RECEIVING, '(I)', 500, (execution, [dst]) => storeAmount(execution, 'msg_cycles_available128', dst as number, available(execution))),
  msg_cycles_refunded: call('Rt Ry', '() -> i64', 500, ({ input }) => fit64(input.cyclesRefunded)),
  msg_cycles_refunded128: call('Rt Ry', '(I)', 500, (execution, [dst]) =>
    storeAmount(execution, 'msg_cycles_refunded128', dst as number, execution.input.cyclesRefunded),
  ),
  msg_cycles_accept: call(RECEIVING, '(i64) -> i64', 500, (execution, [maximum]) => accept(execution, maximum as bigint)),
  msg_cycles_accept128: call(RECEIVING, '(i64 i64 I)', 500, (execution, [high, low, dst]) =>
    storeAmount(execution, 'msg_cycles_accept128', dst as number, accept(execution, amount128(high, low))),
  ),
  cycles_burn128: call('I G U RQ Ry Rt C T', '(i64 i64 I)', 500, (execution, [high, low, dst]) => {
    const wanted = amount128(high, low);
    const liquid = liquidBalance(execution);
    const burned = wanted < liquid ? wanted : liquid;
    execution.balance -= burned;
    return storeAmount(execution, 'cycles_burn128', dst as number, burned);
  }),
  mint_cycles128: call('U Ry Rt T', '(i64 i64 I)', 0, ({ canister }) => {
    const id = Principal.fromUint8Array(canister.id).toText();
    const text = `ic0.mint_cycles128 cannot be executed on non Cycles Minting Canister: ${id} != ${CYCLES_MINTING_CANISTER}`;
    throw new GuestTrap(faults.toolchain(text));
  }),
  canister_cycle_balance: call(ALL, '() -> i64', 500, ({ balance }) => fit64(balance)),
  canister_cycle_balance128: call(ALL, '(I)', 500, (execution, [dst]) => storeAmount(execution, 'canister_cycle_balance128', dst as number, execution.balance)),
  canister_liquid_cycle_balance128: call(ALL, '(I)', 500, (execution, [dst]) =>
    storeAmount(execution, 'canister_liquid_cycle_balance128', dst as number, liquidBalance(execution)),
  ),
  cost_call: call(ALL_AND_START, '(i64 i64 I)', 500, (execution, [name, payload, dst]) =>
    storeAmount(execution, 'cost_call', dst as number, reservedForCall(execution.account.schedule, execution.wordSize, Number(name) + Number(payload))),
  ),
  cost_create_canister: call(ALL_AND_START, '(I)', 500, (execution, [dst]) =>
    storeAmount(execution, 'cost_create_canister', dst as number, canisterCreation(execution.account.schedule)),
  ),
};
