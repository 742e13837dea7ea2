import { expect, it, vi } from 'vitest';
import type { Diagnostic } from '../../protocol/compiler.ts';
import type { Session } from './session.ts';
import { World } from './testing-world.ts';

const path = (session: Session): string => session.store.getState().project?.openFile ?? '';
const relations = (session: Session): string[] => (session.store.getState().canisters['main']?.forecast?.variables ?? []).map(({ name, relation }) => `${name} ${relation}`);

async function deployed(world = new World()): Promise<Session> {
  const session = await world.started();
  await session.store.actions.deploy();
  return session;
}

it('tells what an upgrade would do as soon as something is installed, and again with each change', async () => {
  const session = await deployed();
  await vi.waitFor(() => expect(relations(session)).toEqual(['count same', 'hits same']));
  session.store.actions.editFile(path(session), 'stable count : Text = ""\nstable more : Nat = 1');
  await vi.waitFor(() => expect(relations(session)).toEqual(['count refused', 'more new']));
});

it('keeps the last verdict while the source has errors', async () => {
  const session = await deployed();
  await vi.waitFor(() => expect(relations(session)).toHaveLength(2));
  const { actions, getState } = session.store;
  actions.editFile(path(session), 'error not finished');
  await vi.waitFor(() => expect(getState().canisters['main']?.build.phase).toBe('failed'));
  expect(relations(session)).toEqual(['count same', 'hits same']);
});

it('knows it again after a reload, and forgets it with the canister', async () => {
  const world = new World();
  const session = await deployed(world);
  await session.flush();
  const again = await world.started();
  await vi.waitFor(() => expect(relations(again)).toEqual(['count same', 'hits same']));
  await again.store.actions.resetProject();
  expect(relations(again)).toEqual([]);
});

it('offers fixes, and applies one to all of its files at once', async () => {
  const session = await deployed();
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const problem: Diagnostic = { path: path(session), range, severity: 'error', code: 'M0170', message: '' };
  const [fix] = await session.store.actions.fixes(problem);
  expect(fix?.title).toBe('Mend M0170');
  if (fix) session.store.actions.applyFix(fix);
  expect(Object.keys(session.store.getState().project?.files ?? {})).toContain('New.mo');
  expect(await session.store.actions.fixes({ ...problem, path: 'Elsewhere.mo' })).toEqual([]);
});
