import { describe, expect, it } from 'vitest';
import type { Reject } from '../errors.ts';
import { IMPORTS } from '../testing/forwarder.ts';
import { bytes, createTestReplica, rejected, wat, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Callbacks" and "Entry points": what is kept of an update that waits, and what a trap undoes. */

const SECOND = 1_000_000_000n;

/** Where a program traps or stays silent. */
interface Options {
  readonly update?: string;
  readonly reply?: string;
  readonly reject?: string;
  readonly cleanup?: string;
  /** The method that is called: one that answers or one that does not. */
  readonly method?: 'answer' | 'nothing';
  /** Of main memory. */
  readonly pages?: number;
}

const TRAP = '(call $trap (i32.const 40) (i32.const 3))';

/** Counts in a global, the heap, stable memory, certified data and the timer; each entry point adds to all of them: 1 the update, 10 a reply, 100 a reject, 1000 cleanup. */
const program = ({ update = '', reply = '', reject = '', cleanup, method = 'answer', pages = 1 }: Options): Uint8Array =>
  wat(`(module ${IMPORTS}
  (import "ic0" "canister_self_copy" (func $self (param i32 i32 i32)))
  (import "ic0" "stable_grow" (func $stable_grow (param i32) (result i32)))
  (import "ic0" "stable_write" (func $stable_write (param i32 i32 i32)))
  (import "ic0" "stable_read" (func $stable_read (param i32 i32 i32)))
  (import "ic0" "certified_data_set" (func $certify (param i32 i32)))
  (import "ic0" "performance_counter" (func $performance (param i32) (result i64)))
  (memory ${pages})
  (table funcref (elem $on_reply $on_reject $cleanup))
  (data (i32.const 32) "answer") (data (i32.const 40) "one") (data (i32.const 48) "nothing")
  (global $count (mut i32) (i32.const 0))
  (func (export "canister_init") (drop (call $stable_grow (i32.const 1))))
  (func $bump (param $by i32)
    (global.set $count (i32.add (global.get $count) (local.get $by)))
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (local.get $by)))
    (call $stable_read (i32.const 4) (i32.const 0) (i32.const 4))
    (i32.store (i32.const 4) (i32.add (i32.load (i32.const 4)) (local.get $by)))
    (call $stable_write (i32.const 0) (i32.const 4) (i32.const 4))
    (drop (call $timer (i64.add (i64.const 9000000000000000000) (i64.extend_i32_u (global.get $count))))))
  (func $read (i32.store (i32.const 8) (global.get $count)) (call $append (i32.const 0) (i32.const 12)) (call $reply))
  (func (export "canister_query read") (call $read))
  (func (export "canister_update answer") (call $reply))
  (func (export "canister_global_timer"))
  (func $send
    (call $self (i32.const 64) (i32.const 0) (i32.const 10))
    (call $new (i32.const 64) (i32.const 10) ${method === 'answer' ? '(i32.const 32) (i32.const 6)' : '(i32.const 48) (i32.const 7)'} (i32.const 0) (i32.const 7) (i32.const 1) (i32.const 8))
    ${cleanup === undefined ? '' : '(call $on_cleanup (i32.const 2) (i32.const 9))'}
    (drop (call $perform)))
  (func (export "canister_update go") (call $bump (i32.const 1)) (call $certify (i32.const 0) (i32.const 4)) (call $send) ${update})
  (func $on_reply (param $env i32) (call $bump (i32.const 10)) (call $certify (i32.const 0) (i32.const 4)) ${reply})
  (func $on_reject (param $env i32) (call $bump (i32.const 100)) (call $certify (i32.const 0) (i32.const 4)) ${reject})
  (func $cleanup (param $env i32) (call $bump (i32.const 1000)) ${cleanup ?? ''}))`);

async function run(options: Options): Promise<{ test: TestReplica; id: Uint8Array; result: Uint8Array | Reject; state: number[]; timer: bigint; certified: number }> {
  const test = await createTestReplica();
  const id = await test.deploy(program(options));
  const result = await test.update(id, 'go');
  const state = [...new Uint32Array(bytes(await test.query(id, 'read')).slice().buffer)];
  const { globalTimer, certifiedData } = test.state(id);
  const certified = certifiedData.length === 0 ? 0 : new DataView(certifiedData.slice().buffer).getUint32(0, true);
  return { test, id, result, state, timer: globalTimer === 0n ? 0n : globalTimer - 9_000_000_000_000_000_000n, certified };
}

const all = (count: number): number[] => [count, count, count];

describe('an update that waits for an answer', () => {
  it('keeps what it did before it waits, and what its callback does', async () => {
    const { result, state, timer, certified } = await run({ reply: '(call $read)' });
    expect([...new Uint32Array(bytes(result).slice().buffer)]).toEqual(all(11));
    expect({ state, timer, certified }).toEqual({ state: all(11), timer: 11n, certified: 11 });
  });

  it('that traps before it waits does not call, and nothing is kept', async () => {
    const { test, result, state, timer, certified } = await run({ update: TRAP });
    expect(rejected(result).errorCode).toBe('IC0503');
    expect({ state, timer, certified }).toEqual({ state: all(0), timer: 0n, certified: 0 });
    expect(test.executed.some(({ method }) => method === 'answer')).toBe(false);
  });

  it('that traps in its reply callback keeps what was before, and the trap is the answer', async () => {
    const { result, state, timer, certified } = await run({ reply: TRAP });
    expect(rejected(result).message).toMatch(/^Error from Canister .*: Canister called `ic0\.trap` with message: 'one'/);
    expect({ state, timer, certified }).toEqual({ state: all(1), timer: 1n, certified: 1 });
  });

  it('that traps in its reject callback keeps what was before', async () => {
    const { result, state } = await run({ method: 'nothing', reject: TRAP });
    expect(rejected(result).errorCode).toBe('IC0503');
    expect(state).toEqual(all(1));
  });

  it('that answers with a reject in its reject callback keeps everything', async () => {
    const { result, state } = await run({ method: 'nothing', reject: '(call $reject (i32.const 40) (i32.const 3))' });
    expect(rejected(result)).toEqual({ code: 4, errorCode: 'IC0406', message: 'one' });
    expect(state).toEqual(all(101));
  });

  it('that never answers is rejected when no answer can come any more', async () => {
    const { result, state } = await run({});
    expect(rejected(result)).toMatchObject({ code: 5, errorCode: 'IC0506' });
    expect(state).toEqual(all(11));
  });

  it('that has answered is not harmed by a trap in a callback', async () => {
    const { test, id, result } = await run({ update: '(call $read)', reply: TRAP });
    expect([...new Uint32Array(bytes(result).slice().buffer)]).toEqual(all(1));
    await test.replica.tick();
    expect([...new Uint32Array(bytes(await test.query(id, 'read')).slice().buffer)]).toEqual(all(1));
    expect(test.state(id).callContexts.size).toBe(0);
  });

  it('cannot answer twice', async () => {
    const { test, id } = await run({ update: '(call $reply)', reply: '(call $reply)' });
    await test.replica.tick();
    expect(test.executed.find(({ kind }) => kind === 'reply')?.trap?.message).toContain('ic0.msg_reply: the call is already replied');
    expect(test.state(id).callContexts.size).toBe(0);
  });
});

describe('a cleanup callback', () => {
  it('runs on the state before the callback that trapped, and its changes are kept', async () => {
    const { result, state, timer, certified } = await run({ reply: TRAP, cleanup: '' });
    expect(rejected(result).errorCode).toBe('IC0503');
    expect({ state, timer, certified }).toEqual({ state: all(1001), timer: 1001n, certified: 1 });
  });

  it('runs after a trap in the reject callback', async () => {
    expect((await run({ method: 'nothing', reject: TRAP, cleanup: '' })).state).toEqual(all(1001));
  });

  it('that traps leaves nothing, and both traps are told', async () => {
    const { result, state, timer } = await run({ reply: TRAP, cleanup: '(unreachable)' });
    const { errorCode, message } = rejected(result);
    expect(errorCode).toBe('IC0503');
    expect(message).toMatch(/Canister called `ic0\.trap` with message: 'one'[^]*\n\ncall_on_cleanup also failed:\n\nCanister trapped: unreachable/);
    expect({ state, timer }).toEqual({ state: all(1), timer: 1n });
  });

  it('does not run where the callback returns', async () => {
    expect((await run({ reply: '(call $reply)', cleanup: '' })).state).toEqual(all(11));
  });

  it('may not call or answer', async () => {
    for (const [call, name] of [['(call $reply)', 'msg_reply'], ['(call $send)', 'call_new']] as const) {
      const { result, state } = await run({ reply: TRAP, cleanup: call });
      expect(rejected(result).message).toContain(`"ic0_${name}" cannot be executed in cleanup mode`);
      expect(state).toEqual(all(1));
    }
  });

  it('counts for the version of the canister, as every execution that succeeds does, and none that fails', async () => {
    const { test, id } = await run({ reply: TRAP, cleanup: '' });
    const install = 1n;
    const executions = BigInt(test.executed.filter(({ kind, trap }) => !trap && kind !== 'query').length);
    expect(test.state(id).version).toBe(install + executions);
    expect(test.executed.map(({ kind, trap }) => `${kind}${trap ? '!' : ''}`)).toEqual(['update', 'update', 'reply!', 'cleanup', 'query']);
  });
});

describe('instruction limits', () => {
  /** Some hundred million instructions for each round, nearly all for the bytes of an argument that is never sent. */
  const BURN = `(loop $forever
    (call $new (i32.const 64) (i32.const 10) (i32.const 32) (i32.const 6) (i32.const 0) (i32.const 7) (i32.const 1) (i32.const 8))
    (call $data (i32.const 0) (i32.const 10000000)) (br $forever))`;

  it('of a callback leave 5 percent to the cleanup', async () => {
    const { result, state } = await run({ reply: BURN, cleanup: '', pages: 160 });
    expect(rejected(result)).toMatchObject({ errorCode: 'IC0522' });
    expect(rejected(result).message).toContain('Canister exceeded the limit of 38000000000 instructions for single message execution.');
    expect(state).toEqual(all(1001));
  });

  it('performance_counter(1) adds up the executions of one call', async () => {
    const { result } = await run({
      update: '(i64.store (i32.const 200) (call $performance (i32.const 1)))',
      reply: '(i64.store (i32.const 208) (call $performance (i32.const 0))) (i64.store (i32.const 216) (call $performance (i32.const 1))) (call $append (i32.const 200) (i32.const 24)) (call $reply)',
    });
    const [update, own, total] = [...new BigUint64Array(bytes(result).slice().buffer)] as [bigint, bigint, bigint];
    expect(total - own).toBeGreaterThan(update);
    expect(own).toBeLessThan(total);
  });
});

describe('time', () => {
  it('is that of the round, and does not go back between callbacks', async () => {
    const { test, result } = await run({
      update: '(i64.store (i32.const 200) (call $time))',
      reply: '(i64.store (i32.const 208) (call $time)) (call $append (i32.const 200) (i32.const 16)) (call $reply)',
    });
    const [before, after] = [...new BigUint64Array(bytes(result).slice().buffer)] as [bigint, bigint];
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after - test.now).toBeLessThan(SECOND);
  });
});
