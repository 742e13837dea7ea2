import { describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../primitives/bytes.ts';
import { comparedReplies, comparedRows, headline } from '../state/comparison.ts';
import type { Comparison, ComparisonRequest, WorldRun } from '../state/comparison-model.ts';
import type { SessionOptions } from './context.ts';
import type { Session } from './session.ts';
import { FakeReplica } from './testing.ts';
import { World } from './testing-world.ts';

/** Gives each throw-away world a stand-in of its own; the first worker is the user's. */
class ManyWorlds extends World {
  readonly apart: FakeReplica[] = [];
  private workers = 0;

  override session(more: Partial<SessionOptions> = {}): Session {
    return super.session({
      createReplica: () => {
        if (this.workers++ === 0) return this.replica.create();
        const number = this.apart.length + 2;
        const replica = new FakeReplica();
        replica.openResult = () => ({ rootKey: new Uint8Array([number]), storage: { kind: 'throw-away' } });
        this.apart.push(replica);
        return replica.create();
      },
      createCalls: (replica) => (this.apart[(replica.rootKey[0] ?? 1) - 2] ?? this.replica).createCalls(replica),
      ...more,
    });
  }
}

const comparison = (session: Session): Comparison => session.store.getState().comparison as Comparison;
const worlds = (session: Session): readonly [WorldRun, WorldRun] => comparison(session).worlds as readonly [WorldRun, WorldRun];
const call = (session: Session, method: string, text: string) => session.store.actions.call(method, 'update', utf8(text), `(${text})`);
const request = (more: Partial<ComparisonRequest> = {}): ComparisonRequest => ({ canister: 'main', kind: 'upgrade', beginning: 'installed', calls: { kind: 'history' }, ...more });
const values = (session: Session) => Object.fromEntries(comparedRows(worlds(session)).map(({ variable, sides }) => [variable, sides.map((side) => `${side?.after} ${side?.outcome}`)]));

async function deployed(more: Partial<SessionOptions> = {}): Promise<{ world: ManyWorlds; session: Session }> {
  const world = new ManyWorlds();
  const session = await world.started(more);
  await session.store.actions.deploy();
  await call(session, 'count', '5');
  return { world, session };
}

describe('a comparison', () => {
  it('shows what the upgrade kept and the reinstall did not, in worlds that are not the user’s', async () => {
    const { world, session } = await deployed();
    session.store.actions.loadSampleVersion(2);
    await session.flush();
    const disk = structuredClone(world.replica.disk);
    const installs = world.replica.installs.length;
    const requests = world.replica.requests.length;
    await session.store.actions.compare(request());
    expect(values(session)).toEqual({ count: ['5 kept', '0 reset'], name: ['"?" new', '"?" new'], hits: ['undefined dropped', 'undefined dropped'] });
    expect(worlds(session).map(({ installs: done }) => done.map(({ mode }) => mode))).toEqual([['install', 'upgrade'], ['install', 'reinstall']]);
    expect(world.apart.map(({ opened }) => opened[0]?.throwAway?.firstCanister)).toEqual(Array(2).fill([...world.replica.canisters.keys()][0]));
    expect(world.replica.installs.length).toBe(installs);
    expect(world.replica.requests.slice(requests).map(({ method }) => method)).not.toContain('count');
    await session.flush();
    expect(world.replica.disk).toEqual(disk);
    expect(session.store.getState().canisters['main']?.rows.find(({ variable }) => variable === 'count')?.after).toBe('5');
    expect(session.store.getState().status).toContain('1 of 3 variables differs (count)');
  });

  it('makes the calls in both worlds, and says which replies differ', async () => {
    const { session } = await deployed();
    await call(session, 'fail', '');
    session.store.actions.loadSampleVersion(2);
    await session.store.actions.compare(request({ kind: 'versions' }));
    const replies = comparedReplies(comparison(session));
    expect(replies.map(({ sides, differs }) => [sides[0]?.phase, sides[1]?.text, differs])).toEqual([
      ['replied', '(5)', false],
      ['rejected', 'trapped explicitly: no', false],
    ]);
    expect(replies[0]?.sides[0]?.instructions).toBe(42);
    expect(worlds(session).map(({ title }) => title)).toEqual(['Version 1', 'Version 2']);
    expect(comparedRows(worlds(session)).find(({ variable }) => variable === 'name')?.sides[0]).toBeUndefined();
  });

  it('builds the source of the installed version for both persistences', async () => {
    const { session } = await deployed();
    session.store.actions.loadSampleVersion(2);
    await session.store.actions.compare(request({ kind: 'persistence' }));
    expect(worlds(session).map(({ title, phase }) => [title, phase])).toEqual([['Enhanced', 'done'], ['Classical', 'done']]);
    expect(values(session)['count']).toEqual(['5 kept', '5 kept']);
    expect(headline(comparison(session))).toContain('All 3 variables are the same');
  });

  it('shows a trap as the result of the world in which it happened', async () => {
    const { session } = await deployed();
    session.store.actions.editFile('Main.mo', 'trap on upgrade\nstable count : Nat = 0');
    await session.store.actions.compare(request());
    expect(headline(comparison(session))).toContain('In Upgrade, the upgrade failed with IC0503 and changed nothing.');
    expect(values(session)['count']).toEqual(['5 undefined', '0 reset']);
  });

  it('ends only the world that is stopped', async () => {
    const { world, session } = await deployed();
    session.store.actions.keepScript();
    const script = session.store.getState().project?.scripts?.[0];
    if (!script) throw new TypeError('there is no script');
    const [step] = script.steps;
    if (step?.kind !== 'call') throw new TypeError('the script has no call');
    session.store.actions.changeScript({ ...script, steps: [step, { ...step, id: '2', method: 'loop', mode: 'update' }] });
    const done = session.store.actions.compare(request({ calls: { kind: 'script', id: script.id } }));
    await vi.waitFor(() => expect(world.apart.map(({ requests }) => requests.at(-1)?.method)).toEqual(['loop', 'loop']));
    session.store.actions.stopWorld(0);
    await vi.waitFor(() => expect(worlds(session)[0].phase).toBe('stopped'));
    expect(worlds(session)[1].phase).toBe('running');
    session.store.actions.stopWorld(1);
    await done;
    expect(comparedReplies(comparison(session)).map(({ sides }) => sides[0]?.phase)).toEqual(['replied', 'stopped']);
    expect((await call(session, 'count', '6')).phase).toBe('replied');
  });

  it('says why it could not be made where the code in the editor has errors', async () => {
    const { session } = await deployed();
    session.store.actions.editFile('Main.mo', 'error no such thing');
    await session.store.actions.compare(request());
    expect(comparison(session)).toMatchObject({ running: false, worlds: undefined });
    expect(comparison(session).problem).toContain('no such thing');
  });
});
