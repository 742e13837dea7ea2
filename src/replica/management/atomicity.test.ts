import { sha256 } from '@noble/hashes/sha2';
import { describe, expect, it } from 'vitest';
import { INSTRUCTION_LIMIT } from '../params.ts';
import { counter } from '../testing/counter.ts';
import { decoded, manage, principal, settingsOf } from '../testing/management.ts';
import { canisterParts, type CanisterParts } from '../testing/state-hash.ts';
import { STRANGER, UPGRADE, USER, bytes, createTestReplica, enhanced, rejected, upgradeWith, wat, type Mode, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification, "install_code": "This is atomic: If the response to this request is a reject, then this call had no effect." */

const plain = wat(counter());
const keeping = enhanced(plain);
/** All state that a message can change, changed. */
const busy = `(drop (call $stable_grow (i32.const 3))) (call $bump) (drop (memory.grow (i32.const 2))) (i32.store (i32.const 140000) (i32.const 5))
  (call $stable_write (i32.const 100000) (i32.const 100) (i32.const 5)) (drop (call $timer (i64.const 77))) (call $certify (i32.const 100) (i32.const 5)) (call $print (i32.const 100) (i32.const 5))`;
const certifying = (text: string): string => text.replace('(memory 1)', '(import "ic0" "certified_data_set" (func $certify (param i32 i32)))\n(memory 1)');
const program = (options: { preUpgrade?: string; postUpgrade?: string; init?: string; start?: string }): Uint8Array => {
  const { init, start, ...hooks } = options;
  const extra = `${start === undefined ? '' : `(func $begin ${start}) (start $begin)`}`;
  const text = certifying(counter(extra, hooks));
  return wat(init === undefined ? text : text.replace('(func (export "canister_init") (drop (call $stable_grow (i32.const 1))))', `(func (export "canister_init") ${init})`));
};
const TRAP = `${busy} (call $trap (i32.const 100) (i32.const 5))`;
const LOOP = `${busy} (loop $l (br $l))`;

interface Setup {
  readonly test: TestReplica;
  readonly id: Uint8Array;
}

async function running(module: Uint8Array): Promise<Setup> {
  const test = await createTestReplica();
  const id = await test.deploy(module);
  await test.update(id, 'bump');
  await test.update(id, 'set_timer');
  await manage(test, 'upload_chunk', id, { chunk: Uint8Array.of(1) });
  return { test, id };
}

const partsOf = ({ test, id }: Setup): Promise<CanisterParts> => canisterParts(test.store, test.state(id));

/** That `fail` is refused with this code, and that nothing is other than before: now, after the next message, and after a reload. */
async function expectUnchanged(setup: Setup, errorCode: string, fail: () => Promise<unknown>): Promise<void> {
  const before = await partsOf(setup);
  expect(await fail()).toMatchObject({ errorCode });
  expect(await partsOf(setup)).toEqual(before);
  await setup.test.reopen();
  expect(await partsOf(setup)).toEqual(before);
  bytes(await setup.test.update(setup.id, 'bump'));
}

const install = ({ test, id }: Setup, module: Uint8Array, mode: Mode, sender = USER) => async () => rejected(await test.install(id, module, mode, new Uint8Array(), sender));

describe('an upgrade that is refused changes nothing:', () => {
  const bare = wat('(module (memory 1))');
  it.each<[string, Uint8Array, Uint8Array, Mode, string]>([
    ['a trap in pre_upgrade', program({ preUpgrade: TRAP }), plain, UPGRADE, 'IC0503'],
    ['a forbidden call in start', plain, program({ start: TRAP }), UPGRADE, 'IC0504'],
    ['unreachable in start', plain, program({ start: '(i32.store (i32.const 0) (i32.const 9)) (unreachable)' }), UPGRADE, 'IC0502'],
    ['a trap in post_upgrade', plain, program({ postUpgrade: TRAP }), UPGRADE, 'IC0503'],
    ['a trap in post_upgrade after pre_upgrade', program({ preUpgrade: busy }), program({ postUpgrade: TRAP }), UPGRADE, 'IC0503'],
    ['a trap in post_upgrade on a kept heap', enhanced(program({ preUpgrade: busy })), enhanced(program({ postUpgrade: TRAP })), upgradeWith('keep'), 'IC0503'],
    ['a malformed module', program({ preUpgrade: busy }), Uint8Array.of(1, 2, 3), UPGRADE, 'IC0505'],
    ['an import that there is not', plain, wat('(module (import "ic0" "no_such" (func)))'), UPGRADE, 'IC0505'],
    ['a missing persistence option', enhanced(program({ preUpgrade: busy })), keeping, UPGRADE, 'IC0504'],
    ['keep without the section', enhanced(program({ preUpgrade: busy })), plain, upgradeWith('keep'), 'IC0504'],
    ['keep of a heap that is too small', keeping, enhanced(wat('(module (memory 9))')), upgradeWith('keep'), 'IC0505'],
    ['keep without a memory', keeping, enhanced(wat('(module)')), upgradeWith('keep'), 'IC0505'],
    ['install over code', plain, bare, { install: null }, 'IC0514'],
    ['reinstall with a trap in init', plain, program({ init: TRAP }), { reinstall: null }, 'IC0503'],
    ['reinstall with a trap in start', plain, program({ start: '(unreachable)' }), { reinstall: null }, 'IC0502'],
    ['reinstall of a malformed module', plain, Uint8Array.of(0, 97, 115, 109), { reinstall: null }, 'IC0505'],
  ])('%s', async (_, before, after, mode, errorCode) => {
    const setup = await running(before);
    await expectUnchanged(setup, errorCode, install(setup, after, mode));
  });

  it.each<[string, Uint8Array, Uint8Array, Mode]>([
    ['pre_upgrade', program({ preUpgrade: LOOP }), plain, UPGRADE],
    ['start', plain, program({ start: '(loop $l (br $l))' }), UPGRADE],
    ['post_upgrade', plain, program({ postUpgrade: LOOP }), UPGRADE],
    ['init', plain, program({ init: LOOP }), { reinstall: null }],
  ])('out of instructions in %s', async (_, before, after, mode) => {
    const limit = INSTRUCTION_LIMIT.install;
    const limits = INSTRUCTION_LIMIT as { install: number };
    const setup = await running(before);
    limits.install = 300_000_000;
    try {
      await expectUnchanged(setup, 'IC0522', install(setup, after, mode));
    } finally {
      limits.install = limit;
    }
  });

  it.each<[string, Uint8Array, Mode]>([
    ['post_upgrade', program({ postUpgrade: '(drop (memory.grow (i32.const 100)))' }), UPGRADE],
    ['init', program({ init: '(drop (memory.grow (i32.const 100)))' }), { reinstall: null }],
    ['the module itself', wat('(module (memory 200))'), UPGRADE],
  ])('the memory limit, exceeded by %s', async (_, after, mode) => {
    const setup = await running(plain);
    bytes(await manage(setup.test, 'update_settings', setup.id, { settings: settingsOf({ wasm_memory_limit: [5_000_000n] }) }));
    await expectUnchanged(setup, 'IC0539', install(setup, after, mode));
  });

  it('a caller that is no controller', async () => {
    const setup = await running(plain);
    await expectUnchanged(setup, 'IC0512', install(setup, plain, UPGRADE, STRANGER));
  });

  it('chunks with another hash', async () => {
    const setup = await running(program({ preUpgrade: busy }));
    const chunked = {
      mode: UPGRADE,
      target_canister: principal(setup.id),
      store_canister: [],
      chunk_hashes_list: [{ hash: sha256(Uint8Array.of(1)) }],
      wasm_module_hash: new Uint8Array(32),
      arg: new Uint8Array(),
      sender_canister_version: [],
    };
    await expectUnchanged(setup, 'IC0504', () => setup.test.management('install_chunked_code', chunked));
  });

  it('an empty canister', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    for (const [mode, module, errorCode] of [[UPGRADE, plain, 'IC0537'], [{ install: null }, program({ init: TRAP }), 'IC0503'], [{ install: null }, Uint8Array.of(7), 'IC0505']] as const) {
      const before = await partsOf({ test, id });
      expect(rejected(await test.install(id, module, mode)).errorCode).toBe(errorCode);
      expect(await partsOf({ test, id })).toEqual(before);
    }
  });
});

