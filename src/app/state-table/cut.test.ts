import { describe, expect, it } from 'vitest';
import { changedStretch, foldedWindow, isCut, splitNote, stretchIn } from './cut.ts';
import { prettyBeginning, prettyValue } from './pretty.ts';

const marked = (was: string, is: string): string | undefined => {
  const stretch = changedStretch(was, is);
  return stretch && is.slice(stretch.from, stretch.to);
};

describe('what changed in a value', () => {
  it.each([
    ['[1, 2, 3]', '[1, 25, 3]', '25'],
    ['{count = 1; name = "Ann"}', '{count = 12; name = "Ann"}', '12'],
    ['{"ann" -> 3; "bob" -> 4}', '{"ann" -> 3; "bert" -> 1; "bob" -> 4}', '"bert" -> 1; "bob"'],
    ['[1, 2, 3]', '[1, 3]', '3'],
    ['[1, 2]', '[1, 2, 3]', ', 3'],
    ['5', '6', '6'],
  ])('from %s to %s is %s', (was, is, part) => {
    expect(marked(was, is)).toContain(part.replace(/^, /, ''));
  });

  it('is nothing where nothing changed, and always within the value', () => {
    expect(changedStretch('[1]', '[1]')).toBeUndefined();
    const values = ['', '1', '[]', '[1, 2]', '[2, 1]', '{a = 1}', '"x"', '[1, 2, 1, 2]'];
    for (const was of values) {
      for (const is of values) {
        const { from, to } = changedStretch(was, is) ?? { from: 0, to: 0 };
        expect(from).toBeLessThanOrEqual(to);
        expect(to).toBeLessThanOrEqual(is.length);
      }
    }
  });

  it('is found again where the value is laid out in lines, and where it is folded', () => {
    const people = (age: number): string => `{${Array.from({ length: 20 }, (_, n) => `"person ${n}" -> {age = ${n === 15 ? age : n}; tags = ["a", "b"]}`).join('; ')}}`;
    const [was, is] = [people(15), people(99)];
    const change = changedStretch(was, is);
    if (!change) throw new Error('no change');
    const laidOut = prettyValue(is);
    const there = stretchIn(laidOut, is, change);
    expect(laidOut.slice(there.from, there.to)).toBe('99');
    const folded = foldedWindow(is, change, 240);
    expect(folded.text.slice(folded.change?.from, folded.change?.to)).toBe('99');
    expect(folded.text.length).toBeLessThan(260);
  });
});

it('a value is cut where something is left out, not where its own text has an ellipsis', () => {
  for (const cut of ['[1, … 3 more]', '"ab" … 99 more characters', '{a = 1; …}']) expect(isCut(cut)).toBe(true);
  for (const whole of ['[1, 2]', '"and so on …"', '\'…\'']) expect(isCut(whole)).toBe(false);
});

it('what the inspector says about a value is told apart from it', () => {
  const note = 'It contains itself, or is nested more than 24 levels deep: only the beginning is shown.';
  expect(splitNote(`{next = ?…} … ${note}`)).toEqual({ value: '{next = ?…}', note });
  expect(splitNote('"… It contains itself"')).toEqual({ value: '"… It contains itself"', note: undefined });
});

it('the beginning of a value is laid out like the whole', () => {
  const value = '{"ann" -> {name = "Ann Lee, of course"; age = 33}; "bob" -> {name = "Bob; {"; age = 44}}';
  for (let length = 1; length <= value.length; length++) {
    const beginning = value.slice(0, length);
    expect(prettyBeginning(beginning).replaceAll(/\s/g, '')).toBe(beginning.replaceAll(/\s/g, ''));
  }
  expect(prettyBeginning(value.slice(0, 70))).toContain('\n  "ann" -> {');
});
