import { IDL } from '@dfinity/candid';
import { describe, expect, it } from 'vitest';
import { type Build, INSPECTOR_METHOD, type Language, type ProjectSource } from '../../protocol/compiler.ts';
import type { Compiler } from '../compiler.ts';
import { type HostedCanister, hostCanister } from '../testing/host.ts';
import { startCompiler } from '../testing/node.ts';

const NO_ARGUMENTS = new Uint8Array(IDL.encode([], []));
let compiler: Promise<Compiler> | undefined;

async function build(files: Readonly<Record<string, string>>, language: Language = 'persistent'): Promise<Build> {
  const { check, build: make } = await (compiler ??= startCompiler('classical'));
  const project: ProjectSource = { files, language, aliases: {} };
  const { canisters } = await check({ project });
  const result = await make({ project, canister: canisters[0] ?? { name: '', path: 'Main.mo', imports: [] } });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  expect(result.build.inspected).toBe(true);
  expect(result.build.candid).not.toContain('__playground');
  return result.build;
}

/** The whole text of a variable, page by page. */
function pages(canister: HostedCanister, variable: string): string[] {
  const found: string[] = [];
  for (let from = 0; ; from += 20_000) {
    const asked = IDL.encode([IDL.Opt(IDL.Tuple(IDL.Vec(IDL.Text), IDL.Opt(IDL.Nat)))], [[[[variable], [BigInt(from)]]]]);
    const [[pair]] = IDL.decode([IDL.Vec(IDL.Tuple(IDL.Text, IDL.Text))], canister.call(INSPECTOR_METHOD, asked, 'query')) as unknown as [[[string, string]]];
    found.push(pair[1]);
    if (pair[1].length < 20_000) return found;
  }
}

describe('values that are large', () => {
  it('are cut at first, say how much follows, and can be paged through', async () => {
    const source = `import Map "mo:core/Map"; import Nat "mo:core/Nat"; import Text "mo:core/Text";
persistent actor {
  let book = Map.empty<Nat, Text>();
  var numbers : [Nat] = [];
  var text = "";
  var blob : Blob = "";
  var last = 7;
  var wide = { name = ""; numbers = [1]; count = 1 };
  public func fill() : async () {
    for (n in Nat.range(0, 20_000)) { book.add(n, "v" # Nat.toText(n)) };
    var t = "é\\"\\n"; while (t.size() < 100_000) { t #= t }; text := t;
    numbers := Nat.range(0, 20_000) |> (func (i : { next : () -> ?Nat }) : [Nat] { var r : [Nat] = []; let m = [var 0]; for (n in i) { m[0] += n }; r := [m[0]]; r })(_);
    blob := Text.encodeUtf8(text);
    wide := { name = text; numbers; count = 2 };
  };
  public query func first() : async Text { debug_show (book.get(19_999), last) };
}`;
    const canister = hostCanister((await build({ 'Main.mo': source })).wasm);
    canister.call('fill', NO_ARGUMENTS);
    const { book, text, blob, last, wide } = canister.state();
    expect(book).toMatch(/^\{0 -> "v0"; .*49 -> "v49"; … 19_950 more\}$/);
    expect(text).toBe(`"${'é"\n'.repeat(666)}é"" … 194_608 more characters`);
    expect(blob).toMatch(/^"\\C3\\A9.*" … \d+_\d+ more bytes$/s);
    expect(last).toBe('7');
    expect(wide).toMatch(/^\{count = 2; name = "[^]{100,3000}" … \d+_\d+ more characters; numbers = \[199_990_000\]\}$/);
    const whole = pages(canister, 'book').join('');
    expect(whole).toBe(`{${Array.from({ length: 20_000 }, (_, n) => `${n.toLocaleString('en').replaceAll(',', '_')} -> "v${n}"`).join('; ')}}`);
    expect(pages(canister, 'text').join('')).toBe(`"${'é"\n'.repeat(65_536)}"`);
    expect(pages(canister, 'last')).toEqual(['7']);
  });
});

