import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../../protocol/rpc.ts';
import { headline } from '../state/comparison.ts';
import { requestInWords } from '../state/comparison-offers.ts';
import type { Comparison, ComparisonActions, ComparisonRequest, WorldRun } from '../state/comparison-model.ts';
import type { Builds } from './builds.ts';
import { liveWorld } from './comparison-world.ts';
import { type Plan, planComparison } from './comparison-plan.ts';
import { type Context, currentProject, errorText, say } from './context.ts';
import { createThrowAwayWorld, type ThrowAwayWorld } from './throw-away-world.ts';

/** Runs comparisons: two worlds beside the user's, which end when it is done. */
export function createComparing(context: Context, builds: Builds): ComparisonActions {
  const { store } = context;
  let worlds: readonly ThrowAwayWorld[] = [];

  const change = (next: (comparison: Comparison) => Comparison): void =>
    store.update((state) => (state.comparison ? { ...state, comparison: next(state.comparison) } : state));

  const run = async (plan: Plan): Promise<void> => {
    const now = context.options.now();
    const both = [createThrowAwayWorld(context.options, now), createThrowAwayWorld(context.options, now)] as const;
    worlds = both;
    change((comparison) => ({ ...comparison, calls: plan.calls, worlds: [begun(plan.sides[0].title), begun(plan.sides[1].title)] }));
    const note = (side: 0 | 1) => (changed: Partial<WorldRun>) =>
      change((comparison) => ({ ...comparison, worlds: comparison.worlds && withWorld(comparison.worlds, side, changed) }));
    try {
      await Promise.all(([0, 1] as const).map((side) => liveWorld(context, plan, plan.sides[side], both[side], note(side))));
    } finally {
      for (const world of both) world.end();
      worlds = [];
    }
  };

  const compare = async (request: ComparisonRequest): Promise<void> => {
    const project = currentProject(context);
    if (!project || store.getState().comparison?.running) return;
    store.update((state) => ({ ...state, comparison: { projectId: project.id, request, about: requestInWords(state, request), running: true, problem: undefined, calls: [], worlds: undefined } }));
    let problem: string | undefined;
    try {
      await run(await planComparison(context, builds, request));
    } catch (error) {
      problem = [errorText(error), error instanceof PlaygroundError ? error.hint : ''].join(' ').trim();
    } finally {
      change((comparison) => ({ ...comparison, running: false, problem }));
    }
    const done = store.getState().comparison;
    if (done) say(context, problem === undefined ? t`Compared. ${{ headline: headline(done) }}` : t`Not compared. ${problem}`);
  };

  return { compare, stopWorld: (side) => worlds[side]?.end() };
}

const begun = (title: string): WorldRun => ({
  title,
  phase: 'running',
  doing: t`It is opened …`,
  problem: undefined,
  installs: [],
  replies: {},
  rows: [],
  sizes: undefined,
  cycles: undefined,
});

function withWorld([first, second]: readonly [WorldRun, WorldRun], side: 0 | 1, changed: Partial<WorldRun>): readonly [WorldRun, WorldRun] {
  return side === 0 ? [{ ...first, ...changed }, second] : [first, { ...second, ...changed }];
}
