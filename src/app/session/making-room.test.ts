import { expect, it } from 'vitest';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { ProjectArchive } from '../state/archive-model.ts';
import type { AppState } from '../state/model.ts';
import { pack } from './container.ts';
import type { SessionOptions } from './context.ts';
import { encodeProject } from './project-archive.ts';
import type { Session } from './session.ts';
import { linkOf } from './state-links.ts';
import { World } from './testing-world.ts';

/** A session whose replica takes states and gives them back without looking into them, and refuses those whose ids it has. */
async function session() {
  const world = new World();
  const replaced: string[][] = [];
  const states: Readonly<Record<string, (argument: never) => unknown>> = {
    exportWorld: () => Uint8Array.of(1),
    describeWorld: () => [{ id: [...world.replica.canisters.keys()][0], memoryBytes: 4096 }],
    importWorld: ({ replace }: { readonly replace: string[] }) => {
      const [id] = world.replica.canisters.keys();
      if (!replace.includes(id ?? '')) throw new PlaygroundError('archive-id-taken', 'Its canisters know each other by their ids.', 'Delete the other project.');
      replaced.push(replace);
      return [{ from: id, to: id, remembersOldId: false }];
    },
  };
  const createReplica: SessionOptions['createReplica'] = () => {
    const handle = world.replica.create();
    const call = handle.client.call.bind(handle.client) as (method: string, argument: never) => Promise<unknown>;
    const answered = async (method: string, argument: never): Promise<unknown> => (states[method] ? states[method](argument) : call(method, argument));
    return { ...handle, client: { ...handle.client, call: answered as typeof handle.client.call } };
  };
  const started = await world.started({ createReplica });
  await started.store.actions.deploy();
  return { world, replaced, session: started, id: [...world.replica.canisters.keys()][0] as string };
}

const archive = (id: string): ProjectArchive => ({
  title: 'Arriving',
  sample: undefined,
  language: 'persistent',
  persistence: 'enhanced',
  files: { 'Main.mo': 'stable far : Nat = 9' },
  openFile: 'Main.mo',
  selected: 'main',
  scripts: [],
  modules: [],
  installArguments: {},
  place: undefined,
  canisters: [{ name: 'main', id, installed: undefined, upgrade: undefined, calls: [] }],
  world: Uint8Array.of(1),
});

const state = ({ store }: Session): AppState => store.getState();

it('says who is in the way of the state, and changes nothing before the word for it', async () => {
  const { world, session: each, replaced, id } = await session();
  const own = state(each).project;
  world.navigate(`https://example.org/app/${linkOf(await pack(encodeProject(archive(id)))) ?? ''}`);
  await expect.poll(() => state(each).incoming).toMatchObject({ title: 'Arriving', state: { canisters: 1 } });
  await each.store.actions.acceptIncoming({ state: true });
  expect(state(each)).toMatchObject({ incoming: { title: 'Arriving', inTheWay: ['Sample counter'] }, project: { id: own?.id, canisterIds: { main: id } }, notices: [] });
  expect(replaced).toEqual([]);
  each.store.actions.declineIncoming();
  expect(state(each)).toMatchObject({ incoming: undefined, project: own });
});

it('saves who is in the way as a moment before its canisters are replaced', async () => {
  const { world, session: each, replaced, id } = await session();
  const own = state(each).project?.id as string;
  world.navigate(`https://example.org/app/${linkOf(await pack(encodeProject(archive(id)))) ?? ''}`);
  await expect.poll(() => state(each).incoming).toBeDefined();
  await each.store.actions.acceptIncoming({ state: true, makeRoom: true });
  expect(replaced).toEqual([[id]]);
  expect(state(each)).toMatchObject({ incoming: undefined, project: { title: 'Arriving', canisterIds: { main: id } }, status: expect.stringContaining('saved as a moment') as string });
  await each.store.actions.openProject(own);
  expect(state(each).project).toMatchObject({ title: 'Sample counter', canisterIds: {}, installed: {}, checkpoints: [{ title: 'Set aside for a link', canisters: [{ name: 'main', version: 1 }] }] });
});

it('replaces nothing where what is in the way cannot be saved', async () => {
  const { world, session: each, replaced, id } = await session();
  for (let taken = 0; taken < 20; taken++) await each.store.actions.takeCheckpoint();
  world.navigate(`https://example.org/app/${linkOf(await pack(encodeProject(archive(id)))) ?? ''}`);
  await expect.poll(() => state(each).incoming).toBeDefined();
  await each.store.actions.acceptIncoming({ state: true, makeRoom: true });
  expect(replaced).toEqual([]);
  expect(state(each)).toMatchObject({ incoming: { title: 'Arriving' }, project: { canisterIds: { main: id } }, notices: [{ text: expect.stringContaining('at most 20 moments') as string }] });
});