describe('a snapshot that cannot be loaded changes nothing:', () => {
  const metadata = (fields: Record<string, unknown>) => ({
    wasm_module_size: BigInt(plain.length),
    globals: [{ i32: 0 }],
    wasm_memory_size: 65_536n,
    stable_memory_size: 65_536n,
    certified_data: new Uint8Array(),
    global_timer: [{ active: 5n }],
    on_low_wasm_memory_hook_status: [],
    ...fields,
  });

  async function uploaded(setup: Setup, fields: Record<string, unknown>, module = plain): Promise<Uint8Array> {
    const { test, id } = setup;
    const reply: { snapshot_id: Uint8Array } = decoded('snapshotUploaded', await manage(test, 'upload_canister_snapshot_metadata', id, metadata(fields)));
    const kind = { wasm_module: { offset: 0n } };
    bytes(await manage(test, 'upload_canister_snapshot_data', id, { snapshot_id: reply.snapshot_id, kind, chunk: module }));
    return reply.snapshot_id;
  }

  it.each<[string, Record<string, unknown>, Uint8Array, string]>([
    ['no module', {}, new Uint8Array(4), 'IC0505'],
    ['globals of other types', { globals: [{ i64: 0n }] }, plain, 'IC0408'],
    ['fewer globals', { globals: [] }, plain, 'IC0408'],
    ['a heap that is too small', { wasm_memory_size: 0n }, plain, 'IC0505'],
    ['a state of the hook that cannot be', { on_low_wasm_memory_hook_status: [{ ready: null }] }, plain, 'IC0408'],
  ])('%s', async (_, fields, module, errorCode) => {
    const setup = await running(plain);
    const snapshot = await uploaded(setup, fields, module);
    await expectUnchanged(setup, errorCode, () => manage(setup.test, 'load_canister_snapshot', setup.id, { snapshot_id: snapshot }));
  });

  it('one that there is not, and one of another', async () => {
    const setup = await running(plain);
    const own = await setup.test.create(STRANGER);
    await setup.test.install(own, plain, { install: null }, new Uint8Array(), STRANGER);
    const { id: foreign } = decoded('snapshot', await manage(setup.test, 'take_canister_snapshot', own, {}, STRANGER)) as { id: Uint8Array };
    const load = (snapshot: Uint8Array) => () => manage(setup.test, 'load_canister_snapshot', setup.id, { snapshot_id: snapshot });
    await expectUnchanged(setup, 'IC0305', load(new Uint8Array(18)));
    await expectUnchanged(setup, 'IC0406', load(foreign));
  });
});
