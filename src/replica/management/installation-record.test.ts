import { describe, expect, it } from 'vitest';
import { counter } from '../testing/counter.ts';
import { UPGRADE, createTestReplica, enhanced, upgradeWith, wat, type Mode, type TestReplica } from '../testing/test-replica.ts';

/** What an installation tells of itself. */

const plain = wat(counter());
const printing = '(call $print (i32.const 100) (i32.const 5))';
const saving = wat(counter('', { preUpgrade: `${printing} (drop (call $stable_grow (i32.const 2))) (call $stable_write (i32.const 8) (i32.const 100) (i32.const 5))` }));
const loading = wat(counter('', { postUpgrade: '(call $stable_read (i32.const 0) (i32.const 8) (i32.const 5)) (drop (call $timer (i64.const 9)))' }));
const trapping = wat(counter('', { postUpgrade: '(drop (memory.grow (i32.const 2))) (call $bump) (call $trap (i32.const 100) (i32.const 5))' }));

async function running(module: Uint8Array): Promise<{ test: TestReplica; id: Uint8Array }> {
  const test = await createTestReplica();
  const id = await test.deploy(module);
  await test.update(id, 'bump');
  return { test, id };
}

async function upgraded(from: Uint8Array, to: Uint8Array, mode: Mode = UPGRADE, before?: string) {
  const { test, id } = await running(from);
  if (before !== undefined) await test.update(id, before);
  await test.install(id, to, mode);
  const report = test.installed.at(-1);
  if (!report) throw new TypeError('no report');
  return { test, id, report };
}

describe('the report of an installation', () => {
  it('tells what each execution read, wrote and logged', async () => {
    const { report } = await upgraded(saving, loading, UPGRADE, 'set_timer');
    const [pre, post] = report.steps;
    expect(pre).toMatchObject({ kind: 'pre_upgrade', stableBytes: 3 * 65536, work: { heapPages: 0, stableReadBytes: 0, stableWrittenBytes: 5, logs: [new TextEncoder().encode('hello')], trappedAt: undefined } });
    expect(post).toMatchObject({ kind: 'post_upgrade', work: { heapPages: 1, stableReadBytes: 5, stableWrittenBytes: 0, logs: [] } });
    expect(report.detail).toMatchObject({ status: 'running', awaitedReplies: 0, preUpgrade: 'ran', failedAt: undefined, timer: { before: true, after: true }, adopted: { heapBytes: 65536, stableBytes: 3 * 65536 } });
    expect(report.timerDeactivated).toBe(false);
    expect(report.detail.preparation).toBeGreaterThan(0);
  });

  it('tells old and new module', async () => {
    const { test, id, report } = await upgraded(enhanced(plain), enhanced(loading), upgradeWith('keep'));
    const { code } = test.state(id);
    expect(report.detail.old).toMatchObject({ bytes: enhanced(plain).length, enhancedPersistence: true, stableTypes: false });
    expect(report.detail.fresh).toMatchObject({ hash: code?.module.hash, bytes: enhanced(loading).length });
  });

  it.each([
    ['ran', saving, UPGRADE],
    ['skipped', saving, upgradeWith(undefined, true)],
    ['absent', plain, UPGRADE],
    ['absent', plain, upgradeWith(undefined, true)],
  ] as const)('tells that canister_pre_upgrade is %s', async (expected, from, mode) => {
    expect((await upgraded(from, plain, mode)).report.detail.preUpgrade).toBe(expected);
  });

  it('tells where it trapped, and how far it had come', async () => {
    const { report } = await upgraded(plain, trapping, UPGRADE, 'set_timer');
    expect(report.detail).toMatchObject({ failedAt: 'post_upgrade', timer: { before: true, after: true } });
    expect(report.steps.at(-1)?.work).toMatchObject({ heapPages: 1, stableWrittenBytes: 4, trappedAt: { heapBytes: 3 * 65536, stableBytes: 65536 } });
    expect(report.after).toEqual(report.before);
  });

  it.each([
    ['module', plain, Uint8Array.of(1, 2, 3), UPGRADE],
    ['memory', plain, plain, upgradeWith('keep')],
    ['pre_upgrade', wat(counter('', { preUpgrade: 'unreachable' })), plain, UPGRADE],
    ['begin', plain, plain, { install: null }],
  ] as const)('tells that it failed at %s', async (phase, from, to, mode) => {
    const { report } = await upgraded(from, to, mode);
    expect(report.detail.failedAt).toBe(phase);
    expect(report.detail.adopted).toBeUndefined();
  });

  it('is of a stopped canister where it was stopped', async () => {
    const { test, id } = await running(plain);
    test.state(id).status = { kind: 'stopped' };
    await test.install(id, plain, UPGRADE);
    expect(test.installed.at(-1)?.detail.status).toBe('stopped');
  });
});
