import { expect } from 'vitest';
import { counter } from './counter.ts';
import { bytes, createTestReplica, wat, type TestReplica } from './test-replica.ts';

/** A replica with a hostile canister beside one that must not notice anything. */
export async function beside(module: string): Promise<{ test: TestReplica; id: Uint8Array; unharmed: () => Promise<void> }> {
  const test = await createTestReplica();
  const witness = await test.deploy(wat(counter()));
  await test.update(witness, 'bump');
  const before = bytes(await test.query(witness, 'read'));
  const id = await test.deploy(wat(module));
  const unharmed = async (): Promise<void> => {
    expect(bytes(await test.query(witness, 'read'))).toEqual(before);
    bytes(await test.update(witness, 'bump'));
  };
  return { test, id, unharmed };
}
