/** Keys of the files of a course, as authors write them (docs/lessons.md). */

export const COURSE_KEYS: readonly string[] = ['title', 'summary', 'lessons'];
export const LESSON_KEYS: readonly string[] = ['title', 'summary', 'start', 'language', 'persistence', 'canister', 'steps'];
export const STEP_KEYS: readonly string[] = ['title', 'open', 'highlight', 'start', 'predict', 'call', 'check', 'hints', 'solution', 'solve'];
