import { beforeEach, describe, expect, it } from 'vitest';
import { UPGRADE, createTestReplica, enhanced, upgradeWith, wat, type Mode, type TestReplica } from '../testing/test-replica.ts';
import { counter } from '../testing/counter.ts';
import { PAGE_FATE } from '../memory/page-ledger.ts';

const { data, touched, kept, wiped, rewritten } = PAGE_FATE;

let test: TestReplica;
beforeEach(async () => {
  test = await createTestReplica();
});

async function groups(id: Uint8Array, memory: 'heap' | 'stable'): Promise<number[]> {
  const map = await test.replica.memoryMap(id, { memory, maximumGroups: 4096 });
  return [...(map?.groups ?? [])];
}

const first = async (id: Uint8Array, memory: 'heap' | 'stable'): Promise<number | undefined> => (await groups(id, memory))[0];

/** A counter that has been bumped, and then has executed something that touched nothing. */
async function bumped(module = wat(counter())): Promise<Uint8Array> {
  const id = await test.deploy(module);
  await test.update(id, 'bump');
  await test.update(id, 'set_timer');
  return id;
}

describe('the map of a memory', () => {
  it('shows what the last message changed, and nothing after a query, a trap or a message that changed nothing', async () => {
    const id = await test.deploy(wat(counter()));
    expect(await first(id, 'stable')).toBe(0);
    await test.update(id, 'bump');
    expect(await groups(id, 'heap')).toEqual([data | touched, ...new Array<number>(15).fill(0)]);
    expect(await first(id, 'stable')).toBe(data | touched);
    await test.query(id, 'bump_in_query');
    await test.update(id, 'bump_and_trap');
    expect(await first(id, 'heap')).toBe(data | touched);
    await test.update(id, 'set_timer');
    expect(await first(id, 'heap')).toBe(data);
    expect(await first(id, 'stable')).toBe(data);
  });

  const cases: [string, Uint8Array, Mode, number, number][] = [
    ['replaced by an upgrade', wat(counter()), UPGRADE, data | wiped | rewritten, data | kept],
    ['kept by an upgrade', enhanced(wat(counter())), upgradeWith('keep'), data | kept, data | kept],
    ['replaced by a reinstallation', wat(counter()), { reinstall: null }, data | wiped | rewritten, wiped],
  ];
  it.each(cases)('shows main memory as %s', async (_, module, mode, heap, stable) => {
    const id = await bumped(module);
    expect(await test.install(id, module, mode)).toBeUndefined();
    expect(await first(id, 'heap')).toBe(heap);
    expect(await first(id, 'stable')).toBe(stable);
  });

  it('shows what pre_upgrade wrote into stable memory as rewritten', async () => {
    const id = await bumped(wat(counter('', { preUpgrade: '(call $bump)' })));
    await test.install(id, wat(counter()), UPGRADE);
    expect(await first(id, 'stable')).toBe(data | rewritten);
  });

  it('is as before where an upgrade failed', async () => {
    const id = await bumped();
    await test.install(id, wat(counter('', { postUpgrade: '(unreachable)' })), UPGRADE);
    expect(await first(id, 'heap')).toBe(data);
    expect(await first(id, 'stable')).toBe(data);
  });

  it('knows after a reload which pages have content, and what an upgrade does to them', async () => {
    const id = await bumped();
    await test.reopen();
    expect(await first(id, 'heap')).toBe(data);
    expect(await first(id, 'stable')).toBe(data);
    await test.install(id, wat(counter()), UPGRADE);
    expect(await first(id, 'heap')).toBe(data | wiped | rewritten);
    expect(await first(id, 'stable')).toBe(data | kept);
  });

  it('gathers pages into as few groups as are asked for, of a range too', async () => {
    const id = await bumped(wat(counter('(memory $more 2)').replace('(memory 1)', '').replace('(memory $more 2)', '(memory 20)')));
    const all = await test.replica.memoryMap(id, { memory: 'heap', maximumGroups: 100 });
    expect(all).toMatchObject({ bytes: 20 * 65_536, pages: 320, from: 0, pagesPerGroup: 4 });
    const part = await test.replica.memoryMap(id, { memory: 'heap', maximumGroups: 100, range: { from: 300, to: 999 } });
    expect(part).toMatchObject({ from: 300, pagesPerGroup: 1 });
    expect(part?.groups.length).toBe(20);
    expect(await test.replica.memoryMap(new Uint8Array(10), { memory: 'heap', maximumGroups: 1 })).toBeUndefined();
  });
});

describe('reading a memory', () => {
  it('gives the committed bytes, and changes neither state nor cycles', async () => {
    const id = await bumped();
    const before = structuredClone({ ...test.state(id), code: undefined, stable: undefined });
    const greeting = await test.replica.readMemory(id, 'heap', 100, 5);
    expect(new TextDecoder().decode(greeting)).toBe('hello');
    expect([...((await test.replica.readMemory(id, 'stable', 0, 4)) ?? [])]).toEqual([1, 0, 0, 0]);
    expect({ ...test.state(id), code: undefined, stable: undefined }).toEqual(before);
  });

  it('ends where the memory ends, and reads at most 64 KiB', async () => {
    const id = await bumped();
    expect((await test.replica.readMemory(id, 'heap', 65_530, 100))?.length).toBe(6);
    expect((await test.replica.readMemory(id, 'heap', 1e9, 100))?.length).toBe(0);
    expect((await test.replica.readMemory(id, 'heap', 0, 1e9))?.length).toBe(65_536);
  });

  it('reads from the store what is not in memory, without loading the heap', async () => {
    const id = await bumped();
    await test.reopen();
    expect(new TextDecoder().decode(await test.replica.readMemory(id, 'heap', 100, 5))).toBe('hello');
    expect([...((await test.replica.readMemory(id, 'stable', 0, 4)) ?? [])]).toEqual([1, 0, 0, 0]);
    expect(test.state(id).code?.heap).toBeUndefined();
  });
});
