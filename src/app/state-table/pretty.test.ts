import { describe, expect, it } from 'vitest';
import { prettyValue } from './pretty.ts';

describe('a value laid out in lines', () => {
  it('stays on one line where it fits', () => {
    for (const value of ['5', '"a; b"', '{name = "Ann"; age = 3}', '{}', '?(1, "x")', '#ok({a = 1})']) expect(prettyValue(value)).toBe(value);
  });

  it('breaks after each entry, inside too where that is long', () => {
    expect(prettyValue('{"ann" -> {name = "Ann Lee"; title = "Engineer; \\"first\\" {"}; "bob" -> {name = "Bob"}}')).toBe(
      ['{', '  "ann" -> {', '    name = "Ann Lee";', '    title = "Engineer; \\"first\\" {"', '  };', '  "bob" -> {name = "Bob"}', '}'].join('\n'),
    );
  });

  it('leaves a list of plain values to be wrapped', () => {
    const numbers = `[${Array.from({ length: 60 }, (_, index) => index).join(', ')}]`;
    expect(prettyValue(numbers)).toBe(numbers);
  });

  it('leaves alone what is not well nested, and bears deep nesting', () => {
    for (const value of ['{"ann" -> {name = "Ann Lee"; title = "a rather long title that was cut…', `(${'}'.repeat(60)})`]) expect(prettyValue(value)).toBe(value);
    const deep = `${'?('.repeat(20_000)}1${')'.repeat(20_000)}`;
    expect(prettyValue(deep).replaceAll(/\s/g, '')).toBe(deep);
  });

  it('changes nothing but white space', () => {
    const value = '[(1, {left = [1, 2, 3]; right = #some("text, with; signs")}), (2, {left = []; right = #none}), (3, {left = [9]; right = #char(\'"\')})]';
    expect(prettyValue(value).replaceAll(/\s/g, '')).toBe(value.replaceAll(/\s/g, ''));
  });
});
