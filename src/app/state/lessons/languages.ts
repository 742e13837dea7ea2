import type { CourseFolder, Files } from './model.ts';

/** The language of the files that a course cannot do without. */
export const ORIGINAL = 'en';
/** Names of the folders of translations: `de`, `pt-BR`. */
export const LANGUAGE = /^[a-z]{2}(-[A-Z]{2})?$/;

/** A folder without its translations, and the texts of each translation by path in the course's folder. */
export interface SplitFolder {
  readonly original: CourseFolder;
  readonly translations: ReadonlyMap<string, Files>;
}

/** Takes the translations out of a course's folder. */
export function splitLanguages(folder: CourseFolder): SplitFolder {
  const languageOf = (path: string): string | undefined => {
    const [top = '', ...rest] = path.split('/');
    return rest.length > 0 && LANGUAGE.test(top) ? top : undefined;
  };
  const entries = Object.entries(folder.texts);
  const languages = new Set(entries.flatMap(([path]) => languageOf(path) ?? []));
  const textsOf = (language: string | undefined): Files => Object.fromEntries(entries.filter(([path]) => languageOf(path) === language));
  return { original: { ...folder, texts: textsOf(undefined) }, translations: new Map([...languages].map((language) => [language, textsOf(language)])) };
}

/** The translation for a language of a reader: into this very one (`pt-BR`), or into the one it belongs to (`pt`). */
export const translationFor = (languages: readonly string[], wanted: string): string | undefined =>
  languages.find((language) => language === wanted) ?? languages.find((language) => language === wanted.split('-')[0]);
