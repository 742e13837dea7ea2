import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { spender, updateSettings } from '../testing/cycles-program.ts';
import { STRANGER, USER, bytes, createTestReplica, rejected, type TestReplica } from '../testing/test-replica.ts';
import { ARGUMENTS, RESULTS } from './idl.ts';

/** Interface Specification: "update_settings". */

const GIB = 1_073_741_824n;
const HELP = 'See documentation: https://internetcomputer.org/docs/current/references/execution-errors#';

async function created(): Promise<{ test: TestReplica; id: Uint8Array }> {
  const test = await createTestReplica();
  return { test, id: await test.create() };
}

async function settingsOf(test: TestReplica, id: Uint8Array): Promise<Record<string, unknown>> {
  const argument = new Uint8Array(IDL.encode([ARGUMENTS.canister_status], [{ canister_id: Principal.fromUint8Array(id) }]));
  const [{ settings }] = IDL.decode([RESULTS.status], bytes(await test.query(new Uint8Array(), 'canister_status', argument))) as unknown as [
    { settings: Record<string, unknown> },
  ];
  return settings;
}

const viewers = (count: number): Principal[] => Array.from({ length: count }, (_, i) => Principal.fromUint8Array(Uint8Array.of(i, 1, 1)));

describe('settings of a canister', () => {
  it('have these values where nothing else is said', async () => {
    const { test, id } = await created();
    expect(await settingsOf(test, id)).toEqual({
      controllers: [Principal.fromUint8Array(USER)],
      compute_allocation: 0n,
      memory_allocation: 0n,
      freezing_threshold: 2_592_000n,
      reserved_cycles_limit: 5_000_000_000_000n,
      minimum_incoming_canister_call_cycles: 0n,
      log_visibility: { controllers: null },
      log_memory_limit: 4096n,
      snapshot_visibility: { controllers: null },
      status_visibility: { controllers: null },
      wasm_memory_limit: 3n * GIB,
      wasm_memory_threshold: 0n,
      environment_variables: [],
    });
  });

  it('are changed where they are named, and kept where they are not', async () => {
    const { test, id } = await created();
    const changed = {
      compute_allocation: 1n,
      memory_allocation: GIB,
      freezing_threshold: 1000n,
      reserved_cycles_limit: 7n,
      minimum_incoming_canister_call_cycles: 5n,
      log_visibility: { allowed_viewers: viewers(2) },
      log_memory_limit: 2_097_152n,
      snapshot_visibility: { public: null },
      status_visibility: { allowed_viewers: [] },
      wasm_memory_limit: 281_474_976_710_656n,
      wasm_memory_threshold: 3n,
      environment_variables: [
        { name: 'b', value: '2' },
        { name: 'a', value: '1' },
      ],
    };
    bytes(await updateSettings(test, id, changed));
    const expected = { ...changed, controllers: [Principal.fromUint8Array(USER)], environment_variables: [{ name: 'a', value: '1' }, { name: 'b', value: '2' }] };
    expect(await settingsOf(test, id)).toEqual(expected);
    bytes(await updateSettings(test, id, {}));
    await test.reopen();
    expect(await settingsOf(test, id)).toEqual(expected);
    expect(test.state(id).version).toBe(2n);
  });

  it('controllers are a set, which may be empty', async () => {
    const { test, id } = await created();
    const twice = [Principal.fromUint8Array(STRANGER), Principal.fromUint8Array(STRANGER)];
    bytes(await updateSettings(test, id, { controllers: twice }));
    expect(test.state(id).controllers).toEqual([STRANGER]);
    expect(rejected(await updateSettings(test, id, {})).errorCode).toBe('IC0512');
    bytes(await updateSettings(test, id, { controllers: [] }, STRANGER));
    expect(test.state(id).controllers).toEqual([]);
    expect(test.state(id).history.changes.map(({ details }) => details)).toEqual([
      { kind: 'creation', controllers: [USER], environmentVariablesHash: undefined },
      { kind: 'controllers_change', controllers: [STRANGER] },
      { kind: 'controllers_change', controllers: [] },
    ]);
  });
});

