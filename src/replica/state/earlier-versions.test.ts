import { describe, expect, it } from 'vitest';
import { createTestReplica, text, word } from '../testing/test-replica.ts';
import { counter } from '../testing/counter.ts';
import { wat } from '../testing/test-replica.ts';
import { DEFAULT_SETTINGS } from './canister-state.ts';

/** What the first version stored of a canister, of its settings and of the replica itself. */
const FIELDS = [
  'id', 'text', 'key', 'controllers', 'status', 'cycles', 'version', 'certifiedData', 'globalTimer', 'logs', 'nextLogIndex', 'callContexts', 'callbacks', 'queue',
  'settings', 'stablePages', 'code',
];
const SETTINGS = ['computeAllocation', 'memoryAllocation', 'freezingThreshold', 'reservedCyclesLimit', 'wasmMemoryLimit', 'wasmMemoryThreshold', 'logVisibility'];
const META = ['format', 'seed', 'time', 'timeOffset', 'nextId', 'nextCanister', 'randomCounter', 'managementQueue'];

const only = (value: unknown, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value as object).filter(([name]) => names.includes(name)));

describe('a store of the first version', () => {
  it('is opened with nothing lost, and nothing charged for the time before', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat(counter()));
    await test.update(id, 'bump');
    const before = test.state(id);
    const [canister] = await test.store.loadRecords('canister/');
    const [meta] = await test.store.loadRecords('meta');
    if (!canister || !meta) throw new TypeError('nothing is stored');
    const record = only(canister.value, FIELDS);
    const putRecords = [
      { key: canister.key, value: { ...record, settings: only(record['settings'], SETTINGS) } },
      { key: meta.key, value: only(meta.value, META) },
    ] as const;
    await test.store.commit({ putRecords: [...putRecords], deleteRecords: [], clearMemories: [], putChunks: [] });
    await test.reopen();
    expect(test.state(id)).toMatchObject({ cycles: before.cycles, settings: DEFAULT_SETTINGS, reservedCycles: 0n, endlessCycles: false });
    expect(test.replica.costSchedule).toBe('normal');
    await test.replica.tick();
    expect(test.state(id).cycles).toBe(before.cycles);
    expect(word(await test.update(id, 'bump').then(() => test.query(id, 'read', text(''))))).toBe(2);
  });
});
