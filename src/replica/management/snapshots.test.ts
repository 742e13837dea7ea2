import { describe, expect, it } from 'vitest';
import { concat, equalBytes, toHex } from '../../primitives/bytes.ts';
import { counter } from '../testing/counter.ts';
import { argumentOf, decoded, encoded, manage, principal, settingsOf } from '../testing/management.ts';
import { sequence, sequencer, type SequenceCall } from '../testing/sequence.ts';
import { canisterParts } from '../testing/state-hash.ts';
import { STRANGER, UPGRADE, USER, bytes, createTestReplica, rejected, wat, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification: "take_canister_snapshot", "load_canister_snapshot", "list_canister_snapshots", "delete_canister_snapshot". */

const HELP = 'See documentation: https://internetcomputer.org/docs/current/references/execution-errors#';
const LIST = 'Use the `list_canister_snapshot` API to see which snapshots are present.';

/** Writes its argument's first byte to stable memory at a far place, and certifies it. */
const far = `
  (import "ic0" "msg_arg_data_copy" (func $arg (param i32 i32 i32)))
  (import "ic0" "stable64_grow" (func $grow64 (param i64) (result i64)))
  (import "ic0" "stable64_write" (func $write64 (param i64 i64 i64)))
  (import "ic0" "stable64_read" (func $read64 (param i64 i64 i64)))
  (import "ic0" "certified_data_set" (func $certify (param i32 i32)))`;
const program = wat(
  counter(`
  (func (export "canister_update far")
    (call $arg (i32.const 200) (i32.const 0) (i32.const 1))
    (drop (call $grow64 (i64.const 10000)))
    (call $write64 (i64.const 600000000) (i64.const 200) (i64.const 1))
    (call $certify (i32.const 200) (i32.const 1))
    (call $reply))
  (func (export "canister_query far_byte")
    (call $read64 (i64.const 204) (i64.const 600000000) (i64.const 1))
    (call $append (i32.const 204) (i32.const 1)) (call $reply))`).replace('(memory 1)', `${far}\n(memory 1)`),
);

interface Listed {
  readonly id: Uint8Array;
  readonly taken_at_timestamp: bigint;
  readonly total_size: bigint;
}

const take = async (test: TestReplica, id: Uint8Array, fields: Record<string, unknown> = {}): Promise<Listed> =>
  decoded('snapshot', await manage(test, 'take_canister_snapshot', id, fields));
const load = (test: TestReplica, id: Uint8Array, snapshot: Uint8Array, sender?: Uint8Array) =>
  manage(test, 'load_canister_snapshot', id, { snapshot_id: snapshot }, sender);
const list = async (test: TestReplica, id: Uint8Array): Promise<Listed[]> => decoded('snapshots', await manage(test, 'list_canister_snapshots', id));
const values = async (test: TestReplica, id: Uint8Array): Promise<number[]> => [...new Uint32Array(bytes(await test.query(id, 'read')).slice().buffer)];
const farByte = async (test: TestReplica, id: Uint8Array): Promise<number | undefined> => bytes(await test.query(id, 'far_byte'))[0];

async function bumped(): Promise<{ test: TestReplica; id: Uint8Array }> {
  const test = await createTestReplica();
  const id = await test.deploy(program);
  await test.update(id, 'bump');
  await test.update(id, 'far', Uint8Array.of(7));
  return { test, id };
}

describe('a snapshot', () => {
  it.each([[false], [true]])('brings heap, globals, stable memory, module and certified data back (reloaded in between: %s)', async (reloads) => {
    const { test, id } = await bumped();
    await manage(test, 'upload_chunk', id, { chunk: Uint8Array.of(1) });
    const before = await canisterParts(test.store, test.state(id));
    const { id: snapshot } = await take(test, id);
    if (reloads) await test.reopen();
    await manage(test, 'clear_chunk_store', id);
    await test.update(id, 'bump');
    await test.update(id, 'far', Uint8Array.of(9));
    expect(await test.install(id, wat('(module (memory 3))'), { reinstall: null })).toBeUndefined();
    if (reloads) await test.reopen();
    bytes(await load(test, id, snapshot));
    expect(await values(test, id)).toEqual([1, 1, 1]);
    expect(await farByte(test, id)).toBe(7);
    const after = await canisterParts(test.store, test.state(id));
    const changed = Object.keys(after).filter((part) => after[part] !== before[part]);
    expect(changed.sort()).toEqual(['history', 'nextSnapshot', 'snapshotsBytes', 'version']);
    if (reloads) await test.reopen();
    await test.update(id, 'bump');
    expect(await values(test, id)).toEqual([2, 2, 2]);
    bytes(await load(test, id, snapshot));
    expect(await values(test, id)).toEqual([1, 1, 1]);
    expect(await farByte(test, id)).toBe(7);
  });

  it('is not changed by what its canister does, nor by what loaded it', async () => {
    const { test, id } = await bumped();
    const other = await test.create();
    const { id: snapshot } = await take(test, id);
    bytes(await load(test, other, snapshot));
    await test.update(other, 'bump');
    await test.update(other, 'far', Uint8Array.of(8));
    await test.update(id, 'bump');
    expect([await values(test, id), await values(test, other)]).toEqual([[2, 2, 2], [2, 2, 2]]);
    expect([await farByte(test, id), await farByte(test, other)]).toEqual([7, 8]);
    bytes(await load(test, id, snapshot));
    bytes(await load(test, other, snapshot));
    await test.reopen();
    expect([await values(test, id), await values(test, other)]).toEqual([[1, 1, 1], [1, 1, 1]]);
    expect([await farByte(test, id), await farByte(test, other)]).toEqual([7, 7]);
  });

  it('of a sparse stable memory keeps no more than what was written', async () => {
    const { test, id } = await bumped();
    const { id: snapshot, total_size: size } = await take(test, id);
    expect(size).toBeGreaterThan(655_360_000n);
    const kept = await test.store.chunkIndices({ canister: toHex(snapshot), memory: 'stable' });
    expect(kept).toEqual([0, Math.floor(600_000_000 / 16_384)]);
  });

  it('has an id of its number and its canister, a time and a size', async () => {
    const { test, id } = await bumped();
    const first = await take(test, id);
    const second = await take(test, id);
    expect([first, second].map((snapshot) => toHex(snapshot.id))).toEqual([`${'0'.repeat(16)}${toHex(id)}`, `${'0'.repeat(15)}1${toHex(id)}`]);
    expect(second.taken_at_timestamp).toBeGreaterThan(first.taken_at_timestamp);
    const { stable, code } = test.state(id);
    expect(first.total_size).toBe(BigInt(65_536 + stable.size + 2 * 32 + (code?.uploaded.length ?? 0) + 1));
    expect(await list(test, id)).toEqual([first, second]);
    await test.reopen();
    expect(await list(test, id)).toEqual([first, second]);
  });

  it('leaves an active timer as it is, loaded or not', async () => {
    const { test, id } = await bumped();
    await test.update(id, 'set_timer');
    const { id: snapshot } = await take(test, id);
    const { globalTimer } = test.state(id);
    expect(await test.install(id, program, UPGRADE)).toBeUndefined();
    bytes(await load(test, id, snapshot));
    expect(globalTimer).toBeGreaterThan(0n);
    expect(test.state(id).globalTimer).toBe(0n);
  });

  it('raises the version by one where it is loaded, and not where it is taken', async () => {
    const { test, id } = await bumped();
    const { version } = test.state(id);
    const { id: snapshot } = await take(test, id);
    expect(test.state(id).version).toBe(version);
    bytes(await load(test, id, snapshot));
    expect(test.state(id).version).toBe(version + 1n);
  });

  it('can be loaded onto an empty canister, and runs neither start nor post_upgrade', async () => {
    const test = await createTestReplica();
    const loud = wat(`(module (import "ic0" "debug_print" (func $print (param i32 i32))) (memory 1)
      (func $hello (call $print (i32.const 0) (i32.const 1)))
      (start $hello) (func (export "canister_init") (call $hello)) (func (export "canister_post_upgrade") (call $hello)) (func (export "canister_pre_upgrade") (call $hello)))`);
    const id = await test.deploy(loud);
    const other = await test.create();
    const { id: snapshot } = await take(test, id);
    const before = test.logged.length;
    bytes(await load(test, other, snapshot));
    bytes(await load(test, id, snapshot));
    expect(test.logged).toHaveLength(before);
    expect(test.state(other).code?.module.hash).toBe(test.state(id).code?.module.hash);
  });
});

describe('canisters', () => {
  it('take, load and delete snapshots, and execute messages in between', async () => {
    const { test, id } = await bumped();
    const other = await test.create();
    const conductor = await test.deploy(sequencer());
    const controllers = [[principal(USER), principal(conductor)]];
    for (const canister of [id, other]) bytes(await manage(test, 'update_settings', canister, { settings: settingsOf({ controllers }) }));
    // From now on nothing of stable memory is in memory.
    await test.reopen();
    const management = (method: 'take_canister_snapshot' | 'load_canister_snapshot' | 'delete_canister_snapshot', canister: Uint8Array, fields: Record<string, unknown> = {}): SequenceCall => ({
      callee: new Uint8Array(),
      method,
      argument: encoded(method, argumentOf(canister, fields)),
    });
    const number = (n: number): Uint8Array => concat([Uint8Array.of(0, 0, 0, 0, 0, 0, 0, n), id]);
    const bump = (canister: Uint8Array): SequenceCall => ({ callee: canister, method: 'bump' });
    const run = sequence([
      management('take_canister_snapshot', id),
      { callee: id, method: 'far', argument: Uint8Array.of(9) },
      bump(id),
      management('load_canister_snapshot', other, { snapshot_id: number(0) }),
      bump(other),
      bump(other),
      management('take_canister_snapshot', id),
      management('load_canister_snapshot', id, { snapshot_id: number(0) }),
      bump(id),
      bump(id),
      bump(id),
      management('take_canister_snapshot', other),
      management('delete_canister_snapshot', id, { snapshot_id: number(0) }),
    ]);
    bytes(await test.update(conductor, 'run', run));
    const check = async (): Promise<void> => {
      expect([await values(test, id), await values(test, other)]).toEqual([[4, 4, 4], [3, 3, 3]]);
      expect([await farByte(test, id), await farByte(test, other)]).toEqual([7, 7]);
    };
    await check();
    await test.reopen();
    await check();
    bytes(await load(test, id, number(1)));
    expect([await values(test, id), await farByte(test, id)]).toEqual([[2, 2, 2], 9]);
    expect((await list(test, id)).map((snapshot) => snapshot.id)).toEqual([number(1)]);
  });
});

describe('take_canister_snapshot', () => {
  it('takes the place of another with replace_snapshot', async () => {
    const { test, id } = await bumped();
    const first = await take(test, id);
    const second = await take(test, id, { replace_snapshot: [first.id] });
    expect(await list(test, id)).toEqual([second]);
    expect(test.state(id).snapshotsBytes).toBe(Number(second.total_size));
    const old = rejected(await load(test, id, first.id));
    expect(old).toEqual({ code: 3, errorCode: 'IC0305', message: `Could not find the snapshot ID ${principal(id).toText()}-0 for canister ${principal(id).toText()}.\n${LIST} ${HELP}canister-snapshot-not-found` });
    expect((await test.store.loadRecords('snapshot/')).map(({ key }) => key)).toEqual([`snapshot/${toHex(second.id)}`]);
    expect(await test.store.chunkIndices({ canister: toHex(first.id), memory: 'stable' })).toEqual([]);
  });

  it('uninstalls the code with uninstall_code', async () => {
    const { test, id } = await bumped();
    const { version } = test.state(id);
    const { id: snapshot } = await take(test, id, { uninstall_code: [true] });
    expect(test.state(id).code).toBeUndefined();
    expect(test.state(id).version).toBe(version + 1n);
    expect(test.state(id).history.changes.at(-1)?.details).toEqual({ kind: 'code_uninstall' });
    await test.reopen();
    bytes(await load(test, id, snapshot));
    expect(await values(test, id)).toEqual([1, 1, 1]);
    expect(await farByte(test, id)).toBe(7);
  });

  it('refuses an empty canister, an eleventh snapshot, and strangers', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    const text = principal(id).toText();
    expect(await manage(test, 'take_canister_snapshot', id)).toEqual({ code: 4, errorCode: 'IC0406', message: `Failed to create snapshot for empty canister ${text}:` });
    await test.install(id, wat('(module)'));
    for (let i = 0; i < 10; i++) await take(test, id);
    const limit = `Canister ${text} has reached the maximum number of snapshots allowed: 10.\nConsider deleting an unnecessary snapshot of the specified canister before creating a new one. See documentation: canister-snapshot-limit-exceeded`;
    expect(await manage(test, 'take_canister_snapshot', id)).toEqual({ code: 4, errorCode: 'IC0406', message: limit });
    expect(rejected(await manage(test, 'take_canister_snapshot', id, {}, STRANGER)).errorCode).toBe('IC0512');
  });

  it('costs 2 B instructions and one per byte', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat('(module (memory 16))'));
    const before = test.state(id).cycles;
    const { total_size: size } = await take(test, id);
    const spent = before - test.state(id).cycles - 2_000_000_000n - 5_000_000n - size;
    expect(Number(spent)).toBeGreaterThan(0);
    expect(Number(spent)).toBeLessThan(2_000_000);
  });
});

