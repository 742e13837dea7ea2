import { expect, it } from 'vitest';
import type { Arrangement } from '../state/arrangement.ts';
import { World } from './testing-world.ts';

const COURSE = {
  id: 'demo',
  pictures: {},
  texts: {
    'course.yaml': 'title: Demo\nsummary: What for.\nlessons:\n  - one\n  - two\n',
    'one/lesson.yaml': 'title: One\nlanguage: persistent\npersistence: enhanced\nstart: start\nsteps:\n  - read\n  - deploy\n',
    'one/read.md': '---\ntitle: Read\n---\nRead.\n',
    'one/deploy.md': '---\ntitle: Deploy\nsolve:\n  - deploy\ncheck:\n  - deployed\n---\nDeploy it.\n',
    'one/start/Main.mo': 'stable count : Nat = 0',
    'two/lesson.yaml': 'title: Two\nsteps:\n  - more\n',
    'two/more.md': '---\ntitle: More\n---\nMore.\n',
  },
};

/** A page that notes which layout it was asked for. */
function pageLaidOut(text: string) {
  const visits: [string, Arrangement][] = [];
  return { visits, arrangement: { text: () => text, visit: (projectId: string, arrangement: Arrangement) => void visits.push([projectId, arrangement]) } };
}

async function shared(text: string): Promise<string> {
  const session = await new World().started({ arrangement: pageLaidOut(text).arrangement });
  session.store.actions.editFile('Main.mo', 'stable shared : Nat = 7');
  return session.store.actions.share();
}

it('a link carries the layout of the page, and nothing of it where it is as at the beginning', async () => {
  expect(await shared('12.50-m')).toMatch(/^https:\/\/example\.org\/app\/\?a=1&layout=12\.50-m#p=1\./);
  expect(await shared('')).toMatch(/^https:\/\/example\.org\/app\/\?a=1#p=1\./);
});

it('the layout of a link is for the project that it opens, and leaves the address with it', async () => {
  const world = new World();
  world.href = await shared('12.50-m');
  const page = pageLaidOut('');
  const { store } = await world.started({ arrangement: page.arrangement });
  expect(page.visits).toEqual([[store.getState().project?.id, { panes: { files: 12, code: 38, canister: 50 }, unfolded: ['memory'] }]]);
  expect(world.href).toBe('https://example.org/app/?a=1');
  expect(await store.actions.share()).not.toContain('layout');
});

it('a layout waits for the word of whoever has work here, and is forgotten with the link', async () => {
  const link = await shared('12.50-m');
  for (const accepted of [true, false]) {
    const world = new World();
    const page = pageLaidOut('');
    const { store } = await world.started({ arrangement: page.arrangement });
    await store.actions.deploy();
    world.navigate(link);
    await expect.poll(() => store.getState().incoming).toBeDefined();
    expect(page.visits).toEqual([]);
    if (accepted) await store.actions.acceptIncoming();
    else store.actions.declineIncoming();
    expect(page.visits).toHaveLength(accepted ? 1 : 0);
    expect(world.href).not.toContain('layout');
  }
});

it('the layout of a link to a lesson is for its project, also where that has to be made first', async () => {
  for (const [step, waits] of [['one/read', false], ['two/more', true]] as const) {
    const world = new World();
    world.href = `https://example.org/app/?a=1&layout=12.50-m&lesson=demo/${step}`;
    const page = pageLaidOut('');
    const { store } = await world.started({ arrangement: page.arrangement, courseFile: async (file) => (file === 'demo.json' ? COURSE : ['demo']) });
    expect(page.visits).toHaveLength(waits ? 0 : 1);
    if (waits) await store.actions.prepareStep();
    expect(page.visits).toEqual([[store.getState().project?.id, { panes: { files: 12, code: 38, canister: 50 }, unfolded: ['memory'] }]]);
    expect(store.getState().project?.lesson?.course).toBe('demo');
    expect(world.href).toBe(`https://example.org/app/?a=1&lesson=demo/${step}`);
  }
});

it.each(['90.90', '<script>alert(1)</script>', '12.50;position:fixed', 'x'.repeat(5000)])('a hostile layout is left alone, and the project opens: %s', async (layout) => {
  const world = new World();
  world.href = (await shared('12.50')).replace('layout=12.50', `layout=${encodeURIComponent(layout)}`);
  const page = pageLaidOut('');
  const { store } = await world.started({ arrangement: page.arrangement });
  expect(store.getState().project?.files).toEqual({ 'Main.mo': 'stable shared : Nat = 7' });
  expect(page.visits).toEqual([]);
});
