import { t } from '@lingui/core/macro';
import type { Place } from '../state/archive-model.ts';
import type { Arrangement } from '../state/arrangement.ts';
import type { LessonActions } from '../state/lessons-model.ts';
import { type Context, currentProject, errorText, notify } from './context.ts';
import { notices } from '../state/notices.ts';
import type { Engine } from './lessons/engine.ts';
import type { Parts } from './lessons/performing.ts';
import { once } from './once.ts';
import { layoutOf, withoutLayout } from './remote-address.ts';

/** The lessons as the page knows them before anybody opens one. */
export interface Lessons {
  readonly actions: LessonActions;
  /** Makes a project the learner's way through a course, from a place in it; a way of the learner's own stays. */
  adopt(projectId: string, place: Place): Promise<void>;
  /** Opens the lesson that the address names, if it names one. */
  arrive(): Promise<boolean>;
  clockMoved(milliseconds: number): void;
}

/** Loads the engine of the lessons with the first that is opened, or with a project that belongs to one. */
export function createLessons(context: Context, parts: Parts): Lessons {
  const { store } = context;
  let engine: Engine | undefined;
  const load = once(async () => {
    const { createEngine } = await import('./lessons/engine.ts');
    engine = createEngine(context, parts);
    return engine;
  });

  let tag = currentProject(context)?.lesson;
  /** What the address asks for: it waits for the project of the lesson, which may have to be made first. */
  let layout: { readonly course: string; readonly arrangement: Arrangement } | undefined;
  const layOut = (course: string | undefined): void => {
    const project = currentProject(context);
    if (!layout || !project || course !== layout.course) return;
    context.options.arrangement?.visit(project.id, layout.arrangement);
    layout = undefined;
  };
  store.subscribe(() => {
    const now = currentProject(context)?.lesson;
    if (now?.course === tag?.course && now?.head === tag?.head) return;
    tag = now;
    layOut(now?.course);
    if (now ?? store.getState().lesson) load().then((each) => each.follow()).catch((error: unknown) => notify(context, notices.failed(t`The lesson was not opened`, errorText(error), '')));
  });

  return {
    actions: {
      courses: async () => (await load()).courses(),
      openLesson: async (place) => (await load()).openLesson(place),
      closeLesson: () => engine?.closeLesson(),
      turnStep: async (by) => engine?.turnStep(by),
      prepareStep: async () => engine?.prepareStep(),
      checkStep: async () => engine?.checkStep(),
      showHint: () => engine?.showHint(),
      solveStep: async () => engine?.solveStep(),
      restartStep: async () => engine?.restartStep(),
      runLessonCall: async (index) => engine?.runLessonCall(index),
      previewCourse: async (folder, pictures) => (await load()).previewCourse(folder, pictures),
    },
    adopt: async (projectId, place) => (await load()).adopt(projectId, place),
    arrive: async () => {
      const { address } = context.options;
      const wanted = new URL(address.href()).searchParams.get('lesson');
      if (wanted === null) return false;
      const arrangement = layoutOf(address.href());
      if (arrangement) layout = { course: wanted.split('/')[0] ?? '', arrangement };
      address.replace(withoutLayout(address.href()));
      await (await load()).openLesson(wanted);
      return currentProject(context) !== undefined;
    },
    clockMoved: (milliseconds) => engine?.clockMoved(milliseconds),
  };
}
