import { expect, it } from 'vitest';
import { World } from '../testing-world.ts';
import type { Store } from '../../state/model.ts';
import { createCourses } from './courses.ts';

const COURSE = {
  id: 'demo',
  pictures: {},
  languages: ['de'],
  texts: {
    'course.yaml': 'title: Demo\nsummary: What for.\nlessons:\n  - one\n',
    'one/lesson.yaml': 'title: One\nlanguage: persistent\npersistence: enhanced\nstart: start\nsteps:\n  - deploy\n  - upgrade\n',
    'one/deploy.md': '---\ntitle: Deploy\nhints:\n  - Press it.\nsolve:\n  - deploy\ncheck:\n  - deployed: true\n    missing: Not there yet.\n---\nDeploy it.\n',
    'one/upgrade.md': '---\ntitle: Upgrade\nsolve:\n  - upgrade\ncheck:\n  - upgraded\n---\nUpgrade it.\n',
    'one/start/Main.mo': 'stable count : Nat = 0',
  },
};
const GERMAN = {
  'de/course.yaml': 'title: Vorführung\nsummary: Wofür.\n',
  'de/one/lesson.yaml': 'title: Eins\n',
  'de/one/deploy.md': '---\ntitle: Installieren\nhints:\n  - Drücke darauf.\nmissing:\n  - Noch nicht da.\n---\nInstalliere es.\n',
};

interface Reader {
  readonly store: Store;
  readonly files: readonly string[];
}

async function reader(language: string | undefined): Promise<Reader> {
  const files: string[] = [];
  const courseFile = async (file: string): Promise<unknown> => {
    files.push(file);
    const content = new Map<string, unknown>([['index.json', ['demo']], ['demo.json', COURSE], ['demo.de.json', GERMAN]]).get(file);
    return content ?? Promise.reject(new TypeError('missing'));
  };
  const { store, started } = new World().session({ courseFile, language });
  await started;
  return { store, files };
}

const shown = (store: Store): unknown => {
  const lesson = store.getState().lesson;
  return lesson?.course.lessons[0]?.steps.find(({ id }) => id === lesson.place.step);
};

it('a German reader reads German, and the check does the same', async () => {
  const { store, files } = await reader('de');
  await store.actions.openLesson('demo');
  expect(store.getState().lesson?.course.title).toBe('Vorführung');
  expect(shown(store)).toMatchObject({ title: 'Installieren', text: 'Installiere es.\n', hints: ['Drücke darauf.'] });
  await store.actions.checkStep();
  expect(store.getState().lesson?.results).toMatchObject([{ held: false, text: 'Noch nicht da.' }]);
  await store.actions.solveStep();
  await store.actions.checkStep();
  expect(store.getState().lesson).toMatchObject({ results: [{ held: true }], solved: ['one/deploy'] });
  expect(files).toEqual(['demo.json', 'demo.de.json']);
});

it('a step that is not translated is shown in English, and can be done', async () => {
  const { store } = await reader('de-AT');
  await store.actions.openLesson('demo');
  await store.actions.solveStep();
  await store.actions.turnStep(1);
  expect(shown(store)).toMatchObject({ title: 'Upgrade', text: 'Upgrade it.\n' });
  await store.actions.solveStep();
  await store.actions.checkStep();
  expect(store.getState().lesson?.results).toMatchObject([{ held: true }]);
});

it.each([undefined, 'en', 'fr', '../x'])('a reader of %s reads English, and fetches no translation', async (language) => {
  const { store, files } = await reader(language);
  await store.actions.openLesson('demo');
  expect(shown(store)).toMatchObject({ title: 'Deploy' });
  expect(files).toEqual(['demo.json']);
});

it('the language is asked with each course, for previewed ones as well', async () => {
  let language = 'en';
  const courses = createCourses(async (file) => (file === 'demo.json' ? COURSE : GERMAN), () => language);
  const { id, mistakes } = courses.take({ folder: { ...COURSE, texts: { ...COURSE.texts, ...GERMAN } }, pictures: {} });
  expect(mistakes).toMatchObject([{ file: 'de/one/lesson.yaml', line: 1 }]);
  const titles = async (): Promise<readonly string[]> => [(await courses.load('demo')).course.title, (await courses.load(id)).course.title];
  expect(await titles()).toEqual(['Demo', 'Demo']);
  language = 'de';
  expect(await titles()).toEqual(['Vorführung', 'Vorführung']);
});
