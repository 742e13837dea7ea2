import { describe, expect, it } from 'vitest';
import { toHex } from '../../primitives/bytes.ts';
import { openIndexedDbStore } from '../../storage/indexeddb.ts';
import { decoded, manage } from '../testing/management.ts';
import { bytes, createTestReplica, wat, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification: snapshots of canisters with 64-bit memory, in the browser's database. */

const program = wat(`(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i64 i64)))
  (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
  (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
  (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
  (memory i64 4)
  (global $count (mut i64) (i64.const 0))
  (func (export "canister_init") (drop (call $grow (i64.const 1500000))))
  (func (export "canister_update bump")
    (global.set $count (i64.add (global.get $count) (i64.const 1)))
    (i64.store (i64.const 200000) (global.get $count))
    (call $write (i64.const 90000000000) (i64.const 200000) (i64.const 8))
    (call $reply))
  (func (export "canister_query read")
    (i64.store (i64.const 0) (global.get $count))
    (i64.store (i64.const 8) (i64.load (i64.const 200000)))
    (call $read (i64.const 16) (i64.const 90000000000) (i64.const 8))
    (call $append (i64.const 0) (i64.const 24)) (call $reply)))`);

const values = async (test: TestReplica, id: Uint8Array): Promise<bigint[]> => [...new BigUint64Array(bytes(await test.query(id, 'read')).slice().buffer)];

describe('a snapshot of 64-bit memory and 98 GB of stable memory', () => {
  it('is taken, kept over reloads and loaded, in little space', async () => {
    const store = await openIndexedDbStore({ name: 'snapshots-of-64-bit-memory' });
    const test = await createTestReplica(store);
    const id = await test.deploy(program);
    await test.update(id, 'bump');
    await test.reopen();
    const { id: snapshot } = decoded('snapshot', await manage(test, 'take_canister_snapshot', id)) as { id: Uint8Array };
    for (let i = 0; i < 2; i++) await test.update(id, 'bump');
    expect(await values(test, id)).toEqual([3n, 3n, 3n]);
    await test.reopen();
    bytes(await manage(test, 'load_canister_snapshot', id, { snapshot_id: snapshot }));
    expect(await values(test, id)).toEqual([1n, 1n, 1n]);
    await test.reopen();
    bytes(await test.update(id, 'bump'));
    expect(await values(test, id)).toEqual([2n, 2n, 2n]);
    expect(await store.chunkIndices({ canister: toHex(snapshot), memory: 'stable' })).toHaveLength(1);
    expect(await store.chunkIndices({ canister: toHex(snapshot), memory: 'heap' })).toHaveLength(1);
    bytes(await manage(test, 'delete_canister_snapshot', id, { snapshot_id: snapshot }));
    expect(await store.chunkIndices({ canister: toHex(snapshot), memory: 'stable' })).toEqual([]);
    store.close();
    indexedDB.deleteDatabase('snapshots-of-64-bit-memory');
  });
});
