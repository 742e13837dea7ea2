import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../primitives/bytes.ts';
import { createMemoryStore } from '../../storage/memory.ts';
import type { Store } from '../state/store.ts';
import { MANAGEMENT, calls, changeSettings, forwarder, outcome, target } from '../testing/forwarder.ts';
import { bytes, createTestReplica, rejected, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Inter-canister method calls", "Ordering guarantees", "Message delivery". */

async function three(store?: Store): Promise<{ test: TestReplica; ids: [Uint8Array, Uint8Array, Uint8Array] }> {
  const test = await createTestReplica(store);
  const ids: [Uint8Array, Uint8Array, Uint8Array] = [await test.deploy(forwarder()), await test.deploy(forwarder()), await test.deploy(forwarder())];
  test.executed.length = 0;
  return { test, ids };
}

/** Makes two canisters (ten bytes each) `send` in the same round; what they send are the halves of the argument behind them. */
const BOTH = `
  (data (i32.const 8) "send")
  (func $one (param $callee i32) (param $at i32) (param $size i32)
    (call $new (local.get $callee) (i32.const 10) (i32.const 8) (i32.const 4) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
    (call $data (local.get $at) (local.get $size))
    (drop (call $perform)))
  (func (export "canister_update both") (local $half i32)
    (local.set $half (i32.div_u (i32.sub (call $arg_size) (i32.const 20)) (i32.const 2)))
    (call $arg (i32.const 65536) (i32.const 0) (call $arg_size))
    (call $one (i32.const 65536) (i32.const 65556) (local.get $half))
    (call $one (i32.const 65546) (i32.add (i32.const 65556) (local.get $half)) (local.get $half))
    (global.set $answered (i32.const 1))
    (call $reply))`;

const text = (id: Uint8Array): string => Principal.fromUint8Array(id).toText();

describe('the queue from one canister to another', () => {
  it('takes 500 calls; call_perform answers 2 to more, and the calls before are made', async () => {
    const { test, ids: [a, b] } = await three();
    expect(outcome(await test.update(a, 'call', calls(b, 'echo', { count: 501 })))).toMatchObject({ replies: 500, rejects: 0, failed: 1, code: 2 });
  }, 20_000);

  it('has room again when the calls were answered', async () => {
    const { test, ids: [a, b] } = await three();
    for (let i = 0; i < 2; i++) expect(outcome(await test.update(a, 'call', calls(b, 'echo', { count: 500 })))).toMatchObject({ replies: 500, failed: 0 });
  }, 20_000);

  it('of a canister to itself takes 500 calls', async () => {
    const { test, ids: [a] } = await three();
    expect(outcome(await test.update(a, 'call', calls(a, 'echo', { count: 501 })))).toMatchObject({ replies: 500, failed: 1, code: 2 });
  }, 20_000);

  it('gives back the cycles of a call that it does not take', async () => {
    const { test, ids: [a, b] } = await three();
    const before = test.state(a).cycles;
    bytes(await test.update(a, 'call', calls(b, 'echo', { count: 501, cycles: 1_000_000_000n })));
    expect(before - test.state(a).cycles).toBeLessThan(5_000_000_000n);
  }, 20_000);
});

describe('ordering', () => {
  it('requests of one canister to another are executed in the order in which they were sent', async () => {
    const { test, ids: [a, b] } = await three();
    await test.update(a, 'send', calls(b, 'echo'));
    const twice = [test.update(a, 'send', calls(b, 'take')), test.update(a, 'send', calls(b, 'echo'))];
    await Promise.all(twice);
    await test.replica.tick();
    expect(test.executed.filter(({ kind, canister }) => kind === 'update' && canister.text === text(b)).map(({ method }) => method)).toEqual(['echo', 'take', 'echo']);
  });

  it('callers take turns, whoever sent more', async () => {
    const { test, ids: [a, b, c] } = await three();
    const starter = await test.deploy(forwarder(BOTH));
    await test.update(starter, 'both', concat([a, b, calls(c, 'echo', { count: 4 }), calls(c, 'take', { count: 2 })]));
    const order = test.executed.filter(({ kind, canister }) => kind === 'update' && canister.text === text(c)).map(({ method }) => method);
    expect(order).toEqual(['echo', 'take', 'echo', 'take', 'echo', 'echo']);
  });

  it('users and canisters take turns', async () => {
    const { test, ids: [a, b] } = await three();
    // A round has room for 400 of the 500 calls; then a user comes.
    await Promise.all([test.update(a, 'call', calls(b, 'take', { count: 500 })), test.update(b, 'echo')]);
    const order = test.executed.filter(({ kind, canister }) => kind === 'update' && canister.text === text(b)).map(({ method }) => method);
    expect(order.indexOf('echo')).toBe(400);
    expect(order.length).toBe(501);
  });
});

describe('a call', () => {
  it('to itself runs when the caller has ended', async () => {
    const { test, ids: [a] } = await three();
    expect(outcome(await test.update(a, 'call', calls(a, 'echo', { argument: utf8('me') }))).text).toBe('me');
    expect(test.executed.map(({ kind, method }) => `${kind} ${method}`)).toEqual(['update call', 'update echo', 'reply ']);
  });

  it('of a canister that waits for the callee of its callee ends all the same', async () => {
    const { test, ids: [a, b] } = await three();
    // A calls B, B calls A, which answers while its first call waits.
    const inner = calls(a, 'echo', { argument: utf8('round') });
    const result = outcome(await test.update(a, 'call', calls(b, 'call', { argument: inner })));
    expect(result.replies).toBe(1);
    expect(result.text.endsWith('round')).toBe(true);
  });

  it('is answered before its calls are where the method answers at once', async () => {
    const { test, ids: [a, b] } = await three();
    bytes(await test.update(a, 'send', calls(b, 'fail', { count: 2 })));
    await test.replica.tick();
    expect(outcome(await test.query(a, 'outcome'))).toMatchObject({ replies: 0, rejects: 2 });
    expect(test.state(a).callContexts.size + test.state(a).callbacks.size).toBe(0);
  });
});

describe('what cannot be delivered', () => {
  it('is rejected with 3 where the canister does not exist', async () => {
    const { test, ids: [a, b] } = await three();
    await test.replica.forget([b]);
    expect(outcome(await test.update(a, 'call', calls(b, 'echo', { cycles: 700n })))).toMatchObject({ rejects: 1, code: 3, refunded: 700, text: `Canister ${text(b)} not found` });
  });

  it('is rejected with 5 where the canister is stopped', async () => {
    const { test, ids: [a, b] } = await three();
    bytes(await test.management('stop_canister', { canister_id: Principal.fromUint8Array(b) }));
    expect(outcome(await test.update(a, 'call', calls(b, 'echo', { cycles: 700n })))).toMatchObject({ rejects: 1, code: 5, refunded: 700, text: `Canister ${text(b)} is stopped` });
  });

  it('is executed after all where the canister was started meanwhile', async () => {
    const { test, ids: [a, b] } = await three();
    bytes(await test.management('stop_canister', { canister_id: Principal.fromUint8Array(b) }));
    const result = test.update(a, 'call', calls(b, 'echo'));
    await Promise.all([result, test.management('start_canister', { canister_id: Principal.fromUint8Array(b) })]);
    expect(outcome(await result)).toMatchObject({ replies: 1, rejects: 0 });
  });

  it('is rejected with 5 where the canister has no code', async () => {
    const { test, ids: [a] } = await three();
    const empty = await test.create();
    const result = outcome(await test.update(a, 'call', calls(empty, 'echo')));
    expect(result.code).toBe(5);
    expect(result.text).toMatch(/^IC0537: Error from Canister .*: Attempted to execute a message, but the canister contains no Wasm module\.\./);
  });

  it('is rejected with 5 where the canister has no such method', async () => {
    const { test, ids: [a, b] } = await three();
    const result = outcome(await test.update(a, 'call', calls(b, 'nothing')));
    expect(result.code).toBe(5);
    expect(result.text).toMatch(/^IC0536: Error from Canister .*: Canister has no update method 'nothing'\.\./);
  });
});

describe('a canister that wants cycles for a call', () => {
  it('rejects calls with fewer, but not those of users and its own', async () => {
    const { test, ids: [a, b] } = await three();
    await changeSettings(test, b, { minimum_incoming_canister_call_cycles: 100n });
    expect(outcome(await test.update(a, 'call', calls(b, 'take', { cycles: 99n })))).toMatchObject({ rejects: 1, code: 5, refunded: 99 });
    expect(outcome(await test.update(a, 'call', calls(b, 'take', { cycles: 100n })))).toMatchObject({ replies: 1, refunded: 0 });
    expect(outcome(await test.update(b, 'call', calls(b, 'take')))).toMatchObject({ replies: 1 });
    bytes(await test.update(b, 'echo'));
  });
});

describe('how a callee failed', () => {
  it.each([
    ['fail', 5, /^IC0503: Error from Canister .*: Canister called `ic0\.trap` with message: 'no!'/],
    ['refuse', 4, /^no!$/],
    ['silent', 5, /^No response$/],
  ])('is told to its caller: %s', async (method, code, message) => {
    const { test, ids: [a, b] } = await three();
    const result = outcome(await test.update(a, 'call', calls(b, method)));
    expect(result.code).toBe(code);
    expect(result.text).toMatch(message);
  });

  it.each([
    ['fail', 'IC0503', 5],
    ['refuse', 'IC0406', 4],
    ['silent', 'IC0506', 5],
  ])('is told to a user: %s', async (method, errorCode, code) => {
    const { test, ids: [a] } = await three();
    expect(rejected(await test.update(a, method))).toMatchObject({ errorCode, code });
  });
});

describe('refunds', () => {
  it.each([
    ['echo', 1000],
    ['take', 0],
    ['fail', 1000],
    ['refuse', 999],
    ['silent', 1000],
    ['nothing', 1000],
    ['ask', 1000],
  ])('give back what %s did not accept', async (method, refunded) => {
    const { test, ids: [a, b] } = await three();
    expect(outcome(await test.update(a, 'call', calls(b, method, { cycles: 1000n }))).refunded).toBe(refunded);
  });
});

describe('calls to the management canister', () => {
  it('are answered', async () => {
    const { test, ids: [a] } = await three();
    const result = bytes(await test.update(a, 'call', calls(MANAGEMENT, 'raw_rand', { argument: Uint8Array.of(0x44, 0x49, 0x44, 0x4c, 0, 0) })));
    expect(result.length).toBeGreaterThan(24 + 32);
  });

  it('see an error without its code', async () => {
    const { test, ids: [a, b] } = await three();
    const result = outcome(await test.update(a, 'call', calls(MANAGEMENT, 'stop_canister', { argument: target(b), cycles: 5n })));
    expect(result).toMatchObject({ rejects: 1, code: 5, refunded: 5 });
    expect(result.text).toMatch(/^Only the controllers of the canister/);
  });

  it('to a method that does not exist have no way to go', async () => {
    const { test, ids: [a] } = await three();
    const result = outcome(await test.update(a, 'call', calls(MANAGEMENT, 'nothing')));
    expect(result).toMatchObject({ code: 3, text: 'Unable to route management canister request nothing: MethodNotFound("nothing")' });
  });
});

describe('what is in the queues', () => {
  /** As the version before stored it. */
  async function forget(store: Store): Promise<void> {
    const without = (record: unknown, ...names: string[]): unknown => Object.fromEntries(Object.entries(record as object).filter(([name]) => !names.includes(name)));
    const records = await store.loadRecords('canister/');
    const putRecords = records.map(({ key, value }) => {
      const queue = (value as { queue: unknown[] }).queue.map((message) => without(message, 'from'));
      return { key, value: { ...(without(value, 'inputSchedule', 'nextTurn', 'lowMemoryHook') as object), queue } };
    });
    await store.commit({ putRecords, deleteRecords: [], clearMemories: [], putChunks: [] });
  }

  /** When the replica that is open commits once more: as if it had ended before. */
  async function closed(store: Store): Promise<void> {
    const commit = store.commit.bind(store);
    await new Promise<void>((resolve) => {
      store.commit = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    store.commit = commit;
  }

  it.each([
    ['by this version', (): Promise<void> => Promise.resolve()],
    ['by an earlier one', forget],
  ])('is executed when the replica is opened again, as it was stored %s', async (_, change) => {
    const store = createMemoryStore();
    const { test, ids: [a, b] } = await three(store);
    void test.update(a, 'call', calls(b, 'echo', { count: 450 }));
    while (test.executed.length < 400) await Promise.resolve();
    await closed(store);
    await change(store);
    const again = await createTestReplica(store);
    expect(again.state(b).queue.length).toBe(50);
    for (let i = 0; i < 4; i++) await again.replica.tick();
    expect(outcome(await again.query(a, 'outcome'))).toMatchObject({ replies: 450, rejects: 0 });
  });
});

describe('long messages', () => {
  it('of an error keep their beginning and their end', async () => {
    const { test, ids: [a, b] } = await three();
    const long = await test.deploy(forwarder('(func (export "canister_update shout") (memory.fill (i32.const 1000) (i32.const 97) (i32.const 30000)) (call $trap (i32.const 1000) (i32.const 30000)))'));
    const { message } = rejected(await test.update(long, 'shout'));
    expect(utf8(message).length).toBe(8192);
    expect(message).toMatch(/^Error from Canister .*message: 'a+\.\.\.a+'\.\n[^]*#trapped-explicitly$/);
    const { text: seen } = outcome(await test.update(a, 'call', calls(long, 'shout')));
    expect(utf8(seen).length).toBe(8192);
    expect(seen).toMatch(/^IC0503: Error from Canister .*\.\.\./);
    expect(outcome(await test.update(a, 'call', calls(b, 'echo'))).replies).toBe(1);
  });
});