describe('load_canister_snapshot', () => {
  it('needs a controller of both canisters', async () => {
    const { test, id } = await bumped();
    const { id: snapshot } = await take(test, id);
    const own = await test.create(STRANGER);
    const stranger = principal(STRANGER).toText();
    const message = `Only a controller of the canister that snapshot ${principal(id).toText()}-0 belongs to can load it on canister ${principal(own).toText()}. Sender: ${stranger}.\nMake sure you are a controller of the canister that the snapshot belongs to. See documentation: canister-snapshot-not-controller`;
    expect(await load(test, own, snapshot, STRANGER)).toEqual({ code: 4, errorCode: 'IC0406', message });
    expect(rejected(await load(test, id, snapshot, STRANGER)).errorCode).toBe('IC0512');
  });

  it('refuses ids that are none', async () => {
    const { test, id } = await bumped();
    expect(rejected(await load(test, id, Uint8Array.of(1)))).toMatchObject({ errorCode: 'IC0408', message: expect.stringContaining('Invalid length of SnapshotId') as string });
  });
});

describe('delete_canister_snapshot', () => {
  it('deletes it for good, and only through its own canister', async () => {
    const { test, id } = await bumped();
    const other = await test.create();
    const { id: snapshot } = await take(test, id);
    const foreign = rejected(await manage(test, 'delete_canister_snapshot', other, { snapshot_id: snapshot }));
    expect(foreign).toMatchObject({ errorCode: 'IC0406', message: `The snapshot ${principal(id).toText()}-0 does not belong to canister ${principal(other).toText()}.\n${LIST} ${HELP}canister-snapshot-invalid-ownership` });
    bytes(await manage(test, 'delete_canister_snapshot', id, { snapshot_id: snapshot }));
    expect(await list(test, id)).toEqual([]);
    expect(test.state(id).snapshotsBytes).toBe(0);
    expect(rejected(await manage(test, 'delete_canister_snapshot', id, { snapshot_id: snapshot })).errorCode).toBe('IC0305');
    await test.reopen();
    expect(await list(test, id)).toEqual([]);
  });

  it('happens to all of them where the canister is deleted', async () => {
    const { test, id } = await bumped();
    const { id: snapshot } = await take(test, id);
    await manage(test, 'stop_canister', id);
    bytes(await manage(test, 'delete_canister', id));
    expect(await test.store.loadRecords('snapshot/')).toEqual([]);
    expect(await test.store.chunkIndices({ canister: toHex(snapshot), memory: 'heap' })).toEqual([]);
    expect(equalBytes(snapshot.subarray(8), id)).toBe(true);
  });
});
