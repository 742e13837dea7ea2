import { join } from 'node:path';
import { COURSES, findCourse, foldersIn, languageOf } from './course-files.mjs';

const PICTURE = /\.(png|jpg|jpeg|webp|svg)$/i;

/**
 * A static host cannot list folders, and a course has many small files: the page gets the names of the courses in `courses/index.json`,
 * and all texts of one in `courses/<name>.json`. A translation is a file of its own, `courses/<name>.de.json`: it is fetched by those who read it.
 */
export function courses() {
  return {
    name: 'courses',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [, file] = /\/courses\/([a-z0-9-]+(?:\.[a-zA-Z-]+)?\.json)(?:\?|$)/.exec(request.url ?? '') ?? [];
        const content = file && contentOf(file);
        if (content === undefined) return next();
        content.then((text) => response.setHeader('Content-Type', 'application/json').end(text), next);
      });
    },
    async generateBundle() {
      for (const file of ['index.json', ...foldersIn(COURSES).flatMap(filesOf)]) {
        this.emitFile({ type: 'asset', fileName: `courses/${file}`, source: await contentOf(file) });
      }
    },
  };
}

const languagesOf = (files) => [...new Set(files.flatMap(({ path }) => languageOf(path) ?? []))];
const filesOf = (name) => [`${name}.json`, ...languagesOf(findCourse(join(COURSES, name)).files).map((language) => `${name}.${language}.json`)];

/** `undefined` where there is no such file. */
function contentOf(file) {
  const names = foldersIn(COURSES);
  if (file === 'index.json') return Promise.resolve(JSON.stringify(names));
  const [name, language] = file.replace(/\.json$/, '').split('.');
  return names.includes(name) && filesOf(name).includes(file) ? packed(join(COURSES, name), language) : undefined;
}

/** What is the course's own is a `CourseFolder` with the languages it is translated into; a translation is its texts. */
async function packed(folder, language) {
  const { id, files } = findCourse(folder);
  const own = files.filter(({ path }) => languageOf(path) === language);
  const found = await Promise.all(own.filter(({ path }) => !PICTURE.test(path)).map(async ({ path, text }) => [path, await text()]));
  const texts = Object.fromEntries(found);
  if (language !== undefined) return JSON.stringify(texts);
  const pictures = Object.fromEntries(own.filter(({ path }) => PICTURE.test(path)).map(({ path, bytes }) => [path, bytes]));
  return JSON.stringify({ id, texts, pictures, languages: languagesOf(files) });
}
