import { memoryUsage } from '../cycles/memory-usage.ts';
import { heapBytes, type CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';

/** When `canister_on_low_wasm_memory` is due. Interface Specification: "On Low Wasm Memory hook". */

/** What counts as the limit of a canister that has none: the address space of 32 bits. */
const NO_LIMIT = 4_294_967_296n;

/** Whether less of the main memory that the canister may have remains than its threshold. rs/replicated_state/.../task_queue.rs */
export function isMemoryLow(canister: CanisterState): boolean {
  const { wasmMemoryLimit, wasmMemoryThreshold, memoryAllocation } = canister.settings;
  const used = BigInt(heapBytes(canister.code));
  const others = BigInt(memoryUsage(canister)) - used;
  const limit = wasmMemoryLimit > 0n ? wasmMemoryLimit : NO_LIMIT;
  const allocated = memoryAllocation > others ? memoryAllocation - others : 0n;
  const capacity = memoryAllocation > 0n && allocated < limit ? allocated : limit;
  return capacity < used + wasmMemoryThreshold;
}

/** After memory has grown or settings, code or memory were changed from outside. The hook runs once until memory is no longer low. */
export function updateLowMemoryHook(world: World, canister: CanisterState): void {
  const before = canister.lowMemoryHook;
  if (!isMemoryLow(canister)) canister.lowMemoryHook = 'condition_not_satisfied';
  else if (before === 'condition_not_satisfied') canister.lowMemoryHook = 'ready';
  if (canister.lowMemoryHook !== before) world.touch(canister);
}
