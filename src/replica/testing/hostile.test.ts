import { describe, expect, it, vi } from 'vitest';
import type * as Params from '../params.ts';
import { updateSettings } from './cycles-program.ts';
import { bytes, rejected, UPGRADE, wat, word } from './test-replica.ts';
import { beside } from './witness.ts';

const LIMIT = vi.hoisted(() => 1_000_000);

/** Calls of composite queries cost 50 million each. */
const FACTORS = vi.hoisted((): Readonly<Record<string, number>> => ({ install: 20, query: 120 }));

vi.mock('../params.ts', async (original) => {
  const params = await original<typeof Params>();
  const limits = Object.entries(params.INSTRUCTION_LIMIT).map(([name, limit]) => [name, Math.min(limit, LIMIT * (FACTORS[name] ?? 1))]);
  return { ...params, INSTRUCTION_LIMIT: Object.fromEntries(limits) as typeof params.INSTRUCTION_LIMIT };
});

const LOOP = '(loop $l (br $l))';

/** What a program has before its functions: a way to reply, one to call itself, and a heap word that `read` replies. */
const PRELUDE = `
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "call_new" (func $new (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_on_cleanup" (func $on_cleanup (param i32 i32)))
  (import "ic0" "call_perform" (func $perform (result i32)))
  (import "ic0" "canister_self_copy" (func $self (param i32 i32 i32)))
  (import "ic0" "canister_self_size" (func $self_size (result i32)))
  (import "ic0" "global_timer_set" (func $timer (param i64) (result i64)))
  (memory 1) (data (i32.const 100) "answer") (data (i32.const 110) "missing") (data (i32.const 120) "answer_query")
  (func (export "canister_query read") (call $append (i32.const 0) (i32.const 4)) (call $reply))
  (func (export "canister_update answer") (call $reply))
  (func (export "canister_query answer_query") (call $reply))
  (func $mark (i32.store (i32.const 0) (i32.const 1)))`;

const calling = (method: [offset: number, length: number], callbacks: string, cleanup = ''): string => `(module ${PRELUDE}
  (table funcref (elem $callback $cleanup))
  (func $callback (param i32) ${callbacks})
  (func $cleanup (param i32) ${cleanup})
  (func (export "canister_update go")
    (call $self (i32.const 200) (i32.const 0) (call $self_size))
    (call $new (i32.const 200) (call $self_size) (i32.const ${method[0]}) (i32.const ${method[1]}) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (call $on_cleanup (i32.const 1) (i32.const 0))
    (drop (call $perform))))`;
const ANSWER: [number, number] = [100, 6];
const ANSWER_QUERY: [number, number] = [120, 12];
const MISSING: [number, number] = [110, 7];

