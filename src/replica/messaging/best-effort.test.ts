import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { calls, deployHolder, forwarder, hold, outcome } from '../testing/forwarder.ts';
import { bytes, createTestReplica, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Inter-canister method calls": `call_with_best_effort_response` and deadlines. */

const SECOND = 1_000_000_000n;

async function waiting(seconds: number, cycles = 0n): Promise<{ test: TestReplica; from: Uint8Array; holder: Uint8Array; result: ReturnType<TestReplica['update']> }> {
  const test = await createTestReplica();
  const from = await test.deploy(forwarder());
  const holder = await deployHolder(test);
  const result = test.update(from, 'call', hold(holder, seconds, cycles));
  await test.replica.tick();
  return { test, from, holder, result };
}

const start = (test: TestReplica, id: Uint8Array): Promise<unknown> => test.management('start_canister', { canister_id: Principal.fromUint8Array(id) });

describe('a best-effort call', () => {
  it('is answered like any other before its deadline', async () => {
    const test = await createTestReplica();
    const from = await test.deploy(forwarder());
    const to = await test.deploy(forwarder());
    expect(outcome(await test.update(from, 'call', calls(to, 'take', { seconds: 10 })))).toMatchObject({ replies: 1, rejects: 0 });
  });

  it('tells its deadline to the callee, in whole seconds', async () => {
    const test = await createTestReplica();
    const from = await test.deploy(forwarder());
    const to = await test.deploy(forwarder());
    test.now += SECOND / 2n;
    const reply = bytes(await test.update(from, 'call', calls(to, 'deadline', { seconds: 10 })));
    const deadline = new DataView(reply.slice().buffer).getBigUint64(24, true);
    expect(deadline).toBe(test.now - (test.now % SECOND) + 10n * SECOND);
  });

  it('waits for 300 seconds at most', async () => {
    const test = await createTestReplica();
    const from = await test.deploy(forwarder());
    const to = await test.deploy(forwarder());
    const reply = bytes(await test.update(from, 'call', calls(to, 'deadline', { seconds: 4000 })));
    expect(new DataView(reply.slice().buffer).getBigUint64(24, true)).toBe(test.now - (test.now % SECOND) + 300n * SECOND);
  });

  it('has no deadline where its response is guaranteed', async () => {
    const test = await createTestReplica();
    const from = await test.deploy(forwarder());
    const to = await test.deploy(forwarder());
    const reply = bytes(await test.update(from, 'call', calls(to, 'deadline')));
    expect(new DataView(reply.slice().buffer).getBigUint64(24, true)).toBe(0n);
  });

  it('is rejected with SYS_UNKNOWN in the second after its deadline, without its cycles', async () => {
    const { test, result } = await waiting(10, 5000n);
    await test.replica.advanceTime(10n * SECOND);
    expect(await Promise.race([result, Promise.resolve('waits')])).toBe('waits');
    await test.replica.advanceTime(SECOND);
    expect(outcome(await result)).toMatchObject({ rejects: 1, code: 6, refunded: 0, text: 'Call deadline has expired.' });
  });

  it('is one of the things that fall due', async () => {
    const { test, result } = await waiting(10);
    const due = test.replica.nextDue() as bigint;
    expect(due - test.now).toBeLessThanOrEqual(11n * SECOND);
    test.now = due;
    await test.replica.tick();
    expect(outcome(await result).code).toBe(6);
  });

  it('has only one answer: a later one gives back its cycles', async () => {
    const { test, from, holder, result } = await waiting(10, 5000n);
    await test.replica.advanceTime(11n * SECOND);
    expect(outcome(await result)).toMatchObject({ replies: 0, rejects: 1, code: 6 });
    const before = test.state(from).cycles;
    await start(test, holder);
    await test.replica.tick();
    expect(test.state(holder).callContexts.size).toBe(0);
    expect(test.state(from).cycles - before).toBe(5000n);
    expect(outcome(await test.query(from, 'outcome'))).toMatchObject({ replies: 0, rejects: 1 });
  });

  it('does not expire where its answer waits for execution already', async () => {
    const test = await createTestReplica();
    const from = await test.deploy(forwarder());
    const to = await test.deploy(forwarder());
    // When the first round ends, 400 of the calls are answered, and their answers wait.
    const result = test.update(from, 'call', calls(to, 'take', { count: 450, seconds: 1 }));
    while (test.executed.length < 400) await Promise.resolve();
    expect(test.state(from).queue.length).toBe(400);
    const later = test.replica.advanceTime(5n * SECOND);
    expect(outcome(await result)).toMatchObject({ replies: 400, rejects: 50 });
    await later;
  });

  it('is dropped by a callee that has not begun with it at the deadline, and its cycles are lost', async () => {
    const test = await createTestReplica();
    const from = await test.deploy(forwarder());
    const to = await test.deploy(forwarder());
    // A round has room for 400 of them; for the others time runs out.
    const result = test.update(from, 'call', calls(to, 'echo', { count: 450, seconds: 1, cycles: 10n }));
    while (test.executed.length < 400) await Promise.resolve();
    const later = test.replica.advanceTime(5n * SECOND);
    expect(outcome(await result)).toMatchObject({ replies: 400, rejects: 50, code: 6, refunded: 0 });
    await later;
    expect(test.executed.filter(({ method }) => method === 'echo').length).toBe(400);
    expect(test.state(to).queue.length).toBe(0);
  });
});

describe('deadlines', () => {
  it('are remembered when the replica is opened again', async () => {
    const { test, from } = await waiting(10);
    await test.reopen();
    await test.replica.advanceTime(11n * SECOND);
    await test.replica.tick();
    expect(outcome(await test.query(from, 'outcome'))).toMatchObject({ rejects: 1, code: 6 });
    expect(test.state(from).callContexts.size).toBe(0);
  });
});
