import { beforeAll, describe, expect, it } from 'vitest';
import type { Build, CanisterOutline, Diagnostic, Fix, Forecast, ProjectSource } from '../../protocol/compiler.ts';
import { migrationRun, migrationSteps } from '../../protocol/migration-chain.ts';
import { parseStableSignature } from '../../protocol/stable-signature.ts';
import type { Compiler } from '../compiler.ts';
import { startCompiler } from '../testing/node.ts';

let compiler: Compiler;
beforeAll(async () => {
  compiler = await startCompiler('enhanced');
});

const main: CanisterOutline = { name: 'main', path: 'Main.mo', imports: [] };
const project = (files: Fix['files'], language: ProjectSource['language'] = 'persistent'): ProjectSource => ({ files, language, aliases: {} });
const INIT = 'migrations/20260101_000000_Init.mo';
const SECOND = 'migrations/20260201_000000_Second.mo';
const init = 'import Types "../Types";\nmodule { public func migration(_ : {}) : { count : Nat; name : Text; tree : Types.Tree } { { count = 5; name = "x"; tree = null } } }';
const types = 'module { public type Tree = ?(Nat, Tree) }';
const actor = (fields: string): string => `import Types "Types";\npersistent actor {\n${fields}\n  public query func size() : async Nat { 1 };\n}`;
const FIRST = { 'Main.mo': actor('  var count : Nat;\n  var name : Text;\n  let tree : Types.Tree;'), 'Types.mo': types, [INIT]: init };

async function build(source: ProjectSource, canister = main): Promise<Build> {
  const result = await compiler.build({ project: source, canister });
  if (!result.ok) throw new Error(result.diagnostics.map(({ path, code, message }) => `${path} ${code} ${message}`).join('\n'));
  return result.build;
}

async function foretell(installed: Build, files: Fix['files']): Promise<Forecast> {
  const found = await compiler.forecast({ project: project(files), canister: main, installed });
  if (!found) throw new Error('no forecast');
  return found;
}

const relations = ({ variables }: Forecast) => Object.fromEntries(variables.map(({ name, relation }) => [name, relation]));
const places = (list: readonly Diagnostic[]) => list.map(({ path, code, message, range }) => `${path}:${range.start.line}:${range.start.character} ${code} ${message.split('\n')[0] ?? ''}`);

async function fixed(installed: Build | undefined, files: Fix['files'], code: string): Promise<{ readonly titles: readonly string[]; readonly files: Record<string, string>; readonly added: string }> {
  const { diagnostics } = await compiler.check({ project: project(files) });
  const refusals = installed ? ((await compiler.forecast({ project: project(files), canister: main, installed }))?.refusals ?? []) : [];
  const problem = [...diagnostics, ...refusals].find((each) => each.code === code);
  if (!problem) throw new Error(`no ${code} in ${places([...diagnostics, ...refusals]).join('\n')}`);
  const found = await compiler.fixes({ project: project(files), canister: main, installed, problem });
  const file = found.find(({ title }) => title.includes('enhanced migration'));
  const added = Object.keys(file?.files ?? {}).find((path) => path.startsWith('migrations/')) ?? '';
  return { titles: found.map(({ title }) => title), files: { ...files, ...file?.files }, added };
}

