import { beforeAll, describe, expect, it } from 'vitest';
import type { Build, CanisterOutline, Fix, ProjectSource } from '../../protocol/compiler.ts';
import type { Compiler } from '../compiler.ts';
import { startCompiler } from '../testing/node.ts';

let compiler: Compiler;
beforeAll(async () => {
  compiler = await startCompiler('classical');
});

const main: CanisterOutline = { name: 'main', path: 'Main.mo', imports: [] };
type Language = ProjectSource['language'];
const project = (text: string, language: Language, more: Fix['files'] = {}): ProjectSource => ({ files: { 'Main.mo': text, ...more }, language, aliases: {} });

async function build(source: ProjectSource): Promise<Build> {
  const result = await compiler.build({ project: source, canister: main });
  if (!result.ok) throw new Error(`${source.files['Main.mo'] ?? ''}\n${result.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n')}`);
  return result.build;
}

/** Fixes of the first problem with this code; each is built, and judged as an upgrade of `before`, where there is one. */
async function fixes(before: string | undefined, after: string, code: string, language: Language): Promise<Record<string, string>> {
  const source = project(after, language);
  const old = before === undefined ? undefined : await build(project(before, language));
  const { diagnostics } = await compiler.check({ project: source });
  const refusals = old ? ((await compiler.forecast({ project: source, canister: main, installed: old }))?.refusals ?? []) : [];
  const problem = [...diagnostics, ...refusals].find((each) => each.code === code);
  if (!problem) throw new Error(`no ${code} in ${JSON.stringify([...diagnostics, ...refusals])}`);
  const found = await compiler.fixes({ project: source, canister: main, installed: old, problem });
  for (const { title, files } of found) {
    const mended = project(after, language, files);
    const next = await build(mended);
    if (!old) continue;
    const left = await compiler.compatible({ project: mended, canister: main, before: old.stableSignature, after: next.stableSignature, variables: old.variables });
    const name = /`(\w+)`/.exec(problem.message)?.[1] ?? '';
    expect(left.filter(({ message }) => title.includes(' all ') || message.includes(`\`${name}\``)), title).toEqual([]);
  }
  return Object.fromEntries(found.map(({ title, files }) => [title, Object.values(files).join('\n---\n')]));
}

