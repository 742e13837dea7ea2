import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../state/checkpoint-model.ts';
import type { Project } from '../../state/model.ts';
import { createMoments } from './moments.ts';

/** A project that keeps moments; `refuses` as one does that is full. */
function world({ refuses = false } = {}) {
  let checkpoints: readonly Checkpoint[] = [];
  const log: string[] = [];
  const here = { key: '' };
  const moments = createMoments({
    here: () => here.key,
    titleOf: (key) => `Step ${key}`,
    project: () => ({ checkpoints }) as Project,
    replay: async (key) => void log.push(`replay ${key}`),
    actions: () => ({
      takeCheckpoint: async (title = '', savedFor) => {
        if (refuses) return undefined;
        const id = `of-${here.key}`;
        checkpoints = [{ id, title, at: 0, bytes: 1, canisters: [], savedFor }, ...checkpoints];
        return id;
      },
      restoreCheckpoint: async (id) => log.push(`restore ${id}`) > 0,
      deleteCheckpoint: (id) => {
        checkpoints = checkpoints.filter((checkpoint) => checkpoint.id !== id);
      },
    }),
  });
  const take = (key: string): Promise<string> => {
    here.key = key;
    return moments.take();
  };
  return { moments, take, log, keep: (checkpoint: Checkpoint) => (checkpoints = [checkpoint, ...checkpoints]), kept: () => checkpoints.map(({ title }) => title) };
}

describe('the moment a step begins', () => {
  it('is gone back to as the learner left it', async () => {
    const { moments, take, log } = world();
    await moments.restore(await take('a/deploy'));
    expect(log).toEqual(['restore of-a/deploy']);
  });

  it('is reached by the solutions where it could not be kept', async () => {
    const { moments, take, log } = world({ refuses: true });
    await moments.restore(await take('a/deploy'));
    expect(log).toEqual(['replay a/deploy']);
  });

  it('is kept for the latest steps only, and never at the cost of the learner’s own moments', async () => {
    const { moments, take, log, kept, keep } = world();
    keep({ id: 'own', title: 'Before I try', at: 0, bytes: 1, canisters: [] });
    const first = await take('a/1');
    for (let step = 2; step <= 12; step++) await take(`a/${step}`);
    expect(kept()).toHaveLength(9);
    expect(kept()).toContain('Before I try');
    await moments.restore(first);
    expect(log).toEqual(['replay a/1']);
  });

  it('is replaced when the step begins again', async () => {
    const { take, kept } = world();
    await take('a/1');
    await take('a/1');
    expect(kept()).toEqual(['Beginning of “Step a/1”']);
  });
});
