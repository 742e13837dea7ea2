import { beforeAll, describe, expect, it } from 'vitest';
import type { ActorVariable, Build, Diagnostic, ProjectSource } from '../protocol/compiler.ts';
import { createCompiler, type Compiler } from './compiler.ts';
import { loadMocInNode, loadPackageInNode, startCompiler } from './testing/node.ts';

let compiler: Compiler;
const loaded: string[] = [];

beforeAll(async () => {
  compiler = createCompiler({
    loadMoc: loadMocInNode,
    loadPackage: (name) => {
      loaded.push(name);
      return loadPackageInNode(name);
    },
  });
  await compiler.start({ persistence: 'classical' });
});

const project = (files: Record<string, string>, rest: Partial<ProjectSource> = {}): ProjectSource => ({ files, language: 'persistent', aliases: {}, ...rest });
const brief = ({ path, code, range, message }: Diagnostic): string => `${path}:${range.start.line}:${range.start.character} ${code} ${message.split('\n').at(-1) ?? ''}`;

async function build(source: ProjectSource, name = 'main'): Promise<Build> {
  const { canisters } = await compiler.check({ project: source });
  const canister = canisters.find((candidate) => candidate.name === name);
  if (!canister) throw new Error(`no canister ${name}`);
  const result = await compiler.build({ project: source, canister });
  if (!result.ok) throw new Error(result.diagnostics.map(brief).join('\n'));
  return result.build;
}

describe('check', () => {
  const check = async (source: ProjectSource) => (await compiler.check({ project: source })).diagnostics.map(brief);

  it('reports each file, and a syntax error in one does not hide another', async () => {
    const { diagnostics } = await compiler.check({
      project: project({ 'Main.mo': 'persistent actor { let = 1 }', 'lib/Bad.mo': 'module {\n  /* é */ public let x : Nat = "a"\n}' }),
    });
    expect(diagnostics.map(({ path, code }) => [path, code])).toEqual([['Main.mo', 'M0001'], ['lib/Bad.mo', 'M0050']]);
    expect(diagnostics[1]?.range).toEqual({ start: { line: 1, character: 31 }, end: { line: 1, character: 34 } });
  });

  it('reports an error in an imported file once', async () => {
    expect(await check(project({ 'Main.mo': 'import B "Bad"; persistent actor { public query func f() : async Nat { B.x } }', 'Bad.mo': 'module { public let x : Nat = "a" }' })))
      .toHaveLength(1);
  });

  it('sees changed, removed and restored files', async () => {
    const main = 'import T "T"; persistent actor { public query func f() : async Nat { T.x } }';
    expect(await check(project({ 'Main.mo': main, 'T.mo': 'module { public let x = 1 }' }))).toEqual([]);
    expect(await check(project({ 'Main.mo': main, 'T.mo': 'module { public let y = 1 }' }))).toHaveLength(1);
    expect(await check(project({ 'Main.mo': main }))).toEqual(['Main.mo:0:0 M0009 Add a file T.mo to the project, or correct the import.']);
    expect(await check(project({ 'Main.mo': main, 'T.mo': 'module { public let x = 2 }' }))).toEqual([]);
  });

  it('says what to do about imports that lead nowhere', async () => {
    const source = 'import A "mo:sha2/Sha256";\nimport B "mo:core/Nope";\nimport C "canister:bank";\npersistent actor {}';
    expect(await check(project({ 'Main.mo': source }))).toEqual([
      'Main.mo:0:0 M0010 The playground has the packages mo:core and mo:base; it cannot fetch mo:sha2.',
      'Main.mo:1:0 M0009 There is no module Nope in mo:core.',
      expect.stringContaining('Main.mo:2:0 M0011 The project has no canister bank'),
    ]);
  });

  it('finds declarations outside the actor, which the compiler finds only when it builds', async () => {
    expect(await check(project({ 'Main.mo': 'type T = Nat;\npersistent actor {}' }))).toEqual([expect.stringContaining('Main.mo:0:0 M0141')]);
  });

  it('says so where there is no canister', async () => {
    expect(await check(project({ 'Main.mo': 'module {}' }))).toEqual([expect.stringContaining('Main.mo:0:0  A canister is a file')]);
    expect(await check(project({ 'Main.mo': 'persistent actor class A() {}' }))).toEqual([]);
  });

  it('outlines canisters, with unique names and the canisters they import', async () => {
    const { canisters } = await compiler.check({
      project: project({
        'A.mo': 'import B "lib/B"; persistent actor { public func f() : async () { await B.g() } }',
        'lib/B.mo': 'import Led "canister:ledger"; module { public func g() : async () { await Led.h() } }',
        'Ledger.mo': 'persistent actor { public func h() : async () {} }',
        'x/a.mo': 'persistent actor A { let broken = ; }',
      }),
    });
    expect(canisters).toEqual([
      { name: 'a', path: 'A.mo', imports: ['ledger'] },
      { name: 'ledger', path: 'Ledger.mo', imports: [] },
      { name: 'a2', path: 'x/a.mo', imports: [] },
    ]);
  });

  it('prefers the Candid of an installed canister to that of its source', async () => {
    const files = { 'A.mo': 'import B "canister:b"; persistent actor { public func f() : async () { await B.g() } }', 'B.mo': 'persistent actor { public func g() : async () {} }' };
    expect(await check(project(files))).toEqual([]);
    const aliases = { b: { id: 'rrkah-fqaaa-aaaaa-aaaaq-cai', candid: 'service : {}' } };
    expect(await check(project(files, { aliases }))).toEqual([expect.stringContaining('A.mo:0:')]);
  });

  it('loads mo:base only where something imports it', async () => {
    expect(loaded).toEqual(['core']);
    expect(await check(project({ 'Main.mo': 'import Nat "mo:base/Nat"; persistent actor { public query func f() : async Text { Nat.toText(1) } }' }))).toEqual([]);
    expect(loaded).toEqual(['core', 'base']);
  });
});

