import { createTestReplica, wat } from './test-replica.ts';

/** Stores to two pages, loads once, and sets a global: five constants, no reply. `nothing` is empty. */
export const dirty = (address: 'i32' | 'i64'): Uint8Array =>
  wat(`(module
  (memory ${address === 'i64' ? 'i64 ' : ''}2)
  (global $g (mut i64) (i64.const 0))
  (func (export "canister_update nothing"))
  (func (export "canister_update store")
    (i64.store (${address}.const 0) (i64.const 1))
    (i64.store (${address}.const 4096) (i64.const 2))
    (global.set $g (i64.load (${address}.const 0)))))`);

/** Instructions that were charged for one call, heap pages included, from what the canister paid. */
export async function charged(module: Uint8Array, method: string, cyclesPerInstruction: bigint): Promise<bigint> {
  const test = await createTestReplica();
  const id = await test.deploy(module);
  const before = test.state(id).cycles;
  await test.update(id, method);
  // The call itself is paid by its bytes, here those of the method's name; then comes the fee of the execution.
  const fees = 1_200_000n + 2_000n * BigInt(method.length) + 5_000_000n;
  return (before - test.state(id).cycles - fees) / cyclesPerInstruction;
}
