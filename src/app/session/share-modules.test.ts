import { describe, expect, it } from 'vitest';
import { decodeShare, encodeShare } from './share.ts';
import { bytesOf, sharedModules, validateModules } from './share-modules.ts';

const small = { fileName: 'a.wasm', hash: 'small', bytes: 3 };
const large = { fileName: 'b.wasm.gz', hash: 'large', bytes: 60_000 };
const bytes = new Map([
  ['small', Uint8Array.of(0, 0x61, 0xff)],
  ['large', new Uint8Array(60_000)],
]);

describe('modules in a link', () => {
  it('are carried where they are small, and named where they are left out', async () => {
    const { carried, left } = sharedModules({ big: large, tiny: small }, bytes);
    expect(left).toEqual(['b.wasm.gz']);
    const link = await encodeShare({ title: 'T', files: { 'Main.mo': '' }, language: 'persistent', persistence: 'enhanced', modules: carried });
    const { modules } = await decodeShare(link);
    expect(modules?.map(({ name, fileName }) => [name, fileName])).toEqual([['tiny', 'a.wasm']]);
    expect(modules?.map(bytesOf)).toEqual([bytes.get('small')]);
  });

  it.each([
    ['no list', {}],
    ['a name that climbs', [{ name: '../x', fileName: 'a.wasm', bytes: '' }]],
    ['a file that is no module', [{ name: 'a', fileName: 'a.exe', bytes: '' }]],
    ['bytes that are none', [{ name: 'a', fileName: 'a.wasm', bytes: '%' }]],
    ['a name twice', [{ name: 'a', fileName: 'a.wasm', bytes: '' }, { name: 'a', fileName: 'a.wasm', bytes: '' }]],
  ])('are not trusted: %s', (_, value) => {
    expect(validateModules(value)).toBeUndefined();
  });

  it('need not be there: links of before have none', () => {
    expect(validateModules(undefined)).toEqual([]);
  });
});
