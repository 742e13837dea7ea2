import { describe, expect, it } from 'vitest';
import { loadSamples } from './samples.ts';

const entry = { id: 'a', title: 'A', summary: 's', language: 'persistent', persistence: ['enhanced'], steps: ['one'], files: ['Main.mo'], version2: ['lib/M.mo'] };
const served: Readonly<Record<string, string>> = {
  'https://x.org/p/samples/index.json': JSON.stringify([{ ...entry, test: { version1: [], version2: [], outcomes: {} } }]),
  'https://x.org/p/samples/a/v1/Main.mo': 'one',
  'https://x.org/p/samples/a/v2/lib/M.mo': 'two',
};
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

  it('name the file that is missing', async () => {
    const index = 'https://x.org/p/samples/index.json';
    const incomplete = { [index]: served[index] as string };
    await expect(loadSamples(fetchFrom(incomplete), new URL('https://x.org/p/samples/'))).rejects.toThrow('a/v1/Main.mo answered 404');
  });
});
