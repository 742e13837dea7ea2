import { describe, expect, it } from 'vitest';
import { latestOwn } from '../state/checkpoint-model.ts';
import type { AppState } from '../state/model.ts';
import type { Session } from './session.ts';
import type { SessionOptions } from './context.ts';
import { World } from './testing-world.ts';

/** A session whose replica takes states and gives them back, without looking into them. */
async function session(): Promise<Session> {
  const world = new World();
  const createReplica: SessionOptions['createReplica'] = () => {
    const handle = world.replica.create();
    const call = handle.client.call.bind(handle.client) as (method: string, argument: unknown) => Promise<unknown>;
    const states = { exportWorld: () => Uint8Array.of(1), importWorld: () => [] } as Readonly<Record<string, () => unknown>>;
    const replaced = async (method: string, argument: unknown): Promise<unknown> => (states[method] ? states[method]() : call(method, argument));
    return { ...handle, client: { ...handle.client, call: replaced as typeof handle.client.call } };
  };
  return world.started({ createReplica });
}

const state = ({ store }: Session): AppState => store.getState();
const titles = (each: Session): string[] => (state(each).project?.checkpoints ?? []).map(({ title }) => title);
const EDITED = 'stable edited : Nat = 1';

it('a moment that the page saves for itself is no news, and is known without its title', async () => {
  const each = await session();
  const before = state(each).status;
  await each.store.actions.takeCheckpoint('Anfang von a/1', { step: 'a/1' });
  expect(state(each).status).toBe(before);
  expect(state(each).project?.checkpoints).toMatchObject([{ title: 'Anfang von a/1', savedFor: { step: 'a/1' } }]);
});

describe('going back to a moment with its code', () => {
  it('keeps code that was edited since as a moment, where that is asked for', async () => {
    const each = await session();
    const { actions } = each.store;
    const before = state(each).project?.files;
    const id = (await actions.takeCheckpoint('The step')) as string;
    actions.editFile('Main.mo', EDITED);
    expect(await actions.restoreCheckpoint(id, { code: true, keepEdits: true })).toBe(true);
    expect(state(each).project?.files).toEqual(before);
    expect(titles(each)).toEqual(['Before going back to The step', 'The step']);
    expect(state(each).status).toBe('Back at The step. The code you had edited since is kept as the moment “Before going back to The step”.');
    expect(latestOwn(state(each).project?.checkpoints)?.id).toBe(id);
    const kept = state(each).project?.checkpoints?.[0]?.id as string;
    await actions.restoreCheckpoint(kept, { code: true });
    expect(state(each).project?.files).toEqual({ 'Main.mo': EDITED });
  });

  it('saves nothing where the code is as it was, or stays', async () => {
    const each = await session();
    const { actions } = each.store;
    const id = (await actions.takeCheckpoint('The step')) as string;
    await actions.restoreCheckpoint(id, { code: true, keepEdits: true });
    actions.editFile('Main.mo', EDITED);
    await actions.restoreCheckpoint(id, { keepEdits: true });
    expect(titles(each)).toEqual(['The step']);
    expect(state(each).project?.files).toEqual({ 'Main.mo': EDITED });
    expect(state(each).status).toBe('Back at The step.');
  });

  it('does not go back where what was edited cannot be kept', async () => {
    const each = await session();
    const { actions } = each.store;
    for (let taken = 0; taken < 20; taken++) await actions.takeCheckpoint();
    const id = state(each).project?.checkpoints?.[0]?.id as string;
    actions.editFile('Main.mo', EDITED);
    expect(await actions.restoreCheckpoint(id, { code: true, keepEdits: true })).toBe(false);
    expect(state(each).project?.files).toEqual({ 'Main.mo': EDITED });
    expect(state(each).notices).toMatchObject([{ id: 'failed', text: expect.stringContaining('at most 20 moments') as string }]);
  });
});
