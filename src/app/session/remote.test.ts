import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../protocol/rpc.ts';
import { fetchRemote } from './remote.ts';

const PAGE = 'https://example.org/app/';
const API = 'https://api.github.com';
const ACTOR = 'persistent actor { var x : Nat = 1 };';

/** A web of the given addresses, in which everything else is missing; notes what was asked for. */
function web(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const fetch = async (url: URL | RequestInfo): Promise<Response> => {
    const address = new Request(url).url;
    asked.push(address);
    const body = answers[address];
    if (body instanceof Response) return body;
    return body === undefined ? new Response('{"message":"Not Found"}', { status: 404, statusText: 'Not Found' }) : new Response(typeof body === 'string' ? body : JSON.stringify(body));
  };
  return { asked, fetch };
}

const gistOf = (files: Readonly<Record<string, string>>) => ({ description: 'A gist', files: Object.fromEntries(Object.entries(files).map(([filename, content]) => [filename, { filename, content }])) });

async function codeOf(query: string, answers: Parameters<typeof web>[0]) {
  const remote = await fetchRemote(`${PAGE}?${query}`, web(answers).fetch);
  if (remote.kind !== 'code') throw new TypeError('state came');
  return remote.shared;
}

const refusal = async (query: string, answers: Parameters<typeof web>[0]): Promise<string> =>
  fetchRemote(`${PAGE}?${query}`, web(answers).fetch).then(
    () => 'opened',
    (error: unknown) => (error instanceof PlaygroundError ? `${error.code} | ${error.message} | ${error.hint}` : `no word for ${String(error)}`),
  );

describe('?gist=', () => {
  it('opens all files that a project can have', async () => {
    const files = { 'Main.mo': ACTOR, 'Types.mo': 'module {}', 'README.md': '# Hello' };
    expect(await codeOf('gist=abcdef12', { [`${API}/gists/abcdef12`]: gistOf({ ...files, 'picture.png': 'x' }) })).toMatchObject({ title: 'A gist', language: 'persistent', files });
  });

  it('knows the older language by its actor', async () => {
    expect(await codeOf('gist=abcdef12', { [`${API}/gists/abcdef12`]: gistOf({ 'Main.mo': 'actor { stable var x = 1 };' }) })).toMatchObject({ language: 'legacy' });
  });

  it('leaves out paths that climb, and names that every object has', async () => {
    const hostile = { '../../evil.mo': ACTOR, '/etc/evil.mo': ACTOR, 'a/../../evil.mo': ACTOR, 'constructor.mo': ACTOR, 'a\\b.mo': ACTOR };
    expect(Object.keys((await codeOf('gist=abcdef12', { [`${API}/gists/abcdef12`]: gistOf({ 'Main.mo': ACTOR, ...hostile }) })).files)).toEqual(['Main.mo']);
  });

  it.each<readonly [string, string, Parameters<typeof web>[0], RegExp]>([
    ['that is not there', 'gist=abcdef12', {}, /^share-remote \| api\.github\.com answered with 404 Not Found\. \| Nothing public is there/],
    ['while GitHub takes no more questions', 'gist=abcdef12', { [`${API}/gists/abcdef12`]: new Response('{}', { status: 403, statusText: 'rate limit exceeded' }) }, /403 rate limit exceeded\. \| .*try again in an hour/],
    ['with too many files', 'gist=abcdef12', { [`${API}/gists/abcdef12`]: gistOf(Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`F${index}.mo`, ACTOR]))) }, /^share-remote \| .*100 files/],
    ['with too much text', 'gist=abcdef12', { [`${API}/gists/abcdef12`]: gistOf({ 'Main.mo': 'x'.repeat(600_000) }) }, /^share-too-large/],
    ['whose files are cut', 'gist=abcdef12', { [`${API}/gists/abcdef12`]: { files: { 'Main.mo': { filename: 'Main.mo', content: ACTOR, truncated: true } } } }, /^share-remote/],
    ['without Motoko', 'gist=abcdef12', { [`${API}/gists/abcdef12`]: gistOf({ 'README.md': '# Hello', 'main.py': 'pass' }) }, /^share-remote \| There is no Motoko in it.* \| Name a gist/],
    ['that is no answer of GitHub', 'gist=abcdef12', { [`${API}/gists/abcdef12`]: '<html>' }, /not JSON/],
    ['whose id is none', 'gist=../../user', {}, /not the id of a gist/],
  ])('refuses one %s', async (_which, query, answers, expected) => {
    expect(await refusal(query, answers)).toMatch(expected);
  });
});

