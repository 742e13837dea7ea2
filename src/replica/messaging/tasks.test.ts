import { describe, expect, it } from 'vitest';
import { calls, forwarder, outcome } from '../testing/forwarder.ts';
import { UPGRADE, bytes, createTestReplica, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Heartbeat", "Global timer"; their order is that of the production replica's scheduler. */

const SECOND = 1_000_000_000n;

/** `set` sets the timer to the time in the argument and replies the one before. The timer prints `no`, the heartbeat `n`. */
const program = (options: { timer?: string; heartbeat?: boolean } = {}): Uint8Array =>
  forwarder(`
  (func (export "canister_update set")
    (call $arg (i32.const 196608) (i32.const 0) (i32.const 8))
    (i64.store (i32.const 196608) (call $timer (i64.load (i32.const 196608))))
    (call $append (i32.const 196608) (i32.const 8)) (call $reply))
  (func (export "canister_global_timer") (call $print (i32.const 0) (i32.const 2)) ${options.timer ?? ''})
  ${options.heartbeat ? '(func (export "canister_heartbeat") (call $print (i32.const 0) (i32.const 1)))' : ''}`);

const nanos = (time: bigint): Uint8Array => {
  const data = new Uint8Array(8);
  new DataView(data.buffer).setBigUint64(0, time, true);
  return data;
};

const number = (reply: Uint8Array): bigint => new DataView(reply.slice().buffer).getBigUint64(0, true);

async function deployed(options: Parameters<typeof program>[0] = {}): Promise<{ test: TestReplica; id: Uint8Array; set: (time: bigint) => Promise<bigint> }> {
  const test = await createTestReplica();
  const id = await test.deploy(program(options));
  return { test, id, set: async (time) => number(bytes(await test.update(id, 'set', nanos(time)))) };
}

describe('the global timer', () => {
  it('fires once, when its time has come', async () => {
    const { test, set } = await deployed();
    const due = test.now + 10n * SECOND;
    await set(due);
    expect(test.replica.nextDue()).toBe(due);
    await test.replica.advanceTime(10n * SECOND - 1000n);
    expect(test.logged).toEqual([]);
    await test.replica.advanceTime(1000n);
    await test.replica.advanceTime(10n * SECOND);
    expect(test.logged).toEqual(['no']);
    expect(test.replica.nextDue()).toBeUndefined();
  });

  it('fires in the next round where its time has passed', async () => {
    const { test, set } = await deployed();
    await set(1n);
    await test.replica.tick();
    expect(test.logged).toEqual(['no']);
  });

  it('gives the time before, and 0 deactivates it', async () => {
    const { test, set } = await deployed();
    const due = test.now + SECOND;
    expect(await set(due)).toBe(0n);
    expect(await set(0n)).toBe(due);
    expect(await set(0n)).toBe(0n);
    await test.replica.advanceTime(10n * SECOND);
    expect(test.logged).toEqual([]);
  });

  it('is off while it runs, and can be set again by itself', async () => {
    const { test, id, set } = await deployed({ timer: '(drop (call $timer (i64.add (call $time) (i64.const 5000000000))))' });
    await set(1n);
    await test.replica.tick();
    expect(test.state(id).globalTimer - test.now).toBeGreaterThan(4n * SECOND);
    for (let i = 0; i < 3; i++) await test.replica.advanceTime(6n * SECOND);
    expect(test.logged).toEqual(['no', 'no', 'no', 'no']);
  });

  it('stays off where it traps, and what it did is undone', async () => {
    const { test, id, set } = await deployed({ timer: '(drop (call $timer (i64.const 1))) (unreachable)' });
    await set(1n);
    const { version } = test.state(id);
    await test.replica.tick();
    expect(test.state(id)).toMatchObject({ globalTimer: 0n, version });
    await test.replica.tick();
    expect(test.logged).toEqual(['no', '[TRAP]: unreachable']);
  });

  it('is off after an upgrade', async () => {
    const { test, id, set } = await deployed();
    await set(test.now + SECOND);
    expect(await test.install(id, program(), UPGRADE)).toBeUndefined();
    await test.replica.advanceTime(10n * SECOND);
    expect(test.logged).toEqual([]);
  });

  it('does not fire without a function for it, and waits for one', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(forwarder('(func (export "canister_update set") (drop (call $timer (i64.const 1))) (call $reply))'));
    bytes(await test.update(id, 'set'));
    await test.replica.tick();
    expect(test.state(id).globalTimer).toBe(1n);
    expect(test.replica.nextDue()).toBeUndefined();
  });

  it('does not fire where the canister cannot pay for it, and does when it can', async () => {
    const { test, id, set } = await deployed();
    await set(1n);
    const state = test.state(id);
    const { cycles } = state;
    state.cycles = 1000n;
    await test.replica.tick();
    expect(test.logged).toEqual([]);
    expect(test.replica.nextDue()).toBeUndefined();
    state.cycles = cycles;
    await test.replica.tick();
    expect(test.logged).toEqual(['no']);
  });

  it('may call, and its callbacks run like any others', async () => {
    const { test, id, set } = await deployed({
      timer: `(call $new (i32.const 196616) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
        (drop (call $perform)) (global.set $answered (i32.const 1)) (global.set $open (i32.const 1))`,
    });
    await set(1n);
    await test.replica.tick();
    await test.replica.tick();
    expect(outcome(await test.query(id, 'outcome'))).toMatchObject({ rejects: 1, code: 3 });
    expect(test.state(id).callContexts.size).toBe(0);
  });
});