describe('an endless loop ends with IC0522 at the limit of', () => {
  it.each([
    ['init', `(func (export "canister_init") ${LOOP})`],
    ['start', `(func $start ${LOOP}) (start $start)`],
  ])('%s', async (_, fields) => {
    const { test, unharmed } = await beside('(module)');
    const id = await test.create();
    const reject = rejected(await test.install(id, wat(`(module ${fields})`)));
    expect(reject.errorCode).toBe('IC0522');
    expect(reject.message).toContain(`Canister exceeded the limit of ${20 * LIMIT} instructions for single message execution.`);
    expect(test.state(id).code).toBeUndefined();
    await unharmed();
  });

  it.each(['pre_upgrade', 'post_upgrade'])('%s', async (name) => {
    const { test, id, unharmed } = await beside(`(module ${PRELUDE} (func (export "canister_update set") (call $mark) (call $reply)) (func (export "canister_${name}") ${LOOP}))`);
    await test.update(id, 'set');
    const version = test.state(id).version;
    expect(rejected(await test.install(id, wat(`(module (func (export "canister_${name}") ${LOOP}))`), UPGRADE)).errorCode).toBe('IC0522');
    expect(word(await test.query(id, 'read'))).toBe(1);
    expect(test.state(id).version).toBeLessThanOrEqual(version + 1n);
    await unharmed();
  });

  it('update methods, and queries of both kinds', async () => {
    const methods = ['update', 'query', 'composite_query'].map((kind) => `(func (export "canister_${kind} ${kind}") (call $mark) ${LOOP})`);
    const { test, id, unharmed } = await beside(`(module ${PRELUDE} ${methods.join(' ')})`);
    expect(rejected(await test.update(id, 'update')).message).toContain(`exceeded the limit of ${LIMIT} instructions`);
    expect(rejected(await test.update(id, 'query')).errorCode).toBe('IC0522');
    expect(rejected(await test.query(id, 'query')).errorCode).toBe('IC0522');
    expect(rejected(await test.query(id, 'composite_query')).errorCode).toBe('IC0522');
    expect(word(await test.query(id, 'read'))).toBe(0);
    await unharmed();
  });

  it('heartbeats and timers', async () => {
    const { test, id, unharmed } = await beside(`(module ${PRELUDE}
      (func (export "canister_update set") (drop (call $timer (i64.const 1))) (call $reply))
      (func (export "canister_heartbeat") (call $mark) ${LOOP}) (func (export "canister_global_timer") (call $mark) ${LOOP}))`);
    await test.update(id, 'set');
    await test.replica.tick();
    await test.replica.advanceTime(1_000_000_000n);
    const failed = test.executed.filter(({ trap }) => trap?.errorCode === 'IC0522').map(({ kind }) => kind);
    expect(failed).toEqual(expect.arrayContaining(['heartbeat', 'global_timer']));
    expect(word(await test.query(id, 'read'))).toBe(0);
    await unharmed();
  });

  it('canister_on_low_wasm_memory', async () => {
    const { test, id, unharmed } = await beside(`(module ${PRELUDE}
      (func (export "canister_update grow") (drop (memory.grow (i32.const 1))) (call $reply))
      (func (export "canister_on_low_wasm_memory") (call $mark) ${LOOP}))`);
    await updateSettings(test, id, { wasm_memory_limit: 262_144n, wasm_memory_threshold: 150_000n });
    bytes(await test.update(id, 'grow'));
    await test.replica.tick();
    expect(test.executed.filter(({ trap }) => trap?.errorCode === 'IC0522').map(({ kind }) => kind)).toEqual(['on_low_wasm_memory']);
    expect(word(await test.query(id, 'read'))).toBe(0);
    await unharmed();
  });

  it('composite queries, in their callbacks', async () => {
    const { test, id, unharmed } = await beside(calling(ANSWER_QUERY, `(call $mark) ${LOOP}`).replace('canister_update go', 'canister_composite_query go'));
    expect(rejected(await test.query(id, 'go')).errorCode).toBe('IC0522');
    expect(word(await test.query(id, 'read'))).toBe(0);
    await unharmed();
  });

  it('canister_inspect_message', async () => {
    const { test, id, unharmed } = await beside(`(module ${PRELUDE} (func (export "canister_inspect_message") (call $mark) ${LOOP}))`);
    expect(rejected(await test.update(id, 'answer')).errorCode).toBe('IC0522');
    expect(word(await test.query(id, 'read'))).toBe(0);
    await unharmed();
  });

  it.each([
    ['reply callbacks', calling(ANSWER, `(call $mark) ${LOOP}`), 0],
    ['reject callbacks', calling(MISSING, `(call $mark) ${LOOP}`), 0],
    ['cleanup callbacks', calling(ANSWER, '(unreachable)', `(call $mark) ${LOOP}`), 0],
    ['callbacks, after which cleanup still runs', calling(ANSWER, LOOP, '(call $mark)'), 1],
  ])('%s', async (_, module, word0) => {
    const { test, id, unharmed } = await beside(module);
    expect(rejected(await test.update(id, 'go')).errorCode).toMatch(/^IC05(22|02)$/);
    expect(word(await test.query(id, 'read'))).toBe(word0);
    expect(test.state(id).callContexts.size + test.state(id).callbacks.size).toBe(0);
    await unharmed();
  });
});

