import { describe, expect, it } from 'vitest';
import { counter } from '../testing/counter.ts';
import { bytes, createTestReplica, rejected, wat, word, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Message execution": what an execution leaves behind. */

const module = wat(counter());

async function values(test: TestReplica, id: Uint8Array): Promise<number[]> {
  return [...new Uint32Array(bytes(await test.query(id, 'read')).slice().buffer)];
}

describe('message execution', () => {
  it('keeps heap, globals and stable memory of an update that returns', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(module);
    await test.update(id, 'bump');
    await test.update(id, 'bump');
    expect(await values(test, id)).toEqual([2, 2, 2]);
  });

  it.each([
    ['bump_and_trap', 'IC0503', "Canister called `ic0.trap` with message: 'hello'"],
    ['bump_and_unreachable', 'IC0502', 'Canister trapped: unreachable'],
    ['silent', 'IC0506', 'did not reply to the call'],
    ['nothing', 'IC0536', "Canister has no update method 'nothing'"],
  ])('rejects %s with %s and keeps the state before it', async (method, errorCode, text) => {
    const test = await createTestReplica();
    const id = await test.deploy(module);
    await test.update(id, 'bump');
    const reject = rejected(await test.update(id, method));
    expect(reject.errorCode).toBe(errorCode);
    expect(reject.message).toContain(text);
    expect(await values(test, id)).toEqual([1, 1, 1]);
  });

  it('ends an endless loop at 40 billion instructions with IC0522', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat(endless));
    const reject = rejected(await test.update(id, 'loop'));
    expect(reject.errorCode).toBe('IC0522');
    expect(reject.message).toContain('Canister exceeded the limit of 40000000000 instructions for single message execution.');
    bytes(await test.update(id, 'fine'));
  });

  it('drops what a query does', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(module);
    expect([...new Uint32Array(bytes(await test.query(id, 'bump_in_query')).slice().buffer)]).toEqual([1, 1, 1]);
    expect(await values(test, id)).toEqual([0, 0, 0]);
  });

  it('shrinks a heap again that grew before a trap', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(module);
    await test.update(id, 'bump');
    rejected(await test.update(id, 'grow_and_trap'));
    expect(test.state(id).code?.heap?.size).toBe(65_536);
    await test.update(id, 'bump');
    expect(await values(test, id)).toEqual([2, 2, 2]);
  });

  it('ends an update at the memory limit of its canister with IC0539, and shrinks the heap again', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat(hungry));
    const reject = rejected(await test.update(id, 'eat'));
    expect(reject.errorCode).toBe('IC0539');
    expect(reject.message).toContain('Canister exceeded its current Wasm memory limit of 3221225472 bytes.');
    expect(test.state(id).code?.heap?.size).toBe(65_536);
  });

  it('gives -1 to a query that grows memory beyond what its module allows', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat(hungry));
    expect(word(await test.query(id, 'grow'))).toBe(0xffff_ffff);
  });

  it('logs debug_print and traps, also of messages that are undone', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(module);
    await test.update(id, 'print');
    await test.update(id, 'bump_and_trap');
    expect(test.logged).toEqual(['hello', '[TRAP]: hello']);
  });

  it('finds everything again after a reload', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(module);
    await test.update(id, 'bump');
    const { rootKey } = test.replica;
    await test.reopen();
    expect(await values(test, id)).toEqual([1, 1, 1]);
    await test.update(id, 'bump');
    await test.reopen();
    expect(await values(test, id)).toEqual([2, 2, 2]);
    expect(test.replica.rootKey).toEqual(rootKey);
  });
});

/** A cheap body would take minutes to use up the limit: the bulk operation charges for its size. */
const endless = `(module
  (import "ic0" "msg_reply" (func $reply))
  (memory 1000)
  (func (export "canister_update loop") (loop $l (memory.fill (i32.const 0) (i32.const 0) (i32.const 60000000)) (br $l)))
  (func (export "canister_update fine") (call $reply)))`;

const hungry = `(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (memory 1)
  (func (export "canister_update eat") (loop $l (drop (memory.grow (i32.const 1000))) (i32.store (i32.const 70000) (i32.const 1)) (br $l)))
  (func (export "canister_query grow") (i32.store (i32.const 0) (memory.grow (i32.const 70000))) (call $append (i32.const 0) (i32.const 4)) (call $reply)))`;

describe('canister timers', () => {
  it('fire once when their time has come', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(module);
    await test.update(id, 'set_timer');
    await test.replica.tick();
    expect(await values(test, id)).toEqual([0, 0, 0]);
    await test.replica.advanceTime(2_000_000_000n);
    await test.replica.advanceTime(2_000_000_000n);
    expect(await values(test, id)).toEqual([1, 1, 1]);
  });
});
