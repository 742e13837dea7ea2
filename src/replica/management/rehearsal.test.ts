import { IDL } from '@dfinity/candid';
import { describe, expect, it } from 'vitest';
import { ARGUMENTS } from './idl.ts';
import { counter } from '../testing/counter.ts';
import { principal } from '../testing/management.ts';
import { canisterParts } from '../testing/state-hash.ts';
import { createTestReplica, UPGRADE, USER, STRANGER, wat, type Mode, type TestReplica } from '../testing/test-replica.ts';

/** A rehearsed installation tells what a real one does, and leaves nothing behind. */

const plain = wat(counter());
const bumping = wat(counter('', { preUpgrade: '(call $bump)', postUpgrade: '(call $bump) (drop (memory.grow (i32.const 2)))' }));
const trapping = wat(counter('', { postUpgrade: '(call $bump) (call $trap (i32.const 100) (i32.const 5))' }));

const argument = (id: Uint8Array, module: Uint8Array, mode: Mode): Uint8Array =>
  new Uint8Array(IDL.encode([ARGUMENTS.install_code], [{ mode, canister_id: principal(id), wasm_module: module, arg: new Uint8Array(), sender_canister_version: [] }]));

async function running(): Promise<{ test: TestReplica; id: Uint8Array }> {
  const test = await createTestReplica();
  const id = await test.deploy(plain);
  await test.update(id, 'bump');
  await test.update(id, 'set_timer');
  return { test, id };
}

const everything = async (test: TestReplica, id: Uint8Array) => ({ ...(await canisterParts(test.store, test.state(id))), cycles: test.state(id).cycles, logs: test.state(id).logs.length });

async function rehearse(module: Uint8Array, mode: Mode = UPGRADE) {
  const { test, id } = await running();
  const before = await everything(test, id);
  const result = await test.replica.rehearse(USER, argument(id, module, mode), { method: 'read', arg: new Uint8Array() });
  if ('code' in result) throw new TypeError(result.message);
  expect(await everything(test, id)).toEqual(before);
  return { test, id, result, before };
}

describe('a rehearsed upgrade', () => {
  it('tells steps, sizes, cycles and what the new version reads, as the upgrade itself then has them', async () => {
    const { test, id, result } = await rehearse(bumping);
    const balance = test.state(id).cycles;
    await test.install(id, bumping, UPGRADE);
    const real = test.installed.at(-1);
    expect(result.report).toMatchObject({ error: undefined, mainMemory: 'replaced', before: real?.before, after: real?.after, steps: real?.steps, timerDeactivated: true });
    expect(result.probed).toEqual(await test.query(id, 'read'));
    expect(result.cycles).toBeGreaterThan(0n);
    // The real one also pays for the pages that it changes, and for its message.
    expect(result.cycles).toBeLessThanOrEqual(balance - test.state(id).cycles);
  });

  it('tells why it would fail', async () => {
    const { result } = await rehearse(trapping);
    expect(result).toMatchObject({ report: { error: { errorCode: 'IC0503' }, timerDeactivated: false }, probed: undefined });
    expect(result.report.steps.map(({ kind }) => kind)).toEqual(['post_upgrade']);
  });

  it('refuses a module that is none, and a stranger', async () => {
    const { result } = await rehearse(Uint8Array.of(1, 2, 3));
    expect(result.report.error).toMatchObject({ errorCode: 'IC0505' });
    const { test, id } = await running();
    expect(await test.replica.rehearse(STRANGER, argument(id, plain, UPGRADE))).toMatchObject({ errorCode: 'IC0512' });
  });

  it('also works for a reinstallation, and the canister runs on afterwards and over a reload', async () => {
    const { test, id, before } = await rehearse(plain, { reinstall: null });
    await test.reopen();
    expect(await everything(test, id)).toEqual(before);
    await test.update(id, 'bump');
  });
});
