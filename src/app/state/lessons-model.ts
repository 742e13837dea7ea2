import type { Course, CourseFolder, Mistake, Place } from './lessons/model.ts';
import type { CheckResult } from './lessons/facts.ts';

/** The lesson that is shown; it works on a project of its own. */
export interface LessonState {
  readonly course: Course;
  readonly place: Place;
  readonly busy: 'opening' | 'checking' | 'solving' | 'restarting' | undefined;
  /** What is being done for the learner, such as `increment(), 2 of 3`. */
  readonly doing: string | undefined;
  /** Of the latest Check of this step. */
  readonly results: readonly CheckResult[] | undefined;
  readonly hintsShown: number;
  /** `lesson/step` of all that are done. */
  readonly solved: readonly string[];
  /** What would have to run before this step can begin, in words; `undefined` where it has begun. */
  readonly waiting: readonly string[] | undefined;
  /** Address of each picture, by its path in the course's folder. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Set where the course comes from a folder of its author. */
  readonly preview: { readonly mistakes: readonly Mistake[] } | undefined;
}

/** What a project remembers of the lesson it was made for. */
export interface LessonTag {
  readonly course: string;
  /** The lesson whose files it began with; those after it that have none of their own go on in it. */
  readonly head: string;
}

/** A course in the list of courses. */
export interface CourseEntry {
  readonly course: Course;
  /** `lesson/step` of all that are done. */
  readonly solved: readonly string[];
  /** Where the learner was last. */
  readonly place: Place | undefined;
}

/** Pictures of a previewed course, by path; they have their types. */
export type Pictures = Readonly<Record<string, Blob>>;

export interface LessonActions {
  /** All courses, as far as they can be read. */
  courses(): Promise<readonly CourseEntry[]>;
  /** Opens `course` where it was left, or a place in it: `course/lesson`, `course/lesson/step`. Runs nothing. */
  openLesson(place: string): Promise<void>;
  /** Puts the lesson away; its project stays. Of a preview the files are forgotten. */
  closeLesson(): void;
  /** To the step before or after the one that is shown. */
  turnStep(by: -1 | 1): Promise<void>;
  /** Carries out what the shown step waits for, and begins it. */
  prepareStep(): Promise<void>;
  checkStep(): Promise<void>;
  showHint(): void;
  solveStep(): Promise<void>;
  restartStep(): Promise<void>;
  /** Makes a call that the step offers. */
  runLessonCall(index: number): Promise<void>;
  /** Shows a course from a folder of its author, or shows it again after a change. It is kept until its lesson is closed, or another takes its place. */
  previewCourse(folder: CourseFolder, pictures: Pictures): Promise<readonly Mistake[]>;
}
