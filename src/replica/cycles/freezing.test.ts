import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { ARGUMENTS, RESULTS } from '../management/idl.ts';
import { amount, cyclesIn, settingsWith, spender, updateSettings } from '../testing/cycles-program.ts';
import { STRANGER, bytes, createTestReplica, rejected, text, wat, word, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification: "freezing_threshold"; where production looks at it. */

const EXECUTION = 5_000_000n;
const LIMIT = 40_000_000_000n;
const PAGE = 65_536n;
const DAY = 86_400n;
const DEFAULT_THRESHOLD = 2_592_000n;

const perDay = (memory: bigint): bigint => (memory * 127_000n * DAY) / 1_073_741_824n;
const threshold = (memory: bigint, seconds = DEFAULT_THRESHOLD): bigint => (perDay(memory) * seconds) / DAY;
const ingress = (method: string, argument = 0): bigint => 1_200_000n + 2_000n * BigInt(method.length + argument);

interface Status {
  readonly memory_size: bigint;
  readonly cycles: bigint;
  readonly reserved_cycles: bigint;
  readonly idle_cycles_burned_per_day: bigint;
  readonly settings: { readonly freezing_threshold: bigint };
}

async function status(test: TestReplica, id: Uint8Array): Promise<Status> {
  const argument = IDL.encode([ARGUMENTS.canister_status], [{ canister_id: Principal.fromUint8Array(id) }]);
  const [decoded] = IDL.decode([RESULTS.status], bytes(await test.query(new Uint8Array(), 'canister_status', new Uint8Array(argument)))) as unknown as [Status];
  return decoded;
}

async function deployed(): Promise<{ test: TestReplica; id: Uint8Array; memory: bigint }> {
  const test = await createTestReplica();
  const id = await test.deploy(spender());
  return { test, id, memory: (await status(test, id)).memory_size };
}

describe('the freezing threshold', () => {
  it('is told by canister_status: memory, and what a day of it costs', async () => {
    const { test, id, memory } = await deployed();
    const found = await status(test, id);
    expect(memory).toBeGreaterThan(PAGE);
    expect(found.idle_cycles_burned_per_day).toBe(perDay(memory));
    expect(found.reserved_cycles).toBe(0n);
    expect(found.cycles).toBe(test.state(id).cycles);
  });

  it('counts the memory allocation instead of the memory, and the compute allocation', async () => {
    const { test, id } = await deployed();
    bytes(await updateSettings(test, id, { memory_allocation: 1_073_741_824n, compute_allocation: 3n }));
    expect((await status(test, id)).idle_cycles_burned_per_day).toBe(127_000n * DAY + 3n * 10_000_000n * DAY);
  });

  it('keeps ingress away: IC0207 before anything is charged', async () => {
    const { test, id, memory } = await deployed();
    test.state(id).cycles = threshold(memory) + ingress('nothing') - 1n;
    const own = rejected(await test.update(id, 'nothing'));
    expect(own).toMatchObject({ code: 2, errorCode: 'IC0207' });
    expect(own.message).toBe(`Canister ${test.state(id).text} is out of cycles: please top up the canister with at least 1 additional cycles`);
    expect(rejected(await test.update(id, 'nothing', text(''), STRANGER)).message).toBe(`Canister ${test.state(id).text} is out of cycles`);
    expect(test.state(id).cycles).toBe(threshold(memory) + ingress('nothing') - 1n);
  });

  it('must remain above the prepayment of an execution', async () => {
    const { test, id, memory } = await deployed();
    const needed = threshold(memory) + ingress('nothing') + EXECUTION + LIMIT;
    test.state(id).cycles = needed - 1n;
    expect(rejected(await test.update(id, 'nothing')).message).toContain('with at least 1 additional cycles');
    // The call has arrived, and is paid for.
    expect(test.state(id).cycles).toBe(needed - 1n - ingress('nothing'));
    test.state(id).cycles = needed;
    expect(bytes(await test.update(id, 'nothing'))).toHaveLength(0);
  });

  it('keeps queries away', async () => {
    const { test, id, memory } = await deployed();
    test.state(id).cycles = threshold(memory);
    expect(bytes(await test.query(id, 'look'))).toHaveLength(0);
    test.state(id).cycles = threshold(memory) - 1n;
    expect(rejected(await test.query(id, 'look'))).toMatchObject({
      code: 2,
      errorCode: 'IC0207',
      message: `Canister ${test.state(id).text} is unable to process query calls because it's frozen. Please top up the canister with cycles and try again.`,
    });
  });

  it('is not liquid, and not burned', async () => {
    const { test, id, memory } = await deployed();
    const { cycles } = test.state(id);
    const liquid = cycles - ingress('liquid') - EXECUTION - LIMIT - threshold(memory);
    expect(cyclesIn(await test.update(id, 'liquid'))).toBe(liquid);
    const before = test.state(id).cycles;
    const burned = cyclesIn(await test.update(id, 'burn', amount(cycles)));
    expect(burned).toBe(before - ingress('burn', 8) - EXECUTION - LIMIT - threshold(memory));
  });

  it('lets neither main nor stable memory grow beyond what could be paid: IC0532', async () => {
    for (const method of ['grow', 'grow_stable']) {
      const { test, id, memory } = await deployed();
      const needed = threshold(memory + 10n * PAGE) + ingress(method, 8) + EXECUTION + LIMIT;
      test.state(id).cycles = needed - 1n;
      const { errorCode, message } = rejected(await test.update(id, method, amount(10n)));
      expect(errorCode).toBe('IC0532');
      expect(message).toBe(
        `Error from Canister ${test.state(id).text}: Canister cannot grow memory by 655360 bytes due to insufficient cycles. At least 1 additional cycles are required..\n` +
          'Try topping up the canister. See documentation: https://internetcomputer.org/docs/current/references/execution-errors#insufficient-cycles-in-memory-grow',
      );
      test.state(id).cycles = needed;
      expect(word(await test.update(id, method, amount(10n)))).toBe(method === 'grow' ? 1 : 0);
    }
  });

  it('is not looked at in callbacks and queries, which may grow', async () => {
    const test = await createTestReplica();
    const growing = '(func (export "canister_query grow_in_query") (i32.store (i32.const 0) (memory.grow (i32.const 100))) (call $answer (i32.const 0) (i32.const 4)))';
    const id = await test.deploy(spender(growing));
    test.state(id).cycles = threshold((await status(test, id)).memory_size);
    expect(word(await test.query(id, 'grow_in_query'))).toBe(1);
  });

  it('must be kept by an installation: IC0532, and nothing is changed', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    const large = wat('(module (memory 1000) (func (export "canister_init")))');
    const before = (await status(test, id)).memory_size;
    // Enough for the prepayment, but not for 30 days of 62.5 MiB, once a gigantic threshold is set.
    bytes(await updateSettings(test, id, { freezing_threshold: 400n * DEFAULT_THRESHOLD }));
    test.state(id).cycles = 350_000_000_000n;
    const { errorCode, message } = rejected(await test.install(id, large));
    expect(errorCode).toBe('IC0532');
    expect(message).toMatch(/^Canister cannot grow memory by \d+ bytes due to insufficient cycles\. At least \d+ additional cycles are required\.\nTop up the canister with more cycles\./);
    expect(test.state(id).code).toBeUndefined();
    expect((await status(test, id)).memory_size).toBe(before);
  });

  it('a timer of a frozen canister waits until there are cycles', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender('(func (export "canister_global_timer") (i32.store (i32.const 0) (i32.const 1)))'));
    test.state(id).globalTimer = test.now + 1n;
    test.state(id).cycles = LIMIT;
    await test.replica.advanceTime(1_000_000_000n);
    expect(test.state(id).globalTimer).not.toBe(0n);
    expect(test.replica.nextDue()).toBeUndefined();
    test.state(id).cycles = 3n * LIMIT;
    await test.replica.tick();
    expect(test.state(id).globalTimer).toBe(0n);
    expect(test.executed.at(-1)?.kind).toBe('global_timer');
  });
});

