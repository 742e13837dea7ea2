import { Principal } from '@dfinity/principal';
import type { QueryAnswer, Question, ReplicaEvents } from '../protocol/replica.ts';
import type { Ask } from '../replica/state/world.ts';
import { queryAnswer } from './replica-views.ts';

/** Candid for no arguments. */
const NO_ARGUMENTS = Uint8Array.of(0x44, 0x49, 0x44, 0x4c, 0, 0);
/** Nanoseconds that an answer may take to be given after every round. */
const QUICK = 20_000_000n;

/**
 * What the page wants to know of canisters. The answer is given again after each round that changed the canister, before the calls of that
 * round are answered: their certificates take milliseconds to sign, and as long to verify where the answer is waited for.
 */
export interface Questions {
  ask(question: Question, ask: Ask): Promise<QueryAnswer>;
  /** This canister executed a message that may change its state. */
  executed(id: string): void;
  /** A round changed this canister. */
  changed(id: string): void;
  /** Tells the answers that may be others now. */
  askAgain(ask: Ask): Promise<void>;
}

export function createQuestions(clock: () => bigint, emit: (payload: ReplicaEvents['answered']) => void): Questions {
  const followed = new Map<string, Question>();
  const due = new Set<string>();
  const executed = new Map<string, number>();

  const answer = async (question: Question, ask: Ask): Promise<QueryAnswer> => {
    const { id, sender, method, arg } = question;
    const told = { executed: executed.get(id) ?? 0 };
    const began = clock();
    const result = await ask(sender, Principal.fromText(id).toUint8Array(), method, arg ?? NO_ARGUMENTS);
    return queryAnswer(result, { ...told, followed: arg === undefined && result.kind === 'replied' && clock() - began < QUICK });
  };

  return {
    ask: async (question, ask) => {
      const given = await answer(question, ask);
      if (given.followed) followed.set(question.id, question);
      return given;
    },
    executed: (id) => {
      executed.set(id, (executed.get(id) ?? 0) + 1);
    },
    changed: (id) => {
      if (followed.has(id)) due.add(id);
    },
    askAgain: async (ask) => {
      for (const id of due) {
        due.delete(id);
        const question = followed.get(id);
        if (!question) continue;
        const given = await answer(question, ask);
        if (!given.followed) followed.delete(id);
        emit({ id, method: question.method, answer: given });
      }
    },
  };
}