describe('build', () => {
  it('gives Candid and stable signature as if there were no inspector', async () => {
    const built = await build(project({ 'Main.mo': 'import Map "mo:core/Map";\npersistent actor {\n  let m = Map.empty<Text, Nat>();\n  public query func size() : async Nat { m.size() }\n}' }));
    expect(built).toMatchObject({ inspected: true, migrates: false, hooks: { preupgrade: false, postupgrade: false } });
    expect(built.candid).toBe('service : {\n  size: () -> (nat) query;\n}\n');
    expect(built.stableSignature).not.toContain('__playground');
    const [metadata] = WebAssembly.Module.customSections(new WebAssembly.Module(built.wasm), 'icp:private candid:service');
    expect(new TextDecoder().decode(metadata)).toBe(built.candid);
  });

  it('tells what a migration of another file takes and gives, where it names its types', async () => {
    const migration = 'module { type Old = { a : Nat; b : Nat }; type New = { a : [Text] }; public func run(old : Old) : New { { a = [debug_show (old.a, old.b)] } } };';
    const main = 'import Migration "Migration";\n(with migration = Migration.run)\npersistent actor { let a : [Text] = [] };';
    expect(await build(project({ 'Main.mo': main, 'Migration.mo': migration }))).toMatchObject({ migrates: true, migration: { takes: ['a', 'b'], gives: ['a'] } });
  });

  it('tells what a migration expression takes and gives', async () => {
    const text = '(with migration = func (old : { a : Nat; b : Nat }) : { a : Text } { { a = debug_show old } }) persistent actor { var a = ""; var b = 1; var c = 1 }';
    expect(await build(project({ 'Main.mo': text }))).toMatchObject({ migrates: true, migration: { takes: ['a', 'b'], gives: ['a'] } });
  });

  it('remembers a build as long as nothing it depends on changes', async () => {
    const files = { 'Main.mo': 'persistent actor { public query func f() : async Nat { 1 } }', 'Other.mo': 'module {}' };
    const first = await build(project(files));
    expect(await build(project({ ...files, 'Other.mo': 'module { }' }))).toBe(first);
    expect((await build(project({ ...files, 'Main.mo': `${files['Main.mo']} ` }))).key).not.toBe(first.key);
  });

  it('keeps warnings about what only the inspector uses', async () => {
    const source = project({ 'Main.mo': 'persistent actor { var unused = 1 }' });
    const { canisters } = await compiler.check({ project: source });
    const result = await compiler.build({ project: source, canister: canisters[0] ?? { name: '', path: '', imports: [] } });
    expect(result.ok && result.diagnostics.map(brief)).toEqual(['Main.mo:0:23 M0194 unused identifier: `unused`']);
  });

  it('has the inspector although `inspect` names the messages that it knows', async () => {
    const built = await build(project({
      'Main.mo': 'persistent actor { var n = 1; public func f() : async () { n += 1 }; system func inspect({ msg : { #f : () -> () } }) : Bool { ignore msg; true } }',
    }));
    expect(built.inspected).toBe(true);
    expect(built.variables).toMatchObject([{ name: 'n', type: 'Nat', unshown: undefined }]);
  });

  it('tells stable from transient in the older language', async () => {
    const built = await build(project({ 'Main.mo': 'actor { stable var kept = 1; var lost = 2; system func preupgrade() { lost := kept } }' }, { language: 'legacy' }));
    expect(built.variables.map(({ name, kind }) => [name, kind])).toEqual([['kept', 'stable'], ['lost', 'transient']]);
    expect(built.hooks).toEqual({ preupgrade: true, postupgrade: false });
  });

  it('fails with diagnostics, not with an exception', async () => {
    const source = project({ 'Main.mo': 'persistent actor { let x : Nat = "a" }' });
    const { canisters } = await compiler.check({ project: source });
    const result = await compiler.build({ project: source, canister: canisters[0] ?? { name: '', path: '', imports: [] } });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ path: 'Main.mo', code: 'M0050' }] });
  });
});

