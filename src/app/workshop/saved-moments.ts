import { useActions, useApp } from '../common/store-context.tsx';
import { type Checkpoint, latestOwn } from '../state/checkpoint-model.ts';
import { linkAt } from '../state/lessons/chain.ts';
import type { AppState } from '../state/model.ts';

/** The moment that one key saves and another goes back to. */
export interface SavedMoments {
  /** Saves the moment, under the title of the lesson's step where there is one. */
  readonly take: () => void;
  /** `undefined` where none was saved. */
  readonly latest: Checkpoint | undefined;
  /** Goes back to the latest, code and state. Code that was edited since becomes a moment of its own. */
  readonly restore: () => void;
}

export function useSavedMoments(): SavedMoments {
  const actions = useActions();
  const title = useApp(stepTitle);
  const latest = useApp(({ project }) => latestOwn(project?.checkpoints));
  return {
    take: () => void actions.takeCheckpoint(title),
    latest,
    restore: () => {
      if (latest) void actions.restoreCheckpoint(latest.id, { code: true, keepEdits: true });
    },
  };
}

const stepTitle = ({ lesson }: AppState): string | undefined => lesson && linkAt(lesson.course, lesson.place)?.step.title;
