import { describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../primitives/bytes.ts';
import type { AppState } from '../state/model.ts';
import type { CallScript, CallStep } from '../state/scripts-model.ts';
import { upgradeStep, withStep, withStepAdded, writtenStep } from '../state/scripts.ts';
import type { Session } from './session.ts';
import { World } from './testing-world.ts';

const state = (session: Session): AppState => session.store.getState();
const script = (session: Session): CallScript => state(session).project?.scripts?.[0] as CallScript;
const call = (session: Session, method: string, text: string) => session.store.actions.call(method, 'update', utf8(text), `(${text})`);
const verdicts = (session: Session) => script(session).steps.map(({ id }) => state(session).replays[script(session).id]?.results[id]?.verdict);

async function recorded(): Promise<{ world: World; session: Session }> {
  const world = new World();
  const session = await world.started();
  await session.store.actions.deploy();
  session.store.actions.setIdentity('Bob');
  await call(session, 'count', '5');
  await call(session, 'fail', '');
  session.store.actions.keepScript();
  return { world, session };
}

describe('predicting', () => {
  it('marks the guesses with the upgrade, says the score, and keeps both on disk', async () => {
    const world = new World();
    const session = await world.started();
    const { actions } = session.store;
    await actions.deploy();
    actions.setPredicting('main', true);
    actions.guess('main', 'count', 'kept');
    actions.guess('main', 'hits', 'reset');
    await session.flush();
    const reloaded = await world.started();
    expect(state(reloaded).project?.predictions?.['main']).toEqual({ on: true, guesses: { count: 'kept', hits: 'reset' }, marked: undefined });
    reloaded.store.actions.loadSampleVersion(2);
    await reloaded.store.actions.upgrade();
    expect(state(reloaded).status).toContain('Your guesses: 1 of 2 right.');
    expect(state(reloaded).project?.predictions?.['main']).toEqual({ on: true, guesses: {}, marked: { at: 1000, guesses: { count: 'kept', hits: 'reset' } } });
    reloaded.store.actions.predictNext('main');
    expect(state(reloaded).project?.predictions?.['main']?.marked).toBeUndefined();
  });

  it('marks nothing where the upgrade is refused', async () => {
    const session = await new World().started();
    const { actions } = session.store;
    await actions.openSample('refused');
    await actions.deploy();
    actions.setPredicting('main', true);
    actions.guess('main', 'count', 'kept');
    actions.loadSampleVersion(2);
    await actions.upgrade();
    expect(state(session).project?.predictions?.['main']).toEqual({ on: true, guesses: { count: 'kept' }, marked: undefined });
  });
});

describe('a script', () => {
  it('is made of the recorded calls with their callers, and is on disk', async () => {
    const { world, session } = await recorded();
    expect(script(session).steps).toMatchObject([
      { method: 'count', args: '(5)', caller: 'Bob', recorded: { phase: 'replied', text: '(5)' } },
      { method: 'fail', caller: 'Bob', recorded: { phase: 'rejected' } },
    ]);
    await session.flush();
    expect(script(await world.started())).toEqual(script(session));
  });

  it('is replayed in order and judged; its calls are recorded, but not kept again', async () => {
    const { world, session } = await recorded();
    const { actions } = session.store;
    const [first, second] = script(session).steps as [CallStep, CallStep];
    actions.changeScript(withStep(script(session), { ...second, expected: { kind: 'reply', text: '()' } }));
    world.replica.requests.length = 0;
    await actions.replay(script(session).id);
    expect(world.replica.requests.filter(({ method }) => !method.startsWith('__')).map(({ method }) => method)).toEqual(['count', 'fail']);
    expect(verdicts(session)).toEqual(['same', 'failed']);
    expect(state(session).status).toBe('Script: 1 failed, 1 same as recorded.');
    expect(state(session).canisters['main']?.calls.map(({ replayed }) => replayed)).toEqual([undefined, undefined, true, true]);
    actions.changeScript(withStep(script(session), { ...first, expected: { kind: 'reply', text: '( 5 )' } }));
    expect(verdicts(session)).toEqual([undefined, 'failed']);
    await actions.replay(script(session).id);
    expect(verdicts(session)).toEqual(['passed', 'failed']);
    actions.keepScript();
    expect(state(session).project?.scripts?.map(({ title, steps }) => `${title}: ${steps.length}`)).toEqual(['Script 2: 2', 'Script: 2']);
  });

  it('upgrades to what the editor holds, and goes on', async () => {
    const { session } = await recorded();
    const { actions } = session.store;
    const upgraded = withStepAdded(script(session), upgradeStep('main'));
    actions.changeScript(withStepAdded(upgraded, writtenStep({ canister: 'main', method: 'count', mode: 'query', args: '(9)', caller: 'Bob' })));
    actions.loadSampleVersion(2);
    await actions.replay(script(session).id);
    expect(verdicts(session)).toEqual(['same', 'same', 'done', 'done']);
    expect(state(session).project?.installed['main']?.version).toBe(2);
    await vi.waitFor(() => expect(state(session).canisters['main']?.rows[0]).toMatchObject({ variable: 'count', outcome: 'kept', after: '9' }));
  });

  it('ends where its upgrade does not happen, and says why', async () => {
    const { session } = await recorded();
    const { actions } = session.store;
    const [first] = script(session).steps as [CallStep];
    actions.changeScript({ ...script(session), steps: [{ ...upgradeStep('main'), id: '9' }, first] });
    actions.editFile('Main.mo', 'stable count : Nat = 0\ntrap on upgrade');
    await actions.replay(script(session).id);
    expect(verdicts(session)).toEqual(['failed', 'not run']);
    expect(state(session).replays[script(session).id]?.results['9']?.detail).toBe('Failed with IC0503: post_upgrade trapped');
    actions.editFile('Main.mo', 'error no such thing');
    await actions.replay(script(session).id);
    expect(state(session).replays[script(session).id]?.results['9']?.detail).toMatch(/^Not built: .*no such thing/);
  });

  it('fails where a method or a caller is not there, and ends where nothing is deployed', async () => {
    const { session } = await recorded();
    const { actions } = session.store;
    const [first, second] = script(session).steps as [CallStep, CallStep];
    actions.changeScript({ ...script(session), steps: [{ ...first, method: 'unknown' }, { ...second, caller: 'Eve' }, { ...first, id: '3', canister: 'ledger' }, { ...first, id: '4' }] });
    await actions.replay(script(session).id);
    expect(verdicts(session)).toEqual(['failed', 'failed', 'failed', 'not run']);
  });

  it('travels in a link, and stays when the project starts over', async () => {
    const { world, session } = await recorded();
    const link = await session.store.actions.share();
    await session.store.actions.resetProject();
    expect(script(session).steps).toHaveLength(2);
    const other = new World();
    other.href = link;
    const opened = await other.started();
    expect(script(opened)).toEqual({ ...script(session), id: script(opened).id });
    expect(world.copied).toBe(link);
  });
});

describe('a project of an earlier version', () => {
  it('opens, and takes guesses and scripts', async () => {
    const { world, session } = await recorded();
    await session.flush();
    for (const [key, value] of world.replica.disk) {
      if (key.startsWith('project/')) world.replica.disk.set(key, Object.fromEntries(Object.entries(value as object).filter(([field]) => field !== 'scripts' && field !== 'predictions')));
    }
    const opened = await world.started();
    opened.store.actions.setPredicting('main', true);
    opened.store.actions.newScript();
    expect(state(opened).project).toMatchObject({ predictions: { main: { on: true } }, scripts: [{ title: 'Script', steps: [] }] });
  });
});
