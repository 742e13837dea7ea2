import { t } from '@lingui/core/macro';
import type { Checkpoint, CheckpointActions } from '../../state/checkpoint-model.ts';
import type { Project } from '../../state/model.ts';

/** Moments of the current project, code and canisters, to which one can go back. */
export interface Moments {
  /** Notes the present moment; gives its id. */
  take(): Promise<string>;
  /** Puts everything back as it was at that moment. Rejects where it is not known any more. */
  restore(id: string): Promise<void>;
}

export interface MomentParts {
  readonly actions: () => Pick<CheckpointActions, 'takeCheckpoint' | 'restoreCheckpoint' | 'deleteCheckpoint'>;
  readonly project: () => Project | undefined;
  /** The key of the step that is being begun. */
  readonly here: () => string;
  readonly titleOf: (key: string) => string;
  /** Makes a lesson's project anew and carries out the solutions of the steps before one. */
  readonly replay: (key: string) => Promise<void>;
}

const stepOf = ({ savedFor }: Checkpoint): string | undefined => (typeof savedFor === 'object' ? savedFor.step : undefined);

/** Steps that a learner may want to go back to; a project keeps room for moments of the learner's own. */
const KEPT = 8;

/**
 * Moments as the project keeps them: the learner's own way, bit for bit. A step whose moment is not kept any more is reached by going there
 * again, with the state of the solutions.
 */
export function createMoments({ actions, project, here, titleOf, replay }: MomentParts): Moments {
  return {
    take: async () => {
      const key = here();
      const own = (project()?.checkpoints ?? []).filter((checkpoint) => stepOf(checkpoint) !== undefined);
      const others = own.filter((checkpoint) => stepOf(checkpoint) !== key);
      // The newest stand first.
      const outdated = own.filter((checkpoint) => !others.slice(0, KEPT - 1).includes(checkpoint));
      for (const { id } of outdated) actions().deleteCheckpoint(id);
      const id = await actions().takeCheckpoint(t`Beginning of “${{ title: titleOf(key) }}”`, { step: key });
      return id === undefined ? key : `${key} ${id}`;
    },
    restore: async (moment) => {
      const [key = '', id] = moment.split(' ');
      const isKept = project()?.checkpoints?.some((checkpoint) => checkpoint.id === id) ?? false;
      if (id !== undefined && isKept && (await actions().restoreCheckpoint(id, { code: true }))) return;
      await replay(key);
    },
  };
}
