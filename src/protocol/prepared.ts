import type { Persistence, ProjectSource } from './compiler.ts';

/** What is asked of the compiler before a user has written anything. */
export type PreparedMethod = 'check' | 'build' | 'forecast' | 'compatible';

/** One answer, as JSON; `question` is the argument without the project. */
export interface PreparedAnswer {
  readonly method: PreparedMethod;
  readonly question: unknown;
  /** As the compiler gave it; a module in it is replaced by the address of a file. */
  readonly answer: unknown;
  /** Where the module of a build is fetched; `undefined` for other answers. */
  readonly wasm?: string | undefined;
}

/** What the compiler answers about one source: made with the page, by the compiler that the page has. */
export interface PreparedSource {
  readonly persistence: Persistence;
  readonly project: Pick<ProjectSource, 'files' | 'language'>;
  readonly answers: readonly PreparedAnswer[];
}

/** The same text for arguments that are equal, whatever the order of their fields; `project` is left out. */
export function questionText(argument: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(argument, (key, value: unknown) => (key === 'project' ? undefined : sorted(value)));
}

/** The same text for sources that are equal. */
export const sourceText = ({ files, language }: PreparedSource['project'], persistence: Persistence): string => questionText({ files, language, persistence });

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
