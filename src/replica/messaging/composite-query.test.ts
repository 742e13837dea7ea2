import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import type { Reject } from '../errors.ts';
import { IMPORTS } from '../testing/forwarder.ts';
import { concat } from '../../primitives/bytes.ts';
import { bytes, createTestReplica, rejected, wat, word, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Composite query methods", "Query methods"; the limits are those of the production replica. */

const text = (id: Uint8Array): string => Principal.fromUint8Array(id).toText();

/**
 * Adds up, in a global, a word of the heap and a word of stable memory: 1 in each query. Methods of ten-byte ids in the argument: `go` calls the method `go` of the first
 * id with the rest of the argument, and replies the word that comes back plus one, or its own number where no id is left; a reject is replied as code and message.
 */
const program = (imports = ''): Uint8Array =>
  wat(`(module ${imports} ${IMPORTS.replace(/.*(refunded|accept|call_cycles_add|global_timer_set).*\n/g, '')}
  (import "ic0" "data_certificate_present" (func $certified (result i32)))
  (import "ic0" "stable_grow" (func $stable_grow (param i32) (result i32)))
  (import "ic0" "stable_write" (func $stable_write (param i32 i32 i32)))
  (import "ic0" "stable_read" (func $stable_read (param i32 i32 i32)))
  (import "ic0" "performance_counter" (func $performance (param i32) (result i64)))
  (memory 160)
  (table funcref (elem $on_reply $on_reject $on_reply_trap $cleanup $cleanup_trap $on_reply_more $ignore $on_reply_burn $again))
  (data (i32.const 0) "goleafbackfailcert")
  (global $count (mut i32) (i32.const 0))
  (func (export "canister_init") (drop (call $stable_grow (i32.const 1))))
  (func $bump
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.store (i32.const 100) (i32.add (i32.load (i32.const 100)) (i32.const 1)))
    (call $stable_read (i32.const 104) (i32.const 0) (i32.const 4))
    (i32.store (i32.const 104) (i32.add (i32.load (i32.const 104)) (i32.const 1)))
    (call $stable_write (i32.const 0) (i32.const 104) (i32.const 4)))
  (func $reply_word (param i32) (i32.store (i32.const 120) (local.get 0)) (call $append (i32.const 120) (i32.const 4)) (call $reply))
  (func $reply_counts (i32.store (i32.const 96) (global.get $count)) (call $append (i32.const 96) (i32.const 12)) (call $reply))
  (func $begin (param $name i32) (param $size i32) (param $reply i32)
    (call $arg (i32.const 65536) (i32.const 0) (call $arg_size))
    (call $new (i32.const 65536) (i32.const 10) (local.get $name) (local.get $size) (local.get $reply) (i32.const 0) (i32.const 1) (i32.const 0))
    (call $data (i32.const 65546) (i32.sub (call $arg_size) (i32.const 10))))
  (func $go (param $name i32) (param $size i32) (param $reply i32) (call $bump) (call $begin (local.get $name) (local.get $size) (local.get $reply)) (drop (call $perform)))
  (func (export "canister_composite_query go") (if (call $arg_size) (then (call $go (i32.const 0) (i32.const 2) (i32.const 0))) (else (call $bump) (call $reply_word (global.get $count)))))
  (func (export "canister_composite_query go_leaf") (call $go (i32.const 2) (i32.const 4) (i32.const 0)))
  (func (export "canister_composite_query go_back") (call $go (i32.const 6) (i32.const 4) (i32.const 0)))
  (func (export "canister_composite_query go_fail") (call $go (i32.const 10) (i32.const 4) (i32.const 0)))
  (func (export "canister_composite_query go_cert") (call $go (i32.const 14) (i32.const 4) (i32.const 0)))
  (func (export "canister_composite_query trap_in_reply") (call $go (i32.const 2) (i32.const 4) (i32.const 2)))
  (func (export "canister_composite_query trap_with_cleanup") (call $bump) (call $begin (i32.const 2) (i32.const 4) (i32.const 2)) (call $on_cleanup (i32.const 3) (i32.const 0)) (drop (call $perform)))
  (func (export "canister_composite_query trap_in_cleanup") (call $bump) (call $begin (i32.const 2) (i32.const 4) (i32.const 2)) (call $on_cleanup (i32.const 4) (i32.const 0)) (drop (call $perform)))
  (func (export "canister_composite_query twice") (call $go (i32.const 2) (i32.const 4) (i32.const 5)))
  (func (export "canister_composite_query trap_then_reply") (call $go (i32.const 2) (i32.const 4) (i32.const 2)) (call $begin (i32.const 2) (i32.const 4) (i32.const 0)) (drop (call $perform)))
  (func (export "canister_composite_query reply_and_call") (call $go (i32.const 2) (i32.const 4) (i32.const 2)) (call $reply_word (i32.const 77)))
  (func (export "canister_composite_query ignored") (call $go (i32.const 2) (i32.const 4) (i32.const 6)))
  (func (export "canister_composite_query burn") (call $go (i32.const 2) (i32.const 4) (i32.const 7)))
  (func (export "canister_composite_query endless") (call $go (i32.const 2) (i32.const 4) (i32.const 8)))
  (func (export "canister_composite_query nothing"))
  (func (export "canister_composite_query cert") (call $reply_word (call $certified)))
  (func (export "canister_query leaf") (call $bump) (call $reply_word (global.get $count)))
  (func (export "canister_query back") (call $go (i32.const 2) (i32.const 4) (i32.const 0)))
  (func (export "canister_query fail") (call $trap (i32.const 0) (i32.const 2)))
  (func (export "canister_query counts") (call $reply_counts))
  (func (export "canister_query plain_call") (call $go (i32.const 2) (i32.const 4) (i32.const 0)))
  (func $ignore (param i32))
  (func $on_reply (param i32) (call $arg (i32.const 120) (i32.const 0) (i32.const 4)) (call $append (i32.const 120) (i32.const 4)) (call $reply_counts))
  (func $on_reply_trap (param i32) (call $bump) (drop (memory.grow (i32.const 1))) (call $trap (i32.const 0) (i32.const 2)))
  (func $on_reply_burn (param i32) (loop $forever
    (call $new (i32.const 65536) (i32.const 10) (i32.const 2) (i32.const 4) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
    (call $data (i32.const 0) (i32.const 10000000)) (br $forever)))
  (func $again (param i32)
    (call $new (i32.const 65536) (i32.const 10) (i32.const 2) (i32.const 4) (i32.const 8) (i32.const 0) (i32.const 1) (i32.const 0))
    (drop (call $perform)))
  (func $on_reply_more (param i32)
    (call $bump)
    (call $new (i32.const 65536) (i32.const 10) (i32.const 2) (i32.const 4) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
    (drop (call $perform)))
  (func $on_reject (param i32)
    (i32.store (i32.const 120) (call $reject_code)) (call $append (i32.const 120) (i32.const 4))
    (call $reject_copy (i32.const 131072) (i32.const 0) (call $reject_size)) (call $append (i32.const 131072) (call $reject_size)) (call $reply))
  (func $cleanup (param i32) (call $bump) (call $print (i32.const 0) (i32.const 2)))
  (func $cleanup_trap (param i32) (call $trap (i32.const 2) (i32.const 4))))`);

async function deployed(count: number): Promise<{ test: TestReplica; ids: Uint8Array[] }> {
  const test = await createTestReplica();
  const ids: Uint8Array[] = [];
  for (let i = 0; i < count; i++) ids.push(await test.deploy(program()));
  return { test, ids };
}

const words = (result: Uint8Array | Reject): number[] => [...new Uint32Array(bytes(result).slice().buffer)];
const one = async (): Promise<{ test: TestReplica; a: Uint8Array; b: Uint8Array }> => {
  const { test, ids } = await deployed(2);
  return { test, a: ids[0] as Uint8Array, b: ids[1] as Uint8Array };
};
/** The reject that a composite query saw. */
const seen = (result: Uint8Array | Reject): { code: number; message: string } => ({ code: word(result), message: new TextDecoder().decode(bytes(result).subarray(4)) });

describe('a composite query', () => {
  it('calls queries of others and keeps its own state until it answers', async () => {
    const { test, a, b } = await one();
    // The callee's count, then its own global, heap and stable memory.
    expect(words(await test.query(a, 'go_leaf', b))).toEqual([1, 1, 1, 1]);
    expect(words(await test.query(a, 'counts'))).toEqual([0, 0, 0]);
    expect(words(await test.query(b, 'counts'))).toEqual([0, 0, 0]);
  });

  it('finds its callees as they were, however often it calls them', async () => {
    const { test, a, b } = await one();
    expect(words(await test.query(a, 'twice', b))).toEqual([1, 2, 2, 2]);
  });

  it('may call itself, and finds the state before the query', async () => {
    const { test, a } = await one();
    expect(words(await test.query(a, 'go_leaf', a))).toEqual([1, 1, 1, 1]);
    expect(words(await test.query(a, 'go', concat([a, a])))).toHaveLength(4);
    expect(words(await test.query(a, 'counts'))).toEqual([0, 0, 0]);
  });

  it('may be called back by its callee', async () => {
    const { test, a, b } = await one();
    expect(words(await test.query(a, 'go', concat([b, a])))[0]).toBe(1);
  });

  it('answers with the first reply: calls made along with it are not made', async () => {
    const { test, a, b } = await one();
    expect(word(await test.query(a, 'reply_and_call', b))).toBe(77);
    expect(test.executed.filter(({ method }) => method === 'leaf')).toEqual([]);
  });

  it.each(['nothing', 'ignored'])('without an answer is rejected: %s', async (method) => {
    const { test, a, b } = await one();
    expect(rejected(await test.query(a, method, b))).toEqual({ code: 5, errorCode: 'IC0506', message: `Canister ${text(a)} did not produce a response` });
  });

  it('cannot be called as an update', async () => {
    const { test, a, b } = await one();
    expect(rejected(await test.update(a, 'go', b))).toEqual({ code: 5, errorCode: 'IC0527', message: 'Composite query cannot be called in replicated mode' });
  });
});

describe('a callback of a composite query', () => {
  it('that traps is the outcome', async () => {
    const { test, a, b } = await one();
    expect(rejected(await test.query(a, 'trap_in_reply', b)).errorCode).toBe('IC0503');
  });

  it('that traps is followed by its cleanup', async () => {
    const { test, a, b } = await one();
    expect(rejected(await test.query(a, 'trap_with_cleanup', b)).errorCode).toBe('IC0503');
    expect(test.executed.at(-1)).toMatchObject({ kind: 'cleanup', trap: undefined });
  });

  it('that traps in its cleanup too tells both', async () => {
    const { test, a, b } = await one();
    expect(rejected(await test.query(a, 'trap_in_cleanup', b)).message).toMatch(/message: 'go'.*\n\ncall_on_cleanup also failed:\n\nCanister called `ic0\.trap` with message: 'leaf'/s);
  });

  it('that traps leaves the state before it to the next one', async () => {
    const { test, a, b } = await one();
    expect(words(await test.query(a, 'trap_then_reply', b))).toEqual([1, 1, 1, 1]);
  });
});

describe('what a nested call sees', () => {
  it('of a callee that traps is its error without a code', async () => {
    const { test, a, b } = await one();
    const { code, message } = seen(await test.query(a, 'go_fail', b));
    expect(code).toBe(5);
    expect(message).toMatch(new RegExp(`^Error from Canister ${text(b)}: Canister called`));
  });

  it('of a canister that does not exist, or is stopped', async () => {
    const { test, a, b } = await one();
    bytes(await test.management('stop_canister', { canister_id: Principal.fromUint8Array(b) }));
    expect(seen(await test.query(a, 'go_leaf', b))).toEqual({ code: 5, message: `Canister ${text(b)} is stopped and therefore does not have a CallContextManager` });
    await test.replica.forget([b]);
    expect(seen(await test.query(a, 'go_leaf', b))).toEqual({ code: 3, message: `Canister ${text(b)} not found` });
  });

  it('a plain query that is called by a composite one may call in turn', async () => {
    const { test, a, b } = await one();
    expect(words(await test.query(a, 'go_back', concat([b, a])))[0]).toBe(1);
    expect(rejected(await test.query(a, 'plain_call', b)).message).toContain('"ic0_call_new" cannot be executed in non replicated query mode');
  });

  it('has a certificate only where it is the canister that the user asked', async () => {
    const { test, a, b } = await one();
    const copy = '(import "ic0" "data_certificate_copy" (func $copy (param i32 i32 i32)))';
    const certified = await test.deploy(program(copy));
    expect(word(await test.query(certified, 'cert'))).toBe(1);
    expect(word(await test.query(certified, 'go_cert', certified))).toBe(1);
    expect(word(await test.query(certified, 'go_cert', b))).toBe(0);
    expect(word(await test.query(a, 'go_cert', certified))).toBe(0);
  });
});

describe('the call graph of a query', () => {
  it('is six calls deep at most', async () => {
    const { test, ids } = await deployed(8);
    expect(words(await test.query(ids[0] as Uint8Array, 'go', concat(ids.slice(1, 7))))).toHaveLength(4);
    const tooDeep = rejected(await test.query(ids[0] as Uint8Array, 'go', concat(ids.slice(1))));
    expect(tooDeep).toEqual({ code: 5, errorCode: 'IC0525', message: 'Composite query calls exceeded the maximum call depth.' });
  });

  it('ends when the calls alone have used up its 5 billion instructions', async () => {
    const { test, a, b } = await one();
    expect(rejected(await test.query(a, 'endless', b))).toEqual({ code: 5, errorCode: 'IC0526', message: 'Composite query calls exceeded the instruction limit.' });
    expect(test.executed.filter(({ method }) => method === 'leaf').length).toBe(100);
  });

  it('has 5 billion instructions, 50 million of which each call costs', async () => {
    const { test, a, b } = await one();
    const result = rejected(await test.query(a, 'burn', b));
    expect(result.errorCode).toBe('IC0522');
    expect(result.message).toMatch(/Canister exceeded the limit of 49\d{8} instructions for single message execution\./);
  });
});
