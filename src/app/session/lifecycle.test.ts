import { expect, it } from 'vitest';
import type { Answer } from './canister-calls.ts';
import { MANAGEMENT_CANISTER } from './management.ts';
import { World } from './testing-world.ts';

/** A session whose canisters are asked to stop, and whose replica answers that so. */
async function stopped(answer: Answer) {
  const world = new World();
  const session = await world.started({
    createCalls: (replica) => {
      const calls = world.replica.createCalls(replica);
      const isStop = (canisterId: string, method: string): boolean => canisterId === MANAGEMENT_CANISTER && method === 'stop_canister';
      return { ...calls, update: async (caller, request) => (isStop(request.canisterId, request.method) ? answer : calls.update(caller, request)) };
    },
  });
  await session.store.actions.deploy();
  await session.store.actions.stopCanister();
  return session.store.getState();
}

it('a stop that times out is told in words: the canister goes on stopping', async () => {
  const { notices, status, canisters } = await stopped({ ok: false, requestId: '1', errorCode: 'IC0206', message: 'Stop canister request timed out' });
  expect(notices).toMatchObject([{ id: 'failed', tone: 'warning', text: expect.stringMatching(/^main is still stopping: .* within five minutes/) as string, hint: expect.stringContaining('stops by itself when the answer comes') as string }]);
  expect(status).toBe(notices[0]?.text);
  expect(canisters['main']?.handling).toBeUndefined();
});

it('a stop that is refused says why, and one that succeeds that it did', async () => {
  const refused = await stopped({ ok: false, requestId: '1', errorCode: 'IC0512', message: 'Only controllers may.' });
  expect(refused.notices).toMatchObject([{ id: 'failed', tone: 'error', text: 'It was not stopped (main): Only controllers may.' }]);
  const { status, notices } = await stopped({ ok: true, requestId: '1', reply: new Uint8Array() });
  expect([status, notices]).toEqual(['main is stopped: it takes no calls until it is started.', []]);
});
