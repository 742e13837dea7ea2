import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { ARGUMENTS } from '../management/idl.ts';
import { amount, cyclesIn, spender } from '../testing/cycles-program.ts';
import { STRANGER, bytes, createTestReplica, rejected, text, wat } from '../testing/test-replica.ts';
import { prepareModule } from '../wasm/prepare.ts';

/** Interface Specification: "Cycles"; amounts of a 13-node application subnet. */

const INGRESS = 1_200_000n;
const INGRESS_BYTE = 2_000n;
const EXECUTION = 5_000_000n;
const UPDATE_LIMIT = 40_000_000_000n;
const QUERY_LIMIT = 5_000_000_000n;
const INSTALL_LIMIT = 300_000_000_000n;
const PROVISIONAL = 100_000_000_000_000n;

/** What a call costs when it arrives: here there is no envelope, so the bytes are those of name and argument. */
const ingress = (method: string, argument = 0): bigint => INGRESS + INGRESS_BYTE * BigInt(method.length + argument);

describe('cycles of executions', () => {
  it('an update pays for its bytes, for its execution, and for each instruction', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    const before = test.state(id).cycles;
    await test.update(id, 'silent', text('12345'));
    // An empty function runs one instruction.
    expect(before - test.state(id).cycles).toBe(ingress('silent', 5) + EXECUTION + 1n);
  });

  it('the most that an update may run is paid before it, and missing from the balance that it sees', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    const before = test.state(id).cycles;
    expect(cyclesIn(await test.update(id, 'balance'))).toBe(before - ingress('balance') - EXECUTION - UPDATE_LIMIT);
  });

  it('a query called as an update prepays the limit of a query', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    const { cycles: before } = test.state(id);
    await test.update(id, 'look');
    const { instructions } = test.executed.at(-1) as { instructions: number };
    expect(before - test.state(id).cycles).toBe(ingress('look') + EXECUTION + BigInt(instructions));
    test.state(id).cycles = 10_000_000_000n;
    expect(bytes(await test.update(id, 'look'))).toHaveLength(0);
    expect(test.state(id).cycles).toBeGreaterThan(QUERY_LIMIT);
  });

  it('an execution that traps pays for what it ran', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender('(func (export "canister_update trap") (unreachable))'));
    const before = test.state(id).cycles;
    expect(rejected(await test.update(id, 'trap')).errorCode).toBe('IC0502');
    // The function and `unreachable`.
    expect(before - test.state(id).cycles).toBe(ingress('trap') + EXECUTION + 2n);
  });

  it('who calls a method that is not there pays for no instruction', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    const before = test.state(id).cycles;
    expect(rejected(await test.update(id, 'missing')).errorCode).toBe('IC0536');
    expect(before - test.state(id).cycles).toBe(ingress('missing') + EXECUTION);
  });

  it('a query costs nothing', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    const before = test.state(id).cycles;
    await test.query(id, 'look');
    expect(test.state(id).cycles).toBe(before);
  });

  it('cycles_burn128 takes from the balance', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    const before = test.state(id).cycles;
    expect(cyclesIn(await test.update(id, 'burn', amount(7_000_000_000n)))).toBe(7_000_000_000n);
    const { instructions } = test.executed.at(-1) as { instructions: number };
    // It wrote to one page of the heap, which costs 1000 instructions.
    expect(before - test.state(id).cycles).toBe(ingress('burn', 8) + EXECUTION + BigInt(instructions) + 1000n + 7_000_000_000n);
  });
});

describe('a canister without cycles', () => {
  const outOfCycles = async (sender?: Uint8Array): Promise<{ code: number; errorCode: string; message: string }> => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    test.state(id).settings = { ...test.state(id).settings, freezingThreshold: 0n };
    test.state(id).cycles = 40_000_000_000n;
    return rejected(await test.update(id, 'nothing', new Uint8Array(), sender));
  };

  it('is told to controllers with the amount that is missing', async () => {
    const { code, errorCode, message } = await outOfCycles();
    expect([code, errorCode]).toEqual([2, 'IC0207']);
    const missing = UPDATE_LIMIT + EXECUTION + ingress('nothing') - 40_000_000_000n;
    expect(message).toMatch(new RegExp(`^Canister [a-z0-9-]+ is out of cycles: please top up the canister with at least ${missing} additional cycles$`));
  });

  it('is told to others without', async () => {
    expect((await outOfCycles(STRANGER)).message).toMatch(/^Canister [a-z0-9-]+ is out of cycles$/);
  });
});

describe('cycles of install_code', () => {
  const module = wat('(module (func (export "canister_init")))');

  /** What arriving and compiling cost: the bytes are those of the name and of the Candid argument. */
  const installation = (id: Uint8Array, wasm: Uint8Array): bigint => {
    const argument = { mode: { install: null }, canister_id: Principal.fromUint8Array(id), wasm_module: wasm, arg: new Uint8Array(), sender_canister_version: [] };
    const { length } = new Uint8Array(IDL.encode([ARGUMENTS.install_code], [argument]));
    const prepared = prepareModule(wasm, () => undefined, '');
    if (!prepared.ok) throw new TypeError(prepared.reject.message);
    return ingress('install_code', length) + BigInt(prepared.module.compilationCost);
  };

  it('are those for compiling and running, and the fee of one execution', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    expect(test.state(id).cycles).toBe(PROVISIONAL);
    await test.install(id, module);
    expect(PROVISIONAL - test.state(id).cycles).toBe(installation(id, module) + EXECUTION + 1n);
  });

  it('are prepaid in full: IC0207 where they are not there', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    test.state(id).cycles = INSTALL_LIMIT;
    const { errorCode, message } = rejected(await test.install(id, module));
    expect(errorCode).toBe('IC0207');
    expect(message).toMatch(/^Canister installation failed with `Canister [a-z0-9-]+ is out of cycles: please top up the canister with at least \d+ additional cycles`\.\n/);
    expect(message).toMatch(/\nTop up the canister with more cycles\. See documentation: https:\/\/internetcomputer\.org\/docs\/current\/references\/execution-errors#install-code-not-enough-cycles$/);
  });

  it('of a failed installation are those for what was run', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    const trapping = wat('(module (func (export "canister_init") unreachable))');
    expect(rejected(await test.install(id, trapping)).errorCode).toBe('IC0502');
    const { code, cycles } = test.state(id);
    expect(code).toBeUndefined();
    // The function and `unreachable`.
    expect(PROVISIONAL - cycles).toBe(installation(id, trapping) + EXECUTION + 2n);
  });
});
