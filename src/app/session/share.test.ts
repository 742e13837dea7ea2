import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../primitives/bytes.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import { decodeShare, encodeShare, type SharedProject } from './share.ts';

const project = (more: Partial<SharedProject> = {}): SharedProject => ({
  title: 'Counter',
  files: { 'Main.mo': 'persistent actor {}' },
  language: 'persistent',
  persistence: 'enhanced',
  ...more,
});

const codeOf = (fragment: string): Promise<string> =>
  decodeShare(fragment).then(
    () => 'opened',
    (error: unknown) => (error instanceof PlaygroundError ? error.code : String(error)),
  );

/** A link as {@link encodeShare} would make it from any value, with a right checksum. */
function forge(value: unknown): string {
  const content = JSON.stringify(value);
  let sum = 0x811c9dc5;
  for (let i = 0; i < content.length; i++) sum = Math.imul(sum ^ content.charCodeAt(i), 0x01000193);
  return `#p=1.${Buffer.from(deflateSync(utf8(JSON.stringify({ content, sum: sum >>> 0 })))).toString('base64url')}`;
}

describe('a shared link', () => {
  it('opens as what was shared, whatever the text', async () => {
    const name = fc.stringMatching(/^[A-Za-z][\w-]{0,8}$/).map((base) => `lib-${base}/File.mo`);
    const files = fc.dictionary(name, fc.string({ unit: 'binary', maxLength: 400 }), { minKeys: 1, maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(files, fc.constantFrom('persistent', 'legacy'), fc.constantFrom('enhanced', 'classical'), async (given, language, persistence) => {
        const lower = new Set(Object.keys(given).map((path) => path.toLowerCase()));
        fc.pre(lower.size === Object.keys(given).length);
        const shared = project({ files: { ...given }, language, persistence });
        expect(await decodeShare(await encodeShare(shared))).toEqual(shared);
      }),
      { numRuns: 100 },
    );
  });

  it('that was cut anywhere says so', async () => {
    const link = await encodeShare(project());
    for (let length = '#p=1.'.length; length < link.length; length++) expect(await codeOf(link.slice(0, length))).toBe('share-damaged');
  });

  it('with one character changed opens as it was, or not at all', async () => {
    const link = await encodeShare(project());
    const start = '#p=1.'.length;
    const places = fc.tuple(fc.integer({ min: start, max: link.length - 1 }), fc.constantFrom(...'AZaz09-_'));
    await fc.assert(
      fc.asyncProperty(places, async ([at, character]) => {
        const changed = link.slice(0, at) + character + link.slice(at + 1);
        const opened = await decodeShare(changed).catch((error: unknown) => error);
        if (opened instanceof PlaygroundError) expect(opened.code).toMatch(/^share-/);
        else expect(opened).toEqual(project());
      }),
      { numRuns: 200 },
    );
  });

  it('of any other kind is refused with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        expect(await codeOf(`#p=1.${text}`)).toMatch(/^share-/);
      }),
      { numRuns: 200 },
    );
  });

  it('of another version names both versions', async () => {
    await expect(decodeShare('#p=7.abc')).rejects.toMatchObject({ code: 'share-version', message: expect.stringMatching(/7.*1/) as string });
  });

  it.each(['', '/etc/passwd.mo', '../up.mo', 'a//b.mo', 'a\\b.mo', 'a\nb.mo', '__proto__/x.mo', 'constructor.mo', 'run.exe'])(
    'with a file named %j is refused',
    async (path) => expect(await codeOf(forge({ ...project(), files: { [path]: '' } }))).toBe('share-invalid'),
  );

  it.each([
    ['no record', 5],
    ['no title', { ...project(), title: undefined }],
    ['an unknown language', { ...project(), language: 'cobol' }],
    ['an unknown persistence', { ...project(), persistence: 'some' }],
    ['no files', { ...project(), files: {} }],
    ['a list of files', { ...project(), files: ['Main.mo'] }],
    ['a file that is no text', { ...project(), files: { 'Main.mo': 5 } }],
    ['two files of one name', { ...project(), files: { 'Main.mo': '', 'main.mo': '' } }],
  ])('with %s is refused', async (_, value) => expect(await codeOf(forge(value))).toBe('share-invalid'));

  it('that unpacks to too much is stopped early', async () => {
    const bomb = `#p=1.${Buffer.from(deflateSync(new Uint8Array(20_000_000))).toString('base64url')}`;
    expect(await codeOf(bomb)).toBe('share-too-large');
    expect(await codeOf(forge({ ...project(), files: { 'Main.mo': 'x'.repeat(600_000) } }))).toBe('share-too-large');
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}.mo`, '']));
    expect(await codeOf(forge({ ...project(), files: many }))).toBe('share-too-large');
    await expect(encodeShare(project({ files: many }))).rejects.toMatchObject({ code: 'share-too-large' });
  });
});
