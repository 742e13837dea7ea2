import { t } from '@lingui/core/macro';
import type { CallRecord, Project, Sample } from './model.ts';
import { freeTitle } from './projects.ts';
import type { CallScript, CallStep, Comparison, Expectation, Replay, Reply, SampleStep, ScriptStep, StepContent, StepResult, Verdict } from './scripts-model.ts';

/** Scripts of calls: made of what was recorded, changed step by step, judged. Pure. */

export const MAX_SCRIPTS = 20;
export const MAX_STEPS = 200;

export const scriptsOf = (project: Project | undefined): readonly CallScript[] => project?.scripts ?? NONE;
/** One object for all, so that those who watch the state see no change where there is none. */
const NONE: readonly CallScript[] = [];

/** Adds a script at the top, or replaces the one of the same id. */
export function withScript(project: Project, script: CallScript): Project {
  const scripts = scriptsOf(project);
  const known = scripts.some(({ id }) => id === script.id);
  return { ...project, scripts: known ? scripts.map((each) => (each.id === script.id ? script : each)) : [script, ...scripts].slice(0, MAX_SCRIPTS) };
}

export const withoutScript = (project: Project, id: string): Project => ({ ...project, scripts: scriptsOf(project).filter((script) => script.id !== id) });

export const freeScriptTitle = (project: Project): string => freeTitle(t`Script`, scriptsOf(project));

/** The recorded calls that make a script: those that a user made and that had an answer, in the order in which they were made. */
export const callsToKeep = (calls: readonly CallRecord[]): readonly CallRecord[] =>
  calls.filter(({ phase, replayed }) => (phase === 'replied' || phase === 'rejected') && replayed !== true);

export function recordedStep(canister: string, { method, mode, args, caller, phase, result, instructions }: CallRecord): StepContent {
  const recorded: Reply = { phase: phase === 'replied' ? 'replied' : 'rejected', text: result, instructions };
  return { kind: 'call', canister, method, mode, args, caller, recorded, expected: undefined };
}

export const writtenStep = (step: Pick<CallStep, 'canister' | 'method' | 'mode' | 'args' | 'caller'>): StepContent => ({
  ...step,
  kind: 'call',
  recorded: undefined,
  expected: undefined,
});

export const upgradeStep = (canister: string): StepContent => ({ kind: 'upgrade', canister });

/** Gives steps their ids, by their place. */
export const numbered = (steps: readonly StepContent[]): readonly ScriptStep[] => steps.slice(0, MAX_STEPS).map((step, index): ScriptStep => ({ ...step, id: `${index + 1}` }));

/** The steps of a sample's own script; `undefined` where it has none. */
export function sampleSteps({ script }: Sample, caller: string): readonly StepContent[] | undefined {
  if (!script) return undefined;
  const call = ({ canister, method, args, expect }: SampleStep): StepContent => {
    const expected: Expectation | undefined = expect === undefined ? undefined : { kind: 'reply', text: expect };
    return { kind: 'call', canister, method, mode: 'query', args, caller, recorded: undefined, expected };
  };
  return [...script.before.map(call), ...script.upgrades.map(upgradeStep), ...script.after.map(call)];
}

/** What another call is asked for loses what is known of its answer. */
export function withCallChanged(step: CallStep, change: Partial<Pick<CallStep, 'method' | 'mode' | 'args' | 'caller'>>): CallStep {
  return { ...step, ...change, recorded: undefined };
}

/** Replaces the step of the same id. */
export const withStep = (script: CallScript, step: ScriptStep): CallScript => ({ ...script, steps: script.steps.map((each) => (each.id === step.id ? step : each)) });

export function withStepAdded(script: CallScript, content: StepContent): CallScript {
  const id = `${script.steps.reduce((highest, step) => Math.max(highest, Number(step.id)), 0) + 1}`;
  return { ...script, steps: [...script.steps, { ...content, id }].slice(0, MAX_STEPS) };
}

export const withoutStep = (script: CallScript, id: string): CallScript => ({ ...script, steps: script.steps.filter((step) => step.id !== id) });

/** Moves a step by `by` places; beyond the ends nothing changes. */
export function withStepMoved(script: CallScript, id: string, by: -1 | 1): CallScript {
  const from = script.steps.findIndex((step) => step.id === id);
  const [step, other] = [script.steps[from], script.steps[from + by]];
  if (!step || !other) return script;
  return { ...script, steps: script.steps.with(from, other).with(from + by, step) };
}

/** Takes an answer as what the step has to answer from now on. */
export const expectationOf = (reply: Reply): Expectation => (reply.phase === 'replied' ? { kind: 'reply', text: reply.text } : { kind: 'rejection' });

/** The results that still hold after a script was changed: those of steps that are as they were. */
export function remainingResults(before: CallScript, after: CallScript, replay: Replay): Replay {
  const unchanged = new Set(after.steps.filter((step) => before.steps.includes(step)).map(({ id }) => id));
  return { ...replay, results: Object.fromEntries(Object.entries(replay.results).filter(([id]) => unchanged.has(id))) };
}

/** Takes the answers of a replay as the recorded ones. */
export function withReplies(script: CallScript, { results }: Replay): CallScript {
  return { ...script, steps: script.steps.map((step) => (step.kind === 'call' ? { ...step, recorded: results[step.id]?.reply ?? step.recorded } : step)) };
}

/** Judges an answer: by the step's expectation, or else by what was recorded. `compare` compares two replies by value. */
export function judge(step: CallStep, reply: Reply, compare: (expected: string, actual: string) => Comparison): Pick<StepResult, 'verdict' | 'detail'> {
  const { expected, recorded } = step;
  if (expected?.kind === 'rejection') return reply.phase === 'rejected' ? verdict('passed') : verdict('failed', t`It replied, and a rejection was expected.`);
  if (expected) {
    if (reply.phase === 'rejected') return verdict('failed', t`It was rejected.`);
    const comparison = compare(expected.text, reply.text);
    return comparison.same ? verdict('passed') : verdict('failed', comparison.reason);
  }
  if (!recorded) return verdict('done');
  if (recorded.phase !== reply.phase) return verdict('different', reply.phase === 'replied' ? t`It was rejected when it was recorded.` : t`It replied when it was recorded.`);
  if (reply.phase === 'rejected') return verdict(recorded.text === reply.text ? 'same' : 'different');
  const comparison = compare(recorded.text, reply.text);
  return comparison.same ? verdict('same') : verdict('different', comparison.reason);
}

const verdict = (verdict: Verdict, detail?: string): Pick<StepResult, 'verdict' | 'detail'> => ({ verdict, detail });

/** In the order in which they are told, with the words for several. */
const TOLD: readonly (readonly [Verdict, (count: number) => string])[] = [
  ['failed', (count) => t`${count} failed`],
  ['passed', (count) => t`${count} passed`],
  ['different', (count) => t`${count} different`],
  ['same', (count) => t`${count} same as recorded`],
  ['not run', (count) => t`${count} not run`],
];

/** `1 failed, 2 passed, 3 same as recorded`; `finished` where no step had anything to compare with. */
export function replaySummary({ results }: Replay): string {
  const counts = TOLD.map(([wanted, words]) => [Object.values(results).filter((result) => result.verdict === wanted).length, words] as const);
  const told = counts.filter(([count]) => count > 0).map(([count, words]) => words(count));
  return told.length > 0 ? told.join(', ') : t`finished`;
}
