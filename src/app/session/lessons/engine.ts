import { t } from '@lingui/core/macro';
import type { Place as SharedPlace } from '../../state/archive-model.ts';
import type { LessonActions, LessonState } from '../../state/lessons-model.ts';
import { eventsBetween } from '../../state/lessons/events.ts';
import { judgeCheck } from '../../state/lessons/judge.ts';
import { keyOf, type Link, linkAt, neighbour, placeIn, placeOf, stepTitle } from '../../state/lessons/chain.ts';
import type { StepEvent } from '../../state/lessons/facts.ts';
import type { Place } from '../../state/lessons/model.ts';
import { notices } from '../../state/notices.ts';
import { type Context, currentProject, errorText, notify, say } from '../context.ts';
import { PREVIEW_KEY } from '../workspace.ts';
import { createCourses, type LoadedCourse } from './courses.ts';
import { gatherFacts } from './gathering.ts';
import { createProgressBook, Journey, samePlace } from './journey.ts';
import { isKept, readPreview } from './kept-preview.ts';
import { createMoments } from './moments.ts';
import { makeCall, type Parts } from './performing.ts';
import { lessonKey, readProgress, withEvents, withSolved } from './progress.ts';
import { createRunner, openStepFile } from './run.ts';

/** The lessons, once somebody opens one. */
export interface Engine extends LessonActions {
  /** Shows the lesson that the current project belongs to, or puts the shown one away. */
  follow(): Promise<void>;
  clockMoved(milliseconds: number): void;
  /** Goes on from a place of a course in a project that arrived there. Where the learner has a way of their own, or the course is not here, it stays a project. */
  adopt(projectId: string, shared: SharedPlace): Promise<void>;
}

type Busy = NonNullable<LessonState['busy']>;

