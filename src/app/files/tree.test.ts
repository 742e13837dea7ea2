import { describe, expect, it } from 'vitest';
import { treeOf } from './tree.ts';

describe('the tree of files', () => {
  it('nests folders, and puts them before files', () => {
    expect(treeOf(['Main.mo', 'lib/Types.mo', 'lib/deep/A.mo', 'Api.mo'])).toEqual([
      { kind: 'folder', name: 'lib', path: 'lib', children: [
        { kind: 'folder', name: 'deep', path: 'lib/deep', children: [{ kind: 'file', name: 'A.mo', path: 'lib/deep/A.mo' }] },
        { kind: 'file', name: 'Types.mo', path: 'lib/Types.mo' },
      ] },
      { kind: 'file', name: 'Api.mo', path: 'Api.mo' },
      { kind: 'file', name: 'Main.mo', path: 'Main.mo' },
    ]);
  });
});
