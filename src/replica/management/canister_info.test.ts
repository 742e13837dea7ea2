import { sha256 } from '@noble/hashes/sha2';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../primitives/bytes.ts';
import { hashOfMap } from '../http/hash-of-map.ts';
import { RESULTS } from './idl.ts';
import { counter } from '../testing/counter.ts';
import { forwarder } from '../testing/forwarder.ts';
import { argumentOf, asked, encoded, manage, manageFrom, principal, decoded, settingsOf } from '../testing/management.ts';
import { STRANGER, UPGRADE, USER, bytes, createTestReplica, rejected, wat, withCustomSection, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification: "canister_info", "canister_metadata", "subnet_info", "node_metrics_history". */

const plain = wat(counter());
const user = { from_user: { user_id: principal(USER) } };

interface Info {
  readonly total_num_changes: bigint;
  readonly recent_changes: readonly { readonly timestamp_nanos: bigint; readonly canister_version: bigint; readonly origin: unknown; readonly details: Record<string, unknown> }[];
  readonly module_hash: readonly Uint8Array[];
  readonly controllers: readonly unknown[];
}

async function withObserver(): Promise<{ test: TestReplica; observer: Uint8Array; id: Uint8Array; info: (changes?: bigint) => Promise<Info> }> {
  const test = await createTestReplica();
  const observer = await test.deploy(forwarder());
  const id = await test.create();
  const info = (changes = 20n): Promise<Info> => asked(test, observer, 'canister_info', argumentOf(id, { num_requested_changes: [changes] }), 'info');
  return { test, observer, id, info };
}

describe('the history', () => {
  it('has creation, code deployments, uninstallation, controllers and snapshots, each with its version and time', async () => {
    const { test, id, info } = await withObserver();
    await test.install(id, plain);
    await test.install(id, plain, { reinstall: null });
    await test.install(id, plain, UPGRADE);
    await manage(test, 'update_settings', id, { settings: settingsOf({ compute_allocation: [1n] }) });
    await manage(test, 'update_settings', id, { settings: settingsOf({ controllers: [[principal(USER), principal(STRANGER)]] }) });
    const snapshot: { id: Uint8Array; taken_at_timestamp: bigint } = decoded('snapshot', await manage(test, 'take_canister_snapshot', id));
    await manage(test, 'load_canister_snapshot', id, { snapshot_id: snapshot.id });
    await manage(test, 'uninstall_code', id);
    const { recent_changes: changes, total_num_changes: total, module_hash: hash } = await info();
    const deployed = (mode: string) => ({ code_deployment: { mode: { [mode]: null }, module_hash: sha256(plain) } });
    expect(changes.map(({ details }) => details)).toEqual([
      { creation: { controllers: [principal(USER)], environment_variables_hash: [] } },
      deployed('install'),
      deployed('reinstall'),
      deployed('upgrade'),
      { controllers_change: { controllers: [principal(USER), principal(STRANGER)] } },
      { load_snapshot: { from_canister_id: [], snapshot_id: snapshot.id, canister_version: 5n, taken_at_timestamp: snapshot.taken_at_timestamp, source: { taken_from_canister: null } } },
      { code_uninstall: null },
    ]);
    expect(changes.map(({ canister_version: version }) => version)).toEqual([0n, 1n, 2n, 3n, 5n, 6n, 7n]);
    expect(changes.every(({ origin }) => JSON.stringify(origin) === JSON.stringify(user))).toBe(true);
    expect(new Set(changes.map(({ timestamp_nanos: time }) => time)).size).toBe(7);
    expect([total, hash]).toEqual([7n, []]);
  });

  it('keeps the latest twenty changes, and counts all of them', async () => {
    const { test, id, info } = await withObserver();
    for (let i = 0; i < 25; i++) await test.install(id, wat('(module)'), { reinstall: null });
    expect(await info(0n)).toMatchObject({ total_num_changes: 26n, recent_changes: [] });
    expect((await info(3n)).recent_changes.map(({ canister_version: version }) => version)).toEqual([23n, 24n, 25n]);
    const all = (await info(100n)).recent_changes;
    expect([all.length, all[0]?.canister_version]).toEqual([20, 6n]);
    await test.reopen();
    expect(await info(100n)).toMatchObject({ total_num_changes: 26n, recent_changes: { length: 20 } });
    expect(test.state(id).history.total).toBe(26n);
  });

  it('is not changed by what fails', async () => {
    const { test, id, info } = await withObserver();
    await test.install(id, wat('(module (func (export "canister_init") (unreachable)))'));
    expect((await info()).total_num_changes).toBe(1n);
  });

  it('hashes the environment variables of a creation', async () => {
    const { test, observer } = await withObserver();
    const reply = await test.management('provisional_create_canister_with_cycles', {
      amount: [],
      specified_id: [],
      sender_canister_version: [],
      settings: [settingsOf({ environment_variables: [[{ name: 'A', value: 'b' }, { name: 'C', value: '' }]] })],
    });
    const created: { canister_id: { toUint8Array(): Uint8Array } } = decoded('created', reply);
    const { recent_changes: changes } = await asked(test, observer, 'canister_info', argumentOf(created.canister_id.toUint8Array(), { num_requested_changes: [1n] }), 'info') as Info;
    expect(changes[0]?.details['creation']).toMatchObject({ environment_variables_hash: [hashOfMap({ A: 'b', C: '' })] });
  });

  it('names a canister with the version that it gave, where that is its own', async () => {
    const { test, observer } = await withObserver();
    const create = (version: bigint): Promise<unknown> =>
      manageFrom(test, observer, 'create_canister', encoded('create_canister', { settings: [], sender_canister_version: [version] }), 1_000_000_000_000n);
    const { version } = test.state(observer);
    const text = `Management canister call payload includes sender canister version 9 that does not match the actual sender canister version ${version}.`;
    expect(await create(9n)).toEqual({ code: 5, message: `IC0504: ${text}` });
    const current = test.state(observer).version;
    const answer = (await create(current)) as { reply: Uint8Array };
    const created: { canister_id: { toUint8Array(): Uint8Array } } = decoded('created', answer.reply);
    const { recent_changes: changes } = await asked(test, observer, 'canister_info', argumentOf(created.canister_id.toUint8Array(), { num_requested_changes: [1n] }), 'info') as Info;
    expect(changes[0]?.origin).toEqual({ from_canister: { canister_id: principal(observer), canister_version: [current] } });
  });

  it('is for canisters only', async () => {
    const { test, id } = await withObserver();
    expect(await manage(test, 'canister_info', id)).toEqual({ code: 4, errorCode: 'IC0406', message: 'Only canisters can call ic00 method canister_info' });
  });

  it('counts for the memory of the canister', async () => {
    const { test, id } = await withObserver();
    const status = async (): Promise<{ memory_metrics: Record<string, bigint> }> => decoded('status', await manage(test, 'canister_status', id));
    const before = (await status()).memory_metrics['canister_history_size'] as bigint;
    await test.install(id, plain);
    expect(((await status()).memory_metrics['canister_history_size'] as bigint) - before).toBe(160n);
  });
});

describe('canister_metadata', () => {
  const module = withCustomSection(withCustomSection(plain, 'icp:public open', 'seen'), 'icp:private closed', 'hidden');

  it('gives public sections to every canister, private ones to controllers', async () => {
    const { test, observer, id } = await withObserver();
    await test.install(id, module);
    const read = (name: string) => manageFrom(test, observer, 'canister_metadata', encoded('canister_metadata', { canister_id: principal(id), name }));
    const value: { value: Uint8Array } = decoded('metadata', ((await read('open')) as { reply: Uint8Array }).reply);
    expect(new TextDecoder().decode(value.value)).toBe('seen');
    const help = 'If you are a controller of the canister, install a Wasm module containing a metadata section with the given name. See documentation: canister-metadata-section-not-found';
    const missing = (name: string) => ({ code: 4, message: `The canister ${principal(id).toText()} has no metadata section with the name ${name}.\n${help}` });
    expect(await read('closed')).toEqual(missing('closed'));
    expect(await read('none')).toEqual(missing('none'));
    await manage(test, 'update_settings', id, { settings: settingsOf({ controllers: [[principal(observer)]] }) });
    expect(await read('closed')).toHaveProperty('reply');
  });

  it('refuses an empty canister', async () => {
    const { test, observer, id } = await withObserver();
    const answer = await manageFrom(test, observer, 'canister_metadata', encoded('canister_metadata', { canister_id: principal(id), name: 'a' }));
    expect(answer).toMatchObject({ code: 4, message: expect.stringContaining('has no Wasm module and hence no metadata is available.\n') as string });
  });
});

describe('subnet_info and node_metrics_history', () => {
  it('are about this subnet only', async () => {
    const { test, observer } = await withObserver();
    const subnet = await subnetOf(test);
    for (const method of ['subnet_info', 'node_metrics_history'] as const) {
      const ask = (subnetId: Uint8Array) => manageFrom(test, observer, method, encoded(method, { subnet_id: principal(subnetId), start_at_timestamp_nanos: 0n }));
      expect(await ask(subnet)).toHaveProperty('reply');
      const text = `Provided target subnet ID ${principal(USER).toText()} does not match current subnet ID ${principal(subnet).toText()}.`;
      expect(await ask(USER)).toEqual({ code: 4, message: text });
    }
  });
});

/** What the replica derives of its root key. */
async function subnetOf(test: TestReplica): Promise<Uint8Array> {
  const program = wat(`(module
    (import "ic0" "subnet_self_size" (func $size (result i32)))
    (import "ic0" "subnet_self_copy" (func $copy (param i32 i32 i32)))
    (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
    (import "ic0" "msg_reply" (func $reply))
    (memory 1)
    (func (export "canister_query subnet")
      (call $copy (i32.const 0) (i32.const 0) (call $size)) (call $append (i32.const 0) (call $size)) (call $reply)))`);
  return bytes(await test.query(await test.deploy(program), 'subnet'));
}

describe('canister_status', () => {
  it('tells what there is, to those whom status_visibility allows', async () => {
    const { test, id } = await withObserver();
    await test.install(id, plain);
    await test.update(id, 'print');
    await manage(test, 'upload_chunk', id, { chunk: Uint8Array.of(1) });
    const status: Record<string, unknown> = decoded('status', await manage(test, 'canister_status', id));
    expect(status).toMatchObject({ status: { running: null }, ready_for_migration: false, version: 2n, module_hash: [fromHex(test.state(id).code?.module.hash ?? '')] });
    expect(status['memory_metrics']).toMatchObject({ wasm_memory_size: 65_536n, stable_memory_size: 65_536n, wasm_chunk_store_size: 1_048_576n, log_memory_store_size: 45n });
    expect(Object.values(status['memory_metrics'] as Record<string, bigint>).reduce((sum, size) => sum + size, 0n)).toBe(status['memory_size']);
    expect(rejected(await manage(test, 'canister_status', id, {}, STRANGER))).toMatchObject({ errorCode: 'IC0512', message: `Only controllers of canister ${principal(id).toText()} can call ic00 method canister_status` });
    await manage(test, 'update_settings', id, { settings: settingsOf({ status_visibility: [{ public: null }] }) });
    bytes(await manage(test, 'canister_status', id, {}, STRANGER));
    expect(RESULTS.status.name).toContain('memory_metrics');
  });
});