describe('quick fixes', () => {
  it('M0169, gone: keep the variable where it stood, or drop it on purpose', async () => {
    const found = await fixes('persistent actor {\n  var a = 1;\n  var b = "x";\n  var c = 1;\n}', 'persistent actor {\n  var a = 1;\n  var c = 1;\n}', 'M0169', 'persistent');
    expect(found).toEqual({
      'Keep `b`: declare it again': 'persistent actor {\n  var a = 1;\n  var b : Text = "";\n  var c = 1;\n}',
      'Write a migration for `b`': '(with migration = func (_ : { b : Text }) : {} {\n  {}\n})\npersistent actor {\n  var a = 1;\n  var c = 1;\n}',
    });
  }, 60_000);

  it('M0169 in a legacy actor: the variable becomes stable again', async () => {
    expect(await fixes('actor { stable var a = 1; var t = 2 }', 'actor { var a = 1; var t = 2 }', 'M0169', 'legacy')).toEqual({
      'Declare `a` `stable` again': 'actor { stable var a = 1; var t = 2 }',
      'Write a migration for `a`': '(with migration = func (_ : { a : Nat }) : {} {\n  {}\n})\nactor { var a = 1; var t = 2 }',
    });
    expect(Object.keys(await fixes('actor { stable let a = (1, #x) }', 'actor {}', 'M0169', 'legacy'))).toContain('Keep `a`: declare it again');
  }, 60_000);

  it('M0169, transient now: it stays stable', async () => {
    const found = await fixes('persistent actor { var a = 1 }', 'persistent actor { transient var a = 1 }', 'M0169', 'persistent');
    expect(found['Keep `a`: declare it without `transient`']).toBe('persistent actor { var a = 1 }');
  }, 60_000);

  it('M0169 of a library type or a recursive one', async () => {
    const found = await fixes(
      'import Map "mo:core/Map"; persistent actor { let people = Map.empty<Text, { age : Nat }>(); let z = 1 }',
      'import Map "mo:core/Map"; persistent actor { type M = Map.Map<Nat, Nat>; let z = 1 }',
      'M0169',
      'persistent',
    );
    expect(Object.keys(found)).toEqual(['Keep `people`: declare it again', 'Write a migration for `people`']);
    expect(found['Keep `people`: declare it again']).toContain('let people : Map.Map<Text, {age : Nat}> = Map.empty();');
    expect(found['Write a migration for `people`']).toContain('public func run(_ : {');
  }, 60_000);

  it.each(['persistent', 'legacy'] as const)('M0170 in %s actors: the old type again, or a migration that converts', async (language) => {
    const [actor, stable] = language === 'legacy' ? ['actor', 'stable '] : ['persistent actor', ''];
    const found = await fixes(`${actor} { ${stable}var a = 1; ${stable}var b = 2 }`, `${actor} { ${stable}var a = ""; ${stable}var b : { n : Nat; t : Text } = { n = 1; t = "" } }`, 'M0170', language);
    expect(found).toEqual({
      'Give `a` its old type back': `${actor} { ${stable}var a : Nat = 1; ${stable}var b : { n : Nat; t : Text } = { n = 1; t = "" } }`.replace('= 1;', '= 0;'),
      'Write a migration for `a`': expect.stringContaining('{ a = debug_show (old.a) }') as string,
      'Write a migration for all 2 refused variables': expect.stringContaining('{ a = debug_show (old.a); b = { n = 0; t = "" } }') as string,
    });
  }, 60_000);

  it('M0170 of one variable', async () => {
    const before = 'persistent actor { var a : Int = 1; var guest = { name = "x"; age = 3; tags = ["a"] } }';
    expect(await fixes(before, 'persistent actor { var a : Nat = 1; var guest = { name = "x"; age = 3; tags = ["a"] } }', 'M0170', 'persistent')).toEqual({
      'Give `a` its old type back': 'persistent actor { var a : Int = 1; var guest = { name = "x"; age = 3; tags = ["a"] } }',
      'Write a migration for `a`': expect.stringContaining('func (_ : { a : Int }) : { a : Nat }') as string,
    });
    const record = await fixes(before, 'persistent actor { var a : Int = 1; var guest = { name = "x"; age = ?3; tags = ["a"]; city = "" } }', 'M0170', 'persistent');
    expect(record['Write a migration for `guest`']).toContain('{ guest = { age = ?(old.guest.age); city = ""; name = old.guest.name; tags = old.guest.tags } }');
  }, 60_000);

  it.each(['persistent', 'legacy'] as const)('M0216 in %s actors', async (language) => {
    const [actor, stable] = language === 'legacy' ? ['actor', 'stable '] : ['persistent actor', ''];
    const found = await fixes(`${actor} { ${stable}var a = { x = 1; y = 2 } }`, `${actor} { ${stable}var a = { x = 1 } }`, 'M0216', language);
    expect(Object.keys(found)).toEqual(['Give `a` its old type back', 'Write a migration for `a`']);
    expect(found['Write a migration for `a`']).toContain('{ a = { x = old.a.x } }');
  }, 60_000);

  it('recursive types go into a module of their own', async () => {
    const before = 'persistent actor { type L = ?(Nat, L); var list : L = null }';
    const found = await fixes(before, 'persistent actor { type L = ?(Text, L); var list : L = null }', 'M0170', 'persistent');
    expect(found['Write a migration for `list`']).toContain('import Migration "Migration";');
    expect(found['Write a migration for `list`']).toContain('public type OldL = ?(Nat, OldL);');
    expect(found['Write a migration for `list`']).toContain('// Say here what becomes of the old values');
  }, 60_000);

  it('M0263 and M0170 of a migration that was made already: remove it', async () => {
    const now = '(with migration = func (old : { a : Nat }) : { b : Nat } { { b = old.a } })\npersistent actor { var b = 1 }';
    expect(await fixes('persistent actor { var b = 1 }', now, 'M0263', 'persistent')).toEqual({ 'Remove the migration expression': 'persistent actor { var b = 1 }' });
  }, 60_000);

  it('M0219 and M0220: says what upgrades keep', async () => {
    const text = 'actor {\n  var a = 1;\n  stable var b = 1;\n  let f = func () {};\n}';
    expect(Object.keys(await fixes(undefined, text, 'M0219', 'persistent'))).toEqual([
      'Declare these variables `transient`, and the actor `persistent`: nothing more is kept than now',
    ]);
    const plain = await fixes(undefined, 'actor {\n  var a = 1;\n  stable var b = 1;\n}', 'M0219', 'persistent');
    expect(plain).toEqual({
      'Declare the actor `persistent`, so that it keeps its variables': 'persistent actor {\n  var a = 1;\n  stable var b = 1;\n}',
      'Declare `a` `transient`, and the actor `persistent`': 'persistent actor {\n  transient var a = 1;\n  stable var b = 1;\n}',
    });
    expect(await fixes(undefined, 'actor { transient var a = 1 }', 'M0220', 'persistent')).toEqual({
      'Declare the actor `persistent`, so that it keeps its variables': 'persistent actor { transient var a = 1 }',
    });
    expect(await fixes(undefined, 'actor Named {}', 'M0220', 'persistent')).toEqual({ 'Declare the actor `persistent`': 'persistent actor Named {}' });
  }, 60_000);
});
