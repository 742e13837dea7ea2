import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestEdit } from './edits.ts';

describe('the smallest edit', () => {
  it('turns one text into the other', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 8 });
    fc.assert(fc.property(text, text, (before, after) => {
      const edit = smallestEdit(before, after);
      expect(edit ? before.slice(0, edit.start) + edit.text + before.slice(edit.end) : before).toBe(after);
    }));
  });
  it('touches only what differs', () => {
    expect(smallestEdit('var x = 1;', 'var x = 25;')).toEqual({ start: 8, end: 9, text: '25' });
    expect(smallestEdit('same', 'same')).toBeUndefined();
    expect(smallestEdit('aa', 'aaa')).toEqual({ start: 2, end: 2, text: 'a' });
  });
});
