import { describe, expect, it } from 'vitest';
import { collectionOf } from './collections.ts';
import { parseType } from './type-text.ts';

describe('printed types', () => {
  it.each([
    ['Nat', 'named'],
    ['Map.Map<Text, (Nat, ?P)>', 'named'],
    ['?[var {a : Nat}]', 'option'],
    ['[var ?P]', 'array'],
    ['(Nat, Text)', 'tuple'],
    ['{#a; #b : (Nat, Text)}', 'variant'],
    ['{var a : Nat; b : Nat -> ()}', 'record'],
    ['(x : Nat) -> Nat', 'other'],
    ['<T>(T, ?T) -> [T]', 'other'],
    ['shared query () -> async Nat', 'other'],
    ['actor {foo : shared () -> async ()}', 'other'],
  ])('%s is a %s', (text, kind) => {
    expect(parseType(text)).toMatchObject({ kind, text });
  });

  it('takes records apart', () => {
    expect(parseType('{\n  var a : Map<Nat, Text>;\n  next : () -> ?P\n}')).toMatchObject({
      fields: [
        { name: 'a', mutable: true, type: { kind: 'named', name: 'Map', args: [{ text: 'Nat' }, { text: 'Text' }] } },
        { name: 'next', mutable: false, type: { kind: 'other' } },
      ],
    });
  });

  it('reads parentheses around one type as that type', () => {
    expect(parseType('?(actor {})')).toMatchObject({ kind: 'option', item: { kind: 'other' } });
  });
});

describe('collections', () => {
  it.each([
    ['Book', '{var root : Node<Text, P>; var size : Nat}', 'map', 'mo:core/Map'],
    ['Set.Set', '{var root : Node<Nat>; var size : Nat}', 'set', 'mo:core/Set'],
    ['List.List', '{ var blockIndex : Nat; var blocks : [var [var ?Nat]]; var elementIndex : Nat }', 'sequence', 'mo:core/List'],
    ['Queue.Queue', '{ var back : ?Node<Nat>; var front : ?Node<Nat>; var size : Nat }', 'sequence', 'mo:core/Queue'],
    ['Stack.Stack', '{var size : Nat; var top : List<Nat>}', 'sequence', 'mo:core/Stack'],
    ['M.Map', '{root : Tree<Nat, P>; size : Nat}', 'map', 'mo:core/pure/Map'],
    ['S.Set', '{root : Tree<Nat>; size : Nat}', 'set', 'mo:core/pure/Set'],
    ['L.List', '?(Nat, List<Nat>)', 'sequence', 'mo:core/pure/List'],
    ['Q.Queue', '(List<Nat>, Nat, List<Nat>)', 'sequence', 'mo:core/pure/Queue'],
    ['H.HashMap', '{entries : () -> Iter<(Text, Nat)>; size : () -> Nat}', 'map', undefined],
  ])('%s = %s is a %s', (name, structure, kind, module) => {
    expect(collectionOf(name, parseType(structure))).toMatchObject({ kind, module });
  });

  it('leaves records alone that only look alike', () => {
    expect(collectionOf('Tree', parseType('{var root : Nat; var size : Nat}'))).toBeUndefined();
    expect(collectionOf('Pair', parseType('?(Nat, Text)'))).toBeUndefined();
  });
});
