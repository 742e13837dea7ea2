import { describe, expect, it } from 'vitest';
import { counter } from '../testing/counter.ts';
import { STRANGER, UPGRADE, bytes, createTestReplica, enhanced, rejected, upgradeWith, wat, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "Code installation" and "Canister upgrades". */

const plain = wat(counter());
const keeping = enhanced(plain);

async function values(test: TestReplica, id: Uint8Array): Promise<number[]> {
  return [...new Uint32Array(bytes(await test.query(id, 'read')).slice().buffer)];
}

async function bumped(module: Uint8Array): Promise<{ test: TestReplica; id: Uint8Array }> {
  const test = await createTestReplica();
  const id = await test.deploy(module);
  await test.update(id, 'bump');
  return { test, id };
}

/** All that an installation could have changed, for comparison. */
function everything(test: TestReplica, id: Uint8Array): unknown {
  const { code, stable, certifiedData, globalTimer, version, controllers, callContexts, callbacks, queue, status } = test.state(id);
  const heap = code?.heap?.read(0, code.heap.size);
  return {
    heap: heap && [...heap],
    globals: code?.globals,
    hash: code?.module.hash,
    stable: [stable.pages, [...stable.read(0, Math.min(64, stable.size))]],
    rest: { certifiedData, globalTimer, version, controllers, callContexts, callbacks, queue, status },
  };
}

describe('upgrade', () => {
  it('keeps stable memory only, where main memory is replaced', async () => {
    const { test, id } = await bumped(plain);
    expect(await test.install(id, plain, UPGRADE)).toBeUndefined();
    expect(await values(test, id)).toEqual([0, 0, 1]);
    expect(test.installed.at(-1)).toMatchObject({ mode: 'upgrade', mainMemory: 'replaced', error: undefined });
  });

  it('keeps the heap with wasm_memory_persistence = keep, but not the globals', async () => {
    const { test, id } = await bumped(keeping);
    expect(await test.install(id, keeping, upgradeWith('keep'))).toBeUndefined();
    expect(await values(test, id)).toEqual([0, 1, 1]);
    await test.reopen();
    expect(await values(test, id)).toEqual([0, 1, 1]);
  });

  it('replaces the heap of an enhanced module where it is asked to', async () => {
    const { test, id } = await bumped(keeping);
    expect(await test.install(id, plain, upgradeWith('replace'))).toBeUndefined();
    expect(await values(test, id)).toEqual([0, 0, 1]);
  });

  it('deactivates the timer and raises the version by one', async () => {
    const { test, id } = await bumped(plain);
    await test.update(id, 'set_timer');
    const { version } = test.state(id);
    await test.install(id, plain, UPGRADE);
    expect(test.state(id).globalTimer).toBe(0n);
    expect(test.state(id).version).toBe(version + 1n);
    expect(test.installed.at(-1)?.timerDeactivated).toBe(true);
  });

  it('runs pre_upgrade on the old module and post_upgrade on the new one', async () => {
    const { test, id } = await bumped(wat(counter('', { preUpgrade: '(call $bump)' })));
    await test.install(id, wat(counter('', { postUpgrade: '(call $bump) (call $bump)' })), UPGRADE);
    expect(await values(test, id)).toEqual([2, 2, 4]);
    expect(test.installed.at(-1)?.steps.map(({ kind }) => kind)).toEqual(['pre_upgrade', 'post_upgrade']);
  });

  it('skips pre_upgrade where it is asked to', async () => {
    const { test, id } = await bumped(wat(counter('', { preUpgrade: '(unreachable)' })));
    expect(rejected(await test.install(id, plain, UPGRADE)).errorCode).toBe('IC0502');
    expect(await test.install(id, plain, upgradeWith(undefined, true))).toBeUndefined();
  });
});

describe('an upgrade that fails leaves everything as it was', () => {
  const trapping = wat(counter('', { postUpgrade: '(call $bump) (call $trap (i32.const 100) (i32.const 5))' }));
  const growing = wat(counter('', { postUpgrade: '(drop (memory.grow (i32.const 3))) (call $bump) (unreachable)' }));
  const cases: [string, Uint8Array, Uint8Array, ReturnType<typeof upgradeWith>, string, string][] = [
    ['a trap in post_upgrade', plain, trapping, UPGRADE, 'IC0503', 'hello'],
    ['a trap in post_upgrade on a kept heap', keeping, enhanced(growing), upgradeWith('keep'), 'IC0502', 'unreachable'],
    ['a trap in pre_upgrade', wat(counter('', { preUpgrade: '(call $bump) (unreachable)' })), plain, UPGRADE, 'IC0502', 'unreachable'],
    ['a malformed module', plain, Uint8Array.of(1, 2, 3), UPGRADE, 'IC0505', 'not valid'],
    ['an enhanced module without the option', keeping, keeping, UPGRADE, 'IC0504', 'Missing upgrade option: Enhanced orthogonal persistence requires the `wasm_memory_persistence` upgrade option.'],
    ['an enhanced module kept by a classical one', keeping, plain, upgradeWith('keep'), 'IC0504', 'Invalid upgrade option'],
    ['a new import that does not exist', plain, wat('(module (import "ic0" "no_such" (func)))'), UPGRADE, 'IC0505', 'no_such'],
  ];
  it.each(cases)('%s', async (_, before, after, mode, errorCode, text) => {
    const { test, id } = await bumped(before);
    await test.update(id, 'set_timer');
    const old = everything(test, id);
    const reject = rejected(await test.install(id, after, mode));
    expect(reject.errorCode).toBe(errorCode);
    expect(reject.message).toContain(text);
    expect(everything(test, id)).toEqual(old);
    expect((await values(test, id))[2]).toBe(1);
    bytes(await test.update(id, 'bump'));
    await test.reopen();
    expect((await values(test, id))[2]).toBe(2);
  });
});

describe('install and reinstall', () => {
  it('refuses to install over code', async () => {
    const { test, id } = await bumped(plain);
    expect(rejected(await test.install(id, plain)).errorCode).toBe('IC0514');
  });

  it('reinstalls with nothing kept', async () => {
    const { test, id } = await bumped(plain);
    await test.update(id, 'print');
    expect(await test.install(id, plain, { reinstall: null })).toBeUndefined();
    expect(await values(test, id)).toEqual([0, 0, 0]);
    expect(test.state(id).logs).toEqual([]);
    await test.reopen();
    expect(await values(test, id)).toEqual([0, 0, 0]);
  });

  it('refuses to upgrade an empty canister', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    expect(rejected(await test.install(id, plain, UPGRADE)).errorCode).toBe('IC0537');
  });

  it('refuses whoever is no controller', async () => {
    const { test, id } = await bumped(plain);
    expect(rejected(await test.install(id, plain, UPGRADE, new Uint8Array(), STRANGER)).errorCode).toBe('IC0512');
  });
});
