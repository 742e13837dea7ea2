import { describe, expect, it } from 'vitest';
import { counter } from './testing/counter.ts';
import { calls, forwarder } from './testing/forwarder.ts';
import { decoded, manage } from './testing/management.ts';
import { storeHash } from './testing/state-hash.ts';
import { UPGRADE, createTestReplica, enhanced, upgradeWith, wat } from './testing/test-replica.ts';

/** The same store, clock, seed and calls give the same bytes. */

/** Something of everything: calls between canisters, failures, upgrades, timers, randomness, chunks and snapshots. Gives the hash after each step. */
async function script(reopens: boolean): Promise<string[]> {
  const test = await createTestReplica();
  const hashes: string[] = [];
  const plain = wat(counter('', { preUpgrade: '(call $bump)' }));
  const id = await test.deploy(enhanced(plain));
  const caller = await test.deploy(forwarder());
  let snapshot = new Uint8Array();
  const steps: (() => Promise<unknown>)[] = [
    () => test.update(id, 'bump'),
    () => test.update(id, 'bump_and_trap'),
    () => test.update(id, 'grow_and_trap'),
    () => test.update(id, 'set_timer'),
    () => test.update(caller, 'call', calls(id, 'bump', { count: 5 })),
    () => test.update(caller, 'call', calls(new Uint8Array(), 'raw_rand', { argument: Uint8Array.of(68, 73, 68, 76, 0, 0), count: 2 })),
    () => test.install(id, enhanced(plain), upgradeWith('keep')),
    () => test.install(id, plain, UPGRADE),
    () => manage(test, 'upload_chunk', id, { chunk: plain }),
    async () => {
      snapshot = new Uint8Array((decoded('snapshot', await manage(test, 'take_canister_snapshot', id)) as { id: Uint8Array }).id);
    },
    () => test.update(id, 'print'),
    () => test.install(id, plain, { reinstall: null }),
    () => manage(test, 'load_canister_snapshot', id, { snapshot_id: snapshot }),
    () => test.replica.advanceTime(5_000_000_000n),
    () => manage(test, 'stop_canister', caller),
    () => manage(test, 'delete_canister', caller),
  ];
  for (const step of steps) {
    await step();
    test.now += 1_000_000_000n;
    if (reopens) await test.reopen();
    hashes.push(await storeHash(test.store));
  }
  return hashes;
}

describe('determinism', () => {
  it('the same run twice gives the same state after each step', async () => {
    const [first, second] = [await script(false), await script(false)];
    expect(second).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
  });

  it('a replica that is opened anew after each step comes to the same state', async () => {
    expect(await script(true)).toEqual(await script(false));
  });
});
