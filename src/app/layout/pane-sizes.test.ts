import { describe, expect, it } from 'vitest';
import { sizesOf } from './pane-sizes.ts';

describe('widths of the panes', () => {
  it('are taken where they fill the workbench', () => {
    expect(sizesOf({ files: 15, code: 35.2, canister: 49.8 })).toEqual({ files: 15, code: 35.2, canister: 49.8 });
  });

  it.each([null, 'wide', {}, { files: 15, code: 35 }, { files: 15, code: 35, canister: 20 }, { files: -5, code: 55, canister: 50 }, { files: '15', code: 35, canister: 50 }])('are left alone where they are %j', (value) => {
    expect(sizesOf(value)).toBeUndefined();
  });
});
