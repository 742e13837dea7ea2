import type { Place } from './archive-model.ts';
import type { AppState } from './model.ts';

/** Where in a course the current project stands, for links to it. A course that its author previews is nowhere else. */
export function sharedPlace({ lesson, project }: AppState): Place | undefined {
  if (!lesson || lesson.preview || project?.lesson?.course !== lesson.course.id) return undefined;
  return { lesson: `${lesson.course.id}/${lesson.place.lesson}`, step: lesson.place.step };
}
