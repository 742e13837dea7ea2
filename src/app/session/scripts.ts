import { plural, t } from '@lingui/core/macro';
import type { Project } from '../state/model.ts';
import type { CallScript, ScriptActions, StepContent } from '../state/scripts-model.ts';
import { callsToKeep, freeScriptTitle, numbered, recordedStep, remainingResults, sampleSteps, scriptsOf, withoutScript, withScript } from '../state/scripts.ts';
import { type Context, currentProject, putProject, sampleOf, say } from './context.ts';

/** Making, changing and deleting scripts of calls. */
export function createScripts(context: Context): Omit<ScriptActions, 'replay'> {
  return { ...createMakers(context), ...createChangers(context) };
}

function createMakers(context: Context): Pick<ScriptActions, 'keepScript' | 'newScript' | 'takeSampleScript'> {
  const put = (project: Project, title: string, steps: readonly StepContent[]): void =>
    putProject(context, withScript(project, { id: context.options.newId(), title, steps: numbered(steps) }));
  return {
    keepScript: () => {
      const project = currentProject(context);
      const { selected, canisters } = context.store.getState();
      const calls = callsToKeep((selected !== undefined && canisters[selected]?.calls) || []);
      if (!project || selected === undefined || calls.length === 0) return;
      const title = freeScriptTitle(project);
      put(project, title, calls.map((call) => recordedStep(selected, call)));
      const count = calls.length;
      say(context, t`${title} was made of ${plural(count, { one: '1 recorded call', other: `${count} recorded calls` })}.`);
    },
    newScript: () => {
      const project = currentProject(context);
      if (project) put(project, freeScriptTitle(project), []);
    },
    takeSampleScript: () => {
      const project = currentProject(context);
      const sample = project && sampleOf(context, project);
      const steps = sample && sampleSteps(sample, context.store.getState().identity);
      if (project && steps) put(project, t`${{ title: sample.title }}, version 1 to 2`, steps);
    },
  };
}

function createChangers(context: Context): Pick<ScriptActions, 'changeScript' | 'deleteScript'> {
  const known = (id: string): CallScript | undefined => scriptsOf(currentProject(context)).find((script) => script.id === id);
  return {
    changeScript: (script) => {
      const project = currentProject(context);
      const before = known(script.id);
      if (!project || !before) return;
      putProject(context, withScript(project, script));
      const replay = context.store.getState().replays[script.id];
      if (replay) context.store.update((state) => ({ ...state, replays: { ...state.replays, [script.id]: remainingResults(before, script, replay) } }));
    },
    deleteScript: (id) => {
      const project = currentProject(context);
      const script = known(id);
      if (!project || !script) return;
      putProject(context, withoutScript(project, id));
      say(context, t`${{ title: script.title }} was deleted.`);
    },
  };
}
