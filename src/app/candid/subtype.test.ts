import { describe, expect, it } from 'vitest';
import { breakingChanges } from './breaking.ts';
import { parseCandid } from './parse-types.ts';
import { mismatch, type Scoped } from './subtype.ts';

/** A type, with the definitions before it: `type T = …; T`. */
function scoped(text: string): Scoped {
  const cut = text.lastIndexOf(';', text.lastIndexOf('type ') < 0 ? -1 : text.length);
  const [definitions, type] = text.startsWith('type ') ? [text.slice(0, cut + 1), text.slice(cut + 1)] : ['', text];
  const parsed = parseCandid(`${definitions} type Subject__ = ${type}; service : {}`);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return { type: { kind: 'named', name: 'Subject__' }, types: parsed.types };
}

const reason = (given: string, wanted: string): string | undefined => {
  const found = mismatch(scoped(given), scoped(wanted));
  return found && [...found.path, found.reason].join(': ');
};

describe('subtyping, rule by rule', () => {
  it.each([
    ['nat', 'nat'], ['nat', 'int'], ['empty', 'text'], ['text', 'reserved'], ['vec nat', 'vec int'], ['vec nat8', 'blob'], ['blob', 'vec nat8'],
    ['null', 'opt nat'], ['nat', 'opt nat'], ['opt nat', 'opt int'], ['opt text', 'opt nat'], ['text', 'opt nat'], ['reserved', 'opt nat'], ['opt opt nat', 'opt nat'],
    ['record { a : nat; b : text }', 'record { a : int }'], ['record {}', 'record { a : opt nat }'], ['record {}', 'record { a : null; b : reserved }'],
    ['record { nat; text }', 'record { nat }'], ['record { a : nat }', 'record { 97 : int }'],
    ['variant { a }', 'variant { a; b }'], ['variant { a : nat }', 'variant { a : int; b }'], ['variant {}', 'variant { a }'],
    ['func (int) -> (nat)', 'func (nat) -> (int)'], ['func (nat, opt text) -> ()', 'func (nat) -> ()'], ['func () -> (nat)', 'func (nat) -> ()'],
    ['func () -> () query', 'func () -> () query'],
    ['service { f : () -> (); g : () -> () }', 'service { f : () -> () }'],
    ['type L = opt record { nat; L }; L', 'type M = opt record { int; M }; M'],
    ['type L = record { head : nat; tail : vec L }; L', 'type M = record { head : int; tail : vec M }; M'],
  ])('%s <: %s', (given, wanted) => {
    expect(reason(given, wanted)).toBeUndefined();
  });

  it.each([
    ['int', 'nat', '`int` is not `nat`'], ['nat', 'nat64', '`nat` is not `nat64`'], ['opt nat', 'nat', '`opt nat` is not `nat`'], ['reserved', 'text', '`reserved` is not `text`'],
    ['nat', 'empty', '`nat` is not `empty`'], ['null', 'nat', '`null` is not `nat`'], ['vec int', 'vec nat', 'an element: `int` is not `nat`'],
    ['record {}', 'record { a : nat }', 'the field `a` is missing'], ['record { a : text }', 'record { a : nat }', 'field `a`: `text` is not `nat`'],
    ['variant { a; b }', 'variant { a }', 'the case `b` is not expected'], ['variant { a : int }', 'variant { a : nat }', 'case `a`: `int` is not `nat`'],
    ['func (nat) -> ()', 'func (int) -> ()', 'its arguments: field `0`: `int` is not `nat`'], ['func () -> ()', 'func () -> (nat)', 'its results: the field `0` is missing'],
    ['func (nat) -> ()', 'func () -> ()', 'argument 1 is new, and callers of today do not send it'],
    ['func () -> ()', 'func () -> () query', 'it is an update, and was a query'], ['func () -> () query', 'func () -> ()', 'it is a query, and was an update'],
    ['func () -> () oneway', 'func () -> ()', 'it is a call without an answer, and was an update'],
    ['service {}', 'service { f : () -> () }', 'the method `f` is missing'],
    ['principal', 'service {}', '`principal` is not `service {}`'],
    ['type L = record { head : text; tail : vec L }; L', 'type M = record { head : nat; tail : vec M }; M', 'field `head`: `text` is not `nat`'],
    ['type L = record { a : vec L; z : text }; L', 'type M = record { a : vec M; z : nat }; M', 'field `a`: an element: field `z`: `text` is not `nat`'],
  ])('%s is not <: %s', (given, wanted, why) => {
    expect(reason(given, wanted)).toBe(why);
  });
});

describe('breaking changes of a service', () => {
  const before = 'type P = record { name : text; age : nat }; service : { get : (nat) -> (P) query; set : (P) -> (); gone : () -> (); same : () -> () }';

  it('names each method and why', () => {
    const after = 'type P = record { name : text; age : int; city : text }; service : (nat) -> { get : (nat) -> (P) query; set : (P) -> (); same : () -> (); more : () -> () }';
    expect(breakingChanges(before, after)).toEqual([
      { method: 'get', kind: 'changed', reason: 'its results: field `0`: field `age`: `int` is not `nat`' },
      { method: 'set', kind: 'changed', reason: 'its arguments: field `0`: the field `city` is missing' },
      { method: 'gone', kind: 'removed', reason: 'it is gone' },
    ]);
  });

  it('finds none in an interface that only grew, or that cannot be read', () => {
    const grown = before.replace('same :', 'fresh : () -> (); same :').replace('name : text', 'name : text; city : opt text');
    expect(breakingChanges(before, grown)).toEqual([]);
    expect(breakingChanges(before, 'not candid')).toEqual([]);
    expect(breakingChanges('', before)).toEqual([]);
  });
});
