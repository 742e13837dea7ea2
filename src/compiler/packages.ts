import { t } from '@lingui/core/macro';
import type { ProjectSource } from '../protocol/compiler.ts';
import { PlaygroundError } from '../protocol/rpc.ts';
import type { FileOutline } from './syntax/outline.ts';

/** Library packages that come with the page. */
export type PackageName = 'core' | 'base';
/** Motoko files of a package by path, such as `pure/Map.mo`. */
export type PackageFiles = Readonly<Record<string, string>>;

/** A package as npm's `motoko` ships it (`core.json`). */
export interface PackageBundle {
  readonly files: Readonly<Record<string, { readonly content: string }>>;
}

export function filesOfBundle(bundle: PackageBundle): PackageFiles {
  return Object.fromEntries(Object.entries(bundle.files).map(([path, { content }]) => [path, content]));
}

export const PACKAGE_NAMES: readonly PackageName[] = ['core', 'base'];

const IMPORT = /^mo:([^/]+)(?:\/(.*))?$/;

/** Package and module of an import such as `mo:core/pure/Map`; `undefined` for other imports and for unknown packages. */
export function packageImport(path: string): { readonly name: PackageName; readonly module: string } | undefined {
  const [, name, module] = IMPORT.exec(path) ?? [];
  const known = PACKAGE_NAMES.find((candidate) => candidate === name);
  return known ? { name: known, module: module ?? 'lib' } : undefined;
}

/** Packages that the project's files import; `core` also where nothing does, as the inspector may need it. */
export function neededPackages(outlines: Iterable<FileOutline>): Set<PackageName> {
  const needed = new Set<PackageName>(['core']);
  for (const { imports } of outlines) {
    for (const { path } of imports) {
      const name = packageImport(path)?.name;
      if (name) needed.add(name);
    }
  }
  return needed;
}

export function packageUnavailable(name: PackageName, cause: unknown): PlaygroundError {
  return new PlaygroundError(
    'package-unavailable',
    t`The library mo:${name} could not be loaded.`,
    t`Check the connection and reload the page.`,
    { cause },
  );
}

/** Motoko files of the project in a fixed order. */
export function motokoFiles(project: ProjectSource): string[] {
  return Object.keys(project.files).filter((path) => path.endsWith('.mo')).sort();
}
