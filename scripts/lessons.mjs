import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { COURSES, findCourse, foldersIn } from './course-files.mjs';
import { texts } from './texts-plugin.mjs';

/**
 * Checks courses and prints `file:line: message` for each mistake (docs/lessons.md); exit code 1 where there is one. Words on the command
 * line are folders of courses; without any, all courses of the page are checked.
 */

const load = async (file) => (await runnerImport(fileURLToPath(new URL(`../src/app/state/lessons/${file}`, import.meta.url)), { plugins: [texts()] })).module;

const { readCourse } = await load('read-course.ts');
const { readFolder } = await load('folder.ts');
const folders = process.argv.length > 2 ? process.argv.slice(2) : foldersIn(COURSES).map((name) => join(COURSES, name));
let mistaken = 0;
for (const folder of folders) {
  const { id, files } = findCourse(folder);
  const { course, mistakes } = readCourse(await readFolder(id, files));
  for (const { file, line, message } of mistakes) console.log(`${relative(process.cwd(), join(folder, file))}:${line}: ${message}`);
  mistaken += mistakes.length;
  const steps = course?.lessons.flatMap((lesson) => lesson.steps).length ?? 0;
  console.log(`${id}: ${course?.lessons.length ?? 0} lessons, ${steps} steps, ${mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`}`);
}
process.exitCode = mistaken > 0 ? 1 : 0;
