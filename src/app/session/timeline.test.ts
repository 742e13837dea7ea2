import { describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../primitives/bytes.ts';
import type { Session } from './session.ts';
import { World } from './testing-world.ts';

const life = (session: Session) => session.store.getState().project?.timelines?.['main'] ?? [];
const call = (session: Session) => session.store.actions.call('count', 'update', utf8('5'), '(5)');

async function lived(): Promise<{ world: World; session: Session }> {
  const world = new World();
  const session = await world.started();
  const { actions } = session.store;
  await actions.deploy();
  await call(session);
  await call(session);
  actions.loadSampleVersion(2);
  await actions.upgrade();
  return { world, session };
}

describe('the life of a canister', () => {
  it('has its installations with the calls between them, and outlives a reload', async () => {
    const { world, session } = await lived();
    const expected = [{ kind: 'install', version: 1, calls: 2 }, { kind: 'upgrade', version: 2, outcomes: { kept: 1, dropped: 1, new: 1 }, calls: 0 }];
    expect(life(session)).toMatchObject(expected);
    await session.flush();
    expect(life(await world.started())).toMatchObject(expected);
  });

  it('is forgotten with a reset, as are calls, outcomes and guesses; scripts and moments are the project’s', async () => {
    const { world, session } = await lived();
    const { actions } = session.store;
    actions.keepScript();
    actions.setPredicting('main', true);
    await call(session);
    await session.flush();
    const { id = '', canisterIds = {} } = session.store.getState().project ?? {};
    expect(world.replica.disk.has(`calls/${id}`)).toBe(true);
    await actions.resetProject();
    await session.flush();
    expect(world.replica.forgotten).toEqual(Object.values(canisterIds));
    expect(world.replica.disk.has(`calls/${id}`)).toBe(false);
    for (const { store } of [session, await world.started()]) {
      await vi.waitFor(() => expect(store.getState().canisters['main']).toBeDefined());
      const { project, canisters } = store.getState();
      expect(project).toMatchObject({ canisterIds: {}, installed: {}, upgrades: {} });
      expect([project?.timelines, project?.predictions, project?.scripts?.length]).toEqual([undefined, undefined, 1]);
      expect(canisters['main']).toMatchObject({ calls: [], logs: [], rows: [], view: undefined });
    }
  });

  it('notes calls after a while by itself, and at once where the page goes', async () => {
    const { session } = await lived();
    await call(session);
    await vi.waitFor(() => expect(life(session).at(-1)?.calls).toBe(1));
    await call(session);
    await session.flush();
    expect(life(session).at(-1)?.calls).toBe(2);
  });

  it('has upgrades that failed', async () => {
    const { session } = await lived();
    session.store.actions.editFile('Main.mo', 'stable count : Nat = 0\ntrap on upgrade');
    await session.store.actions.upgrade({ regardless: true });
    expect(life(session).at(-1)).toMatchObject({ kind: 'upgrade', version: 2, error: { errorCode: 'IC0503' }, outcomes: {} });
  });

  it('lets an installation of the past be shown until the next one', async () => {
    const { session } = await lived();
    const told = () => session.store.getState().canisters['main']?.toldMark;
    session.store.actions.showSteps('main', 1);
    expect(told()).toBe(1);
    await session.store.actions.reinstall();
    expect(told()).toBeUndefined();
  });

  it('ends with the project’s reset', async () => {
    const { session } = await lived();
    await session.store.actions.resetProject();
    expect(life(session)).toEqual([]);
  });
});
