import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { ProjectArchive } from '../state/archive-model.ts';
import { toBase64Url } from './base64-url.ts';
import { fromFile, pack, toFile, unpack } from './container.ts';
import { decodeProject, encodeProject } from './project-archive.ts';
import { decodeShare } from './share.ts';
import { linkOf, readProjectFile, readStateLink } from './state-links.ts';

const ARCHIVE: ProjectArchive = {
  title: '<img src=x onerror=alert(1)>',
  sample: undefined,
  language: 'persistent',
  persistence: 'enhanced',
  files: { 'Main.mo': 'persistent actor {}', 'lib/Types.mo': 'module {}' },
  openFile: 'Main.mo',
  selected: 'main',
  scripts: [{ title: 'Script', steps: [{ kind: 'upgrade', canister: 'main' }] }],
  modules: [],
  installArguments: {},
  place: { lesson: 'upgrading/first', step: '2' },
  canisters: [{ name: 'main', id: 'aaaaa-aa', installed: undefined, upgrade: undefined, calls: [] }],
  world: Uint8Array.of(1, 2, 3),
};

const codeOf = async (promise: Promise<unknown>): Promise<string> => promise.then(() => 'no error', (error: unknown) => (error instanceof PlaygroundError ? error.code : String(error)));
const linkTo = async (archive: ProjectArchive): Promise<string> => linkOf(await pack(encodeProject(archive))) ?? '';

/** As the first version of the playground made it. */
const OLD_LINK = '#p=1.RY1NCsIwEIWvUt66CCmCIXcQLzCbEGMNpBNppquQuzu2YHcz73s_DaGwRBY4NIIkyZHgCI_8JIyEV8qxqqLw7hNflrLjT1xrqr_g4IOUdWid0NWfPc-bn4-S07V3_d9w4Mhvr7cOdYyo2wJn7GRv18kY278';

describe('a link or file with state', () => {
  it('gives back what it was made of', async () => {
    const link = await linkTo(ARCHIVE);
    expect(await readStateLink(link)).toEqual(ARCHIVE);
    expect(await readProjectFile(toFile(await pack(encodeProject(ARCHIVE))))).toEqual(ARCHIVE);
  });

  it('is refused where it is cut, or its checksum is wrong', async () => {
    const link = await linkTo(ARCHIVE);
    for (const length of [5, 12, 60, link.length - 1]) expect(await codeOf(readStateLink(link.slice(0, length)))).toBe('share-damaged');
    expect(await codeOf(readStateLink('#p=2.<script>'))).toBe('share-damaged');
  });

  it('of another version is refused with the version named', async () => {
    await expect(decodeShare('#p=3.abc')).rejects.toThrow('version 3');
    const file = toFile(await pack(encodeProject(ARCHIVE)));
    file[file.indexOf(2)] = 7;
    expect(() => fromFile(file)).toThrow('version 7');
  });

  it('does not unpack more than it may', async () => {
    const bomb = await pack(new Uint8Array(20_000_000));
    expect(bomb.length).toBeLessThan(40_000);
    expect(await codeOf(unpack(bomb, 'link', 1_000_000))).toBe('share-too-large');
    expect(await codeOf(readStateLink(`#p=2.${toBase64Url(bomb)}`))).toBe('share-too-large');
  });

  it('holds only what a project can hold', async () => {
    const hostile: readonly Partial<ProjectArchive>[] = [
      { files: {} },
      { files: { '../Main.mo': '' } },
      { files: { '/etc/Main.mo': '' } },
      { files: { 'constructor.mo': '' } },
      { files: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`F${i}.mo`, ''])) },
      { title: 'a'.repeat(10_000) },
      { place: { lesson: '../../x', step: undefined } },
      { place: { lesson: 'javascript:alert(1)', step: undefined } },
      { modules: [{ name: 'x', fileName: 'x.exe', bytes: new Uint8Array() }] },
      { canisters: [...ARCHIVE.canisters, ...ARCHIVE.canisters] },
      { canisters: [{ ...(ARCHIVE.canisters[0] as ProjectArchive['canisters'][number]), name: '__proto__' }] },
    ];
    for (const change of hostile) expect(await codeOf(linkTo({ ...ARCHIVE, ...change }).then(readStateLink)), JSON.stringify(change).slice(0, 60)).toBe('share-invalid');
  });

  it('never does more than be refused, whatever its bytes are', () => {
    const whole = encodeProject(ARCHIVE);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }), (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          decodeProject(bytes, 'link');
        } catch (error) {
          expect(error).toBeInstanceOf(PlaygroundError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a link of the first version', () => {
  it('still opens', async () => {
    expect(await decodeShare(OLD_LINK)).toEqual({ title: 'Old', files: { 'Main.mo': 'persistent actor {}' }, language: 'persistent', persistence: 'enhanced' });
  });
});
