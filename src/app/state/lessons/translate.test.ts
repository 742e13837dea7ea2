import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COURSES, findCourse, foldersIn } from '../../../../scripts/course-files.mjs';
import { readFolder } from './folder.ts';
import { LIMITS } from './limits.ts';
import type { Course, CourseFolder, Files, Step } from './model.ts';
import { readCourse } from './read-course.ts';

const ORIGINAL: Files = {
  'course.yaml': 'title: A course\nsummary: What for.\nlessons:\n  - one\n',
  'one/lesson.yaml': 'title: One\nsummary: It begins.\nlanguage: persistent\npersistence: enhanced\nstart: start\nsteps:\n  - read\n  - deploy\n',
  'one/read.md': '---\ntitle: Read\n---\nSee [the docs](https://example.org/) about `count`.\n\n```\nvar count = 0;\n```\n',
  'one/deploy.md': '---\ntitle: Deploy\nopen: Main.mo\nhints:\n  - Press **Deploy**.\n  - Look at `count`.\nsolve:\n  - deploy\ncheck:\n  - deployed\n  - variable: count\n    is: 0\n    missing: "`count` is not there."\n---\nPress **Deploy**.\n',
  'one/start/Main.mo': 'persistent actor {\n  var count = 0;\n};\n',
};
const GERMAN: Files = {
  'de/course.yaml': 'title: Ein Kurs\nsummary: Wofür.\n',
  'de/one/lesson.yaml': 'title: Eins\nsummary: Es beginnt.\n',
  'de/one/read.md': '---\ntitle: Lesen\n---\nÜber `count` steht etwas in [der Dokumentation](https://example.org/).\n\n```\nvar count = 0;\n```\n',
  'de/one/deploy.md': '---\ntitle: Installieren\nhints:\n  - Drücke **Deploy**.\n  - Sieh nach `count`.\nmissing:\n  - "`count` ist nicht da."\n---\nDrücke **Deploy**.\n',
};

const folder = (changes: Readonly<Record<string, string | undefined>>): CourseFolder => ({
  id: 'a-course',
  pictures: {},
  texts: Object.fromEntries(Object.entries({ ...ORIGINAL, ...GERMAN, ...changes }).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]]))),
});
const course = (changes: Readonly<Record<string, string | undefined>>, language?: string): Course | undefined => readCourse(folder(changes), language).course;
const told = (changes: Readonly<Record<string, string | undefined>>): readonly string[] => readCourse(folder(changes)).mistakes.map(({ file, line, message }) => `${file}:${line}: ${message}`);
const step = (all: Course | undefined, id: string): Step | undefined => all?.lessons[0]?.steps.find((each) => each.id === id);
/** A course without the texts that may be translated. */
const withoutTexts = (all: Course): unknown => ({
  id: all.id,
  lessons: all.lessons.map((lesson) => ({
    ...lesson,
    title: '',
    summary: '',
    steps: lesson.steps.map((each) => ({ ...each, title: '', text: '', hints: each.hints.length, checks: each.checks.map((check) => ({ ...check, missing: check.missing === undefined })) })),
  })),
});

