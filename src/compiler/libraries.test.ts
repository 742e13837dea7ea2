import { describe, expect, it } from 'vitest';
import { withoutComments } from '../../scripts/vite-plugins.mjs';
import { createCompiler } from './compiler.ts';
import type { PackageFiles, PackageName } from './packages.ts';
import { loadMocInNode, loadPackageInNode } from './testing/node.ts';

/** The largest that programs use most; all of them together take minutes. */
const MODULES = { core: ['Map', 'Text'], base: ['HashMap', 'Text'] };

/** The built page downloads the libraries without their documentation. */
describe('libraries without comments', () => {
  it.each(['core', 'base'] as const)('give the module that %s with comments gives', async (name) => {
    const whole = await loadPackageInNode(name);
    const slim = Object.fromEntries(Object.entries(whole).map(([path, text]) => [path, withoutComments(text)]));
    const lengths = (files: PackageFiles): number => Object.values(files).join('').length;
    expect(lengths(slim)).toBeLessThan(lengths(whole) / 1.5);
    expect(await moduleWith(name, slim)).toEqual(await moduleWith(name, whole));
  });
});

/** The module of a program that imports some of a package. */
async function moduleWith(name: PackageName, files: PackageFiles): Promise<Uint8Array> {
  const compiler = createCompiler({ loadMoc: loadMocInNode, loadPackage: async (asked) => (asked === name ? files : loadPackageInNode(asked)) });
  await compiler.start({ persistence: 'classical' });
  const modules = MODULES[name];
  const imports = modules.map((module, index) => `import M${index} "mo:${name}/${module}";`);
  const source = `${imports.join('\n')}\npersistent actor {\n  public func all() : async () {\n${modules.map((_, index) => `    ignore M${index};`).join('\n')}\n  };\n};\n`;
  const project = { files: { 'Main.mo': source }, language: 'persistent' as const, aliases: {} };
  const { diagnostics, canisters } = await compiler.check({ project });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [canister] = canisters;
  if (!canister) throw new Error('The program has no canister.');
  const result = await compiler.build({ project, canister });
  if (!result.ok) throw new Error('The program was not built.');
  return result.build.wasm;
}
