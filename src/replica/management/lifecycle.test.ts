import type { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../primitives/bytes.ts';
import { counter } from '../testing/counter.ts';
import { MANAGEMENT, calls, deployHolder, forwarder, hold, outcome, target } from '../testing/forwarder.ts';
import { argumentOf, asked, decoded, encoded, manage, manageFrom, principal, settingsOf } from '../testing/management.ts';
import { STRANGER, USER, bytes, createTestReplica, wat } from '../testing/test-replica.ts';

/** Interface Specification: "delete_canister", "uninstall_code", "fetch_canister_logs". */

const DOCUMENTATION = 'See documentation: https://internetcomputer.org/docs/current/references/execution-errors#';
const settings = (fields: Record<string, unknown>) => ({ settings: settingsOf(fields) });

describe('delete_canister', () => {
  it('needs a stopped canister', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    const text = principal(id).toText();
    const message = `Canister ${text} must be stopped before it is deleted.\nStop the canister before deleting it. ${DOCUMENTATION}delete-canister-not-stopped`;
    expect(await manage(test, 'delete_canister', id)).toEqual({ code: 5, errorCode: 'IC0510', message });
    bytes(await manage(test, 'stop_canister', id));
    bytes(await manage(test, 'delete_canister', id));
    expect(await manage(test, 'canister_status', id)).toEqual({ code: 3, errorCode: 'IC0301', message: `Canister ${text} not found` });
  });

  it('is not for the canister itself, nor for strangers', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(forwarder());
    const text = principal(id).toText();
    const message = `Canister ${text} cannot delete itself.\nDelete the canister from one of its other controllers. ${DOCUMENTATION}delete-canister-self`;
    expect(await manageFrom(test, id, 'delete_canister', target(id))).toEqual({ code: 5, message });
    expect(await manage(test, 'delete_canister', id, {}, STRANGER)).toMatchObject({ errorCode: 'IC0512' });
    const absent = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 5, 1, 1);
    const missing = `Canister ${principal(absent).toText()} not found.\nCheck the ICP dashboard to ensure the canister exists. ${DOCUMENTATION}canister-not-found`;
    expect(await manageFrom(test, id, 'delete_canister', target(absent))).toEqual({ code: 3, message: missing });
  });
});

describe('forgetting canisters', () => {
  it('takes those along that they have made for themselves, and leaves what somebody else made, or controls too', async () => {
    const test = await createTestReplica();
    const parent = await test.deploy(forwarder());
    const make = async (maker: Uint8Array): Promise<Uint8Array> => {
      const made: { canister_id: Principal } = await asked(test, maker, 'create_canister', { settings: [], sender_canister_version: [] }, 'created', 2_000_000_000_000n);
      return made.canister_id.toUint8Array();
    };
    const change = (id: Uint8Array, controllers: readonly Uint8Array[]) =>
      manageFrom(test, parent, 'update_settings', encoded('update_settings', argumentOf(id, settings({ controllers: [controllers.map(principal)] }))));
    const [own, ringing, shared] = [await make(parent), await make(parent), await make(parent)];
    await change(ringing, [parent, ringing]);
    await change(shared, [parent, USER]);
    const users = await test.create();
    bytes(await manage(test, 'update_settings', users, settings({ controllers: [[principal(parent)]] })));
    await test.replica.forget([parent]);
    await test.reopen();
    const left = (id: Uint8Array): boolean => test.replica.canisters.has(toHex(id));
    expect([parent, own, ringing, shared, users].map(left)).toEqual([false, false, false, true, true]);
  });
});

describe('a controller is asked for', () => {
  it('in the words of the replica, with controllers in their order', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    const caller = await test.deploy(forwarder());
    const [anonymous, canister] = [principal(Uint8Array.of(4)), principal(id)];
    bytes(await manage(test, 'update_settings', id, settings({ controllers: [[principal(USER), canister, anonymous]] })));
    const message =
      `Only the controllers of the canister ${canister.toText()} can control it.\n` +
      `Canister's controllers: ${[anonymous, canister, principal(USER)].map((id) => id.toText()).join(' ')}\n` +
      `Sender's ID: ${principal(caller).toText()}\n` +
      `Execute this call from a controller of the target canister or add the current caller as a controller. ${DOCUMENTATION}invalid-controller`;
    expect(await manageFrom(test, caller, 'start_canister', target(id))).toEqual({ code: 5, message });
  });
});

