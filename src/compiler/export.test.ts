import { describe, expect, it } from 'vitest';
import type { Language, Persistence, ProjectSource } from '../protocol/compiler.ts';
import type { Compiler } from './compiler.ts';
import { OWN_FOLDER } from './session.ts';
import { loadMocInNode, loadPackageInNode, startCompiler } from './testing/node.ts';

const SOURCES: Readonly<Record<Language, string>> = {
  persistent: 'import Map "mo:core/Map"; import Nat "mo:core/Nat"; import Lib "lib/Lib"; persistent actor { let book = Map.empty<Nat, Text>(); var x = Lib.one; public func add(n : Nat) : async () { book.add(n, Nat.toText(n)); x += 1; assert n > 0 } }',
  legacy: 'import Lib "lib/Lib"; actor { stable var x = Lib.one; public func add(n : Nat) : async () { x += n; assert n > 0 } }',
};
const project = (language: Language, text = SOURCES[language]): ProjectSource => ({ files: { 'Main.mo': text, 'lib/Lib.mo': 'module { public let one = 1 }' }, language, aliases: {} });
const canister = { name: 'main', path: 'Main.mo', imports: [] };

/** Where a library lies is part of the modules that use it: traps tell their place. */
const FOLDER = `${OWN_FOLDER}/packages`;

/** What a compiler of its own makes of the same files with the same flags. */
async function compiledAlone(persistence: Persistence, language: Language): Promise<Uint8Array> {
  const moc = await loadMocInNode();
  if (persistence === 'classical') moc.gcFlags('classicOP');
  if (language === 'legacy') moc.setExtraFlags(['--legacy-actors']);
  for (const [path, text] of Object.entries(await loadPackageInNode('core'))) moc.saveFile(`${FOLDER}/core/${path}`, text);
  moc.addPackage('core', `${FOLDER}/core`);
  for (const [path, text] of Object.entries(project(language).files)) moc.saveFile(path, text);
  return moc.compileWasm('ic', 'Main.mo').code?.wasm ?? new Uint8Array();
}

async function exported(compiler: Compiler, language: Language): Promise<Uint8Array> {
  const result = await compiler.exported({ project: project(language), canister });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  expect(result.candid).not.toContain('__playground');
  return result.wasm;
}

describe.each(['classical', 'enhanced'] as const)('a module for elsewhere, %s', (persistence) => {
  it.each(['persistent', 'legacy'] as const)('is what the compiler alone makes of the source, each time (%s)', async (language) => {
    const compiler = await startCompiler(persistence);
    const first = await exported(compiler, language);
    const built = await compiler.build({ project: project(language), canister });
    expect(built.ok && Buffer.from(built.build.wasm).equals(first)).toBe(false);
    expect(Buffer.from(await exported(compiler, language)).equals(first)).toBe(true);
    expect(Buffer.from(await compiledAlone(persistence, language)).equals(first)).toBe(true);
  });
});

it('a source with errors has no module, and the reason is told', async () => {
  const compiler = await startCompiler('classical');
  const result = await compiler.exported({ project: project('persistent', 'persistent actor { let x : Nat = "a" }'), canister });
  expect(result.ok ? [] : result.diagnostics.map(({ code, path }) => [code, path])).toEqual([['M0050', 'Main.mo']]);
});