describe('?github=', () => {
  const CONTENTS = `${API}/repos/me/code/contents`;
  const RAW = 'https://raw.githubusercontent.com/me/code/main';
  const file = (path: string) => ({ type: 'file', name: path.split('/').at(-1), path, download_url: `${RAW}/${path}` });

  it('opens a folder with the folders in it', async () => {
    const shared = await codeOf('github=me/code/examples/shop', {
      [`${CONTENTS}/examples/shop`]: [file('examples/shop/Main.mo'), { type: 'dir', name: 'lib', path: 'examples/shop/lib', download_url: null }, file('examples/shop/logo.png')],
      [`${CONTENTS}/examples/shop/lib`]: [file('examples/shop/lib/Types.mo')],
      [`${RAW}/examples/shop/Main.mo`]: ACTOR,
      [`${RAW}/examples/shop/lib/Types.mo`]: 'module {}',
    });
    expect(shared).toMatchObject({ title: 'shop', files: { 'Main.mo': ACTOR, 'lib/Types.mo': 'module {}' } });
  });

  it('opens a whole repository, and a single file', async () => {
    expect(await codeOf('github=me/code', { [`${CONTENTS}/`]: [file('Main.mo')], [`${RAW}/Main.mo`]: ACTOR })).toMatchObject({ title: 'code', files: { 'Main.mo': ACTOR } });
    expect(await codeOf('github=me/code/src/Main.mo', { [`${CONTENTS}/src/Main.mo`]: file('src/Main.mo'), [`${RAW}/src/Main.mo`]: ACTOR })).toMatchObject({ files: { 'Main.mo': ACTOR } });
  });

  it('asks for nothing that lies outside of the folder, or cannot be loaded', async () => {
    const { asked, fetch } = web({
      [`${CONTENTS}/src`]: [file('src/Main.mo'), file('src/../../secret.mo'), file('elsewhere/Other.mo'), { ...file('src/module.mo'), download_url: null }, { type: 'dir', name: 'x', path: 'elsewhere' }, 'nonsense', null],
      [`${RAW}/src/Main.mo`]: ACTOR,
    });
    const remote = await fetchRemote(`${PAGE}?github=me/code/src`, fetch);
    expect(remote).toMatchObject({ shared: { files: { 'Main.mo': ACTOR } } });
    expect(asked).toEqual([`${CONTENTS}/src`, `${RAW}/src/Main.mo`]);
  });

  it.each<readonly [string, string, Parameters<typeof web>[0], RegExp]>([
    ['that is not there', 'github=me/code/src', {}, /404 Not Found\. \| Nothing public is there/],
    ['while GitHub takes no more questions', 'github=me/code/src', { [`${CONTENTS}/src`]: new Response('{}', { status: 429 }) }, /answered with 429\. \| .*try again in an hour/],
    ['that climbs', 'github=me/code/../../../user', {}, /not a place on GitHub/],
    ['with another address in it', 'github=me/code/%3Fref=x', {}, /not a place on GitHub/],
    ['without Motoko', 'github=me/code/docs', { [`${CONTENTS}/docs`]: [file('docs/README.md')], [`${RAW}/docs/README.md`]: '# Hello' }, /no Motoko in it/],
    ['that is elsewhere than it says', 'github=me/code/src', { [`${CONTENTS}/src`]: [{ ...file('src/Main.mo'), download_url: 'http://evil.example/Main.mo' }] }, /only https/],
  ])('refuses a place %s', async (_which, query, answers, expected) => {
    expect(await refusal(query, answers)).toMatch(expected);
  });

  it('stops asking where there are too many files', async () => {
    const many = Array.from({ length: 200 }, (_, index) => file(`src/F${index}.mo`));
    const { asked, fetch } = web({ [`${CONTENTS}/src`]: many, ...Object.fromEntries(many.map(({ download_url: url }) => [url, ACTOR])) });
    await expect(fetchRemote(`${PAGE}?github=me/code/src`, fetch)).rejects.toMatchObject({ code: 'share-remote', message: expect.stringContaining('100 files') as string });
    expect(asked.length).toBeLessThanOrEqual(60);
  });
});
