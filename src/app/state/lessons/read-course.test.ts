import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LIMITS } from './limits.ts';
import type { CourseFolder, Files, ReadCourse } from './model.ts';
import { readCourse } from './read-course.ts';
import { readFolder } from './folder.ts';

const COURSES = new URL('../../../../public/courses/', import.meta.url).pathname;

const STEP = '---\ntitle: Deploy\nopen: Main.mo\nsolve:\n  - deploy\ncheck:\n  - deployed\n---\n\nPress **Deploy**.\n';
const GOOD: Files = {
  'course.yaml': 'title: A course\nsummary: What for.\nlessons:\n  - one\n',
  'one/lesson.yaml': 'title: One\nlanguage: persistent\npersistence: enhanced\nstart: start\nsteps:\n  - deploy\n',
  'one/deploy.md': STEP,
  'one/start/Main.mo': 'persistent actor {\n  var count = 0;\n};\n',
};

const folder = (texts: Files, pictures: CourseFolder['pictures'] = {}): CourseFolder => ({ id: 'a-course', texts, pictures });
const read = (changes: Files, pictures?: CourseFolder['pictures']): ReadCourse => readCourse(folder({ ...GOOD, ...changes }, pictures));
const told = (changes: Files): readonly string[] => read(changes).mistakes.map(({ file, line, message }) => `${file}:${line}: ${message}`);
const step = (matter: string, text = 'Read.'): Files => ({ 'one/deploy.md': `---\ntitle: Deploy\n${matter}\n---\n${text}\n` });

function filesIn(base: string, path = ''): string[] {
  return readdirSync(join(base, path)).flatMap((name) => {
    const inner = path === '' ? name : `${path}/${name}`;
    return statSync(join(base, inner)).isDirectory() ? filesIn(base, inner) : [inner];
  });
}

describe('the courses of the page', () => {
  it.each(readdirSync(COURSES).filter((name) => statSync(join(COURSES, name)).isDirectory()))('%s has no mistakes', async (id) => {
    const base = join(COURSES, id);
    const found = filesIn(base).map((path) => ({ path, bytes: statSync(join(base, path)).size, text: async () => readFileSync(join(base, path), 'utf8') }));
    const { course, mistakes } = readCourse(await readFolder(id, found));
    expect(mistakes).toEqual([]);
    expect(course?.lessons.length).toBeGreaterThan(0);
  });
});