/** Longer than other functions, since it is where the parts of the lessons are put together. */
export function createEngine(context: Context, parts: Parts): Engine {
  const { store } = context;
  const { actions, opening } = parts;
  const courses = createCourses((file) => context.options.courseFile(file), () => context.options.language);
  const previewed = readPreview(context.preview);
  if (previewed) courses.take(previewed);
  const kept = new Map([...context.lessons].map(([course, value]) => [course, readProgress(value)]));
  const book = createProgressBook(kept, (course, progress) => context.workspace.put(lessonKey(course), progress));
  const runner = createRunner(context, parts);
  let beginning = '';
  /** While the page itself goes through steps, what happens is none of the learner's doing. */
  let working = false;
  let loaded: LoadedCourse | undefined;

  const shown = (): LessonState | undefined => store.getState().lesson;
  const show = (change: Partial<LessonState>): void => store.update((state) => (state.lesson ? { ...state, lesson: { ...state.lesson, ...change } } : state));
  const tell = (doing: string): void => show({ doing });

  const journeyTo = (course: LoadedCourse['course'], lesson: string): Journey => {
    const moments = createMoments({
      actions,
      project: () => currentProject(context),
      here: () => beginning,
      titleOf: (key) => stepTitle(course, key),
      replay: (key) => journey.replay(key, tell),
    });
    const journey = new Journey(context, course, lesson, { runner, moments, book, beginning: (key) => (beginning = key) });
    return journey;
  };

  /** The shown step, with the way it is on. */
  const here = (): { readonly lesson: LessonState; readonly link: Link; readonly journey: Journey } | undefined => {
    const lesson = shown();
    const link = lesson && linkAt(lesson.course, lesson.place);
    return lesson && link ? { lesson, link, journey: journeyTo(lesson.course, lesson.place.lesson) } : undefined;
  };

  const whileBusy = async (busy: Busy, act: () => Promise<void>): Promise<void> => {
    if (working) return;
    working = busy !== 'checking';
    show({ busy });
    try {
      await act();
    } finally {
      working = false;
      show({ busy: undefined, doing: undefined });
    }
  };

  const display = (course: LoadedCourse, place: Place, waiting: readonly string[] | undefined): void => {
    loaded = course;
    const solved = book.read(course.course.id).solved;
    const preview = course.mistakes ? { mistakes: course.mistakes } : undefined;
    store.update((state) => ({
      ...state,
      lesson: { course: course.course, place, busy: state.lesson?.busy, doing: undefined, results: undefined, hintsShown: 0, solved, waiting, pictures: course.pictures, preview },
    }));
    book.change(course.course.id, (progress) => (samePlace(progress.place, place) ? progress : { ...progress, place }));
    if (!course.mistakes) context.options.address.replace(withLesson(context.options.address.href(), `${place.course}/${keyOf(place)}`));
  };

  const goTo = async (course: LoadedCourse, link: Link): Promise<void> => {
    const journey = journeyTo(course.course, link.lesson.id);
    const standing = journey.standing(link.key);
    const place = placeOf(course.course, link);
    if (standing === 'waiting') return display(course, place, journey.waitingFor(link.key));
    const projectId = journey.run()?.projectId;
    if (projectId !== undefined && currentProject(context)?.id !== projectId) await opening.open(projectId);
    if (standing === 'next') await journey.prepare(link, tell);
    display(course, place, undefined);
    openStepFile(context, link);
  };

  const open = async (wanted: string): Promise<void> => {
    const [id = '', lesson, step] = wanted.split('/');
    const course = await courses.load(id);
    const last = lesson === undefined ? book.read(id).place : undefined;
    const place = (last && placeIn(course.course, last.lesson, last.step)) ?? placeIn(course.course, lesson, step) ?? placeIn(course.course, lesson, undefined) ?? placeIn(course.course, undefined, undefined);
    const link = place && linkAt(course.course, place);
    if (link) await whileBusy('opening', () => goTo(course, link));
  };

  const note = (events: readonly StepEvent[]): void => {
    const at = here();
    const run = at?.journey.run();
    if (at && run && run.projectId === currentProject(context)?.id) book.change(at.lesson.course.id, (progress) => withEvents(progress, at.journey.head, events));
  };

  let before = store.getState();
  store.subscribe(() => {
    const after = store.getState();
    const events = shown() && !(working && shown()?.busy !== 'solving') ? eventsBetween(before, after) : [];
    before = after;
    if (events.length > 0) note(events);
  });

  const check = async (): Promise<void> => {
    const at = here();
    const run = at?.journey.run();
    if (!at || !run) return;
    const { link, lesson } = at;
    const facts = await gatherFacts(context, opening, run.began, link.step.checks);
    const results = [];
    for (const each of link.step.checks) results.push(await judgeCheck(each, link.step.canister, facts));
    const held = results.every((result) => result.held);
    if (held) book.change(lesson.course.id, (progress) => withSolved(progress, link.key));
    if (!samePlace(shown()?.place, lesson.place)) return;
    show({ results, solved: book.read(lesson.course.id).solved });
    const missing = results.filter((result) => !result.held).length;
    say(context, held ? t`Everything holds. On to the next step.` : t`Not yet: ${missing} of ${{ count: results.length }} missing.`);
  };

  return {
    courses: async () => {
      const ids = await courses.ids();
      const all = await Promise.allSettled(ids.map((id) => courses.load(id)));
      return all.flatMap((each) => (each.status === 'fulfilled' ? [{ course: each.value.course, ...book.read(each.value.course.id) }] : []));
    },
    openLesson: async (wanted) => {
      try {
        await open(wanted);
      } catch (error) {
        notify(context, notices.failed(t`The lesson was not opened`, errorText(error), t`Look for it under Courses.`));
      }
    },
    closeLesson: () => {
      if (shown()?.preview) context.workspace.remove([PREVIEW_KEY]);
      store.update((state) => ({ ...state, lesson: undefined }));
      context.options.address.replace(withLesson(context.options.address.href(), undefined));
    },
    turnStep: async (by) => {
      const lesson = shown();
      const link = lesson && neighbour(lesson.course, lesson.place, by);
      const course = loaded;
      if (link && course) await whileBusy('opening', () => goTo(course, link));
    },
    prepareStep: async () => {
      const at = here();
      const course = loaded;
      if (!at || !course) return;
      await whileBusy('opening', async () => {
        const projectId = at.journey.run()?.projectId;
        if (projectId !== undefined && currentProject(context)?.id !== projectId) await opening.open(projectId);
        await at.journey.prepare(at.link, tell);
        display(course, at.lesson.place, undefined);
        openStepFile(context, at.link);
      });
    },
    checkStep: () => whileBusy('checking', check),
    showHint: () => show({ hintsShown: (shown()?.hintsShown ?? 0) + 1 }),
    solveStep: async () => {
      const at = here();
      if (at) await whileBusy('solving', () => at.journey.solve(at.link, tell));
      if (at) say(context, t`The solution is in place. Press Check to see that it holds.`);
    },
    restartStep: async () => {
      const at = here();
      if (!at) return;
      await whileBusy('restarting', () => at.journey.restart(at.link));
      show({ results: undefined });
      openStepFile(context, at.link);
      say(context, t`Code and canisters are as they were when the step began.`);
    },
    runLessonCall: async (index) => {
      const call = here()?.link.step.calls[index];
      if (call) await makeCall(context, actions(), call);
    },
    previewCourse: async (folder, pictures) => {
      const preview = { folder, pictures };
      const { id, mistakes, readable } = courses.take(preview);
      if (readable && isKept(preview)) context.workspace.put(PREVIEW_KEY, preview);
      const place = shown()?.place;
      if (readable) await open(place?.course === id ? `${id}/${keyOf(place)}` : id);
      else show({ preview: { mistakes } });
      return mistakes;
    },
    follow: async () => {
      const tag = currentProject(context)?.lesson;
      const lesson = shown();
      if (working || lesson?.waiting) return;
      if (!tag) return store.update((state) => (state.lesson ? { ...state, lesson: undefined } : state));
      const place = book.read(tag.course).place;
      if (samePlace(lesson?.place, place)) return;
      const course = await courses.load(tag.course).catch(() => undefined);
      const reached = course && journeyTo(course.course, tag.head).run()?.reached.split('/');
      const at = place && course && journeyTo(course.course, place.lesson).head === tag.head ? place : undefined;
      const shownPlace = at ?? (course && placeIn(course.course, reached?.[0] ?? tag.head, reached?.[1]));
      if (course && shownPlace && currentProject(context)?.lesson === tag) display(course, shownPlace, undefined);
    },
    adopt: async (projectId, shared) => {
      const [id = '', lesson] = shared.lesson.split('/');
      const course = await courses.load(id).catch(() => undefined);
      const place = course && placeIn(course.course, lesson, shared.step);
      const link = place && linkAt(course.course, place);
      if (!course || !link || !journeyTo(course.course, link.lesson.id).adopt(link, projectId)) return;
      display(course, place, undefined);
    },
    clockMoved: (milliseconds) => note([{ kind: 'time', milliseconds }]),
  };
}

/** The address with another lesson in it, or with none. */
function withLesson(href: string, lesson: string | undefined): string {
  const url = new URL(href);
  url.searchParams.delete('lesson');
  const query = [url.searchParams.toString(), lesson && `lesson=${lesson}`].filter(Boolean).join('&');
  url.search = query === '' ? '' : `?${query}`;
  return url.href;
}
