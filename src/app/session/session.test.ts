import { describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../primitives/bytes.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { AppState, CallRecord, CanisterState } from '../state/model.ts';
import type { Session } from './session.ts';
import { World } from './testing-world.ts';

const state = (session: Session): AppState => session.store.getState();
const canister = (session: Session, name = 'main'): CanisterState => state(session).canisters[name] as CanisterState;
const call = (session: Session, method: string, text = ''): Promise<CallRecord> => session.store.actions.call(method, 'update', utf8(text), `(${text})`);
const outcomes = (session: Session) => canister(session).rows.map((row) => `${row.variable} ${row.before} -> ${row.after} ${row.outcome}`);

async function deployed(world = new World()): Promise<{ world: World; session: Session }> {
  const session = await world.started();
  await session.store.actions.deploy();
  return { world, session };
}

describe('a first visit', () => {
  it('opens the counter sample and builds it in the background', async () => {
    const session = await new World().started();
    expect(state(session)).toMatchObject({ phase: 'ready', project: { sample: 'counter' } });
    await vi.waitFor(() => expect(canister(session).build.phase).toBe('ready'));
    expect(state(session).selected).toBe('main');
    await vi.waitFor(() => expect(state(session).compiler).toEqual({ phase: 'ready', version: 'moc enhanced' }));
  });

  it('says so where nothing can be saved', async () => {
    const world = new World();
    world.replica.openResult = () => ({ rootKey: new Uint8Array(), storage: { kind: 'memory', reason: 'private window' } });
    const session = await world.started();
    expect(state(session).notices).toMatchObject([{ id: 'memory-only', text: expect.stringContaining('private window') as string }]);
  });

  it('goes on without samples', async () => {
    const session = await new World().started({ loadSamples: () => Promise.reject(new Error('offline')) });
    expect(state(session)).toMatchObject({ phase: 'ready', project: { title: 'Untitled' }, notices: [{ id: 'samples-failed' }] });
  });
});

describe('deploy, call and upgrade', () => {
  it('installs what has no code and shows its state', async () => {
    const { session } = await deployed();
    expect(state(session).project?.installed['main']).toMatchObject({ version: 1, initialValues: { count: '0', hits: '0' } });
    expect(canister(session)).toMatchObject({ busy: undefined, rows: [{ variable: 'count', after: '0' }, { variable: 'hits', after: '0' }] });
  });

  it('records a call with its instructions, and highlights what it changed', async () => {
    const { session } = await deployed();
    const record = await call(session, 'count', '5');
    expect(record).toMatchObject({ phase: 'replied', result: '(5)', instructions: 42, caller: 'Alice (you)', id: 1 });
    await vi.waitFor(() => expect(canister(session).rows[0]).toMatchObject({ after: '5', changed: true }));
    expect(canister(session).rows[1]?.changed).toBe(false);
    expect(canister(session).calls).toEqual([record]);
  });

  it('asks for variables no second time where the replica tells them by itself, so what changed stays highlighted', async () => {
    const world = new World();
    world.replica.follows = true;
    const session = await world.started();
    await session.store.actions.deploy();
    world.replica.requests.length = 0;
    await call(session, 'count', '5');
    await vi.waitFor(() => expect(canister(session).rows[0]).toMatchObject({ after: '5', changed: true }));
    await session.flush();
    expect(canister(session).rows[0]?.changed).toBe(true);
    expect(world.replica.requests.map(({ method }) => method)).toEqual(['count']);
  });

  it('records a rejection with its code', async () => {
    const { session } = await deployed();
    expect(await call(session, 'fail')).toMatchObject({ phase: 'rejected', errorCode: 'IC0503', result: 'trapped explicitly: no' });
  });

  it('tells to deploy first where there is no code', async () => {
    const session = await new World().started();
    expect(await call(session, 'count')).toMatchObject({ phase: 'rejected', result: expect.stringContaining('Deploy') as string });
  });

  it('upgrades at once after an edit and tells what became of each variable', async () => {
    const { world, session } = await deployed();
    await call(session, 'count', '5');
    session.store.actions.loadSampleVersion(2);
    await session.store.actions.upgrade();
    expect(outcomes(session)).toEqual(['count 5 -> 5 kept', 'name undefined -> "?" new', 'hits 0 -> undefined dropped']);
    expect(world.replica.installs.at(-1)).toEqual({ mode: 'upgrade', persistence: 'keep' });
    const { project } = state(session);
    expect(project?.installed['main']).toMatchObject({ version: 2 });
    expect(project?.upgrades['main']).toMatchObject({
      mainMemory: 'kept',
      before: { heapBytes: 100 },
      after: { heapBytes: 150 },
      instructions: 7,
      timerDeactivated: true,
      error: undefined,
    });
    expect(canister(session).build).toMatchObject({ phase: 'ready', incompatible: [] });
  });

  it('asks for nothing about main memory where classical code is replaced', async () => {
    const world = new World();
    const session = await world.started();
    session.store.actions.setPersistence('classical');
    await session.store.actions.deploy();
    await session.store.actions.upgrade();
    expect(world.replica.installs).toEqual([{ mode: 'install', persistence: undefined }, { mode: 'upgrade', persistence: undefined }]);
  });

  it('reinstalls from initial values', async () => {
    const { session } = await deployed();
    await call(session, 'count', '5');
    await session.store.actions.reinstall();
    expect(outcomes(session)).toEqual(['count 5 -> 0 reset', 'hits 0 -> 0 reset']);
  });

  it('leaves everything as it was where the upgrade traps', async () => {
    const { session } = await deployed();
    await call(session, 'count', '5');
    session.store.actions.editFile('Main.mo', 'stable count : Nat = 0\ntrap on upgrade');
    await session.store.actions.upgrade();
    const { project, status } = state(session);
    expect(project?.installed['main']?.version).toBe(1);
    expect(project?.upgrades['main']).toMatchObject({ error: { errorCode: 'IC0503', message: 'post_upgrade trapped' }, rows: [] });
    expect(canister(session)).toMatchObject({ busy: undefined, rows: [{ variable: 'count', after: '5' }, { variable: 'hits' }] });
    expect(status).toContain('nothing changed');
  });

  it('refuses what the compiler finds incompatible, until the user goes on regardless', async () => {
    const world = new World();
    const session = await world.started();
    await session.store.actions.openSample('refused');
    await session.store.actions.deploy();
    session.store.actions.loadSampleVersion(2);
    await session.store.actions.upgrade();
    expect(canister(session).refusal).toMatchObject([{ message: 'Text cannot become Nat' }]);
    expect(world.replica.installs).toHaveLength(1);
    await session.store.actions.upgrade({ regardless: true });
    expect(canister(session).refusal).toBeUndefined();
    expect(world.replica.installs).toHaveLength(2);
  });

  it('installs nothing where the source does not compile, and keeps the canister on the screen', async () => {
    const { world, session } = await deployed();
    session.store.actions.editFile('Main.mo', 'error type mismatch');
    await session.store.actions.upgrade();
    expect(world.replica.installs).toHaveLength(1);
    expect(state(session).notices).toMatchObject([{ id: 'build-failed', text: expect.stringContaining('type mismatch') as string }]);
    session.store.actions.editFile('Main.mo', 'syntax error');
    await session.store.actions.upgrade();
    expect(state(session).selected).toBe('main');
    expect(canister(session).rows).toHaveLength(2);
  });

  it('names the missing actor', async () => {
    const session = await new World().started();
    session.store.actions.editFile('Main.mo', 'module {}');
    await session.store.actions.deploy();
    expect(state(session).notices).toMatchObject([{ id: 'no-actor' }]);
  });

  it('makes a fresh compiler where flags cannot be unset', async () => {
    const world = new World();
    world.compiler.restartNeeded = true;
    const { session } = await deployed(world);
    expect(world.compiler.started).toBe(2);
    expect(state(session).project?.installed['main']?.version).toBe(1);
  });

  it('gives imported canisters their ids first, and deploys in the order of imports', async () => {
    const session = await new World().started();
    await session.store.actions.openSample('shop');
    await session.store.actions.deploy();
    expect(state(session)).toMatchObject({ canisterOrder: ['ledger', 'shop'], diagnostics: [] });
    expect(Object.keys(state(session).project?.installed ?? {})).toEqual(['ledger', 'shop']);
  });
});

describe('a message that does not end', () => {
  it('is shown, stopped, and undone; the replica goes on from its last commit', async () => {
    const { world, session } = await deployed();
    const answer = call(session, 'loop');
    await vi.waitFor(() => expect(state(session).running).toMatchObject({ method: 'loop' }));
    await session.store.actions.stop();
    expect(await answer).toMatchObject({ phase: 'stopped', result: expect.stringContaining('undone') as string });
    expect(world.replica.opened.at(-1)).toEqual({ stoppedMessageId: 'message 7', takeOver: true });
    expect(world.replica.workers).toBe(2);
    expect(state(session).running).toBeUndefined();
    expect(await call(session, 'count', '9')).toMatchObject({ phase: 'replied' });
  });
});

describe('what is kept', () => {
  it('is there again after a reload', async () => {
    const { world, session } = await deployed();
    await call(session, 'count', '5');
    session.store.actions.setIdentity('Bob');
    session.store.actions.editFile('Main.mo', 'stable count : Nat = 1');
    await session.flush();
    const again = await world.started();
    expect(state(again)).toMatchObject({ identity: 'Bob', selected: 'main', project: { files: { 'Main.mo': 'stable count : Nat = 1' } } });
    expect(canister(again)).toMatchObject({ rows: [{ after: '5' }, {}], calls: [{ method: 'count', phase: 'replied' }], logs: [{ text: 'old log' }] });
  });

  it('forgets canisters that the replica does not have', async () => {
    const { world, session } = await deployed();
    await session.flush();
    world.replica.canisters.clear();
    const again = await world.started();
    expect(state(again).project).toMatchObject({ canisterIds: {}, installed: {} });
    await again.store.actions.deploy();
    expect(state(again).project?.installed['main']?.version).toBe(1);
  });

  it('does not trust its record of code that was replaced meanwhile', async () => {
    const { world, session } = await deployed();
    await session.flush();
    for (const entry of world.replica.canisters.values()) entry.hash = 'other';
    const again = await world.started();
    expect(state(again).project?.installed['main']).toMatchObject({ version: 2, moduleHash: 'other', inspected: false });
  });

  it('is the sample again after a reset, and its canisters are gone', async () => {
    const { world, session } = await deployed();
    session.store.actions.editFile('Main.mo', 'stable x : Nat = 1');
    await session.store.actions.resetProject();
    expect(world.replica.forgotten).toHaveLength(1);
    expect(state(session).project).toMatchObject({ files: { 'Main.mo': expect.stringContaining('count') as string }, canisterIds: {} });
  });

  it('is written as soon as it changes after a pause, since the page may be left at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { world, session } = await deployed();
      await session.flush();
      session.store.actions.editFile('Main.mo', 'module {}');
      // No timer runs out here.
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      const kept = world.replica.disk.get(`project/${state(session).project?.id as string}`);
      expect(kept).toMatchObject({ files: { 'Main.mo': 'module {}' } });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is gone with its project, and another one opens', async () => {
    const { world, session } = await deployed();
    const id = state(session).project?.id as string;
    await session.store.actions.deleteProject(id);
    await session.flush();
    expect(world.replica.disk.has(`project/${id}`)).toBe(false);
    expect(state(session).project).toMatchObject({ sample: 'counter', installed: {} });
  });
});

