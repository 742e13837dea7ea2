import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadSamples, type SampleEntry } from './samples.ts';

const entry = { id: 'a', title: 'A', summary: 's', language: 'persistent', persistence: ['enhanced'], steps: ['one'], files: ['Main.mo'], version2: ['lib/M.mo'] };
const index = (...entries: object[]): string => JSON.stringify(entries.map((each) => ({ ...each, test: { version1: [], version2: [], outcomes: {} } })));
const texts = { 'a/v1/Main.mo': 'one', 'a/v2/lib/M.mo': 'two' };
const PACKED = 'https://x.org/p/samples/packed';
const served: Readonly<Record<string, string>> = { [`${PACKED}/index.json`]: JSON.stringify({ 'index.json': index(entry), ...texts }) };
const fetchFrom =
  (files: Readonly<Record<string, string>>): typeof fetch =>
  async (input) => {
    const text = files[(input as URL).href];
    return new Response(text ?? '', { status: text === undefined ? 404 : 200 });
  };

describe('the samples', () => {
  it('come with the files of both versions, from below the page', async () => {
    const samples = await loadSamples(fetchFrom(served), new URL('https://x.org/p/samples/'));
    expect(samples).toEqual([{ ...entry, files: { 'Main.mo': 'one' }, version2: { 'lib/M.mo': 'two' } }]);
  });

  it('have a third version where code mends what went wrong, and an index of their own for the failure lab', async () => {
    const described = index({ ...entry, group: 'failure', wayOut: ['Main.mo'] });
    const lab = { ...served, [`${PACKED}/failures.json`]: JSON.stringify({ 'failures.json': described, ...texts, 'a/v3/Main.mo': 'three' }) };
    const samples = await loadSamples(fetchFrom(lab), new URL('https://x.org/p/samples/'), { index: 'failures.json' });
    expect(samples).toMatchObject([{ id: 'a', group: 'failure', wayOut: { 'Main.mo': 'three' } }]);
  });

  it('speak another language where they are translated, and English where not', async () => {
    const packed = { 'index.json': index(entry, { ...entry, id: 'b', files: [], version2: [] }), ...texts };
    const german = { title: 'Ä', summary: 'z', steps: ['eins'] };
    const files = { [`${PACKED}/index.json`]: JSON.stringify(packed), 'https://x.org/p/samples/de.json': JSON.stringify({ a: german }) };
    const samples = await loadSamples(fetchFrom(files), new URL('https://x.org/p/samples/'), { index: 'index.json', language: 'de' });
    expect(samples).toMatchObject([{ id: 'a', ...german, language: 'persistent' }, { id: 'b', title: 'A', summary: 's', steps: ['one'] }]);
  });

  it('are all translated, step by step', async () => {
    const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(new URL(`../../../public/samples/${file}.json`, import.meta.url), 'utf8'));
    const english = [...((await read('index')) as SampleEntry[]), ...((await read('failures')) as SampleEntry[])];
    const german = (await read('de')) as Record<string, Pick<SampleEntry, 'steps'>>;
    expect(Object.entries(german).map(([id, { steps }]) => [id, steps.length])).toEqual(english.map(({ id, steps }) => [id, steps.length]));
  });

  it('name the file that is missing', async () => {
    const incomplete = { [`${PACKED}/index.json`]: JSON.stringify({ 'index.json': index(entry), 'a/v2/lib/M.mo': 'two' }) };
    await expect(loadSamples(fetchFrom(incomplete), new URL('https://x.org/p/samples/'))).rejects.toThrow('a/v1/Main.mo is missing');
    await expect(loadSamples(fetchFrom({}), new URL('https://x.org/p/samples/'))).rejects.toThrow('packed/index.json answered 404');
  });
});
