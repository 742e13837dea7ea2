import { expect, it } from 'vitest';
import type { ProjectSource } from '../../protocol/compiler.ts';
import { hostCanister } from '../testing/host.ts';
import { startCompiler } from '../testing/node.ts';

const TYPES = `import List "mo:core/List"; module {
  public type Person = { name : Text; var tags : List.List<Text>; next : ?Person };
}`;

const MAIN = `import HashMap "mo:base/HashMap"; import Buffer "mo:base/Buffer"; import Types "Types";
import Map "mo:core/Map"; import Set "mo:core/Set"; import Queue "mo:core/Queue"; import Stack "mo:core/Stack"; import List "mo:core/List";
import PureList "mo:core/pure/List"; import PureQueue "mo:core/pure/Queue"; import PureMap "mo:core/pure/Map";
import Nat "mo:core/Nat"; import Text "mo:core/Text"; import Principal "mo:core/Principal";
persistent actor Self {
  type Book = Map.Map<Text, Types.Person>;
  let book : Book = Map.empty();
  let friends = Map.empty<Principal, Set.Set<Principal>>();
  var people : [Types.Person] = [];
  let numbers = [var 1, 2, 3];
  transient let hashMap = HashMap.HashMap<Text, Nat>(1, Text.equal, func _ = 1);
  transient let buffer = Buffer.Buffer<Nat>(1);
  var list = PureList.empty<Nat>();
  var pureQueue = PureQueue.empty<Nat>();
  var pureMap = PureMap.empty<Nat, ?Text>();
  let stack = Stack.empty<(Nat, Text)>();
  let queue = Queue.empty<Nat>();
  let many = Set.empty<Nat>();
  transient let (first, { second }) = (1, { second = "é" });
  var shape : { #none; #book : Book; #size : Nat } = #none;
  var pair : (Nat, ?Book) = (1, null);
  var text = "x";
  let blob : Blob = "\\00\\ff";
  transient let double = func (n : Nat) : Nat { 2 * n };
  transient var other : ?(actor { f : () -> async () }) = null;
  transient var tools = { f = double };
  public func fill() : async () {
    let ann : Types.Person = { name = "Ann"; var tags = List.fromArray(["x", "y"]); next = null };
    book.add("ann", ann);
    friends.add(Principal.fromText("aaaaa-aa"), Set.singleton(Principal.fromActor(Self)));
    people := [ann]; hashMap.put("x", double 3); hashMap.put("y", 1); hashMap.put("w", 2); buffer.add(4); list := list.pushFront(4); pureQueue := pureQueue.pushBack(3);
    pureMap := pureMap.add(1, ?"one"); stack.push((1, "z")); queue.pushBack(first); queue.pushBack(5);
    for (n in Nat.range(0, 60)) { many.add(n) };
    shape := #book book; pair := (2, ?book); other := null; tools := { f = double }; text := second # mapped(Nat.range(0, 7_000)).join("");
  };
  func mapped(numbers : { next : () -> ?Nat }) : { next : () -> ?Text } {
    { next = func() : ?Text { switch (numbers.next()) { case null { null }; case (?n) { ?(Nat.toText(n)) } } } };
  }; // no semicolon is needed after the last member
  system func postupgrade() {}
/* the end */ }
`;

const project: ProjectSource = { files: { 'Main.mo': MAIN, 'Types.mo': TYPES }, language: 'persistent', aliases: {} };

it('shows each variable as a reader would write it', async () => {
  const compiler = await startCompiler('classical');
  const { canisters } = await compiler.check({ project });
  const result = await compiler.build({ project, canister: canisters[0] ?? { name: '', path: '', imports: [] } });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));

  const canister = hostCanister(result.build.wasm);
  expect(canister.state()).toMatchObject({ book: '{}', people: '[]', list: '[]', shape: '#none', pair: '(1, null)', text: '"x"' });
  canister.call('fill', new Uint8Array([0x44, 0x49, 0x44, 0x4c, 0, 0]));
  const ann = '{name = "Ann"; next = null; tags = ["x", "y"]}';
  expect(canister.state()).toEqual({
    book: `{"ann" -> ${ann}}`,
    friends: '{aaaaa-aa -> {rrkah-fqaaa-aaaaa-aaaaq-cai}}',
    people: `[${ann}]`,
    numbers: '[var 1, 2, 3]',
    hashMap: '{"w" -> 2; "x" -> 6; "y" -> 1}',
    buffer: '[4]',
    list: '[4]',
    pureQueue: '[3]',
    pureMap: '{1 -> ?"one"}',
    stack: '[(1, "z")]',
    queue: '[1, 5]',
    many: expect.stringMatching(/^\{0; 1; .*; 49; … 10 more\}$/) as string,
    first: '1',
    second: '"é"',
    shape: `#book({"ann" -> ${ann}})`,
    pair: `(2, ?{"ann" -> ${ann}})`,
    text: expect.stringMatching(/^"é0123.*" … 24_89\d more characters$/) as string,
    blob: '"\\00\\FF"',
  });

  expect(result.build.variables.map(({ name, type }) => `${name} : ${type}`)).toEqual(expect.arrayContaining([
    'book : Book', 'friends : Map<Principal, Set<Principal>>', 'people : [Types.Person]', 'hashMap : HashMap<Text, Nat>', 'pair : (Nat, ?Book)',
  ]));
  expect(Object.fromEntries(result.build.variables.flatMap(({ name, unshown }) => (unshown === undefined ? [] : [[name, unshown]])))).toEqual({
    double: 'A function: it has no value to show.',
    other: 'A reference to a canister: its state belongs to that canister.',
    tools: 'It contains functions, which have no value to show.',
  });
  expect(result.build.variables[0]?.range).toEqual({ start: { line: 6, character: 6 }, end: { line: 6, character: 10 } });
});
