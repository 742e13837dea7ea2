import type { CanisterOutline, ProjectSource } from '../protocol/compiler.ts';
import { callMoc, type Moc } from './moc.ts';
import { motokoFiles } from './packages.ts';
import { outlineOf, type FileOutline } from './syntax/outline.ts';

export type Outlines = ReadonlyMap<string, FileOutline>;

/** Outlines of all files; those of unchanged texts are remembered from call to call. */
export function createOutliner(moc: Moc): (project: ProjectSource) => Outlines {
  let known = new Map<string, FileOutline>();
  return (project) => {
    const next = new Map<string, FileOutline>();
    const outlines = new Map<string, FileOutline>();
    for (const path of motokoFiles(project)) {
      const text = project.files[path] ?? '';
      const outline = known.get(text) ?? next.get(text) ?? callMoc(() => outlineOf(moc, text));
      next.set(text, outline);
      outlines.set(path, outline);
    }
    known = next;
    return outlines;
  };
}

const CANISTER_IMPORT = 'canister:';

/** Names of the canisters that a file imports. */
export function canisterImports({ imports }: FileOutline): string[] {
  return imports.filter(({ path }) => path.startsWith(CANISTER_IMPORT)).map(({ path }) => path.slice(CANISTER_IMPORT.length));
}

/** The canisters of a project, in the order of their paths. */
export function canistersOf(outlines: Outlines): CanisterOutline[] {
  const taken = new Set<string>();
  const canisters: CanisterOutline[] = [];
  for (const [path, outline] of outlines) {
    if (!outline.actor) continue;
    const base = (path.split('/').at(-1) ?? path).replace(/\.mo$/, '').toLowerCase();
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
    taken.add(name);
    const imported = new Set(reachable(outlines, path).flatMap((file) => outlines.get(file) ?? []).flatMap(canisterImports));
    canisters.push({ name, path, imports: [...imported] });
  }
  return canisters;
}

/** `path` and the project's files that it imports, directly or not. */
export function reachable(outlines: Outlines, path: string): string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const { path: imported } of outlines.get(file)?.imports ?? []) {
      const target = resolveLocal(outlines, file, imported);
      if (target !== undefined) visit(target);
    }
  };
  visit(path);
  return [...found];
}

/** The file of an import such as `lib/Types`, seen from the folder of `from`. */
function resolveLocal(outlines: Outlines, from: string, imported: string): string | undefined {
  if (/^\w+:/.test(imported)) return undefined;
  const segments = from.split('/').slice(0, -1);
  for (const segment of imported.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  const stem = segments.join('/').replace(/\.mo$/, '');
  return [`${stem}.mo`, `${stem}/lib.mo`].find((candidate) => outlines.has(candidate));
}
