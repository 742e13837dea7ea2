import { describe, expect, it } from 'vitest';
import { goProgram } from '../testing/api-program.ts';
import { createTestReplica, rejected, UPGRADE, wat, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Entry points": which context each of them, run by a message, gives to the System API. */

/** In no context but that of inspect_message. */
const WRONG = '(drop (call $msg_method_name_size))';

/** `$call` calls the method whose name is at `name` of the canister that the argument names. */
const calls = (kind: string, suffix = ''): string => `
  (func (export "${kind} reply${suffix}") (call $call (i32.const 100) (i32.const 0)) (drop (call $call_perform)))
  (func (export "${kind} reject${suffix}") (call $call (i32.const 110) (i32.const 0)) (drop (call $call_perform)))
  (func (export "${kind} cleanup${suffix}") (call $call (i32.const 100) (i32.const 1)) (call $call_on_cleanup (i32.const 0) (i32.const 0)) (drop (call $call_perform)))`;

const module = (fields: string): Uint8Array =>
  wat(
    goProgram(
      '(unreachable)',
      `(memory 1) (table 2 funcref) (elem (i32.const 0) $wrong $trapping) (data (i32.const 100) "answer") (data (i32.const 110) "refuse")
      (func $wrong (param i32) ${WRONG})
      (func $trapping (param i32) (unreachable))
      (func $call (param $name i32) (param $fun i32)
        (call $msg_arg_data_copy (i32.const 0) (i32.const 0) (call $msg_arg_data_size))
        (call $call_new (i32.const 0) (call $msg_arg_data_size) (local.get $name) (i32.const 6) (local.get $fun) (i32.const 0) (local.get $fun) (i32.const 0)))
      ${fields}`,
    ),
  );

const METHODS = module(`
  (func (export "canister_query answer") (call $msg_reply))
  (func (export "canister_query refuse") (call $msg_reject (i32.const 0) (i32.const 0)))
  (func (export "canister_update update") ${WRONG})
  (func (export "canister_query query") ${WRONG})
  (func (export "canister_composite_query composite") ${WRONG})
  ${calls('canister_update')} ${calls('canister_composite_query', ' in composite')}`);

async function deployed(): Promise<{ test: TestReplica; id: Uint8Array; other: Uint8Array }> {
  const test = await createTestReplica();
  return { test, id: await test.deploy(METHODS), other: await test.deploy(METHODS) };
}

const mode = (text: string): string => `"ic0_msg_method_name_size" cannot be executed in ${text} mode`;

describe('methods and callbacks', () => {
  it.each([
    ['update', 'update'],
    ['query', 'replicated query'],
    ['reply', 'reply callback'],
    ['reject', 'reject callback'],
    ['cleanup', 'cleanup'],
  ])('of the update call %s run in %s mode', async (method, name) => {
    const { test, id, other } = await deployed();
    expect(rejected(await test.update(id, method, other)).message).toContain(mode(name));
  });

  it.each([
    ['query', 'non replicated query'],
    ['composite', 'composite query'],
    ['reply in composite', 'composite reply callback'],
    ['reject in composite', 'composite reject callback'],
    ['cleanup in composite', 'composite cleanup'],
  ])('of the query call %s run in %s mode', async (method, name) => {
    const { test, id, other } = await deployed();
    expect(rejected(await test.query(id, method, other)).message).toContain(mode(name));
  });
});

describe('installation', () => {
  it.each([
    ['canister_init', 'init', module(`(func (export "canister_init") ${WRONG})`)],
    ['the start function', 'start', module(`(func $start ${WRONG}) (start $start)`)],
  ])('%s runs in %s mode', async (_, name, installed) => {
    const test = await createTestReplica();
    expect(rejected(await test.install(await test.create(), installed)).message).toContain(mode(name));
  });

  it.each([
    ['canister_pre_upgrade', 'pre upgrade'],
    ['canister_post_upgrade', 'init'],
  ])('%s runs in %s mode', async (entry, name) => {
    const test = await createTestReplica();
    const installed = module(`(func (export "${entry}") ${WRONG})`);
    const id = await test.deploy(installed);
    expect(rejected(await test.install(id, installed, UPGRADE)).message).toContain(mode(name));
  });
});

describe('canister_inspect_message', () => {
  it('runs in inspect message mode', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(module('(func (export "canister_inspect_message") (drop (call $call_perform))) (func (export "canister_update go"))'));
    expect(rejected(await test.update(id, 'go')).message).toContain('"ic0_call_perform" cannot be executed in inspect message mode');
  });
});

describe('system tasks', () => {
  it('the heartbeat and the global timer run in their own modes', async () => {
    const test = await createTestReplica();
    await test.deploy(
      module(`(func (export "canister_init") (drop (call $global_timer_set (i64.const 1))))
        (func (export "canister_global_timer") ${WRONG}) (func (export "canister_heartbeat") ${WRONG})`),
    );
    for (let i = 0; i < 3; i++) await test.replica.tick();
    const traps = test.executed.map(({ trap }) => trap?.message ?? '');
    for (const name of ['global timer', 'heartbeat']) expect(traps.some((text) => text.includes(mode(name)))).toBe(true);
  });

  it('canister_on_low_wasm_memory runs in its own mode', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(module(`(func (export "canister_on_low_wasm_memory") ${WRONG}) (func (export "canister_update grow") (drop (memory.grow (i32.const 1))) (call $msg_reply))`));
    const canister = test.state(id);
    canister.settings = { ...canister.settings, wasmMemoryLimit: 1_000_000n, wasmMemoryThreshold: 1_000_000n };
    await test.update(id, 'grow');
    await test.replica.tick();
    expect(test.executed.some(({ trap }) => trap?.message.includes(mode('on low Wasm memory')))).toBe(true);
  });
});