describe('traps', () => {
  const trap = 'IC0502 Canister trapped: ';
  it.each([
    ['unreachable', '(unreachable)', `${trap}unreachable`],
    ['division by zero', '(drop (i32.div_u (i32.const 1) (i32.load (i32.const 500))))', `${trap}integer division by 0`],
    ['remainder by zero', '(drop (i64.rem_s (i64.const 1) (i64.load (i32.const 500))))', `${trap}integer division by 0`],
    ['a load out of bounds', '(drop (i32.load (i32.const 65533)))', `${trap}heap out of bounds`],
    ['a store out of bounds', '(i64.store (i32.const -1) (i64.const 0))', `${trap}heap out of bounds`],
    ['memory.fill out of bounds', '(memory.fill (i32.const 1) (i32.const 0) (i32.const 65536))', `${trap}heap out of bounds`],
    ['memory.copy out of bounds', '(memory.copy (i32.const 65530) (i32.const 0) (i32.const 7))', `${trap}heap out of bounds`],
    ['memory.init out of bounds', '(memory.init $passive (i32.const 0) (i32.const 2) (i32.const 2))', `${trap}heap out of bounds`],
    ['a table index out of bounds', '(call_indirect (type $void) (i32.const 9))', `${trap}table out of bounds`],
    ['an indirect call of another type', '(call_indirect (type $word) (i32.const 0) (i32.const 0))', 'IC0504 Canister violated contract: function invocation does not match its signature'],
    ['an indirect call of an empty entry', '(call_indirect (type $void) (i32.const 1))', 'IC0504 Canister violated contract: function invocation does not match its signature'],
    ['integer overflow', '(drop (i32.div_s (i32.const -2147483648) (i32.const -1)))', `${trap}unknown`],
    ['a conversion out of range', '(drop (i32.trunc_f64_u (f64.const -5)))', `${trap}unknown`],
    ['a conversion of not a number', '(drop (i64.trunc_f32_s (f32.const nan)))', `${trap}unknown`],
    ['a system call out of bounds', '(call $append (i32.const 65536) (i32.const 1))', 'IC0502 Canister trapped: heap out of bounds'],
  ])('%s', async (name, code, expected) => {
    const { test, id, unharmed } = await beside(`(module ${PRELUDE} (type $void (func)) (type $word (func (param i32))) (table 2 funcref) (elem (i32.const 0) $mark)
      (data $passive "abc") (func (export "canister_update go") (call $mark) ${code} (call $reply)))`);
    const { errorCode, message } = rejected(await test.update(id, 'go'));
    const said = `${errorCode} ${message.replace(/^Error from Canister [a-z0-9-]+: /, '')}`;
    if (name === 'a system call out of bounds') expect(errorCode).toMatch(/^IC050[24]$/);
    else expect(said.startsWith(expected)).toBe(true);
    expect(word(await test.query(id, 'read'))).toBe(0);
    await unharmed();
  });
});

