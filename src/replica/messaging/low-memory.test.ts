import { describe, expect, it } from 'vitest';
import { changeSettings, forwarder } from '../testing/forwarder.ts';
import { UPGRADE, bytes, createTestReplica, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "On Low Wasm Memory hook". */

const PAGE = 65_536n;

/** Five pages at first; `grow` takes one more and prints `n` before, the hook prints `no!`. */
const program = (hook = ''): Uint8Array =>
  forwarder(`
  (func (export "canister_update grow") (drop (memory.grow (i32.const 1))) (call $print (i32.const 0) (i32.const 1)) (call $reply))
  (func (export "canister_update grow_and_trap") (drop (memory.grow (i32.const 1))) (unreachable))
  (func (export "canister_on_low_wasm_memory") (call $print (i32.const 0) (i32.const 3)) ${hook})`);

/** A canister of four pages that may have eight and is short of memory where less than two remain. */
async function deployed(hook?: string): Promise<{ test: TestReplica; id: Uint8Array }> {
  const test = await createTestReplica();
  const id = await test.deploy(program(hook));
  await changeSettings(test, id, { wasm_memory_limit: 8n * PAGE, wasm_memory_threshold: 2n * PAGE });
  return { test, id };
}

const grow = async ({ test, id }: Awaited<ReturnType<typeof deployed>>, times: number): Promise<void> => {
  for (let i = 0; i < times; i++) bytes(await test.update(id, 'grow'));
};

describe('canister_on_low_wasm_memory', () => {
  it('runs when less memory remains than the threshold, after the message that took it', async () => {
    const canister = await deployed();
    await grow(canister, 2);
    expect(canister.test.logged).toEqual(['n', 'n']);
    expect(canister.test.state(canister.id).lowMemoryHook).toBe('condition_not_satisfied');
    await grow(canister, 1);
    expect(canister.test.logged).toEqual(['n', 'n', 'n', 'no!']);
    expect(canister.test.executed.at(-1)?.kind).toBe('on_low_wasm_memory');
  });

  it('runs once', async () => {
    const canister = await deployed();
    await grow(canister, 4);
    await canister.test.replica.tick();
    expect(canister.test.logged.filter((line) => line === 'no!').length).toBe(1);
    expect(canister.test.state(canister.id).lowMemoryHook).toBe('executed');
  });

  it('runs once also where it traps', async () => {
    const canister = await deployed('(unreachable)');
    await grow(canister, 4);
    await canister.test.replica.tick();
    expect(canister.test.logged.filter((line) => line === 'no!').length).toBe(1);
  });

  it('runs before the messages that wait', async () => {
    const { test, id } = await deployed();
    await changeSettings(test, id, { wasm_memory_threshold: 0n });
    await grow({ test, id }, 3);
    test.executed.length = 0;
    await Promise.all([changeSettings(test, id, { wasm_memory_threshold: 2n * PAGE }), test.update(id, 'echo')]);
    expect(test.executed.map(({ kind }) => kind)).toEqual(['on_low_wasm_memory', 'update']);
  });

  it('is not due after a message that grew memory and trapped', async () => {
    const canister = await deployed();
    await grow(canister, 2);
    await canister.test.update(canister.id, 'grow_and_trap');
    expect(canister.test.state(canister.id).lowMemoryHook).toBe('condition_not_satisfied');
  });

  it('becomes due by a change of settings, and again when memory was not low in between', async () => {
    const { test, id } = await deployed();
    await changeSettings(test, id, { wasm_memory_limit: 5n * PAGE });
    expect(test.logged).toEqual(['no!']);
    await changeSettings(test, id, { wasm_memory_limit: 8n * PAGE });
    expect(test.state(id).lowMemoryHook).toBe('condition_not_satisfied');
    await changeSettings(test, id, { wasm_memory_limit: 5n * PAGE });
    expect(test.logged).toEqual(['no!', 'no!']);
  });

  it('counts what a memory allocation leaves beside other memory', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(program());
    await changeSettings(test, id, { wasm_memory_threshold: 2n * PAGE });
    expect(test.logged).toEqual([]);
    await changeSettings(test, id, { memory_allocation: 6n * PAGE });
    expect(test.logged).toEqual(['no!']);
  });

  it('has run already after an upgrade that leaves memory low, and is due again where it did not', async () => {
    const canister = await deployed();
    const { test, id } = canister;
    await grow(canister, 3);
    expect(await test.install(id, program(), UPGRADE)).toBeUndefined();
    expect(test.state(id).lowMemoryHook).toBe('condition_not_satisfied');
    await changeSettings(test, id, { wasm_memory_limit: 5n * PAGE });
    const ran = test.logged.length;
    expect(await test.install(id, program(), UPGRADE)).toBeUndefined();
    await test.replica.tick();
    expect(test.state(id).lowMemoryHook).toBe('executed');
    expect(test.logged.length).toBe(ran);
  });

  it('waits for cycles', async () => {
    const canister = await deployed();
    const state = canister.test.state(canister.id);
    await grow(canister, 2);
    const { cycles } = state;
    state.lowMemoryHook = 'ready';
    state.cycles = 1000n;
    await canister.test.replica.tick();
    expect(state.lowMemoryHook).toBe('ready');
    state.cycles = cycles;
    await canister.test.replica.tick();
    expect(state.lowMemoryHook).toBe('executed');
  });

  it('may call, and its state is kept', async () => {
    const canister = await deployed('(drop (call $timer (i64.const 5)))');
    await grow(canister, 3);
    expect(canister.test.state(canister.id).globalTimer).toBe(5n);
    await canister.test.reopen();
    expect(canister.test.state(canister.id).lowMemoryHook).toBe('executed');
  });
});
