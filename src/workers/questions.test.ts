import { describe, expect, it } from 'vitest';
import type { ReplicaEvents } from '../protocol/replica.ts';
import type { Ask } from '../replica/state/world.ts';
import { createQuestions } from './questions.ts';

const question = { id: 'aaaaa-aa', sender: new Uint8Array([4]), method: 'read' };

function world(nanoseconds: bigint) {
  let now = 0n;
  let answer = 0;
  const told: ReplicaEvents['answered'][] = [];
  const ask: Ask = async () => {
    now += nanoseconds;
    return { kind: 'replied', reply: new Uint8Array([++answer]) };
  };
  return { told, ask, questions: createQuestions(() => now, (payload) => told.push(payload)) };
}

describe('a question of the page', () => {
  it('is answered again after each round that changed the canister', async () => {
    const { told, ask, questions } = world(1n);
    expect(await questions.ask(question, ask)).toEqual({ ok: true, reply: new Uint8Array([1]), executed: 0, followed: true });
    await questions.askAgain(ask);
    expect(told).toEqual([]);
    questions.executed('aaaaa-aa');
    questions.changed('aaaaa-aa');
    questions.changed('2vxsx-fae');
    await questions.askAgain(ask);
    await questions.askAgain(ask);
    expect(told).toEqual([{ id: 'aaaaa-aa', method: 'read', answer: { ok: true, reply: new Uint8Array([2]), executed: 1, followed: true } }]);
  });

  it('is left to the page where its answer takes long', async () => {
    const { told, ask, questions } = world(50_000_000n);
    expect(await questions.ask(question, ask)).toMatchObject({ followed: false });
    questions.changed('aaaaa-aa');
    await questions.askAgain(ask);
    expect(told).toEqual([]);
  });

  it('with arguments is answered once', async () => {
    const { told, ask, questions } = world(1n);
    questions.executed('aaaaa-aa');
    expect(await questions.ask({ ...question, arg: new Uint8Array([7]) }, ask)).toMatchObject({ executed: 1, followed: false });
    questions.changed('aaaaa-aa');
    await questions.askAgain(ask);
    expect(told).toEqual([]);
  });

  it('tells a refusal, and is not asked again then', async () => {
    const { told, ask, questions } = world(1n);
    await questions.ask(question, ask);
    const refused: Ask = async () => ({ kind: 'rejected', reject: { code: 5, errorCode: 'IC0502', message: 'trapped' } });
    questions.changed('aaaaa-aa');
    await questions.askAgain(refused);
    questions.changed('aaaaa-aa');
    await questions.askAgain(ask);
    expect(told).toEqual([{ id: 'aaaaa-aa', method: 'read', answer: { ok: false, message: 'trapped', executed: 0, followed: false } }]);
  });
});