describe('the heartbeat', () => {
  it('runs once in a tick, and not in the rounds of calls', async () => {
    const { test, id } = await deployed({ heartbeat: true });
    await test.update(id, 'echo');
    expect(test.logged).toEqual([]);
    await test.replica.tick();
    await test.replica.tick();
    expect(test.logged).toEqual(['n', 'n']);
    expect(test.replica.beats).toBe(true);
  });
});

describe('the order of a round', () => {
  it('timer and heartbeat take turns for the first place', async () => {
    const { test, set } = await deployed({ heartbeat: true });
    const rounds: string[] = [];
    for (let i = 0; i < 4; i++) {
      await set(0n);
      await set(test.now + SECOND);
      test.logged.length = 0;
      await test.replica.advanceTime(2n * SECOND);
      test.now += 2n * SECOND;
      rounds.push(test.logged.join(' '));
    }
    expect(rounds).toEqual(['no n', 'n no', 'no n', 'n no']);
  });

  it('tasks run before messages, but leave them the first place every third time', async () => {
    const { test, id, set } = await deployed({ timer: '(drop (call $timer (i64.const 1)))' });
    await set(1n);
    test.executed.length = 0;
    for (let i = 0; i < 3; i++) await test.update(id, 'echo');
    expect(test.executed.map(({ kind }) => kind)).toEqual(['global_timer', 'update', 'update', 'global_timer', 'update']);
  });

  it('calls of a task are executed, and answered, in the same round', async () => {
    // The id and the method name are those of the last `call`.
    const { test, id, set } = await deployed({
      timer: `(call $new (i32.const 65560) (i32.const 10) (i32.const 65570) (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
        (drop (call $perform)) (global.set $answered (i32.const 1)) (global.set $open (i32.const 1))`,
    });
    const other = await test.deploy(forwarder());
    await test.update(id, 'call', calls(other, 'ask'));
    await set(test.now + SECOND);
    test.executed.length = 0;
    await test.replica.advanceTime(2n * SECOND);
    expect(test.executed.map(({ kind }) => kind)).toEqual(['global_timer', 'query', 'reply']);
    expect(new Set(test.executed.map(({ timestampNanos }) => timestampNanos)).size).toBe(1);
  });
});