describe('bounds of settings', () => {
  const U64 = 1n << 64n;
  const cases: [string, bigint, string][] = [
    ['compute_allocation', 101n, 'ComputeAllocation expected to be in the range [0..100], got 101'],
    ['memory_allocation', U64, `MemoryAllocation expected to be in the range [0..2^64-1], got ${U64}`],
    ['freezing_threshold', U64, `Freezing threshold expected to be in the range of [0..2^64-1], got ${U64}`],
    ['reserved_cycles_limit', 1n << 128n, `Reserved cycles limit expected to be in the range of [0..2^128-1], got ${1n << 128n}`],
    ['wasm_memory_limit', (1n << 48n) + 1n, `Wasm memory limit expected to be in the range of [0..2^64-1], got ${(1n << 48n) + 1n}`],
    ['wasm_memory_threshold', (1n << 48n) + 1n, `Wasm memory threshold expected to be in the range of [0..2^64-1], got ${(1n << 48n) + 1n}`],
  ];

  it.each(cases)('%s of %s', async (name, value, message) => {
    const { test, id } = await created();
    const before = test.state(id).settings;
    expect(rejected(await updateSettings(test, id, { wasm_memory_threshold: 1n, [name]: value }))).toEqual({ code: 5, errorCode: 'IC0504', message });
    expect(test.state(id)).toMatchObject({ settings: before, version: 0n });
  });

  it('at most ten controllers, and ten viewers', async () => {
    const { test, id } = await created();
    for (const given of [{ controllers: viewers(11) }, { log_visibility: { allowed_viewers: viewers(11) } }, { snapshot_visibility: { allowed_viewers: viewers(11) } }]) {
      const { errorCode, message } = rejected(await updateSettings(test, id, given));
      expect(errorCode).toBe('IC0408');
      expect(message).toContain('The number of elements exceeds maximum allowed 10');
    }
    bytes(await updateSettings(test, id, { controllers: [...viewers(9), Principal.fromUint8Array(USER)], log_visibility: { allowed_viewers: viewers(10) } }));
  });

  it('the memory of logs is nothing, or between 4 KiB and 2 MiB', async () => {
    const { test, id } = await created();
    expect(rejected(await updateSettings(test, id, { log_memory_limit: 4095n })).message).toBe('The canister log memory limit 4095 is too low. It must be at least 4096.');
    expect(rejected(await updateSettings(test, id, { log_memory_limit: 2_097_153n })).message).toBe('The canister log memory limit 2097153 is too high. It must be at most 2097152.');
    bytes(await updateSettings(test, id, { log_memory_limit: 0n }));
  });
});

describe('environment variables', () => {
  const named = (count: number): { name: string; value: string }[] => Array.from({ length: count }, (_, i) => ({ name: `n${i}`, value: '' }));

  it('are at most twenty, of different names, of at most 128 bytes each', async () => {
    const { test, id } = await created();
    const refusals: [{ name: string; value: string }[], string][] = [
      [named(21), 'Too many environment variables: 21 (max: 20)'],
      [[...named(2), { name: 'n1', value: 'x' }], 'Duplicate environment variables are not allowed'],
      [[{ name: 'é'.repeat(65), value: '' }], `Environment variable name "${'é'.repeat(65)}" exceeds the maximum allowed length of 128.`],
      [[{ name: 'n', value: 'v'.repeat(129) }], `Environment variable value "${'v'.repeat(129)}" exceeds the maximum allowed length of 128.`],
    ];
    for (const [variables, message] of refusals) {
      expect(rejected(await updateSettings(test, id, { environment_variables: variables }))).toEqual({ code: 4, errorCode: 'IC0408', message });
    }
    bytes(await updateSettings(test, id, { environment_variables: [...named(19), { name: 'é'.repeat(64), value: 'v'.repeat(128) }] }));
    bytes(await updateSettings(test, id, { environment_variables: [] }));
    expect(test.state(id).settings.environmentVariables).toEqual([]);
  });
});

