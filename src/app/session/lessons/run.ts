import { createProject } from '../../state/projects.ts';
import type { Project } from '../../state/model.ts';
import type { Link } from '../../state/lessons/chain.ts';
import { actionText } from '../../state/lessons/chain.ts';
import type { Course } from '../../state/lessons/model.ts';
import { type Context, currentProject, putProject, updateProject } from '../context.ts';
import { startOver, writeFiles } from '../project-actions.ts';
import { createPerformer, type Parts } from './performing.ts';
import type { Began } from './progress.ts';

/** What is done to the project of a lesson: putting it in place, going through steps, carrying out solutions. */
export interface Runner {
  /** Makes the project of a chain anew, without canisters, and opens it; `id`: of the one it takes the place of. */
  fresh(course: Course, chain: readonly Link[], id: string | undefined): Promise<string>;
  /** Puts in place what a step begins with. `first`: it is the first of its lesson. */
  enter(link: Link): void;
  /** Puts the solution in place and does what belongs to it; `tell` hears of each action before it begins. */
  solve(link: Link, tell: (doing: string) => void): Promise<void>;
  /** How everything is now. */
  observe(): Began;
}

export function createRunner(context: Context, parts: Parts): Runner {
  const perform = createPerformer(context, parts);
  return {
    fresh: async (course, chain, id) => {
      const project = freshProject(course, chain, id ?? context.options.newId());
      const old = context.library.get(project.id);
      if (old) await startOver(context, parts.opening, { ...project, title: old.title });
      else {
        putProject(context, project);
        await parts.opening.open(project.id);
      }
      return project.id;
    },
    enter: ({ lesson, step }) => {
      const { actions } = parts;
      if (lesson.steps[0] === step && lesson.language) actions().setLanguage(lesson.language);
      if (lesson.steps[0] === step && lesson.persistence) actions().setPersistence(lesson.persistence);
      writeFiles(context, parts.builds, step.start);
      const project = currentProject(context);
      if (project && (project.predictions?.[step.canister]?.on ?? false) !== step.predict) actions().setPredicting(step.canister, step.predict);
    },
    solve: async ({ step }, tell) => {
      writeFiles(context, parts.builds, step.solution);
      for (const action of step.solve) {
        tell(actionText(action, step.canister));
        await perform(action);
      }
    },
    observe: () => observe(context),
  };
}

function freshProject(course: Course, chain: readonly Link[], id: string): Project {
  const lesson = chain[0]?.lesson;
  const title = `${course.title}: ${lesson?.title ?? ''}`;
  const project = createProject({ id, title, sample: undefined, language: lesson?.language ?? 'persistent', persistence: lesson?.persistence ?? 'enhanced', files: lesson?.start ?? {} });
  return { ...project, lesson: { course: course.id, head: lesson?.id ?? '' } };
}

/** Notes the present, to tell later what happened since. */
function observe(context: Context): Began {
  const { canisters, project } = context.store.getState();
  const states = Object.entries(canisters);
  return {
    fingerprint: fingerprint(context),
    calls: Object.fromEntries(states.map(([name, { calls }]) => [name, calls.reduce((highest, { id }) => Math.max(highest, id), 0)])),
    sizes: project ? Object.fromEntries(states.flatMap(([name, { view }]) => (view ? [[name, { heapBytes: view.heapBytes, stableBytes: view.stableBytes }]] : []))) : {},
    events: [],
  };
}

/** Differs where a step was worked on: canisters that executed something, other settings, other files. */
export function fingerprint(context: Context): string {
  const { canisters, project } = context.store.getState();
  const versions = Object.entries(canisters).map(([name, { view }]) => `${name}:${view?.version ?? ''}`);
  return JSON.stringify([project?.language, project?.persistence, Object.keys(project?.files ?? {}).sort(), versions.filter((text) => !text.endsWith(':')).sort()]);
}

/** Opens the file of a step in the editor. */
export function openStepFile(context: Context, { step }: Link): void {
  const project = currentProject(context);
  const { open } = step;
  if (project && open !== undefined && Object.hasOwn(project.files, open)) updateProject(context, project.id, (current) => ({ ...current, openFile: open }));
}
