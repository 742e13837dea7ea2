import { describe, expect, it } from 'vitest';
import { joinedAddress, readInvitation, type Invitation } from './joining.ts';
import { encodeShare } from './share.ts';

const PAGE = 'https://example.org/play/?join';

const COURSE = {
  id: 'first-upgrade',
  texts: {
    'course.yaml': 'title: A first upgrade\nsummary: What stays.\nlessons:\n  - keep\n',
    'keep/lesson.yaml': 'title: Keep the count\nlanguage: persistent\npersistence: enhanced\nstart: start\nsteps:\n  - read\n  - more\n',
    'keep/read.md': '---\ntitle: Read this\n---\n\nWords.\n',
    'keep/more.md': '---\ntitle: And this\n---\n\nWords.\n',
    'keep/start/Main.mo': 'persistent actor {};\n',
  },
  pictures: {},
};

const read = (href: string): Promise<Invitation> =>
  readInvitation({
    address: { href: () => href, replace: () => undefined, onHashChange: () => undefined },
    courseFile: async (file) => {
      if (file !== 'first-upgrade.json') throw new TypeError('404');
      return COURSE;
    },
  });

describe('a link for participants', () => {
  it('tells the project that it holds', async () => {
    const fragment = await encodeShare({ title: '<b>Dapp</b>', files: { 'Main.mo': 'actor {}', 'Types.mo': 'module {}' }, language: 'persistent', persistence: 'enhanced' });
    expect(await read(PAGE + fragment)).toEqual({ kind: 'project', title: '<b>Dapp</b>', files: ['Main.mo', 'Types.mo'], canisters: [] });
  });

  it('tells the step of the lesson that it names', async () => {
    expect(await read(`${PAGE}&lesson=first-upgrade/keep/more`)).toEqual({ kind: 'lesson', course: 'A first upgrade', lesson: 'Keep the count', step: 'And this' });
    expect(await read(`${PAGE}&lesson=first-upgrade`)).toMatchObject({ kind: 'lesson', step: 'Read this' });
  });

  it.each([
    ['is damaged', '#p=1.AAAA', /cut or damaged/],
    ['is of another version', '#p=77.AAAA', /version 77/],
    ['names no course', '&lesson=nowhere/a/b', /./],
    ['climbs', '&lesson=..%2F..%2Fsecret', /no course/],
  ])('says what is wrong where it %s', async (_, rest, text) => {
    const invitation = await read(PAGE + rest);
    expect(invitation.kind).toBe('refused');
    expect(invitation).toMatchObject({ text: expect.stringMatching(text) as unknown });
  });

  it('names where on the web a project comes from, without asking for it', async () => {
    expect(await read(`${PAGE}&project=https://example.com/dapp.json`)).toEqual({ kind: 'remote', from: 'https://example.com/dapp.json' });
  });

  it('may hold nothing', async () => {
    expect(await read(PAGE)).toEqual({ kind: 'nothing' });
  });
});

describe('the address once somebody has answered', () => {
  it.each([
    ['keeps what is to be opened', '?join#p=1.abc', true, '#p=1.abc'],
    ['keeps the lesson readable', '?join&lesson=a/b/c', true, '?lesson=a/b/c'],
    ['keeps what has nothing to do with it', '?theme=dark&join', true, '?theme=dark'],
    ['forgets what was declined', '?join&lesson=a/b/c#p=1.abc', false, ''],
    ['forgets a project of the web that was declined', '?join&gist=abc', false, ''],
  ])('%s', (_, rest, accepted, left) => {
    expect(joinedAddress(`https://example.org/play/${rest}`, accepted)).toBe(`https://example.org/play/${left}`);
  });
});
