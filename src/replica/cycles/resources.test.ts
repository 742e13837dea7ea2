import { describe, expect, it } from 'vitest';
import { updateSettings, spender } from '../testing/cycles-program.ts';
import { bytes, createTestReplica, wat, type TestReplica } from '../testing/test-replica.ts';
import { memoryUsage } from './memory-usage.ts';

/** Interface Specification: "Resource consumption"; prices of a 13-node application subnet. */

const SECOND = 1_000_000_000n;
const DAY = 86_400n;
const GIB = 1_073_741_824n;

/** Both roundings are production's: a day's price first, then the part of the day. */
const storage = (memory: bigint, seconds: bigint): bigint => (((memory * 127_000n * DAY) / GIB) * seconds) / DAY;
const compute = (percent: bigint, seconds: bigint): bigint => percent * 10_000_000n * seconds;

/** Cycles that the canister pays while so much time passes. */
async function paid(test: TestReplica, id: Uint8Array, nanoseconds: bigint): Promise<bigint> {
  const before = test.state(id).cycles;
  await test.replica.advanceTime(nanoseconds);
  return before - test.state(id).cycles;
}

describe('storage and compute', () => {
  it('are paid for the seconds that have passed', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat('(module (memory 1024))'));
    const memory = BigInt(memoryUsage(test.state(id)));
    expect(memory).toBeGreaterThan(67_108_864n);
    expect(await paid(test, id, 3600n * SECOND)).toBe(storage(memory, 3600n));
    expect(await paid(test, id, 30n * DAY * SECOND)).toBe(storage(memory, 30n * DAY));
  });

  it('are looked at every ten seconds, and parts of a second are paid the next time', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    bytes(await updateSettings(test, id, { memory_allocation: GIB }));
    expect(await paid(test, id, 9_900_000_000n)).toBe(0n);
    expect(await paid(test, id, 700_000_000n)).toBe(127_000n * 10n);
    expect(await paid(test, id, 10_400_000_000n)).toBe(127_000n * 11n);
  });

  it('an empty canister pays for its history alone', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    const memory = BigInt(memoryUsage(test.state(id)));
    expect(memory).toBe(190n);
    expect(await paid(test, id, 365n * DAY * SECOND)).toBe(storage(memory, 365n * DAY));
  });

  it('a memory allocation is paid instead of what is in use', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    bytes(await updateSettings(test, id, { memory_allocation: 5n * GIB }));
    expect(await paid(test, id, 100n * SECOND)).toBe(5n * 127_000n * 100n);
  });

  it('a compute allocation is paid by percent and second', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    const memory = BigInt(memoryUsage(test.state(id)));
    bytes(await updateSettings(test, id, { compute_allocation: 7n, freezing_threshold: 0n }));
    expect(await paid(test, id, 1000n * SECOND)).toBe(storage(memory, 1000n) + compute(7n, 1000n));
  });

  it('reserved cycles pay first', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    bytes(await updateSettings(test, id, { compute_allocation: 1n, memory_allocation: GIB }));
    test.state(id).reservedCycles = 1_000_500_000n;
    const due = 127_000n * 100n + compute(1n, 100n);
    expect(await paid(test, id, 100n * SECOND)).toBe(due - 1_000_500_000n);
    expect(test.state(id).reservedCycles).toBe(0n);
  });

  it('go on being paid after a reload, for the time in between as well', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat('(module (memory 1024))'));
    const memory = BigInt(memoryUsage(test.state(id)));
    const before = test.state(id).cycles;
    test.now += DAY * SECOND;
    await test.reopen();
    await test.replica.tick();
    expect(before - test.state(id).cycles).toBe(storage(memory, DAY));
  });
});

describe('a canister that cannot pay', () => {
  it('pays down to zero, below its freezing threshold', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    bytes(await updateSettings(test, id, { compute_allocation: 1n, memory_allocation: GIB }));
    test.state(id).cycles = 127_000n * 10n + compute(1n, 10n);
    expect(await paid(test, id, 10n * SECOND)).toBe(127_000n * 10n + compute(1n, 10n));
    expect(test.state(id).code).toBeDefined();
    expect(test.state(id).cycles).toBe(0n);
  });

  it('loses code, state and allocations, and what is left of its cycles', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    bytes(await updateSettings(test, id, { compute_allocation: 1n, memory_allocation: GIB, freezing_threshold: 1n }));
    const { version, history } = test.state(id);
    test.state(id).cycles = compute(1n, 10n) - 1n;
    await test.replica.advanceTime(10n * SECOND);
    const state = test.state(id);
    expect(state).toMatchObject({ code: undefined, cycles: 0n, version: version + 1n });
    expect(state.settings).toMatchObject({ computeAllocation: 0n, memoryAllocation: 0n, freezingThreshold: 1n });
    expect(state.history).toEqual({ total: history.total, changes: [] });
    expect(state.stable.size).toBe(0);
  });

  it('stays empty after a reload', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    test.state(id).cycles = 0n;
    await test.replica.advanceTime(DAY * SECOND);
    await test.reopen();
    expect(test.state(id)).toMatchObject({ code: undefined, cycles: 0n });
  });

  it('rejects the calls that it has not answered, and their cycles come back', async () => {
    const test = await createTestReplica();
    const [caller, callee] = [await test.deploy(spender()), await test.deploy(spender())];
    const origin = { kind: 'canister', canister: test.state(caller).key, callback: 1_000_000 } as const;
    const context = { id: 999_999, origin, caller, deadline: 0n, responded: false, availableCycles: 777n, instructions: 0 };
    test.state(callee).callContexts.set(context.id, context);
    test.state(callee).cycles = 0n;
    const before = test.state(caller).cycles;
    const memory = BigInt(memoryUsage(test.state(caller)));
    await test.replica.advanceTime(DAY * SECOND);
    expect(test.state(callee).code).toBeUndefined();
    expect(before - test.state(caller).cycles).toBe(storage(memory, DAY) - 777n);
  });
});