describe('a folder of migrations', () => {
  it('gives variables their first values; builds with the inspector and can be exported', async () => {
    const result = await compiler.check({ project: project(FIRST) });
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result.canisters.map(({ path }) => path)).toEqual(['Main.mo']);
    const built = await build(project(FIRST));
    expect(built.inspected).toBe(true);
    expect(built.variables.map(({ name, unshown }) => [name, unshown])).toEqual([['count', undefined], ['name', undefined], ['tree', undefined]]);
    expect(migrationSteps(built.stableSignature)).toEqual([{ name: '20260101_000000_Init', takes: [], gives: ['count', 'name', 'tree'] }]);
    expect([...parseStableSignature(built.stableSignature).provides.keys()]).toEqual(['count', 'name', 'tree']);
    expect((await compiler.exported({ project: project(FIRST), canister: main })).ok).toBe(true);
  }, 180_000);

  it('is read anew when a file changes, comes or goes, and a project without one is compiled as ever', async () => {
    const errors = async (files: Fix['files']) => (await compiler.check({ project: project(files) })).diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    expect(await errors(FIRST)).toEqual([]);
    expect(await errors({ ...FIRST, [INIT]: init.replace('count : Nat', 'count : Text').replace('count = 5', 'count = ""') })).toEqual(['M0170']);
    const { [INIT]: removed, ...without } = FIRST;
    expect(removed).toBe(init);
    expect(new Set(await errors(without))).toEqual(new Set(['M0257']));
    expect(await errors({ 'Main.mo': 'persistent actor { var a = 1 }' })).toEqual([]);
    expect(await errors(FIRST)).toEqual([]);
  }, 180_000);

  it('is its own for each canister, and is not asked of one without', async () => {
    const files = {
      'a/Main.mo': 'persistent actor { var a : Nat }',
      'a/migrations/1_Init.mo': 'module { public func migration(_ : {}) : { a : Nat } { { a = 1 } } }',
      'b/Other.mo': 'persistent actor { var b : Text }',
      'b/migrations/1_Init.mo': 'module { public func migration(_ : {}) : { b : Text } { { b = "" } } }',
      'c/Plain.mo': 'persistent actor { var c = 1 }',
    };
    const { diagnostics, canisters } = await compiler.check({ project: project(files) });
    expect(places(diagnostics.filter(({ severity }) => severity === 'error'))).toEqual([]);
    for (const canister of canisters) expect((await build(project(files), canister)).stableSignature).toContain('stable var');
  }, 180_000);

  it('tells at the declaration what the files do not lead to', async () => {
    const files = { ...FIRST, 'Main.mo': actor('  var count : Text;\n  transient var name = "";\n  var fresh : Nat;') };
    const { diagnostics } = await compiler.check({ project: project(files) });
    expect(places(diagnostics.filter(({ code }) => ['M0169', 'M0170', 'M0254'].includes(code)))).toEqual([
      'Main.mo:1:0 M0169 `tree` is no longer there: its value would be lost. Keep it, or add a file to `migrations/` that takes its value.',
      'Main.mo:2:6 M0170 `count` was `Nat` and would become `Text`: its old value cannot be read as the new type. A new file in `migrations/` can convert it.',
      'Main.mo:3:16 M0169 `name` was stable and would become transient: its value would be lost. Let it stay stable, or add a file to `migrations/` that takes its value.',
      'Main.mo:4:6 M0254 In a fresh installation nothing gives `fresh` its first value: no file in `migrations/` begins with one.',
    ]);
  }, 180_000);

  it('is an error with a reason where the compiler has none: with classical persistence', async () => {
    const classical = await startCompiler('classical');
    const { diagnostics } = await classical.check({ project: project(FIRST) });
    expect(diagnostics.find(({ code }) => code === 'M0257')?.message).toContain('enhanced persistence');
  }, 180_000);
});

describe('verdict on an upgrade by migrations', () => {
  it('says what waiting files do, and that applied ones do not run again', async () => {
    const installed = await build(project(FIRST));
    expect(relations(await foretell(installed, FIRST))).toEqual({ count: 'same', name: 'same', tree: 'same' });
    const second = {
      ...FIRST,
      'Main.mo': actor('  var count : Text;\n  let tree : Types.Tree;\n  var fresh : Nat;\n  transient var t = 1;'),
      [SECOND]: 'module { public func migration(old : { count : Nat; name : Text }) : { count : Text; fresh : Nat } { { count = old.name; fresh = old.count } } }',
    };
    const told = await foretell(installed, second);
    expect(told.refusals).toEqual([]);
    expect(told.variables.map(({ name, type, relation }) => [name, type, relation])).toEqual([
      ['count', 'Text', 'migrated'], ['tree', 'Types.Tree', 'same'], ['fresh', 'Nat', 'new'], ['t', 'Nat', 'new'], ['name', 'Text', 'gone'],
    ]);
    const next = await build(project(second));
    expect(migrationRun(installed.stableSignature, next.stableSignature)).toEqual({ files: ['20260201_000000_Second'], takes: ['count', 'name'], gives: ['count', 'fresh'] });
    expect(await compiler.compatible({ project: project(second), canister: main, before: installed.stableSignature, after: next.stableSignature, variables: installed.variables })).toEqual([]);
    expect(relations(await foretell(next, second))).toEqual({ count: 'same', tree: 'same', fresh: 'same', t: 'transient' });
  }, 180_000);

  it('refuses what no file leads to, though the source has errors for it already', async () => {
    const installed = await build(project(FIRST));
    const files = { ...FIRST, 'Main.mo': actor('  var count : Text;\n  let tree : Types.Tree;\n  var fresh : Nat;') };
    const told = await foretell(installed, files);
    expect(relations(told)).toEqual({ count: 'refused', tree: 'same', fresh: 'refused', name: 'refused' });
    expect(told.refusals.map(({ code }) => code).sort()).toEqual(['M0169', 'M0170', 'M0254']);
  }, 180_000);

  it('refuses an upgrade that would have no first value for a new variable, which the comparison of signatures lets pass', async () => {
    const installed = await build(project(FIRST));
    const files = { ...FIRST, 'Main.mo': actor('  var count : Nat;\n  var name : Text;\n  let tree : Types.Tree;\n  var fresh : Nat;') };
    const next = await build(project(files));
    const found = await compiler.compatible({ project: project(files), canister: main, before: installed.stableSignature, after: next.stableSignature, variables: installed.variables });
    expect(places(found)).toEqual(['Main.mo:5:6 M0254 Nothing gives `fresh` its first value: a new file in `migrations/` has to.']);
  }, 180_000);

  it('refuses files that would begin anew over an installed version without any', async () => {
    const installed = await build(project({ 'Main.mo': 'persistent actor { var count = 1; var name = "" }' }));
    const files = { 'Main.mo': 'persistent actor { var count : Nat; var name : Text }', [INIT]: 'module { public func migration(_ : {}) : { count : Nat; name : Text } { { count = 5; name = "x" } } }' };
    const told = await foretell(installed, files);
    expect(relations(told)).toEqual({ count: 'refused', name: 'refused' });
    expect(told.refusals[0]?.message).toContain('gives `count` a value without taking the old one');
  }, 180_000);
});

