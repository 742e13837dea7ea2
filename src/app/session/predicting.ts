import type { Project } from '../state/model.ts';
import type { PredictionActions } from '../state/prediction-model.ts';
import { withGuess, withNextRound, withPredicting } from '../state/prediction.ts';
import { type Context, currentProject, putProject } from './context.ts';

/** The learner's guesses; what marks them is the report of the next upgrade. */
export function createPredicting(context: Context): PredictionActions {
  const change = (how: (project: Project) => Project): void => {
    const project = currentProject(context);
    if (project) putProject(context, how(project));
  };
  return {
    setPredicting: (canister, on) => change((project) => withPredicting(project, canister, on)),
    guess: (canister, variable, guess) => change((project) => withGuess(project, canister, variable, guess)),
    predictNext: (canister) => change((project) => withNextRound(project, canister)),
  };
}