describe('a second tab', () => {
  it('blocks, and takes over on demand', async () => {
    const world = new World();
    const good = world.replica.openResult;
    world.replica.openResult = () => {
      throw new PlaygroundError('locked', 'open elsewhere', '');
    };
    const session = await world.started();
    expect(state(session)).toMatchObject({ phase: 'blocked', notices: [{ id: 'locked', action: { run: 'takeOver' } }] });
    world.replica.openResult = good;
    await session.store.actions.runNotice('locked');
    expect(state(session)).toMatchObject({ phase: 'ready', notices: [] });
    expect(world.replica.opened.at(-1)).toEqual({ takeOver: true });
  });

  it('that takes over blocks this one', async () => {
    const { world, session } = await deployed();
    world.replica.emit('storage', { code: 'lost', message: 'Another tab took over.' });
    expect(state(session)).toMatchObject({ phase: 'blocked', notices: [{ id: 'storage-lost', dismissible: false }] });
    world.replica.emit('storage', { code: 'full', message: 'The disk is full.' });
    await session.store.actions.runNotice('storage-full');
    expect(world.reloads).toBe(1);
  });
});

describe('sharing', () => {
  it('opens at once where there is nothing to lose, as a project of its own', async () => {
    const sender = await deployed();
    sender.session.store.actions.editFile('Main.mo', 'stable shared : Nat = 7');
    const link = await sender.session.store.actions.share();
    expect(sender.world.copied).toBe(link);
    expect(link).toMatch(/^https:\/\/example\.org\/app\/\?a=1#p=1\./);
    const world = new World();
    world.href = link;
    const session = await world.started();
    expect(state(session).project).toMatchObject({ sample: undefined, files: { 'Main.mo': 'stable shared : Nat = 7' }, canisterIds: {} });
    expect(world.href).toBe('https://example.org/app/?a=1');
  });

  it('asks first where there is work, and overwrites nothing', async () => {
    const { world, session } = await deployed();
    const link = await session.store.actions.share();
    world.navigate(link);
    await vi.waitFor(() => expect(state(session).incoming).toEqual({ title: 'Sample counter', fileCount: 1 }));
    await session.store.actions.acceptIncoming();
    expect(state(session).projects).toHaveLength(2);
    expect(state(session)).toMatchObject({ incoming: undefined, project: { title: 'Sample counter 2', installed: {} } });
    world.navigate(link);
    await vi.waitFor(() => expect(state(session).incoming).toBeDefined());
    session.store.actions.declineIncoming();
    expect(state(session)).toMatchObject({ incoming: undefined, project: { title: 'Sample counter 2' } });
    expect(world.href).not.toContain('#');
  });

  it('says that a cut link is cut, and starts as usual', async () => {
    const world = new World();
    world.href += '#p=1.abcde';
    const session = await world.started();
    expect(state(session)).toMatchObject({ phase: 'ready', project: { sample: 'counter' }, notices: [{ id: 'share-damaged' }] });
  });
});

describe('surroundings', () => {
  it('a browser without 64-bit modules builds for classical persistence and says why', async () => {
    const session = await new World().started({ enhanced: { available: false, reason: 'no memory64' } });
    expect(state(session).project?.persistence).toBe('classical');
    expect(state(session).notices).toMatchObject([{ id: 'no-enhanced', text: expect.stringContaining('no memory64') as string }]);
    session.store.actions.setPersistence('enhanced');
    expect(state(session).project?.persistence).toBe('classical');
  });

  it('icReplica answers requests unbound, moves the clock, and tells of logs', async () => {
    const { world, session } = await deployed();
    const { fetch, advanceTime } = session.icReplica;
    const response = await fetch('https://example.org/api/v2/status', { method: 'POST', body: 'x' });
    expect(response).toBeInstanceOf(Response);
    expect([response.headers.get('x-method'), await response.text()]).toEqual(['POST', 'https://example.org/api/v2/status']);
    expect(await session.icReplica.ready).toEqual(new Uint8Array([1]));
    await advanceTime(1000);
    expect(world.replica.clockMoved).toBe(1);
    const heard: unknown[] = [];
    session.icReplica.addEventListener('canister-log', (event) => heard.push((event as CustomEvent).detail));
    const canisterId = state(session).project?.canisterIds['main'] as string;
    world.replica.emit('log', { canisterId, record: { index: 1n, timestampNanos: 5n, text: 'hello' } });
    expect(heard).toEqual([{ canisterId, text: 'hello', timestampNanos: 5n }]);
    expect(canister(session).logs.at(-1)?.text).toBe('hello');
  });

  it('files follow the rules for their names', async () => {
    const session = await new World().started();
    const { actions } = session.store;
    expect(actions.addFile('../x.mo')).toContain('..');
    expect(actions.addFile('main.mo')).toContain('Main.mo');
    expect(actions.addFile('lib/Types.mo')).toBeUndefined();
    expect(actions.renameFile('lib/Types.mo', 'lib/T.mo')).toBeUndefined();
    expect(state(session).project).toMatchObject({ openFile: 'lib/T.mo' });
    expect(actions.deleteFile('lib/T.mo')).toBeUndefined();
    expect(actions.deleteFile('Main.mo')).toContain('last');
  });
});
