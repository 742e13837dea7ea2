import { expect, it } from 'vitest';
import type { Store } from '../../state/model.ts';
import type { CourseFolder } from '../../state/lessons/model.ts';
import { World } from '../testing-world.ts';

const FOLDER: CourseFolder = {
  id: 'demo',
  pictures: {},
  texts: {
    'course.yaml': 'title: Demo\nsummary: What for.\nlessons:\n  - one\n  - two\n',
    'one/lesson.yaml': 'title: One\nlanguage: persistent\npersistence: enhanced\nstart: start\nsteps:\n  - read\n  - deploy\n',
    'one/read.md': '---\ntitle: Read\n---\nRead.\n',
    'one/deploy.md': '---\ntitle: Deploy\nopen: Main.mo\nsolve:\n  - deploy\ncheck:\n  - deployed\n---\nDeploy it.\n',
    'one/start/Main.mo': 'stable count : Nat = 0',
    'two/lesson.yaml': 'title: Two\nsteps:\n  - upgrade\n',
    'two/upgrade.md': '---\ntitle: Upgrade\nsolution: done\nsolve:\n  - upgrade\ncheck:\n  - upgraded\n  - version: 2\n---\nUpgrade it.\n',
    'two/done/Main.mo': 'stable count : Nat = 0\nstable name : Text = "?"',
  },
};

const courseFile = async (file: string): Promise<unknown> => (file === 'index.json' ? ['demo'] : file === 'demo.json' ? FOLDER : Promise.reject(new TypeError('missing')));

async function opened(world = new World()): Promise<{ readonly world: World; readonly store: Store; readonly flush: () => Promise<void> }> {
  const { store, started, flush } = world.session({ courseFile });
  await started;
  return { world, store, flush };
}

const missing = (store: Store): readonly string[] => (store.getState().lesson?.results ?? []).flatMap(({ held, text }) => (held ? [] : [text]));

it('a lesson is a project of its own and leaves others alone', async () => {
  const { store, world } = await opened();
  const before = store.getState().project;
  await store.actions.openLesson('demo');
  expect(store.getState().project?.id).not.toBe(before?.id);
  expect(store.getState().project?.lesson).toEqual({ course: 'demo', head: 'one' });
  expect(store.getState().lesson?.place).toEqual({ course: 'demo', lesson: 'one', step: 'read' });
  expect(new URL(world.href).search).toBe('?a=1&lesson=demo/one/read');
  await store.actions.openProject(before?.id ?? '');
  expect(store.getState().project?.files).toEqual(before?.files);
});

it('each step fails its check, passes it after its solution, and the next lesson goes on in the same canister', async () => {
  const { store } = await opened();
  await store.actions.openLesson('demo');
  await store.actions.turnStep(1);
  await store.actions.checkStep();
  expect(missing(store)).toEqual(['The canister has no code yet: press **Deploy**.']);
  await store.actions.solveStep();
  await store.actions.checkStep();
  expect(missing(store)).toEqual([]);
  const id = store.getState().project?.canisterIds['main'];
  await store.actions.turnStep(1);
  expect(store.getState().lesson).toMatchObject({ place: { lesson: 'two', step: 'upgrade' }, solved: ['one/deploy'], waiting: undefined });
  expect(store.getState().project?.canisterIds['main']).toBe(id);
  await store.actions.checkStep();
  expect(missing(store)).toHaveLength(2);
  await store.actions.solveStep();
  await store.actions.checkStep();
  expect(missing(store)).toEqual([]);
});

it('a step that was not reached says what would run, and runs it on request alone', async () => {
  const { store } = await opened();
  const before = store.getState().project?.id;
  await store.actions.openLesson('demo/two/upgrade');
  expect(store.getState().lesson?.waiting).toEqual(['Deploy']);
  expect(store.getState().project?.id).toBe(before);
  await store.actions.prepareStep();
  expect(store.getState().lesson?.waiting).toBeUndefined();
  expect(store.getState().project?.installed['main']?.version).toBe(1);
});

it('Restart step puts back code and canisters', async () => {
  const { store } = await opened();
  await store.actions.openLesson('demo/two/upgrade');
  await store.actions.prepareStep();
  store.actions.editFile('Main.mo', 'stable other : Nat = 0\nstable count : Nat = 0');
  await store.actions.upgrade();
  expect(store.getState().project?.installed['main']?.version).toBe(2);
  await store.actions.restartStep();
  expect(store.getState().project?.installed['main']?.version).toBe(1);
  expect(store.getState().project?.files).toEqual({ 'Main.mo': 'stable count : Nat = 0' });
  await store.actions.checkStep();
  expect(missing(store)).toHaveLength(2);
});

it('a course that is not there is told of, whatever it is called', async () => {
  const { store } = await opened();
  for (const name of ['nothing', '../../x', '__proto__', '<script>']) {
    await store.actions.openLesson(name);
    expect(store.getState().lesson).toBeUndefined();
    expect(store.getState().notices.length).toBeGreaterThan(0);
  }
});

it('a course that its author previews is there after a reload, as it was read last, until it is closed', async () => {
  const { store, world, flush } = await opened();
  const pictures = { 'one/cat.svg': new Blob(['<svg/>'], { type: 'image/svg+xml' }) };
  expect(await store.actions.previewCourse({ ...FOLDER, texts: { ...FOLDER.texts, 'one/read.md': '---\ntitle: Read\n---\n![A cat](cat.svg)\n' }, pictures: { 'one/cat.svg': 6 } }, pictures)).toEqual([]);
  await store.actions.turnStep(1);
  await flush();
  const { store: again, flush: flushed } = await opened(world);
  await expect.poll(() => again.getState().lesson).toMatchObject({ course: { id: 'preview-demo' }, place: { lesson: 'one', step: 'deploy' }, preview: { mistakes: [] } });
  expect(await (await fetch(again.getState().lesson?.pictures['one/cat.svg'] ?? '')).text()).toBe('<svg/>');
  const changed = { ...FOLDER, texts: { ...FOLDER.texts, 'course.yaml': 'title: Changed\nsummary: What for.\nlessons:\n  - one\n' } };
  await again.actions.previewCourse(changed, {});
  expect(again.getState().lesson).toMatchObject({ course: { title: 'Changed' }, place: { step: 'deploy' } });
  again.actions.closeLesson();
  await flushed();
  expect(world.replica.disk.has('preview')).toBe(false);
  const { store: closed } = await opened(world);
  await closed.actions.courses();
  expect(closed.getState().lesson).toBeUndefined();
});

it('progress outlives a reload', async () => {
  const { store, world, flush } = await opened();
  await store.actions.openLesson('demo/one/deploy');
  await store.actions.solveStep();
  await store.actions.checkStep();
  await flush();
  const { store: again } = await opened(world);
  expect(again.getState().lesson).toMatchObject({ place: { lesson: 'one', step: 'deploy' }, solved: ['one/deploy'], waiting: undefined });
});
