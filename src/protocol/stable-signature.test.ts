import { describe, expect, it } from 'vitest';
import { parseStableSignature, sameStableType } from './stable-signature.ts';

/** As moc 1.10 writes it. */
const MAP = `// Version: 1.0.0
type Data__499069898<K, V> =
  {var count : Nat__930482709; kvs : [var ?(K, V)]};
type Leaf__148575900<K, V> = {data : Data__499069898<K, V>};
type Nat__920180692 = Nat;
type Nat__930482709 = Nat__920180692;
type Node__60866552<K, V> =
  {#internal : [Node__60866552<K, V>]; #leaf : Leaf__148575900<K, V>};
type Profile__958185829 = {age : ?Nat; name : Text};
actor {
  stable var count : Nat;
  stable var f : ?(shared Nat -> async ());
  stable profiles : {var root : Node__60866552<Text, Profile__958185829>; var size : Nat__930482709}
};
`;

const signatureOf = (...lines: readonly string[]) => parseStableSignature(lines.join('\n'));
const same = (before: string, after: string) => sameStableType('x', parseStableSignature(before), parseStableSignature(after));

describe('a stable signature', () => {
  it('names the stable variables with their types', () => {
    const { provides, expects } = parseStableSignature(MAP);
    expect([...provides.keys()]).toEqual(['count', 'f', 'profiles']);
    expect(provides.get('f')).toBe('?(shared Nat -> async ())');
    expect(expects).toBe(provides);
  });

  it('with a migration has what it expects and what it provides', () => {
    const { provides, expects } = parseStableSignature('// Version: 3.0.0\nactor ({\n  in var count : Nat\n}, {\n  stable var total : Int\n});');
    expect([...expects]).toEqual([['count', 'Nat']]);
    expect([...provides]).toEqual([['total', 'Int']]);
  });

  it('that is empty or of another kind has no variables', () => {
    expect(signatureOf('').provides.size).toBe(0);
    expect(signatureOf('((((').provides.size).toBe(0);
  });
});

describe('types of two signatures', () => {
  it('are the same under other numbers in their names', () => {
    const renumbered = parseStableSignature(MAP.replaceAll(/__(\d)/g, '__9$1'));
    expect(sameStableType('profiles', parseStableSignature(MAP), renumbered)).toBe(true);
  });

  it('differ where a definition that they use differs', () => {
    const grown = parseStableSignature(MAP.replace('name : Text}', 'name : Text; mail : Text}'));
    expect(sameStableType('profiles', parseStableSignature(MAP), grown)).toBe(false);
    expect(sameStableType('count', parseStableSignature(MAP), grown)).toBe(true);
  });

  it('are the same where one is written out and the other named', () => {
    expect(same('type P = {a : Nat};\nactor { stable var x : [P] };', 'actor { stable var x : [{a : Nat}] };')).toBe(true);
  });

  it('are unknown where one side does not have the variable', () => {
    expect(same('actor { stable var x : Nat };', 'actor { };')).toBeUndefined();
  });
});
