import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../primitives/bytes.ts';
import type { Reject } from '../errors.ts';
import type { QueryResult } from '../machine.ts';
import { MANAGEMENT, calls, changeSettings, deployHolder, forwarder, hold, outcome, target } from '../testing/forwarder.ts';
import { USER, bytes, createTestReplica, rejected, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Canister lifecycle", "stop_canister", "start_canister". */

const MINUTE = 60_000_000_000n;
/** As long as a stop waits, and the nanoseconds of a few rounds. */
const TIMEOUT = 5n * MINUTE + 1000n;
const text = (id: Uint8Array): string => Principal.fromUint8Array(id).toText();
type Result = Promise<Uint8Array | Reject>;

const stop = (test: TestReplica, id: Uint8Array): Result => test.management('stop_canister', { canister_id: Principal.fromUint8Array(id) });
const start = (test: TestReplica, id: Uint8Array): Result => test.management('start_canister', { canister_id: Principal.fromUint8Array(id) });

const READABLE = '(func (export "canister_query read") (i32.store (i32.const 0) (i32.const 0x65726568)) (call $append (i32.const 0) (i32.const 4)) (call $reply))';

/** A canister with an open call context, which ends when the holder is started. */
async function busy(extra = ''): Promise<{ test: TestReplica; canister: Uint8Array; holder: Uint8Array; result: Result }> {
  const test = await createTestReplica();
  const canister = await test.deploy(forwarder(extra));
  const holder = await deployHolder(test);
  const result = test.update(canister, 'call', hold(holder));
  await test.replica.tick();
  return { test, canister, holder, result };
}

/** Lets everything run that can. */
async function settle(test: TestReplica): Promise<void> {
  for (let i = 0; i < 5; i++) await test.replica.tick();
}

describe('stop_canister', () => {
  it('answers at once where no call is open', async () => {
    const test = await createTestReplica();
    const canister = await test.deploy(forwarder());
    bytes(await stop(test, canister));
    expect(test.state(canister).status.kind).toBe('stopped');
  });

  it('waits until all calls are answered, and so do others', async () => {
    const { test, canister, holder, result } = await busy();
    const stops = [stop(test, canister), stop(test, canister)];
    await settle(test);
    expect(test.state(canister).status.kind).toBe('stopping');
    await start(test, holder);
    expect(outcome(await result).replies).toBe(1);
    for (const reply of await Promise.all(stops)) bytes(reply);
    expect(test.state(canister).status.kind).toBe('stopped');
  });

  it('times out after five minutes, and the canister is stopping still', async () => {
    const { test, canister, holder, result } = await busy();
    const stopped = stop(test, canister);
    await settle(test);
    expect(test.replica.nextDue()).toBeLessThanOrEqual(test.now + TIMEOUT);
    await test.replica.advanceTime(TIMEOUT);
    expect(rejected(await stopped)).toEqual({ code: 2, errorCode: 'IC0206', message: 'Stop canister request timed out' });
    expect(test.state(canister).status.kind).toBe('stopping');
    expect(test.state(holder).status.kind).toBe('stopping');
    // The answer that comes too late for the request still ends the stopping.
    await start(test, holder);
    await settle(test);
    expect(outcome(await result).replies).toBe(1);
    expect(test.state(canister).status.kind).toBe('stopped');
  });

  it('counts in the version of the canister, on the request and when it has stopped', async () => {
    const test = await createTestReplica();
    const canister = await test.deploy(forwarder());
    const before = test.state(canister).version;
    await stop(test, canister);
    expect(test.state(canister).version - before).toBe(2n);
    await stop(test, canister);
    expect(test.state(canister).version - before).toBe(3n);
    await start(test, canister);
    await start(test, canister);
    expect(test.state(canister).version - before).toBe(5n);
  });

  it('of a canister that stops itself ends in the time-out, seen without a code', async () => {
    const test = await createTestReplica();
    const holder = await deployHolder(test);
    const result = test.update(holder, 'call', calls(MANAGEMENT, 'stop_canister', { argument: target(holder), cycles: 7n }));
    await settle(test);
    await test.replica.advanceTime(TIMEOUT);
    expect(outcome(await result)).toMatchObject({ rejects: 1, code: 2, refunded: 7, text: 'Stop canister request timed out' });
  });

  it('remembers who waits when the replica is opened again', async () => {
    const { test, canister, holder } = await busy();
    void stop(test, canister);
    await settle(test);
    await test.reopen();
    await start(test, holder);
    await settle(test);
    expect(test.state(canister).status.kind).toBe('stopped');
  });
});

describe('start_canister', () => {
  it('cancels the stop that waits', async () => {
    const { test, canister } = await busy();
    const stopped = stop(test, canister);
    await settle(test);
    bytes(await start(test, canister));
    expect(rejected(await stopped)).toEqual({ code: 5, errorCode: 'IC0511', message: `Canister ${text(canister)}'s stop request was cancelled.` });
    expect(test.state(canister).status.kind).toBe('running');
  });

  it('cancels the stop that a canister waits for', async () => {
    const { test, canister } = await busy();
    const controller = await test.deploy(forwarder());
    await changeSettings(test, canister, { controllers: [USER, controller].map((id) => Principal.fromUint8Array(id)) });
    const stopped = test.update(controller, 'call', calls(MANAGEMENT, 'stop_canister', { argument: target(canister), cycles: 9n }));
    await settle(test);
    bytes(await start(test, canister));
    expect(outcome(await stopped)).toMatchObject({ code: 5, refunded: 9, text: `Canister ${text(canister)}'s stop request cancelled` });
  });
});

describe('a stopping canister', () => {
  it('executes responses, and nothing else', async () => {
    const { test, canister, holder, result } = await busy();
    void stop(test, canister);
    await settle(test);
    expect(rejected(await test.update(canister, 'echo'))).toEqual({ code: 5, errorCode: 'IC0509', message: `Canister ${text(canister)} is stopping` });
    expect(rejected(await test.query(canister, 'ask'))).toEqual({ code: 5, errorCode: 'IC0509', message: `Canister ${text(canister)} is not running` });
    const other = await test.deploy(forwarder());
    expect(outcome(await test.update(other, 'call', calls(canister, 'echo')))).toMatchObject({ code: 5, text: `Canister ${text(canister)} is stopping` });
    await start(test, holder);
    expect(outcome(await result).replies).toBe(1);
  });

  it('rejects requests that were in its queue before', async () => {
    const test = await createTestReplica();
    const canister = await test.deploy(forwarder());
    const other = await test.deploy(forwarder());
    // A round has room for 400 of the 450 calls; then the canister begins to stop.
    const results = test.update(other, 'call', calls(canister, 'echo', { count: 450 }));
    bytes(await stop(test, canister));
    expect(outcome(await results)).toMatchObject({ replies: 400, rejects: 50, code: 5, text: `IC0509: Canister ${text(canister)} is not running` });
  });
});

describe('the question of who runs the replica', () => {
  it('is answered by a canister that is stopping, and by one that is stopped', async () => {
    const { test, canister, holder, result } = await busy(READABLE);
    const read = (): Promise<QueryResult> => test.replica.ask(USER, canister, 'read', new Uint8Array());
    const stopped = stop(test, canister);
    await settle(test);
    expect(await read()).toEqual({ kind: 'replied', reply: utf8('here') });
    await start(test, holder);
    await result;
    bytes(await stopped);
    expect(test.state(canister).status.kind).toBe('stopped');
    expect(await read()).toEqual({ kind: 'replied', reply: utf8('here') });
  });
});

describe('a stopped canister', () => {
  it('refuses users, queries and canisters', async () => {
    const test = await createTestReplica();
    const canister = await test.deploy(forwarder());
    bytes(await stop(test, canister));
    expect(rejected(await test.update(canister, 'echo'))).toEqual({ code: 5, errorCode: 'IC0508', message: `Canister ${text(canister)} is stopped` });
    const message = `Canister ${text(canister)} is stopped and therefore does not have a CallContextManager`;
    expect(rejected(await test.query(canister, 'ask'))).toEqual({ code: 5, errorCode: 'IC0508', message });
  });

  it('keeps its timer, which fires when it runs again', async () => {
    const test = await createTestReplica();
    const canister = await test.deploy(forwarder(`
      (func (export "canister_update set") (drop (call $timer (i64.add (call $time) (i64.const 1000000000)))) (call $reply))
      (func (export "canister_global_timer") (call $print (i32.const 0) (i32.const 3)))
      (func (export "canister_heartbeat") (call $print (i32.const 0) (i32.const 2)))`));
    bytes(await test.update(canister, 'set'));
    bytes(await stop(test, canister));
    await test.replica.advanceTime(MINUTE);
    expect(test.logged).toEqual([]);
    expect(test.replica.nextDue()).toBeUndefined();
    bytes(await start(test, canister));
    expect(test.logged).toEqual(['no!']);
    await test.replica.tick();
    expect(test.logged).toEqual(['no!', 'no']);
  });
});

describe('uninstalling', () => {
  it('rejects open calls, and cycles of late answers come back', async () => {
    const { test, canister, holder, result } = await busy();
    bytes(await test.management('uninstall_code', { canister_id: Principal.fromUint8Array(canister), sender_canister_version: [] }));
    expect(rejected(await result)).toEqual({ code: 4, errorCode: 'IC0406', message: 'Canister has been uninstalled.' });
    const stopped = stop(test, canister);
    await settle(test);
    expect(test.state(canister).status.kind).toBe('stopping');
    const before = test.state(canister).cycles;
    await start(test, holder);
    bytes(await stopped);
    expect(test.state(canister).cycles).toBeGreaterThan(before);
    expect(test.state(canister).callContexts.size + test.state(canister).callbacks.size).toBe(0);
  });
});
