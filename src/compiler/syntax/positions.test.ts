import { expect, it } from 'vitest';
import { createPositions } from './positions.ts';

it('turns byte columns into UTF-16 columns', () => {
  const text = 'first\n/* éé𝒳 */ x\n';
  const positions = createPositions(text);
  const offset = positions.offset({ line: 1, character: 15 });
  expect(text[offset]).toBe('x');
  expect(positions.range({ start: offset, end: offset + 1 })).toEqual({ start: { line: 1, character: 11 }, end: { line: 1, character: 12 } });
});

it('keeps places outside the text inside it', () => {
  expect(createPositions('ab').offset({ line: 7, character: 3 })).toBe(2);
  expect(createPositions('ab').range({ start: 0, end: 2 }).end).toEqual({ line: 0, character: 2 });
});