describe('infinite recursion is a stack overflow', () => {
  const deep = (code: string): string => `(module ${PRELUDE} (type $void (func)) (table funcref (elem $again))
    (func $again ${code} (call $again)) (func (export "canister_update go") (call $mark) (call $again) (call $reply)))`;

  it.each([
    ['direct', ''],
    ['with many values on the stack', '(local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (local.set 0 (i64.load (i32.const 8)))'],
    ['indirect', '(call_indirect (type $void) (i32.const 0))'],
  ])('%s', async (_, code) => {
    const { test, id, unharmed } = await beside(deep(code));
    const reject = rejected(await test.update(id, 'go'));
    expect(reject.errorCode).toBe('IC0502');
    expect(reject.message).toContain('Canister trapped: stack overflow');
    expect(word(await test.query(id, 'read'))).toBe(0);
    bytes(await test.update(id, 'answer'));
    await unharmed();
  });

  it('in a start function', async () => {
    const { test, unharmed } = await beside('(module)');
    const id = await test.create();
    const reject = rejected(await test.install(id, wat('(module (func $start (call $start)) (start $start))')));
    expect(reject).toMatchObject({ errorCode: 'IC0502', message: expect.stringContaining('Canister trapped: stack overflow') as string });
    expect(test.state(id).code).toBeUndefined();
    await unharmed();
  });

  it('leaves no trace where the stack ends inside the replica', async () => {
    const pages = 256;
    const sizes = Array.from({ length: 24 }, (_, i) => i);
    const methods = sizes.map((i) => `(func $f${i} (param i32) ${'(local i64) '.repeat(i)} (i32.store (local.get 0) (i32.const -1))
      ${Array.from({ length: i }, (_, n) => `(local.set ${n + 1} (i64.load (i32.const ${n * 8})))`).join(' ')}
      (if (i32.lt_u (local.get 0) (i32.const ${(pages - 1) * 65_536})) (then (call $f${i} (i32.add (local.get 0) (i32.const 1200)))) (else (call $f${i} (i32.const 0))))
      ${Array.from({ length: i }, (_, n) => `(i64.store (i32.const 0) (local.get ${n + 1}))`).join(' ')})
      (func (export "canister_update f${i}") (call $f${i} (i32.const 0)))`);
    const { test, id, unharmed } = await beside(`(module
      (import "ic0" "msg_reply" (func $reply)) (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (memory ${pages}) ${methods.join(' ')}
      (func (export "canister_update scribble") (memory.fill (i32.const 0) (i32.const 7) (i32.const ${pages * 65_536})) (unreachable))
      (func (export "canister_query sum") (local $at i32) (local $sum i32)
        (loop $l (local.set $sum (i32.or (local.get $sum) (i32.load (local.get $at)))) (local.set $at (i32.add (local.get $at) (i32.const 1200)))
          (br_if $l (i32.lt_u (local.get $at) (i32.const ${(pages - 1) * 65_536}))))
        (i32.store (i32.const 0) (local.get $sum)) (call $append (i32.const 0) (i32.const 4)) (call $reply)))`);
    for (const i of sizes) {
      expect(rejected(await test.update(id, `f${i}`)).message).toContain('stack overflow');
      rejected(await test.update(id, 'scribble'));
      expect(word(await test.query(id, 'sum'))).toBe(0);
    }
    await unharmed();
  });
});

describe('memory bombs', () => {
  it('memory.grow beyond the maximum fails inside, and a memory that has grown shrinks again where the message traps', async () => {
    const { test, id, unharmed } = await beside(`(module ${PRELUDE}
      (func (export "canister_update greedy") (i32.store (i32.const 0) (memory.grow (i32.const 65535))) (i32.store (i32.const 0) (memory.grow (i32.const -1)))
        (call $append (i32.const 0) (i32.const 4)) (call $reply))
      (func (export "canister_update bomb") (loop $l (drop (memory.grow (i32.const 8192))) (br $l)))
      (func (export "canister_query size") (i32.store (i32.const 0) (memory.size)) (call $append (i32.const 0) (i32.const 4)) (call $reply)))`);
    expect(word(await test.update(id, 'greedy'))).toBe(0xffff_ffff);
    expect(rejected(await test.update(id, 'bomb')).errorCode).toMatch(/^IC05(22|39)$/);
    expect(word(await test.query(id, 'size'))).toBe(1);
    await unharmed();
  });

  it('a reply that is too large, and one that is appended for ever', async () => {
    const { test, id, unharmed } = await beside(`(module ${PRELUDE.replace('(memory 1)', '(memory 64)')}
      (func (export "canister_update big") (call $append (i32.const 0) (i32.const 2097153)) (call $reply))
      (func (export "canister_update many") (loop $l (call $append (i32.const 0) (i32.const 65536)) (br $l))))`);
    expect(rejected(await test.update(id, 'big')).errorCode).toMatch(/^IC05\d\d$/);
    expect(rejected(await test.update(id, 'many')).errorCode).toMatch(/^IC05\d\d$/);
    await unharmed();
  });
});
