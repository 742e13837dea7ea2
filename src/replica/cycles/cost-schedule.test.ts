import { describe, expect, it } from 'vitest';
import { amount, callArgument, cyclesIn, spender, updateSettings } from '../testing/cycles-program.ts';
import { bytes, createTestReplica, rejected, wat } from '../testing/test-replica.ts';

/** What nothing costs anything means: rs/cycles_account_manager/src/lib.rs, `CanisterCyclesCostSchedule::Free`. */

const SECOND = 1_000_000_000n;
const YEAR = 31_536_000n;

describe('the free cost schedule', () => {
  it('charges neither calls nor executions nor time', async () => {
    const test = await createTestReplica();
    await test.replica.setCostSchedule('free');
    const id = await test.deploy(spender());
    const callee = await test.deploy(spender());
    expect(test.state(id).cycles).toBe(100_000_000_000_000n);
    bytes(await test.update(id, 'nothing'));
    bytes(await test.update(id, 'call', callArgument(0n, callee)));
    test.now += 10n * YEAR * SECOND;
    await test.replica.tick();
    expect(test.state(id).cycles).toBe(100_000_000_000_000n);
    expect(cyclesIn(await test.update(id, 'balance'))).toBe(100_000_000_000_000n);
    expect(cyclesIn(await test.update(id, 'cost'))).toBe(0n);
  });

  it('freezes no canister', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    test.state(id).cycles = 0n;
    expect(rejected(await test.update(id, 'nothing')).errorCode).toBe('IC0207');
    await test.replica.setCostSchedule('free');
    expect(bytes(await test.update(id, 'nothing'))).toHaveLength(0);
    expect(bytes(await test.query(id, 'look'))).toHaveLength(0);
    expect(bytes(await test.update(id, 'grow', amount(100n)))).toHaveLength(4);
    expect(await test.install(id, spender(), { reinstall: null })).toBeUndefined();
    bytes(await updateSettings(test, id, { compute_allocation: 100n, freezing_threshold: 10n ** 18n }));
  });

  it('still moves the cycles that canisters send', async () => {
    const test = await createTestReplica();
    await test.replica.setCostSchedule('free');
    const [id, callee] = [await test.deploy(spender()), await test.deploy(spender())];
    bytes(await test.update(id, 'call', callArgument(5_000n, callee)));
    expect(test.state(id).cycles).toBe(100_000_000_000_000n - 1000n);
    expect(test.state(callee).cycles).toBe(100_000_000_000_000n + 1000n);
    const all = test.state(id).cycles;
    expect(rejected(await test.update(id, 'call', callArgument(all + 1n, callee))).errorCode).toBe('IC0504');
  });

  it('is kept over a reload, and time before it is paid', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat('(module (memory 64))'));
    bytes(await updateSettings(test, id, { memory_allocation: 1_073_741_824n }));
    const before = test.state(id).cycles;
    test.now += 100n * SECOND;
    await test.replica.setCostSchedule('free');
    expect(before - test.state(id).cycles).toBe(127_000n * 100n);
    await test.reopen();
    expect(test.replica.costSchedule).toBe('free');
    test.now += 1000n * SECOND;
    await test.replica.setCostSchedule('normal');
    expect(before - test.state(id).cycles).toBe(127_000n * 100n);
  });

  it('gives back nothing that it did not take, when it ends', async () => {
    const test = await createTestReplica();
    await test.replica.setCostSchedule('free');
    const id = await test.deploy(spender());
    const callback = { reply: { fun: 0n, env: 0n }, reject: { fun: 0n, env: 0n }, cleanup: undefined };
    const { key, cycles } = test.state(id);
    // A call that was made while it was free: nothing is set aside for its response.
    const record = { id: 900, context: 901, callee: test.state(id).id, callback, cyclesSent: 0n, reserve: 0n, deadline: 0n };
    test.state(id).callbacks.set(900, record);
    const origin = { kind: 'task' } as const;
    test.state(id).callContexts.set(901, { id: 901, origin, caller: new Uint8Array(), deadline: 0n, responded: true, availableCycles: 0n, instructions: 0 });
    test.state(id).queue.push({ kind: 'response', id: 902, callback: 900, result: { kind: 'reply', data: new Uint8Array() }, refund: 5n, from: key });
    await test.replica.setCostSchedule('normal');
    await test.replica.tick();
    expect(test.state(id).callbacks.size).toBe(0);
    expect(test.state(id).cycles).toBe(cycles + 5n);
  });
});

describe('endless cycles', () => {
  it('are for one canister, which pays for nothing', async () => {
    const test = await createTestReplica();
    const [free, paying] = [await test.deploy(spender()), await test.deploy(spender())];
    expect(await test.replica.setEndlessCycles(free, true)).toBe(true);
    const before = [free, paying].map((id) => test.state(id).cycles) as [bigint, bigint];
    for (const id of [free, paying]) bytes(await test.update(id, 'nothing'));
    test.now += YEAR * SECOND;
    await test.replica.tick();
    expect(test.state(free).cycles).toBe(before[0]);
    expect(test.state(paying).cycles).toBeLessThan(before[1]);
    await test.reopen();
    bytes(await test.update(free, 'nothing'));
    expect(test.state(free).cycles).toBe(before[0]);
    await test.replica.setEndlessCycles(free, false);
    bytes(await test.update(free, 'nothing'));
    expect(test.state(free).cycles).toBeLessThan(before[0]);
  });

  it('are for canisters that exist', async () => {
    const test = await createTestReplica();
    expect(await test.replica.setEndlessCycles(Uint8Array.of(1), true)).toBe(false);
  });
});