describe('uninstall_code', () => {
  it('rejects open calls, and drops code, memory, timer, certified data, logs and chunks', async () => {
    const test = await createTestReplica();
    const caller = await test.deploy(forwarder());
    const holder = await deployHolder(test);
    const waiting = test.update(caller, 'call', hold(holder));
    await test.replica.tick();
    await manage(test, 'upload_chunk', holder, { chunk: Uint8Array.of(1) });
    const { version } = test.state(holder);
    bytes(await manage(test, 'uninstall_code', holder));
    expect(outcome(await waiting)).toMatchObject({ rejects: 1, code: 4, text: 'Canister has been uninstalled.' });
    const { code, stable, globalTimer, certifiedData, logs, chunkStore } = test.state(holder);
    expect([code, stable.size, globalTimer, certifiedData.length, logs.length, chunkStore.hashes.length]).toEqual([undefined, 0, 0n, 0, 0, 0]);
    expect(test.state(holder).version).toBe(version + 1n);
  });

  it('keeps cycles, controllers, settings and snapshots', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat(counter()));
    bytes(await manage(test, 'update_settings', id, settings({ compute_allocation: [3n] })));
    const { id: snapshot } = decoded('snapshot', await manage(test, 'take_canister_snapshot', id)) as { id: Uint8Array };
    await manage(test, 'uninstall_code', id);
    expect(test.state(id).settings.computeAllocation).toBe(3n);
    expect(test.state(id).cycles).toBeGreaterThan(0n);
    bytes(await manage(test, 'load_canister_snapshot', id, { snapshot_id: snapshot }));
    bytes(await test.update(id, 'bump'));
  });
});

describe('fetch_canister_logs', () => {
  const logsOf = (reply: Uint8Array): { idx: bigint; timestamp_nanos: bigint }[] => (decoded('logs', reply) as { canister_log_records: { idx: bigint; timestamp_nanos: bigint }[] }).canister_log_records;

  it('is a query for those whom log_visibility allows, and no update', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat(counter()));
    await test.update(id, 'print');
    const query = (sender: Uint8Array) => test.query(MANAGEMENT, 'fetch_canister_logs', target(id), sender);
    expect(logsOf(bytes(await query(USER)))).toHaveLength(1);
    const message = `Caller ${principal(STRANGER).toText()} is not allowed to access canister logs`;
    expect(await query(STRANGER)).toEqual({ code: 4, errorCode: 'IC0406', message });
    for (const visibility of [{ public: null }, { allowed_viewers: [principal(STRANGER)] }]) {
      bytes(await manage(test, 'update_settings', id, settings({ log_visibility: [visibility] })));
      expect(logsOf(bytes(await query(STRANGER)))).toHaveLength(1);
    }
    const inReplicatedMode = { code: 4, errorCode: 'IC0406', message: 'fetch_canister_logs API is not accessible via ingress in replicated mode' };
    expect(await test.update(MANAGEMENT, 'fetch_canister_logs', target(id))).toEqual(inReplicatedMode);
  });

  it('is a call for canisters, and filters by number and time', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat(counter()));
    const caller = await test.deploy(forwarder());
    for (let i = 0; i < 5; i++) await test.update(id, 'print');
    bytes(await manage(test, 'update_settings', id, settings({ log_visibility: [{ allowed_viewers: [principal(caller)] }] })));
    const fetch = async (filter: unknown[]): Promise<{ idx: bigint; timestamp_nanos: bigint }[]> => {
      const answer = await manageFrom(test, caller, 'fetch_canister_logs', encoded('fetch_canister_logs', { canister_id: principal(id), filter }));
      return 'reply' in answer ? logsOf(answer.reply) : [];
    };
    const all = await fetch([]);
    expect(all.map(({ idx }) => idx)).toEqual([0n, 1n, 2n, 3n, 4n]);
    expect((await fetch([{ by_idx: { start: 1n, end: 3n } }])).map(({ idx }) => idx)).toEqual([1n, 2n]);
    const [start, end] = [all[2]?.timestamp_nanos, all[4]?.timestamp_nanos];
    expect((await fetch([{ by_timestamp_nanos: { start, end } }])).map(({ idx }) => idx)).toEqual([2n, 3n]);
    expect(outcome(await test.update(caller, 'call', calls(MANAGEMENT, 'fetch_canister_logs', { argument: target(caller) }))).text).toContain('is not allowed to access canister logs');
  });
});
