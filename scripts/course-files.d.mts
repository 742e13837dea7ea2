import type { FoundFile } from '../src/app/state/lessons/folder.ts';

/** The folder of all courses of the page. */
export const COURSES: string;
/** Folders of a folder, in order. */
export function foldersIn(base: string): readonly string[];
/** The files of a course, and the name of its folder. */
export function findCourse(folder: string): { readonly id: string; readonly files: readonly FoundFile[] };
/** Language of the translation that a file of a course belongs to; `undefined` for the course's own. */
export function languageOf(path: string): string | undefined;
