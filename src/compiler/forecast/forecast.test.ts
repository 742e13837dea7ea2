import { beforeAll, describe, expect, it } from 'vitest';
import type { Build, CanisterOutline, Diagnostic, Forecast, ProjectSource } from '../../protocol/compiler.ts';
import type { Compiler } from '../compiler.ts';
import { startCompiler } from '../testing/node.ts';
import { attributeBefore } from './attribute.ts';

let compiler: Compiler;
beforeAll(async () => {
  compiler = await startCompiler('classical');
});

const main: CanisterOutline = { name: 'main', path: 'Main.mo', imports: [] };
type Language = ProjectSource['language'];
const project = (text: string, language: Language): ProjectSource => ({ files: { 'Main.mo': text }, language, aliases: {} });

async function build(text: string, language: Language): Promise<Build> {
  const result = await compiler.build({ project: project(text, language), canister: main });
  if (!result.ok) throw new Error(result.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return result.build;
}

async function foretell(old: Build, text: string, language: Language = 'persistent'): Promise<Forecast> {
  const found = await compiler.forecast({ project: project(text, language), canister: main, installed: old });
  if (!found) throw new Error('no forecast');
  return found;
}

const places = (list: readonly Diagnostic[]) =>
  list.map(({ code, message, range }) => `${code} ${message.split('\n')[0]?.replace(/\b(\w+)\.\1\b/g, '$1') ?? ''} @${range.start.line}:${range.start.character}`).sort();

/** The forecast, after having made sure that the comparison of two builds finds the same. */
async function agreed(before: string, after: string, language: Language = 'persistent'): Promise<Record<string, string>> {
  const old = await build(before, language);
  const told = await foretell(old, after, language);
  const next = await build(after, language);
  const found = await compiler.compatible({ project: project(after, language), canister: main, before: old.stableSignature, after: next.stableSignature, variables: old.variables });
  expect(places(told.refusals)).toEqual(places(found));
  expect(told.variables.slice(0, next.variables.length).map(({ name, type, kind, range }) => [name, type, kind, range])).toEqual(
    next.variables.map(({ name, type, kind, range }) => [name, type, kind, range]),
  );
  return Object.fromEntries(told.variables.map(({ name, relation }) => [name, relation]));
}

describe('forecast', () => {
  it('judges variables of all kinds as the comparison of two builds does', async () => {
    const before = `import Map "mo:core/Map"; import List "mo:core/List";
persistent actor {
  type Node = ?(Nat, Node); type Person = { name : Text; var age : Nat; friends : [Person] }; type Kind = { #a; #b : Nat };
  var same = 1; var wider : Nat = 1; var narrower : Int = 1; var text = ""; var lossy : { a : Nat; b : Text } = { a = 1; b = "" }; var any : Nat = 3;
  let map = Map.empty<Text, Person>(); let list = List.empty<Kind>(); var tree : Node = null; var kind : Kind = #a; var fewer : Kind = #a;
  var inner : { var n : Nat } = { var n = 1 }; var option : ?Nat = null; var removed = 5; var wasStable = 1; transient var wasTransient = 1;
  transient var t = 1; transient var tGone = 1; let (ref : shared () -> async Kind, f : shared query (Person2) -> async ()) = loop {}; type Person2 = { name : Text };
}`.replace(/let \(ref.*?loop \{\};/, '');
    const after = `import Map "mo:core/Map"; import List "mo:core/List";
persistent actor {
  type Node = ?(Nat, Node); type Person = { name : Text; var age : Nat; friends : [Person] }; type Kind = { #a; #b : Nat; #c };
  let same = 1; var wider : Int = 1; var narrower : Nat = 1; var text = 4; var lossy : { a : Nat } = { a = 1 }; var any : Any = 3;
  let map = Map.empty<Text, Person>(); var list = List.empty<Kind>(); var tree : Node = null; var kind : Kind = #a; var fewer : { #a } = #a;
  var inner : { var n : Int } = { var n = 1 }; var option : ?Int = null; transient var wasStable = 1; var wasTransient = 1;
  transient var t = 1; var fresh = 1; transient var freshTransient = 1;
}`;
    expect(await agreed(before, after)).toEqual({
      same: 'same', wider: 'wider', narrower: 'refused', text: 'refused', lossy: 'refused', any: 'refused', map: 'same', list: 'refused', tree: 'same', kind: 'wider',
      fewer: 'refused', inner: 'refused', option: 'wider', wasStable: 'refused', wasTransient: 'transient', t: 'transient', fresh: 'new', freshTransient: 'new',
      removed: 'refused', tGone: 'gone',
    });
  }, 60_000);

  it('judges what a migration expression takes, gives and leaves', async () => {
    const before = 'persistent actor { var a = 1; var b = 1; var c = ""; var d = 1; var e : { x : Nat; y : Nat } = { x = 1; y = 2 }; var dropped = 1; var lost = 1; var given = 1 }';
    const after = `import Nat "mo:core/Nat";
/* (not this) */
(with migration = func (old : { a : Nat; var b : Nat; dropped : Nat; c : Nat; e : { x : Nat }; never : Text }) : { a : Text; given : Nat } {
  // "comments" { do not matter
  { a = Nat.toText(old.a); given = 1 } })
persistent actor { var a = ""; var b = 1; var c = 2; var d : Int = 1; var e = { x = 1 }; var given = 1; var fresh = 1 }`;
    expect(await agreed(before, after)).toEqual({
      a: 'migrated', b: 'reinitialised', c: 'refused', d: 'wider', e: 'refused', given: 'refused', fresh: 'new', dropped: 'gone', lost: 'refused',
    });
  }, 60_000);

  it('judges legacy actors, where only stable variables are kept', async () => {
    const before = 'actor { stable var a = 1; stable var b = 1; var c = 1; stable var d = 2; var e = 1; system func postupgrade() { c := 2 } }';
    const after = 'actor {\n stable var a = 1;\n var b = 1; var c = 1; stable var d : Text = ""; stable var e = 1; system func postupgrade() { c := 2 } }';
    expect(await agreed(before, after, 'legacy')).toEqual({ a: 'same', b: 'refused', c: 'rebuilt', d: 'refused', e: 'transient' });
  }, 60_000);

  it('has nothing to say while the source has errors', async () => {
    const installed = { stableSignature: 'actor { stable var a : Nat };', variables: [] };
    expect(await compiler.forecast({ project: project('persistent actor { var a : Nat = "" }', 'persistent'), canister: main, installed })).toBeUndefined();
    expect(await compiler.forecast({ project: project('persistent actor { var a ', 'persistent'), canister: main, installed })).toBeUndefined();
  });

  it('works from the signature alone, and with names that meet those of the source', async () => {
    const stableSignature = 'type Kind = {#a; #Kind : Kind}; type Box<T> = { Kind : T };\nactor { stable var a : Kind; stable var b : Box<Kind> };';
    const text = 'persistent actor { type Kind = { #a; #Kind : Kind; #b }; var a : Kind = #a; var b : { Kind : Kind } = { Kind = #a } }';
    const told = await compiler.forecast({ project: project(text, 'persistent'), canister: main, installed: { stableSignature, variables: [] } });
    expect(told?.variables.map(({ name, relation, before }) => [name, relation, before?.type])).toEqual([['a', 'wider', 'Kind'], ['b', 'wider', 'Box<Kind>']]);
  });
});

describe('attribute before an actor', () => {
  it.each([
    ['(with migration = f) persistent actor', '({  migration = f\n}).migration'],
    ['import M "M"; (M) actor', '(M).migration'],
    ['(M with migration = M.f) actor', '({ M with  migration = M.f\n}).migration'],
    ['(with migration) /* ) */ // (\nactor', '({  migration\n}).migration'],
    ['let x = f(1); actor', undefined],
    ['/* (with migration = f) */ actor', undefined],
  ])('is found in %s', (text, migration) => {
    expect(attributeBefore(text, text.search(/(persistent )?actor/))?.migration).toBe(migration);
  });
});
