import type { CanisterOutline, ProjectSource } from '../protocol/compiler.ts';
import { callMoc, type Moc } from './moc.ts';
import { motokoFiles } from './packages.ts';
import { outlineOf, type ActorField, type ActorOutline, type FileOutline } from './syntax/outline.ts';

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

/** The canisters of a project, in the order of their paths. An actor class that another file imports is what that one makes canisters of. */
export function canistersOf(outlines: Outlines): CanisterOutline[] {
  const taken = new Set<string>();
  const canisters: CanisterOutline[] = [];
  const imported = importedFiles(outlines);
  for (const [path, outline] of outlines) {
    if (!outline.actor || (outline.actorClass && imported.has(path))) continue;
    const base = (path.split('/').at(-1) ?? path).replace(/\.mo$/, '').toLowerCase();
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
    taken.add(name);
    const imports = new Set(reachable(outlines, path).flatMap((file) => outlines.get(file) ?? []).flatMap(canisterImports));
    canisters.push({ name, path, imports: [...imports] });
  }
  return canisters;
}

function importedFiles(outlines: Outlines): ReadonlySet<string> {
  return new Set([...outlines].flatMap(([path, { imports }]) => imports.flatMap((each) => resolveLocal(outlines, path, each.path) ?? [])));
}

/**
 * The actor of a file with the variables that its mixins bring along; these stand where the actor includes the mixin. `complete` is false where a
 * mixin is not one of the project's files.
 */
export function wholeActor(outlines: Outlines, path: string): { readonly actor: ActorOutline; readonly complete: boolean } | undefined {
  const outline = outlines.get(path);
  if (!outline?.actor) return undefined;
  const { actor, imports } = outline;
  const included = actor.includes.map(({ name, span }) => {
    const source = imports.find((each) => each.name === name)?.path;
    const target = source === undefined ? undefined : resolveLocal(outlines, path, source);
    return outlines.get(target ?? '')?.mixin?.map((field): ActorField => ({ ...field, span, member: span }));
  });
  const fields = [...actor.fields, ...included.flatMap((each) => each ?? [])].sort((a, b) => a.span.start - b.span.start);
  return { actor: { ...actor, fields }, complete: included.every((each) => each !== undefined) };
}

/** Modules of the project that a file reaches only through others, as it would import them. */
export function modulesBeyond(outlines: Outlines, path: string): readonly string[] {
  const direct = new Set(outlines.get(path)?.imports.map((each) => resolveLocal(outlines, path, each.path)));
  const up = '../'.repeat(path.split('/').length - 1);
  const isModule = (file: string): boolean => outlines.get(file)?.actor === undefined && outlines.get(file)?.mixin === undefined;
  return reachable(outlines, path).filter((file) => file !== path && !direct.has(file) && isModule(file)).map((file) => up + file.replace(/\.mo$/, ''));
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