describe('a course', () => {
  it('is read with its lessons, steps, files and checks', () => {
    const { course, mistakes } = read({});
    expect(mistakes).toEqual([]);
    expect(course?.lessons[0]?.start).toEqual({ 'Main.mo': GOOD['one/start/Main.mo'] });
    expect(course?.lessons[0]?.steps[0]).toMatchObject({ id: 'deploy', title: 'Deploy', text: '\nPress **Deploy**.\n', solve: [{ kind: 'deploy' }], checks: [{ canister: 'main', condition: { kind: 'deployed' } }] });
  });

  it.each<readonly [string, Files, string]>([
    ['an unknown key', { 'course.yaml': `${GOOD['course.yaml'] ?? ''}titel: x\n` }, 'course.yaml:5: A course has no key `titel`. Is `title` meant?'],
    ['a missing key', { 'course.yaml': 'title: A\nlessons:\n  - one\n' }, 'course.yaml:1: `summary` is missing.'],
    ['a wrong type', { 'course.yaml': 'title: [a]\nsummary: b\nlessons:\n  - one\n' }, 'course.yaml:1: `title` has to be a text.'],
    ['a missing lesson', { 'course.yaml': 'title: A\nsummary: b\nlessons:\n  - one\n  - two\n' }, 'course.yaml:5: The file two/lesson.yaml is missing.'],
    ['a lesson that is there twice', { 'course.yaml': 'title: A\nsummary: b\nlessons:\n  - one\n  - one\n' }, 'course.yaml:5: one is in the list already.'],
    ['a lesson above its folder', { 'course.yaml': 'title: A\nsummary: b\nlessons:\n  - one\n  - ../one\n' }, 'course.yaml:5: A name is made of a-z, 0-9 and -, and has at most 60 characters.'],
    ['a text that is no YAML', { 'course.yaml': 'title: "A\n' }, 'course.yaml:2: Missing closing "quote'],
    ['a key that is there twice', { 'course.yaml': 'title: A\ntitle: B\nsummary: b\nlessons:\n  - one\n' }, 'course.yaml:2: Map keys must be unique'],
    ['a missing start', { 'one/lesson.yaml': 'title: One\nsteps:\n  - deploy\n' }, 'one/lesson.yaml:1: The first lesson of a course needs files to begin with: `start`.'],
    ['a start that is not there', { 'one/lesson.yaml': 'title: One\nlanguage: legacy\npersistence: classical\nstart: begin\nsteps:\n  - deploy\n' }, 'one/lesson.yaml:4: There is no folder begin with files in the lesson\'s folder.'],
    ['a start that climbs', { 'one/lesson.yaml': 'title: One\nlanguage: legacy\npersistence: classical\nstart: ../one/start\nsteps:\n  - deploy\n' }, 'one/lesson.yaml:4: There is no folder ../one/start with files'],
    ['a start without a language', { 'one/lesson.yaml': 'title: One\npersistence: classical\nstart: start\nsteps:\n  - deploy\n' }, 'one/lesson.yaml:3: A lesson with a `start` says its `language`.'],
    ['a wrong word', { 'one/lesson.yaml': 'title: One\nlanguage: motoko\npersistence: classical\nstart: start\nsteps:\n  - deploy\n' }, 'one/lesson.yaml:2: `language` has to be `persistent` or `legacy`, not `motoko`.'],
    ['a missing step', { 'one/lesson.yaml': 'title: One\nlanguage: legacy\npersistence: classical\nstart: start\nsteps:\n  - deploy\n  - upgrade\n' }, 'one/lesson.yaml:7: The file one/upgrade.md is missing.'],
    ['a step without front matter', { 'one/deploy.md': '# Deploy\n' }, 'one/deploy.md:1: A step begins with its front matter'],
    ['a file that is opened and not there', step('open: Other.mo'), 'one/deploy.md:3: There is no file Other.mo in the project when this step begins.'],
    ['a highlighted text that is not there', step('open: Main.mo\nhighlight: var hits'), 'one/deploy.md:4: The text `var hits` is not in the file when this step begins.'],
    ['highlighted lines that are not there', step('open: Main.mo\nhighlight:\n  - 1-2\n  - 3-9'), 'one/deploy.md:6: The file has 4 lines.'],
    ['a check without a solution', step('check:\n  - deployed'), 'one/deploy.md:3: The solution is missing'],
    ['a solution that is not there', step('solution: solution\nsolve:\n  - upgrade'), 'one/deploy.md:3: There is no folder solution with files'],
    ['an unknown check', step('solve: [deploy]\ncheck:\n  - deployed\n  - source: has count'), 'one/deploy.md:6: There is no check `source`.'],
    ['a check with an unknown key', step('solve: [deploy]\ncheck:\n  - variable: count\n    ist: 3'), 'one/deploy.md:6: The check `variable` has no key `ist`. Is `is` meant?'],
    ['a check that asks nothing', step('solve: [deploy]\ncheck:\n  - variable: count'), 'one/deploy.md:5: Say what the variable should be'],
    ['a call without an answer', step('solve: [deploy]\ncheck:\n  - call: get()'), 'one/deploy.md:5: A call needs what it should answer'],
    ['something that is no call', step('call: increment'), 'one/deploy.md:3: A call is written as in code'],
    ['a size that is none', step('solve: [deploy]\ncheck:\n  - heap: "< lots"'), 'one/deploy.md:5: `heap` has to compare with a size'],
    ['a duration that is none', step('solve:\n  - advance: soon'), 'one/deploy.md:4: `advance` has to be a duration'],
    ['an unknown action', step('solve:\n  - uprade'), 'one/deploy.md:4: There is no action `uprade`.'],
    ['a value that YAML takes apart', step('solve: [deploy]\ncheck:\n  - call: get()\n    is: (3 : nat)'), 'one/deploy.md:6: '],
    ['a picture that is not there', step('', 'One\n\n![a cat](cat.png)'), 'one/deploy.md:7: There is no picture cat.png'],
    ['a picture from elsewhere', step('', '![a cat](https://example.org/cat.png)'), 'one/deploy.md:5: A picture has to be'],
    ['a link that runs something', step('', 'Press\n[here](javascript:alert)'), 'one/deploy.md:6: A link leads to'],
    ['a file that nothing uses', { 'one/old/Main.mo': 'x' }, 'one/old/Main.mo:1: Nothing in the course uses this file.'],
    ['a file name that is not allowed', { 'one/start/Main.exe': 'x' }, 'one/start/Main.exe:1: End the name with .mo'],
  ])('with %s is told with file and line', (_, changes, expected) => {
    expect(told(changes).find((line) => line.startsWith(expected)), told(changes).join('\n')).toBeDefined();
  });

  it('knows in each step the files that the steps before left', () => {
    const changes: Files = {
      'one/lesson.yaml': 'title: One\nlanguage: legacy\npersistence: classical\nstart: start\nsteps:\n  - deploy\n  - next\n',
      'one/deploy.md': STEP.replace('solve:', 'solution: done\nsolve:'),
      'one/done/Main.mo': 'actor { var hits = 0 }',
      'one/next.md': '---\ntitle: Next\nopen: Main.mo\nhighlight: var hits\n---\nRead.\n',
    };
    expect(told(changes)).toEqual([]);
  });
});

describe('a hostile course', () => {
  it.each<readonly [string, Files]>([
    ['aliases that stand for more and more', { 'course.yaml': `a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\ntitle: *c\nsummary: x\nlessons:\n  - one\n` }],
    ['a list as deep as the file is long', { 'course.yaml': `title: x\nsummary: x\nlessons: ${'['.repeat(2000)}${']'.repeat(2000)}\n` }],
    ['brackets alone', { 'course.yaml': '['.repeat(90_000) }],
    ['a file beyond the limit', { 'one/start/Big.mo': 'x'.repeat(LIMITS.textBytes + 1) }],
    ['too many files', Object.fromEntries(Array.from({ length: LIMITS.files }, (_, index) => [`one/start/F${index}.mo`, '']))],
    ['too many checks', step(`solve: [deploy]\ncheck:\n${'  - deployed\n'.repeat(LIMITS.checks + 1)}`)],
    ['a title without end', { 'course.yaml': `title: ${'x'.repeat(5000)}\nsummary: x\nlessons:\n  - one\n` }],
    ['names of JavaScript objects', { 'course.yaml': 'title: x\nsummary: x\n__proto__: y\nconstructor: z\nlessons:\n  - __proto__\n  - one\n' }],
    ['a file that is a name of JavaScript objects', { 'one/start/__proto__/Main.mo': 'x' }],
    ['a tag that makes something else of a value', { 'course.yaml': 'title: !!js/function "x"\nsummary: x\nlessons:\n  - one\n' }],
  ])('with %s is refused in words', (_, changes) => {
    const lines = told(changes);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(LIMITS.mistakes);
    expect(({} as Record<string, unknown>)['y']).toBeUndefined();
  });
});
