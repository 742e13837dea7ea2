import type { CallsChoice, ComparedCall, ComparisonKind } from './comparison-model.ts';
import type { AppState } from './model.ts';
import { callsToKeep, numbered, recordedStep, sampleSteps, scriptsOf } from './scripts.ts';
import type { CallStep, ScriptStep } from './scripts-model.ts';

/** The calls of a comparison. Pure. */

/** The steps that a choice stands for, upgrades of scripts included. */
export function chosenSteps(state: AppState, canister: string, choice: CallsChoice): readonly ScriptStep[] {
  if (choice.kind === 'none') return [];
  if (choice.kind === 'script') return scriptsOf(state.project).find(({ id }) => id === choice.id)?.steps ?? [];
  if (choice.kind === 'history') return numbered(callsToKeep(state.canisters[canister]?.calls ?? []).map((call) => recordedStep(canister, call)));
  const sample = state.samples.find(({ id }) => id === state.project?.sample);
  return numbered((sample && sampleSteps(sample, state.identity)) ?? []);
}

/**
 * What is called before and after the code is replaced. A script that upgrades says so itself; of any other, the queries are asked again.
 * `isQuery`: the method can be, and is, called as one.
 */
export function comparedCalls(kind: ComparisonKind, steps: readonly ScriptStep[], isQuery: (step: CallStep) => boolean): readonly ComparedCall[] {
  const compared = (phase: ComparedCall['phase'], part: readonly ScriptStep[]): readonly ComparedCall[] =>
    callsOf(part).map(({ id, canister, method, mode, args, caller }) => ({ id: `${phase} ${id}`, phase, canister, method, mode, args, caller }));
  if (kind === 'versions') return compared('before', steps);
  const upgrade = steps.findIndex((step) => step.kind === 'upgrade');
  if (upgrade >= 0) return [...compared('before', steps.slice(0, upgrade)), ...compared('after', steps.slice(upgrade))];
  return [...compared('before', steps), ...compared('after', callsOf(steps).filter(isQuery))];
}

const callsOf = (steps: readonly ScriptStep[]): readonly CallStep[] => steps.filter((step) => step.kind === 'call');
