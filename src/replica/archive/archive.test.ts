import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../primitives/bytes.ts';
import { encode } from '../../primitives/codec.ts';
import { createMemoryState, createMemoryStore, type MemoryState } from '../../storage/memory.ts';
import { counter } from '../testing/counter.ts';
import { canisterParts, canonical } from '../testing/state-hash.ts';
import { bytes, createTestReplica, type TestReplica, wat, word } from '../testing/test-replica.ts';
import { decodeArchive, encodeArchive } from './archive.ts';
import { ArchiveError } from './model.ts';
import { archive as codec } from './records.ts';

/** Canisters that leave a replica and come back, or come into another. */

const MODULE = wat(counter());
const NONE = new Set<string>();
const BACK = { modules: new Map(), kind: 'back' } as const;
const ARRIVAL = { modules: new Map(), replace: [], kind: 'arrival' } as const;

async function used(state?: MemoryState): Promise<{ test: TestReplica; id: Uint8Array }> {
  const test = await createTestReplica(createMemoryStore(state));
  const id = await test.deploy(MODULE);
  for (const method of ['bump', 'bump', 'print']) bytes(await test.update(id, method));
  return { test, id };
}

const parts = (test: TestReplica, id: Uint8Array) => canisterParts(test.store, test.state(id));
const codeOf = async (promise: Promise<unknown>): Promise<string> => promise.then(() => 'no error', (error: unknown) => (error instanceof ArchiveError ? error.code : String(error)));
const disk = ({ records, memories, workspace }: MemoryState): string => canonical([records, new Map([...memories].filter(([, chunks]) => chunks.size > 0)), workspace]);

describe('going back', () => {
  it('gives the same bytes when it is taken again, in another canister version, after a reload too', async () => {
    const { test, id } = await used();
    const before = await parts(test, id);
    const taken = await test.replica.exportCanisters([id], NONE);
    bytes(await test.update(id, 'bump'));
    await test.install(id, wat(counter('(global i32 (i32.const 7))')), { upgrade: [] });
    expect(await parts(test, id)).not.toEqual(before);
    await test.replica.importCanisters(taken, { ...BACK, replace: [id] });
    expect(toHex(await test.replica.exportCanisters([id], NONE))).toBe(toHex(taken));
    expect(await parts(test, id)).toEqual(before);
    await test.reopen();
    expect(await parts(test, id)).toEqual(before);
    expect(toHex(await test.replica.exportCanisters([id], NONE))).toBe(toHex(taken));
  });

  it('does the same again afterwards', async () => {
    const { test, id } = await used();
    const taken = await test.replica.exportCanisters([id], NONE);
    const go = async () => {
      for (const method of ['bump', 'bump_and_trap', 'bump']) await test.update(id, method);
      return parts(test, id);
    };
    const first = await go();
    await test.replica.importCanisters(taken, { ...BACK, replace: [id] });
    expect(await go()).toEqual(first);
  });

  it('brings snapshots back, and takes away those that came later', async () => {
    const { test, id } = await used();
    const target = { canister_id: test.state(id).id, replace_snapshot: [], uninstall_code: [], sender_canister_version: [] };
    const { Principal } = await import('@dfinity/principal');
    const snapshot = () => test.management('take_canister_snapshot', { ...target, canister_id: Principal.fromUint8Array(id) });
    bytes(await snapshot());
    const taken = await test.replica.exportCanisters([id], NONE);
    bytes(await snapshot());
    bytes(await test.update(id, 'bump'));
    await test.replica.importCanisters(taken, { ...BACK, replace: [id] });
    expect(toHex(await test.replica.exportCanisters([id], NONE))).toBe(toHex(taken));
    expect(test.state(id).nextSnapshot).toBe(1n);
  });

  it('tells who waits that no answer comes, and leaves other canisters alone', async () => {
    const { test, id } = await used();
    const other = await test.deploy(MODULE);
    const untouched = await parts(test, other);
    const taken = await test.replica.exportCanisters([id], NONE);
    bytes(await test.update(id, 'set_timer'));
    await test.replica.importCanisters(taken, { ...BACK, replace: [id] });
    expect(test.state(id).globalTimer).toBe(0n);
    expect(await parts(test, other)).toEqual(untouched);
  });
});

