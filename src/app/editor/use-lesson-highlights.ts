import { useApp } from '../common/store-context.tsx';
import type { Highlight } from '../state/lessons/model.ts';

/** What the lesson marks in the open file; the same array as long as the step is the same. */
export function useLessonHighlights(): readonly Highlight[] {
  const lesson = useApp((state) => (state.lesson?.waiting || state.project?.lesson?.course !== state.lesson?.place.course ? undefined : state.lesson));
  const path = useApp((state) => state.project?.openFile);
  const step = lesson?.course.lessons.find(({ id }) => id === lesson.place.lesson)?.steps.find(({ id }) => id === lesson.place.step);
  return step?.open === path ? (step?.highlight ?? NONE) : NONE;
}

const NONE: readonly Highlight[] = [];