describe('compatible', () => {
  const variable = (name: string, type: string): ActorVariable => ({
    name, type, declaration: 'var', kind: 'stable', unshown: undefined, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  });
  const judge = async (before: string, after: string, source: string, variables: readonly ActorVariable[]) =>
    compiler.compatible({ project: project({ 'Main.mo': source }), canister: { name: 'main', path: 'Main.mo', imports: [] }, before, after, variables });

  it('has nothing to say about a type that only grows, or a new variable', async () => {
    expect(await judge('actor { stable var n : Nat }', 'actor { stable var n : Int; stable var m : Nat }', 'persistent actor { }', [])).toEqual([]);
  });

  it('explains each kind of refusal at the guilty declaration', async () => {
    const source = '// Version 2\npersistent actor {\n  var age = "1";\n  let pair = { a = 1 };\n}';
    const found = await judge(
      'actor { stable var age : Nat; stable pair : {a : Nat; b : Text}; stable var gone : Text }',
      'actor { stable var age : Text; stable pair : {a : Nat} }',
      source,
      [variable('age', 'Nat'), variable('pair', 'Pair'), variable('gone', 'Text')],
    );
    expect(found.map(({ code, range, message }) => [code, range.start.line, range.start.character, message.split('\n')[0]])).toEqual([
      ['M0170', 2, 6, '`age` was `Nat` and would become `Text`: its old value cannot be read as the new type. A migration expression can convert it.'],
      ['M0169', 1, 0, '`gone` (Text) is no longer there: an upgrade would lose its value. Keep it, or drop it with a migration expression.'],
      ['M0216', 3, 6, '`pair` was `Pair` and would become `{a : Nat}`: part of its old value would be lost. A migration expression can drop it on purpose.'],
    ]);
    expect(found.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('explains a migration that has been made already', async () => {
    const migrating = '// Version: 3.0.0\nactor ({ in var guest : Text; in var old : Nat }, { stable var guest : { first : Text } })';
    const found = await judge('actor { stable var guest : { first : Text } }', migrating, 'persistent actor { var guest = { first = "" } }', []);
    expect(found.map(({ code, message }) => [code, message.includes('Was this upgrade made already?')])).toEqual([['M0170', true], ['M0263', true]]);
  });
});

describe('one worker', () => {
  it('serves one persistence mode', async () => {
    await expect(compiler.start({ persistence: 'enhanced' })).rejects.toMatchObject({ code: 'restart-needed' });
  });

  it('has to be started', async () => {
    const idle = createCompiler({ loadMoc: loadMocInNode, loadPackage: loadPackageInNode });
    await expect(idle.check({ project: project({}) })).rejects.toMatchObject({ code: 'not-started' });
  });

  it('goes on with a fresh compiler after one that stopped unexpectedly', async () => {
    let instances = 0;
    const fragile = createCompiler({
      loadPackage: loadPackageInNode,
      loadMoc: async () => {
        const moc = await loadMocInNode();
        if (instances++ > 0) return moc;
        return {
          ...moc,
          checkWithScopeCache: () => {
            // eslint-disable-next-line @typescript-eslint/only-throw-error -- what the compiler throws: an OCaml exception
            throw [0, [248, 'Mo_config.Exit', 1], 1];
          },
        };
      },
    });
    await fragile.start({ persistence: 'classical' });
    const source = project({ 'Main.mo': 'persistent actor {}' });
    await expect(fragile.check({ project: source })).rejects.toMatchObject({ code: 'compiler-failed', message: expect.stringContaining('Mo_config.Exit') as string });
    expect((await fragile.check({ project: source })).diagnostics).toEqual([]);
  });

  it('says what is missing where a library cannot be loaded', async () => {
    const offline = createCompiler({ loadMoc: loadMocInNode, loadPackage: () => Promise.reject(new Error('offline')) });
    await offline.start({ persistence: 'classical' });
    await expect(offline.check({ project: project({ 'Main.mo': 'persistent actor {}' }) })).rejects.toMatchObject({ code: 'package-unavailable' });
  });

  it('makes 64-bit modules in enhanced mode', async () => {
    compiler = await startCompiler('enhanced');
    const { wasm } = await build(project({ 'Main.mo': 'persistent actor { var n = 1; public func f() : async () { n += 1 } }' }));
    expect(new TextDecoder().decode(wasm)).toContain('enhanced-orthogonal-persistence');
  });
});
