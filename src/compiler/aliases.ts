import { Principal } from '@dfinity/principal';
import type { ProjectSource } from '../protocol/compiler.ts';
import { createRecentCache } from './cache.ts';
import { callMoc } from './moc.ts';
import { canistersOf, reachable, type Outlines } from './project.ts';
import type { Alias, Session } from './session.ts';

/**
 * What `import X "canister:name"` stands for: the canister's known Candid; where that is not known yet, that of its source.
 * A canister without an id gets a made-up one where `invented` allows it: enough to check, not to build.
 * Gives what was found, by name.
 */
export interface AliasResolver {
  resolve(session: Session, project: ProjectSource, outlines: Outlines, names: readonly string[], invented: boolean): Readonly<Record<string, Alias>>;
}

export function createAliasResolver(): AliasResolver {
  const derived = createRecentCache<{ readonly candid: string | undefined }>(16);
  return {
    resolve: (session, project, outlines, names, invented) => {
      const paths = new Map(canistersOf(outlines).map(({ name, path, imports }) => [name, { path, imports }]));
      const resolved: Record<string, Alias> = {};
      const visiting = new Set<string>();

      const candidOf = (name: string): string | undefined => {
        const canister = paths.get(name);
        if (!canister || visiting.has(name)) return undefined;
        const key = JSON.stringify([canister.path, ...reachable(outlines, canister.path).map((path) => project.files[path]), project.aliases]);
        const known = derived.get(key);
        if (known) return known.candid;
        visiting.add(name);
        for (const imported of canister.imports) add(imported);
        visiting.delete(name);
        session.setAliases(resolved);
        const candid = callMoc(() => session.moc.candid(canister.path)).code ?? undefined;
        derived.set(key, { candid });
        return candid;
      };

      const add = (name: string): void => {
        const given = Object.hasOwn(project.aliases, name) ? project.aliases[name] : undefined;
        const id = given?.id ?? (invented ? inventedId([...paths.keys()].indexOf(name)) : undefined);
        if (id === undefined || resolved[name]) return;
        const candid = given?.candid ?? candidOf(name);
        if (candid !== undefined) resolved[name] = { id, candid };
      };

      for (const name of new Set(names)) add(name);
      session.setAliases(resolved);
      return resolved;
    },
  };
}

/** A canister id of the range that mainnet has not reached. */
function inventedId(index: number): string {
  return Principal.fromUint8Array(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, index & 255, 1, 1)).toText();
}
