import { describe, expect, it } from 'vitest';
import { counter } from '../testing/counter.ts';
import { createTestReplica, UPGRADE, wat } from '../testing/test-replica.ts';

/** Lowering what an upgrade may execute is for lessons: production has one limit for all. */

const greedy = wat(counter('', { preUpgrade: '(loop $again (call $bump) (br $again))' }));
const LIMIT = 5_000_000;

describe('a lowered limit of upgrades', () => {
  it('stops pre_upgrade there, and says so with the lowered figure; nothing has changed', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(greedy);
    await test.update(id, 'bump');
    const before = await test.query(id, 'read');
    expect(await test.replica.setUpgradeLimit(id, LIMIT)).toBe(true);
    await test.install(id, greedy, UPGRADE).catch(() => undefined);
    expect(test.installed.at(-1)?.error).toMatchObject({ errorCode: 'IC0522' });
    expect(test.installed.at(-1)?.error?.message).toContain(`limit of ${LIMIT} instructions`);
    expect(test.installed.at(-1)?.steps.map(({ kind }) => kind)).toEqual(['pre_upgrade']);
    expect(await test.query(id, 'read')).toEqual(before);
  });

  it('is kept when the replica is opened again, and can be taken back', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(wat(counter()));
    await test.replica.setUpgradeLimit(id, LIMIT);
    await test.reopen();
    expect(test.state(id).upgradeInstructionLimit).toBe(LIMIT);
    await test.replica.setUpgradeLimit(id, undefined);
    expect(test.state(id).upgradeInstructionLimit).toBeUndefined();
  });
});
