import { describe, expect, it } from 'vitest';
import { draftOf, initialDraft, readDraft } from './draft.ts';
import { parseCandid } from './parse-types.ts';
import { parseValues } from './parse-values.ts';
import { printValues } from './print.ts';

function argumentsOf(text: string) {
  const parsed = parseCandid(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { args: parsed.service[0]?.type.args ?? [], types: parsed.types };
}

describe('a form', () => {
  it.each([
    ['nat8', '256', 'must be between 0 and 255'],
    ['nat64', '18446744073709551616', 'must be between 0 and 18,446,744,073,709,551,615'],
    ['int8', '-129', 'must be between -128 and 127'],
    ['nat', '-1', 'must be 0 or more'],
    ['nat', '1.5', 'must be a whole number, such as 42'],
    ['nat', '', 'needs a whole number'],
    ['float64', 'x', 'must be a number, such as 1.5'],
    ['principal', 'nobody', 'is not a principal: its check sum does not fit, or it is not complete'],
    ['func () -> ()', 'aaaaa-aa', 'needs a canister and a method with a dot between: aaaaa-aa.method'],
  ])('for %s refuses “%s” in words', (type, text, message) => {
    const { args, types } = argumentsOf(`service : { m : (${type}) -> () }`);
    const argument = args[0];
    expect(argument && readDraft({ kind: 'text', text }, argument.type, types)).toEqual({ ok: false, message });
  });

  it('begins with a finite value for recursive types', () => {
    const { args, types } = argumentsOf(`
      type Tree = variant { node : record { Tree; Forest }; fruit : Forest; leaf : bool };
      type Forest = record { first : Tree; rest : opt Forest };
      type Never = record { Never };
      service : { m : (Tree, Forest, Never) -> () }`);
    const [tree, forest, never] = args.map(({ type }) => readDraft(initialDraft(type, types), type, types));
    expect(tree?.ok).toBe(true);
    expect(forest?.ok).toBe(true);
    expect(never).toEqual({ ok: false, message: 'there is no value of this type' });
  });

  it('shows any value, and reads it back', () => {
    const { args, types } = argumentsOf('service : { m : (record { a : opt nat; b : vec variant { x; y : text }; c : blob; d : float64; e : principal; f : func () -> () }) -> () }');
    const text = '(record { a = opt 5; b = vec { variant { x }; variant { y = "" } }; c = blob "\\ff"; d = 1.5; e = principal "aaaaa-aa"; f = func "aaaaa-aa".m })';
    const read = parseValues(text, args, types);
    if (!read.ok) throw new Error(read.error.message);
    const values = args.map(({ type }, index) => readDraft(draftOf(read.values[index], type, types), type, types));
    expect(printValues(values.map((value) => (value.ok ? value.value : undefined)), args, types).replaceAll(/\s+/g, ' ')).toContain('a = opt 5; b = vec { variant { x }; variant { y = "" } }; c = blob "\\ff"; d = 1.5;');
  });

  it('names the field in which something is wrong', () => {
    const { args, types } = argumentsOf('service : { m : (record { items : vec record { age : nat8 } }) -> () }');
    const type = args[0]?.type;
    const draft = { kind: 'record', fields: [{ kind: 'vec', items: [{ kind: 'record', fields: [{ kind: 'text', text: '300' }] }] }] } as const;
    expect(type && readDraft(draft, type, types)).toEqual({ ok: false, message: 'items: item 1: age: must be between 0 and 255' });
  });
});