describe('allocations', () => {
  it('of memory cannot be less than what is in use: IC0402', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    const { errorCode, message } = rejected(await updateSettings(test, id, { memory_allocation: 1536n }));
    expect(errorCode).toBe('IC0402');
    expect(message).toMatch(/^Canister was given 1\.50 KiB memory allocation but at least \d+ of memory is needed\.\nTry increasing the canister's memory allocation\. See documentation: .*#not-enough-memory-allocation-given$/);
  });

  it('of memory cannot be more than the subnet has: IC0101', async () => {
    const { test, id } = await created();
    const { code, errorCode, message } = rejected(await updateSettings(test, id, { memory_allocation: 2n << 40n }));
    expect([code, errorCode]).toEqual([1, 'IC0101']);
    expect(message).toBe(`Canister requested 2.00 TiB of memory but only 1.99 TiB are available in the subnet.\nTry moving to another subnet. ${HELP}subnet-memory-capacity-oversubscribed`);
  });

  it('bound what the canister may use', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    bytes(await updateSettings(test, id, { memory_allocation: 200_000n }));
    const pages = Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0);
    expect(rejected(await test.update(id, 'grow', pages)).errorCode).toBe('IC0507');
    // Stable memory does not grow then.
    expect([...bytes(await test.update(id, 'grow_stable', pages))]).toEqual(new Array(8).fill(255));
    expect([...bytes(await test.update(id, 'grow', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0)))]).toEqual([1, 0, 0, 0]);
  });

  it('of memory must hold the module that is installed: IC0402', async () => {
    const { test, id } = await created();
    bytes(await updateSettings(test, id, { memory_allocation: 65_536n }));
    expect(rejected(await test.install(id, spender())).errorCode).toBe('IC0402');
    expect(test.state(id).code).toBeUndefined();
  });

  it('of compute are limited by what others have: IC0101', async () => {
    const test = await createTestReplica();
    const [first, second] = [await test.create(), await test.create()];
    for (const id of [first, second]) bytes(await updateSettings(test, id, { freezing_threshold: 0n }));
    bytes(await updateSettings(test, first, { compute_allocation: 100n }));
    const { errorCode, message } = rejected(await updateSettings(test, second, { compute_allocation: 50n }));
    expect(errorCode).toBe('IC0101');
    expect(message).toBe(
      `Canister requested a compute allocation of 50% which cannot be satisfied because the Subnet's remaining compute capacity is 49%.\nTry moving to another subnet. ${HELP}subnet-compute-capacity-oversubscribed`,
    );
    bytes(await updateSettings(test, second, { compute_allocation: 49n }));
  });

  it('must be payable for the time of the freezing threshold: IC0530, IC0531', async () => {
    const { test, id } = await created();
    // 100 T are not enough for 4 % at 10 M per percent and second for 30 days; the 190 bytes of history come on top.
    const history = ((190n * 127_000n * 86_400n) / GIB) * 30n;
    const { cycles } = test.state(id);
    const compute = rejected(await updateSettings(test, id, { compute_allocation: 4n }));
    expect(compute.errorCode).toBe('IC0530');
    expect(compute.message).toBe(
      `Cannot increase compute allocation to 4% due to insufficient cycles. At least ${4n * 10_000_000n * 2_592_000n + history - cycles} additional cycles are required.\n` +
        `Top up the canister with more cycles. ${HELP}insufficient-cycles-in-compute-allocation`,
    );
    // What the calls themselves cost is taken afterwards.
    const { cycles: left } = test.state(id);
    const memory = rejected(await updateSettings(test, id, { memory_allocation: 1024n * GIB }));
    expect(memory.errorCode).toBe('IC0531');
    expect(memory.message).toBe(
      `Cannot increase memory allocation to 1.00 TiB due to insufficient cycles. At least ${1024n * 127_000n * 2_592_000n - left} additional cycles are required.\n` +
        `Top up the canister with more cycles. ${HELP}insufficient-cycles-in-memory-allocation`,
    );
    // The threshold alone may freeze the canister.
    bytes(await updateSettings(test, id, { freezing_threshold: 10n ** 18n }));
  });
});

describe('reserved cycles', () => {
  it('are a lower bound of their limit: IC0540', async () => {
    const { test, id } = await created();
    test.state(id).reservedCycles = 11n;
    const { errorCode, message } = rejected(await updateSettings(test, id, { reserved_cycles_limit: 10n }));
    expect(errorCode).toBe('IC0540');
    expect(message).toContain('Cannot set the reserved cycles limit 10 below the reserved cycles balance of the canister 11.');
    bytes(await updateSettings(test, id, { reserved_cycles_limit: 11n }));
  });
});

describe('wasm_memory_limit', () => {
  it('refuses updates once the heap is larger: IC0539', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    bytes(await updateSettings(test, id, { wasm_memory_limit: 65_535n }));
    const { errorCode, message } = rejected(await test.update(id, 'nothing'));
    expect(errorCode).toBe('IC0539');
    expect(message).toContain('Canister exceeded its current Wasm memory limit of 65535 bytes. The peak Wasm memory usage was 65536 bytes.');
    expect(bytes(await test.query(id, 'look'))).toHaveLength(0);
    expect(bytes(await test.update(id, 'look'))).toHaveLength(0);
    bytes(await updateSettings(test, id, { wasm_memory_limit: 0n }));
    expect(bytes(await test.update(id, 'nothing'))).toHaveLength(0);
  });
});
