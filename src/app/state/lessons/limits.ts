/** How large a course may be: what is beyond is a mistake of its author, or of somebody who means harm. */
export const LIMITS = {
  lessons: 40,
  steps: 400,
  files: 1000,
  courseBytes: 8_000_000,
  textBytes: 100_000,
  pictureBytes: 1_000_000,
  projectBytes: 512_000,
  projectFiles: 100,
  checks: 20,
  hints: 10,
  calls: 10,
  actions: 40,
  times: 50,
  titleLength: 120,
  sentenceLength: 400,
  valueLength: 10_000,
  /** So many are told. */
  mistakes: 100,
} as const;

/** Names of courses, lessons and steps. */
export const NAME = /^[a-z0-9][a-z0-9-]{0,59}$/;
/** Names of folders of files. */
export const FOLDER = /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/;
export const PICTURE = /\.(png|jpg|jpeg|webp|svg)$/i;