describe('values that contain themselves', () => {
  it('come to an end and say why, and the others are shown', async () => {
    const source = `import Graph "Graph"; persistent actor {
  type Node = { name : Text; var next : ?Node };
  type Chain = ?(Nat, Chain);
  let ring : Node = { name = "a"; var next = null };
  let graph = Graph.ring();
  var chain : Chain = null;
  var short : Chain = ?(1, ?(2, null));
  var after = 1;
  public func fill() : async () { ring.next := ?ring; var n = 0; while (n < 1_000) { chain := ?(n, chain); n += 1 } };
}`;
    const graph = 'import Inner "lib/Inner"; module { public func ring() : Inner.Vertex { Inner.ring() } }';
    const inner = 'module { public type Vertex = { var edges : [Vertex]; id : Nat }; public func ring() : Vertex { let v : Vertex = { var edges = []; id = 1 }; v.edges := [v, v]; v } }';
    const canister = hostCanister((await build({ 'Main.mo': source, 'Graph.mo': graph, 'lib/Inner.mo': inner })).wasm);
    expect(canister.state()).toMatchObject({ ring: '{name = "a"; next = null}', short: '?(1, ?(2, null))' });
    canister.call('fill', NO_ARGUMENTS);
    const state = canister.state();
    expect(state.ring).toMatch(/^\{name = "a"; next = \?\{name = "a"; .*\} … It contains itself, or is nested more than 24 levels deep: only the beginning is shown\.$/);
    expect(state.graph).toMatch(/^\{edges = \[\{edges = .*… It contains itself/);
    expect(state.graph?.length).toBeLessThan(10_000);
    expect(state.chain).toMatch(/^\?\(999, \?\(998, .* … It is nested more than 200 levels deep: only the beginning is shown\.$/);
    expect(state.after).toBe('1');
  });
});

it('what has no value is listed with its type and the reason', async () => {
  const source = `persistent actor {
  class Counter() { var n = 0; public func next() : Nat { n += 1; n } };
  transient let counter = Counter();
  transient var pending : ?(async Nat) = null;
  transient let double = func (n : Nat) : Nat { 2 * n };
  var shown = 1;
  public func f() : async () { ignore double(shown); pending := null; ignore counter.next() };
}`;
  const { variables } = await build({ 'Main.mo': source });
  expect(Object.fromEntries(variables.map(({ name, type, unshown }) => [name, [type, unshown]]))).toEqual({
    counter: ['Counter', 'It contains functions, which have no value to show.'],
    pending: ['?(async<$> Nat)', 'A call that is under way: it has no value until it is awaited.'],
    double: ['(n : Nat) -> Nat', 'A function: it has no value to show.'],
    shown: ['Nat', undefined],
  });
});

it('variables of an included mixin are shown, at the place of the include', async () => {
  const counter = 'mixin (start : Nat) { var count = start; transient var calls = 0; public func inc() : async () { count += 1; calls += 1 } }';
  const source = 'import Counter "lib/Counter";\npersistent actor {\n  include Counter(5);\n  var own = 1;\n  public query func get() : async Nat { own } }';
  const { wasm, variables } = await build({ 'Main.mo': source, 'lib/Counter.mo': counter });
  expect(variables.map(({ name, kind, range }) => [name, kind, range.start.line])).toEqual([['count', 'stable', 2], ['calls', 'transient', 2], ['own', 'stable', 3]]);
  const canister = hostCanister(wasm);
  canister.call('inc', NO_ARGUMENTS);
  expect(canister.state()).toEqual({ count: '6', calls: '1', own: '1' });
});

it('an inspect function that names its messages is left as it is', async () => {
  const source = `persistent actor { var x = 1; public func set(n : Nat) : async () { x := n }; public query func get() : async Nat { x };
  system func inspect({ msg : { #set : () -> (n : Nat); #get : () -> () } }) : Bool { switch (msg) { case (#set n) { n() > 0 }; case _ { true } } } }`;
  expect(hostCanister((await build({ 'Main.mo': source })).wasm).state()).toEqual({ x: '1' });
});

it.each([
  ['persistent', 'import P "mo:core/Principal";\nshared ({ caller = owner }) persistent actor class Main(init : { name : Text }, n : Nat) = self { var x = n; let name = init.name; let o = owner; public query func me() : async Text { P.toText(P.fromActor(self)) } }'],
  ['legacy', 'shared ({ caller = owner }) actor class Main(init : { name : Text }, n : Nat) { stable var x = n; let name = init.name; let o = owner; public func f() : async () {} }'],
] as const)('an actor class is a canister, in %s Motoko', async (language, source) => {
  const { wasm, candid } = await build({ 'Main.mo': source }, language);
  expect(candid).toMatch(/service : \(init: record \{name: text;\}, n: nat\) -> Main/);
  const argument = new Uint8Array(IDL.encode([IDL.Record({ name: IDL.Text }), IDL.Nat], [{ name: 'Ann' }, 4n]));
  expect(hostCanister(wasm, argument).state()).toEqual({ x: '4', name: '"Ann"', o: expect.any(String) as string });
});

it('an actor class that another file makes canisters of is none itself', async () => {
  const { check } = await (compiler ??= startCompiler('classical'));
  const files = { 'Main.mo': 'import Child "Child"; persistent actor { public func make() : async () { ignore await (with cycles = 1) Child.Child() } }', 'Child.mo': 'persistent actor class Child() {}' };
  const { canisters } = await check({ project: { files, language: 'persistent', aliases: {} } });
  expect(canisters.map(({ name }) => name)).toEqual(['main']);
});