describe('a heartbeat', () => {
  it('of a frozen canister does not run', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender('(func (export "canister_heartbeat"))'));
    const runs = (): number => test.executed.filter(({ kind }) => kind === 'heartbeat').length;
    await test.replica.tick();
    expect(runs()).toBe(1);
    test.state(id).cycles = LIMIT;
    await test.replica.tick();
    expect(runs()).toBe(1);
  });
});

describe('update_settings of a frozen canister', () => {
  const TOO_HIGH = 10n ** 15n;

  it('is taken where it is small, and paid where the canister can pay then', async () => {
    const { test, id } = await deployed();
    bytes(await updateSettings(test, id, { freezing_threshold: TOO_HIGH }));
    expect(rejected(await test.update(id, 'nothing')).errorCode).toBe('IC0207');
    const before = test.state(id).cycles;
    bytes(await updateSettings(test, id, { freezing_threshold: DEFAULT_THRESHOLD }));
    const argument = IDL.encode([ARGUMENTS.update_settings], [
      { canister_id: Principal.fromUint8Array(id), settings: settingsWith({ freezing_threshold: DEFAULT_THRESHOLD }), sender_canister_version: [] },
    ]);
    expect(argument.byteLength).toBeLessThanOrEqual(324);
    expect(before - test.state(id).cycles).toBe(ingress('update_settings', argument.byteLength));
    expect(bytes(await test.update(id, 'nothing'))).toHaveLength(0);
  });

  it('is refused where it is large', async () => {
    const { test, id } = await deployed();
    bytes(await updateSettings(test, id, { freezing_threshold: TOO_HIGH }));
    const variables = [1, 2, 3].map((n) => ({ name: `name${n}`, value: 'v'.repeat(120) }));
    const refused = rejected(await updateSettings(test, id, { freezing_threshold: 0n, environment_variables: variables }));
    expect(refused.errorCode).toBe('IC0207');
    expect(test.state(id).settings.freezingThreshold).toBe(TOO_HIGH);
  });
});
