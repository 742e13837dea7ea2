import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Courses as they lie on a disk: shared by what checks them and by what puts them into the page. */

export const COURSES = fileURLToPath(new URL('../public/courses/', import.meta.url));

/** Names of the folders of translations, as `src/app/state/lessons/languages.ts` has them. */
const LANGUAGE = /^[a-z]{2}(-[A-Z]{2})?$/;

/** Language of the translation that a file of a course belongs to; `undefined` for the course's own. */
export function languageOf(path) {
  const [top, ...rest] = path.split('/');
  return rest.length > 0 && LANGUAGE.test(top) ? top : undefined;
}

/** Folders of a folder, in order. */
export const foldersIn = (base) => readdirSync(base).filter((name) => !name.startsWith('.') && statSync(join(base, name)).isDirectory()).sort();

/** The files of a course, as `readFolder` takes them, and the name of its folder. */
export function findCourse(folder) {
  const base = resolve(folder);
  const files = filesIn(base, '').map((path) => {
    const file = join(base, path);
    return { path, bytes: statSync(file).size, text: async () => readFileSync(file, 'utf8') };
  });
  return { id: basename(base), files };
}

function filesIn(base, path) {
  return readdirSync(join(base, path), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      return entry.isDirectory() ? filesIn(base, inner) : [inner];
    });
}
