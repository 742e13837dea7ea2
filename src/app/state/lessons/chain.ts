import { t } from '@lingui/core/macro';
import { callText } from './calls.ts';
import type { Action, Course, Lesson, Place, Step } from './model.ts';
import { durationText } from './quantities.ts';

/** A step with its lesson. */
export interface Link {
  readonly lesson: Lesson;
  readonly step: Step;
  /** `lesson/step`. */
  readonly key: string;
}

export const keyOf = ({ lesson, step }: Pick<Place, 'lesson' | 'step'>): string => `${lesson}/${step}`;

const linksOf = (lessons: readonly Lesson[]): readonly Link[] =>
  lessons.flatMap((lesson) => lesson.steps.map((step) => ({ lesson, step, key: keyOf({ lesson: lesson.id, step: step.id }) })));

export const allSteps = (course: Course): readonly Link[] => linksOf(course.lessons);

/** The steps that share one project with a lesson: from the lesson that brought the files to the last that goes on in it. */
export function chainOf(course: Course, lessonId: string): readonly Link[] {
  const index = Math.max(0, course.lessons.findIndex(({ id }) => id === lessonId));
  const head = course.lessons.findLastIndex(({ start }, at) => at <= index && start !== undefined);
  const end = course.lessons.findIndex(({ start }, at) => at > index && start !== undefined);
  return linksOf(course.lessons.slice(Math.max(0, head), end === -1 ? undefined : end));
}

/** The place that a link names: `course`, `course/lesson` or `course/lesson/step`; `undefined` where the course has none such. */
export function placeIn(course: Course, lesson: string | undefined, step: string | undefined): Place | undefined {
  const steps = allSteps(course);
  const found = steps.find((each) => (lesson === undefined || each.lesson.id === lesson) && (step === undefined || each.step.id === step));
  return found && placeOf(course, found);
}

export const placeOf = (course: Course, { lesson, step }: Link): Place => ({ course: course.id, lesson: lesson.id, step: step.id });

/** The step before or after a place; `undefined` at the ends. */
export function neighbour(course: Course, place: Place, by: -1 | 1): Link | undefined {
  const steps = allSteps(course);
  const index = steps.findIndex(({ key }) => key === keyOf(place));
  return index === -1 ? undefined : steps[index + by];
}

/** What a learner knows a step by. */
export const stepTitle = (course: Course, wanted: string): string => allSteps(course).find(({ key }) => key === wanted)?.step.title ?? wanted;

export const linkAt = (course: Course, place: Place): Link | undefined => allSteps(course).find(({ key }) => key === keyOf(place));

/** Whether nothing has to be done in a step before the next can begin. */
export const isReading = ({ checks }: Step): boolean => checks.length === 0;

const NAMES: Readonly<Record<Exclude<Action['kind'], 'call' | 'predict' | 'advance' | 'language' | 'persistence'>, string>> = {
  deploy: t`Deploy`,
  upgrade: t`Upgrade`,
  'upgrade-anyway': t`Upgrade anyway`,
  reinstall: t`Reinstall`,
  rehearse: t`Rehearse`,
  stop: t`Stop the canister`,
  start: t`Start the canister`,
  snapshot: t`Take a snapshot`,
  'load-snapshot': t`Go back to the snapshot`,
};

/** What an action does, in the words of the page. */
export function actionText(action: Action, usual: string): string {
  switch (action.kind) {
    case 'call': {
      const { times } = action;
      const call = callText(action.call, usual);
      return times > 1 ? t`Call \`${call}\` ${times} times` : t`Call \`${call}\``;
    }
    case 'predict':
      return t`Predict ${{ names: asCode(Object.keys(action.guesses)) }}`;
    case 'advance':
      return t`Move the clock by ${{ duration: durationText(action.milliseconds) }}`;
    case 'language':
      return action.language === 'legacy' ? t`Switch to the older language` : t`Switch to today’s language`;
    case 'persistence':
      return action.persistence === 'enhanced' ? t`Switch to enhanced persistence` : t`Switch to classical persistence`;
    case 'deploy':
      return NAMES.deploy;
    default:
      return action.canister === usual ? NAMES[action.kind] : `${NAMES[action.kind]}: \`${action.canister}\``;
  }
}

const asCode = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** What carrying out the solutions of some steps does, in words. */
export const solutionTexts = (links: readonly Link[]): readonly string[] =>
  links.flatMap(({ step }) => {
    const files = Object.keys(step.solution);
    const code = files.length > 0 ? [t`Put the solution into ${{ files: asCode(files) }}`] : [];
    return [...code, ...step.solve.map((action) => actionText(action, step.canister))];
  });