describe('arriving in another replica', () => {
  it('goes on from the same state with the same id, and pays nothing for the time between', async () => {
    const { test, id } = await used();
    bytes(await test.update(id, 'set_timer'));
    const { globalTimer, chargedUntil, cycles } = test.state(id);
    const taken = await test.replica.exportCanisters([id], NONE);
    const there = await createTestReplica();
    there.now = test.now + 365n * 86_400_000_000_000n;
    await there.replica.importCanisters(taken, ARRIVAL);
    const arrived = there.state(id);
    expect(arrived.cycles).toBe(cycles);
    expect(arrived.globalTimer - arrived.chargedUntil).toBe(globalTimer - chargedUntil);
    expect(word(await there.query(id, 'read'))).toBe(2);
    bytes(await there.update(id, 'bump'));
    expect(word(await there.query(id, 'read'))).toBe(3);
    expect(toHex(await there.create())).not.toBe(toHex(id));
  });

  it('gets another id where its own is taken, and overwrites nothing', async () => {
    const { test, id } = await used();
    const taken = await test.replica.exportCanisters([id], NONE);
    bytes(await test.update(id, 'bump'));
    const before = await parts(test, id);
    const [imported] = await test.replica.importCanisters(taken, ARRIVAL);
    expect(imported?.remembersOldId).toBe(false);
    expect(toHex(imported?.to ?? id)).not.toBe(toHex(id));
    expect(word(await test.query(imported?.to ?? id, 'read'))).toBe(2);
    expect(word(await test.query(id, 'read'))).toBe(3);
    expect(await parts(test, id)).toEqual(before);
  });

  it('is refused where the id is taken and another canister knows it', async () => {
    const { test, id } = await used();
    const text = [...id].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
    const knowing = await test.deploy(wat(`(module (memory 1) (data (i32.const 0) "${text}"))`));
    const taken = await test.replica.exportCanisters([id, knowing], NONE);
    expect(await codeOf(test.replica.importCanisters(taken, ARRIVAL))).toBe('id-taken');
    expect(await codeOf(test.replica.importCanisters(taken, { ...BACK, replace: [] }))).toBe('id-taken');
  });

  it('needs the module that was left out, and takes no other', async () => {
    const { test, id } = await used();
    const hash = test.state(id).code?.module.hash ?? '';
    const taken = await test.replica.exportCanisters([id], new Set([hash]));
    expect(taken.length).toBeLessThan(9000);
    const there = await createTestReplica();
    expect(await codeOf(there.replica.importCanisters(taken, ARRIVAL))).toBe('module-missing');
    expect(await codeOf(there.replica.importCanisters(taken, { ...ARRIVAL, modules: new Map([[hash, wat(counter('(global i32 (i32.const 1))'))]]) }))).toBe('damaged');
    await there.replica.importCanisters(taken, { ...ARRIVAL, modules: new Map([[hash, MODULE]]) });
    expect(word(await there.query(id, 'read'))).toBe(2);
  });
});

describe('what is not taken', () => {
  it('is a canister that is not there, or in the middle of a call', async () => {
    const { test, id } = await used();
    expect(await codeOf(test.replica.exportCanisters([Uint8Array.of(1)], NONE))).toBe('missing');
    test.state(id).callContexts.set(1, { id: 1, origin: { kind: 'task' }, caller: id, deadline: 0n, responded: true, availableCycles: 0n, instructions: 0 });
    expect(await codeOf(test.replica.exportCanisters([id], NONE))).toBe('busy');
  });
});

describe('hostile bytes', () => {
  let taken: Uint8Array;
  beforeAll(async () => {
    const { test, id } = await used();
    taken = await test.replica.exportCanisters([id], NONE);
  });

  it('of an unknown version are refused with the version named', async () => {
    const test = await createTestReplica();
    const other = taken.slice();
    other[0] = 9;
    await expect(test.replica.importCanisters(other, ARRIVAL)).rejects.toThrow('version 9');
    expect(await codeOf(test.replica.importCanisters(new Uint8Array(), ARRIVAL))).toBe('version');
  });

  it('that are changed anywhere never crash, and change nothing where they are refused', async () => {
    const state = createMemoryState();
    const { test, id } = await used(state);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(taken.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat(taken.length), async (changes, cut) => {
        const mutated = taken.slice(0, cut % 3 === 0 ? cut : taken.length);
        for (const [at, value] of changes) if (at < mutated.length && at > 0) mutated[at] = value;
        const before = disk(state);
        const code = await codeOf(test.replica.importCanisters(mutated, ARRIVAL));
        expect(['no error', 'damaged', 'version', 'id-taken', 'too-large']).toContain(code);
        if (code !== 'no error') expect(disk(state)).toBe(before);
        else {
          const known = [...test.replica.canisters.values()].filter((canister) => toHex(canister.id) !== toHex(id));
          for (const canister of known) await test.query(canister.id, 'read');
          await test.replica.forget(known.map((canister) => canister.id));
        }
      }),
      { numRuns: 150 },
    );
    expect(word(await test.query(id, 'read'))).toBe(2);
  });

  it('with fields that cannot be are refused', async () => {
    const test = await createTestReplica();
    const value = decodeArchive(taken);
    const [canister] = value.canisters;
    if (!canister?.code) throw new TypeError('no canister');
    const { code } = canister;
    const refused = [
      [canister, canister],
      [{ ...canister, id: Uint8Array.of(1, 2, 3) }],
      [{ ...canister, id: new Uint8Array(10).fill(255) }],
      [{ ...canister, code: { ...code, globals: [] } }],
      [{ ...canister, code: { ...code, globals: code.globals.map(() => 1n) } }],
      [{ ...canister, code: { ...code, heapPages: 0 } }],
      [{ ...canister, code: { ...code, heapPages: 65_537 } }],
      [{ ...canister, code: { ...code, module: '00'.repeat(32) } }],
      [{ ...canister, stablePages: 0 }],
      [{ ...canister, code: { ...code, heap: encode(codec, { canisters: [], modules: [] }) } }],
    ];
    for (const canisters of refused) expect(await codeOf(test.replica.importCanisters(encodeArchive({ ...value, canisters }), ARRIVAL))).toBe('damaged');
    expect(await codeOf(test.replica.importCanisters(encodeArchive({ ...value, modules: [{ hash: code.module, bytes: Uint8Array.of(0, 97, 115, 109) }] }), ARRIVAL))).toBe('damaged');
    expect(test.replica.canisters.size).toBe(0);
  });
});
