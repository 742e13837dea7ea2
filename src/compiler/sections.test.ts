import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../primitives/bytes.ts';
import { withCustomSections, withoutLocalNames } from './sections.ts';

const HEADER = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const entry = (id: number, content: Uint8Array): Uint8Array => concat([Uint8Array.of(id, content.length), content]);
const custom = (name: string, data: Uint8Array): Uint8Array => entry(0, concat([Uint8Array.of(name.length), utf8(name), data]));
const TYPES = entry(1, Uint8Array.of(0));

describe('custom sections', () => {
  it('are changed by name, and everything else stays byte by byte', () => {
    const wasm = concat([HEADER, custom('a', utf8('one')), TYPES, custom('b', utf8('two'))]);
    const changed = withCustomSections(wasm, (name) => (name === 'a' ? utf8('longer than before') : undefined));
    expect(changed).toEqual(concat([HEADER, custom('a', utf8('longer than before')), TYPES, custom('b', utf8('two'))]));
  });

  it.each([
    ['a size that goes beyond the end', concat([HEADER, Uint8Array.of(0, 99, 1)])],
    ['a section without a size', concat([HEADER, Uint8Array.of(0)])],
  ])('of a module with %s stay as they are', (_, wasm) => {
    expect(withCustomSections(wasm, () => utf8('x'))).toEqual(wasm);
  });
});

describe('the name section', () => {
  const module = entry(0, utf8('m'));
  const functions = entry(1, utf8('functions'));
  const locals = entry(2, utf8('locals'));

  it('loses the names of locals and keeps those of functions, which back traces tell', () => {
    expect(withoutLocalNames(concat([module, functions, locals]))).toEqual(concat([module, functions]));
  });

  it('stays as it is where it cannot be read', () => {
    const cut = concat([functions, Uint8Array.of(2, 50)]);
    expect(withoutLocalNames(cut)).toEqual(cut);
  });
});