describe('quick fix by enhanced migration', () => {
  const accepted = async (installed: Build, files: Fix['files']): Promise<Build> => {
    const next = await build(project(files));
    const left = await compiler.compatible({ project: project(files), canister: main, before: installed.stableSignature, after: next.stableSignature, variables: installed.variables });
    expect(places(left)).toEqual([]);
    return next;
  };

  it('adds the next file of the folder, with all that is in the way', async () => {
    const installed = await build(project(FIRST));
    const found = await fixed(installed, { ...FIRST, 'Main.mo': actor('  var count : Text;\n  let tree : Types.Tree;\n  var fresh : Nat;') }, 'M0170');
    expect(found.titles).toEqual(['Add a file to `migrations` (enhanced migration) for 3 variables']);
    expect(found.added > SECOND).toBe(true);
    expect(found.files[found.added]).toContain('count = debug_show (old.count);');
    const next = await accepted(installed, found.files);
    const third = await fixed(next, { ...found.files, 'Main.mo': (found.files['Main.mo'] ?? '').replace('var fresh : Nat', 'var fresh : Text') }, 'M0170');
    expect(third.titles).toEqual(['Add a file to `migrations` (enhanced migration) for `fresh`']);
    expect(third.added > found.added).toBe(true);
    await accepted(next, third.files);
  }, 180_000);

  it('moves a first value from the declaration to a new file', async () => {
    const installed = await build(project(FIRST));
    const found = await fixed(installed, { ...FIRST, 'Main.mo': actor('  var count : Nat;\n  var name : Text;\n  let tree : Types.Tree;\n  var fresh = 42;') }, 'M0250');
    expect(found.files['Main.mo']).toContain('  var fresh : Nat;');
    expect(found.files[found.added]).toContain('fresh = 42;');
    await accepted(installed, found.files);
  }, 180_000);

  it('begins a folder where there is none: declarations lose their first values', async () => {
    const installed = await build(project({ 'Main.mo': 'import Map "mo:core/Map";\npersistent actor {\n  var count = 1;\n  let people = Map.empty<Text, Nat>();\n}' }));
    const now = { 'Main.mo': 'import Map "mo:core/Map";\npersistent actor {\n  var count : Text = "";\n  let people : Map.Map<Text, Nat> = Map.empty<Text, Nat>();\n  var more = 7;\n}' };
    const found = await fixed(installed, now, 'M0170');
    expect(found.titles).toContain('Begin a folder `migrations` (enhanced migration): a file in it migrates 2 variables');
    expect(found.files['Main.mo']).toBe('import Map "mo:core/Map";\npersistent actor {\n  var count : Text;\n  let people : Map.Map<Text, Nat>;\n  var more : Nat;\n}');
    expect(found.files[found.added]).toContain('public func migration(old : { count : Nat }) : { count : Text; more : Nat }');
    expect(found.files[found.added]).toContain('more = 7;');
    const told = await foretell(installed, found.files);
    expect(relations(told)).toEqual({ count: 'migrated', people: 'same', more: 'new' });
    await accepted(installed, found.files);
  }, 180_000);

  it('takes a variable that is gone', async () => {
    const installed = await build(project(FIRST));
    const found = await fixed(installed, { ...FIRST, 'Main.mo': actor('  var count : Nat;\n  let tree : Types.Tree;') }, 'M0169');
    expect(found.added).toMatch(/_DropName\.mo$/);
    expect(found.files[found.added]).toContain('public func migration(_ : { name : Text }) : {}');
    await accepted(installed, found.files);
  }, 180_000);

  it('is not offered with classical persistence, nor where a folder would be that of another canister too', async () => {
    const files = { 'Main.mo': 'persistent actor { var a = 1 }', 'Other.mo': 'persistent actor { var b = 1 }' };
    const installed = await build(project(files));
    const found = await fixed(installed, { ...files, 'Main.mo': 'persistent actor { var a = "" }' }, 'M0170');
    expect(found.titles).toEqual(['Give `a` its old type back', 'Write a migration for `a`']);
  }, 180_000);
});
