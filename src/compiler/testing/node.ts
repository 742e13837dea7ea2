import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Persistence } from '../../protocol/compiler.ts';
import { createCompiler, type Compiler } from '../compiler.ts';
import type { Moc } from '../moc.ts';
import { filesOfBundle, type PackageBundle, type PackageFiles, type PackageName } from '../packages.ts';

const require = createRequire(import.meta.url);
const PACKAGE_FILES = { core: 'motoko/packages/latest/core.json', base: 'motoko-base/packages/latest/base.json' };

/** Node's loaders: the compiler and its packages from `node_modules`. */
export async function loadMocInNode(): Promise<Moc> {
  const path = require.resolve('motoko/versions/latest/moc.min.js');
  // A script that is not in the cache runs anew and gives a fresh instance.
  delete require.cache[path];
  return (require(path) as { Motoko: Moc }).Motoko;
}

export async function loadPackageInNode(name: PackageName): Promise<PackageFiles> {
  return filesOfBundle(JSON.parse(await readFile(require.resolve(PACKAGE_FILES[name]), 'utf8')) as PackageBundle);
}

/** A started compiler, for tests and for what is prepared when the page is built. */
export async function startCompiler(persistence: Persistence): Promise<Compiler> {
  const compiler = createCompiler({ loadMoc: loadMocInNode, loadPackage: loadPackageInNode });
  await compiler.start({ persistence });
  return compiler;
}