describe('a translation', () => {
  it('gives the texts, and nothing else', () => {
    const { course: english, mistakes } = readCourse(folder({}));
    expect(mistakes).toEqual([]);
    const german = course({}, 'de');
    expect(german).toMatchObject({ title: 'Ein Kurs', summary: 'Wofür.', lessons: [{ title: 'Eins', summary: 'Es beginnt.' }] });
    expect(step(german, 'read')).toMatchObject({ title: 'Lesen', text: expect.stringContaining('steht etwas in') as string });
    expect(step(german, 'deploy')).toMatchObject({ title: 'Installieren', hints: ['Drücke **Deploy**.', 'Sieh nach `count`.'] });
    expect(step(german, 'deploy')?.checks.map(({ missing }) => missing)).toEqual([undefined, '`count` ist nicht da.']);
    expect(english && withoutTexts(english)).toEqual(german && withoutTexts(german));
  });

  it('is taken for the regions of its language, and for no other language', () => {
    expect(course({}, 'de-AT')?.title).toBe('Ein Kurs');
    expect(course({}, 'fr')?.title).toBe('A course');
    expect(course({}, 'en')?.title).toBe('A course');
    expect(course({ 'de-CH/course.yaml': 'title: Grüezi\nsummary: Wofür.\n' }, 'de-CH')?.title).toBe('Grüezi');
  });

  it.each<readonly [string, Readonly<Record<string, string | undefined>>, (german: Course | undefined) => unknown, unknown]>([
    ['a lesson', { 'de/one/lesson.yaml': undefined, 'de/one/read.md': undefined, 'de/one/deploy.md': undefined }, (german) => german?.lessons[0]?.title, 'One'],
    ['the lesson\'s own texts', { 'de/one/lesson.yaml': undefined }, (german) => [german?.lessons[0]?.title, step(german, 'read')?.title], ['One', 'Lesen']],
    ['a step', { 'de/one/deploy.md': undefined }, (german) => [step(german, 'deploy')?.title, step(german, 'read')?.title], ['Deploy', 'Lesen']],
    ['hints', { 'de/one/deploy.md': '---\ntitle: Installieren\n---\nLos.\n' }, (german) => step(german, 'deploy')?.hints, ['Press **Deploy**.', 'Look at `count`.']],
    ['one of the hints', { 'de/one/deploy.md': '---\ntitle: Installieren\nhints:\n  - Los\n---\nLos.\n' }, (german) => step(german, 'deploy')?.hints, ['Press **Deploy**.', 'Look at `count`.']],
    ['the text of a step', { 'de/one/deploy.md': '---\ntitle: Installieren\n---\n' }, (german) => [step(german, 'deploy')?.title, step(german, 'deploy')?.text], ['Installieren', 'Press **Deploy**.\n']],
    ['a readable front matter', { 'de/one/deploy.md': '---\ntitle: "Installieren\n---\nLos.\n' }, (german) => [step(german, 'deploy')?.title, step(german, 'deploy')?.text], ['Deploy', 'Los.\n']],
  ])('without %s falls back to the original', (_, changes, shown, expected) => {
    expect(shown(course(changes, 'de'))).toEqual(expected);
    expect(told(changes).length).toBeGreaterThan(0);
  });

  it.each<readonly [string, Readonly<Record<string, string | undefined>>, string]>([
    ['no course.yaml', { 'de/course.yaml': undefined }, 'de/course.yaml:1: The file de/course.yaml is missing.'],
    ['a missing lesson', { 'de/one/lesson.yaml': undefined, 'de/one/read.md': undefined, 'de/one/deploy.md': undefined }, 'de/course.yaml:1: The lesson one is not translated: there is no folder de/one.'],
    ['a missing step', { 'de/one/deploy.md': undefined }, 'de/one/lesson.yaml:1: The step deploy is not translated: the file de/one/deploy.md is missing.'],
    ['an unknown lesson', { 'de/two/lesson.yaml': 'title: Zwei\n' }, 'de/two/lesson.yaml:1: There is no lesson two in the course.'],
    ['an unknown step', { 'de/one/more.md': '---\ntitle: Mehr\n---\nMehr.\n' }, 'de/one/more.md:1: There is no step more in the lesson one.'],
    ['code', { 'de/one/start/Main.mo': 'actor {}' }, 'de/one/start/Main.mo:1: A translation has course.yaml'],
    ['the order of lessons', { 'de/course.yaml': 'title: Ein Kurs\nsummary: Wofür.\nlessons:\n  - one\n' }, 'de/course.yaml:3: `lessons` is not translated: it is taken from the original.'],
    ['a start', { 'de/one/lesson.yaml': 'title: Eins\nsummary: Es.\nstart: start\n' }, 'de/one/lesson.yaml:3: `start` is not translated'],
    ['a check', { 'de/one/read.md': '---\ntitle: Lesen\ncheck:\n  - deployed\n---\n`count`\n' }, 'de/one/read.md:3: `check` is not translated'],
    ['a file to open', { 'de/one/read.md': '---\ntitle: Lesen\nopen: Other.mo\n---\n`count`\n' }, 'de/one/read.md:3: `open` is not translated'],
    ['an unknown key', { 'de/one/read.md': '---\ntitel: Lesen\n---\n`count`\n' }, 'de/one/read.md:2: The translation of a step has no key `titel`. Is `title` meant?'],
    ['no title', { 'de/course.yaml': 'summary: Wofür.\n' }, 'de/course.yaml:1: `title` is missing.'],
    ['a title without end', { 'de/course.yaml': `title: ${'x'.repeat(LIMITS.titleLength + 1)}\nsummary: Wofür.\n` }, 'de/course.yaml:1: `title` is too long'],
    ['hints of another number', { 'de/one/deploy.md': '---\ntitle: x\nhints:\n  - Los\n---\nLos.\n' }, 'de/one/deploy.md:3: `hints` has 1 text, and the original 2.'],
    ['hints where there are none', { 'de/one/read.md': '---\ntitle: x\nhints:\n  - Los\n---\n`count`\n' }, 'de/one/read.md:3: The original has no `hints`.'],
    ['no words for what is missing', { 'de/one/deploy.md': '---\ntitle: x\nhints:\n  - Los\n  - "`count`"\n---\nLos.\n' }, 'de/one/deploy.md:2: `missing` is missing.'],
    ['translated code', { 'de/one/read.md': '---\ntitle: x\n---\nEins,\n`zahl` zwei.\n' }, 'de/one/read.md:5: The code `zahl` is not in the original, or not so often. Code, links and pictures are not translated.'],
    ['code left out', { 'de/one/read.md': '---\ntitle: x\n---\nEins.\n' }, 'de/one/read.md:4: The code `count` is in the original, and missing here.'],
    ['code too often', { 'de/one/read.md': '---\ntitle: x\n---\n`count` und `count`\n' }, 'de/one/read.md:4: The code `count` is not in the original, or not so often.'],
    ['a changed block of code', { 'de/one/read.md': '---\ntitle: x\n---\n`count`\n\n```\nvar zahl = 0;\n```\n' }, 'de/one/read.md:6: The block of code `var zahl = 0;` is not in the original'],
    ['another link', { 'de/one/read.md': '---\ntitle: x\n---\n`count` [da](https://example.com/)\n' }, 'de/one/read.md:4: The link to `https://example.com/` is not in the original'],
    ['a link that runs something', { 'de/one/read.md': '---\ntitle: x\n---\n[da](javascript:alert)\n' }, 'de/one/read.md:4: A link leads to an https:// address'],
    ['translated code in a hint', { 'de/one/deploy.md': '---\ntitle: x\nhints:\n  - Los\n  - "Sieh nach `zahl`."\nmissing: ["`count`"]\n---\nLos.\n' }, 'de/one/deploy.md:5: The code `zahl` is not in the original'],
    ['a translation into its own language', { 'en/course.yaml': 'title: x\n' }, 'en/course.yaml:1: The course itself is in this language'],
    ['a lesson called like a language', { 'course.yaml': 'title: A\nsummary: b\nlessons:\n  - one\n  - go\n', 'go/lesson.yaml': 'title: Go\nsteps: []\n' }, 'course.yaml:5: go is the name of a language'],
    ['names of JavaScript objects', { 'de/__proto__/x.md': 'x', 'de/course.yaml': 'title: x\nsummary: y\nconstructor: z\n' }, 'de/course.yaml:3: The translation of a course has no key `constructor`.'],
  ])('with %s is told with file and line', (_, changes, expected) => {
    expect(told(changes).find((line) => line.startsWith(expected)), told(changes).join('\n')).toBeDefined();
    expect(course(changes, 'de')).toBeDefined();
  });

  it('links to its own headings', () => {
    const heading = (link: string, text: string): string => `---\ntitle: x\n---\n[x](#${link}) \`count\`\n\n# ${text}\n`;
    const changes = { 'one/read.md': heading('a-word', 'A word'), 'de/one/read.md': heading('ein-wort', 'Ein Wort') };
    expect(told(changes)).toEqual([]);
  });

  it('counts among the files of the course', () => {
    const many = Object.fromEntries(Array.from({ length: LIMITS.files }, (_, index) => [`de/one/s${index}.md`, '']));
    expect(told(many)).toEqual([`course.yaml:1: The course has more than ${LIMITS.files} files.`]);
  });
});

describe('the German translation', () => {
  it.each(foldersIn(COURSES))('of %s has a text for each text, and does the same', async (name) => {
    const { id, files } = findCourse(join(COURSES, name));
    expect(existsSync(join(COURSES, name, 'de')) && readdirSync(join(COURSES, name, 'de')).length).toBeGreaterThan(1);
    const read = await readFolder(id, files);
    const english = readCourse(read).course;
    const { course: german, mistakes } = readCourse(read, 'de');
    expect(mistakes).toEqual([]);
    if (!english || !german) throw new Error('The course cannot be read.');
    expect(withoutTexts(german)).toEqual(withoutTexts(english));
    const texts = ({ title, summary, lessons }: Course): readonly (string | undefined)[] => [
      title,
      summary,
      ...lessons.flatMap((lesson) => [lesson.title, lesson.summary, ...lesson.steps.flatMap((each) => [each.title, each.text, ...each.hints, ...each.checks.flatMap(({ missing }) => missing ?? [])])]),
    ];
    const before = texts(english);
    expect(texts(german).filter((text, index) => text === before[index])).toEqual([]);
  });
});
