import type { CanisterOutline, ExportResult, ProjectSource } from '../protocol/compiler.ts';
import { checkFile, noCanister } from './check.ts';
import { hasErrors, toDiagnostics, unique } from './diagnostics.ts';
import { callMoc } from './moc.ts';
import type { Outlines } from './project.ts';
import type { Alias, Session } from './session.ts';

/** Why there is nothing to export; `undefined` where there is. */
export function exportable(session: Session, project: ProjectSource, { path }: CanisterOutline, outlines: Outlines): ExportResult | undefined {
  const outline = outlines.get(path);
  if (!outline?.actor) return { ok: false, diagnostics: [noCanister(outlines, path)] };
  const diagnostics = unique(checkFile(session, project, path, outline));
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : undefined;
}

/**
 * Compiles one canister of a project just as it is written: what other networks are given. `fresh` has compiled nothing before, as the compiler
 * numbers what it makes, and another number is another hash.
 */
export function exportModule(fresh: Session, project: ProjectSource, { path }: CanisterOutline, aliases: Readonly<Record<string, Alias>>): ExportResult {
  fresh.setAliases(aliases);
  const { code, diagnostics } = callMoc(() => fresh.moc.compileWasm('ic', path));
  if (!code) return { ok: false, diagnostics: unique(toDiagnostics(project, diagnostics)) };
  return { ok: true, wasm: new Uint8Array(code.wasm), candid: code.candid };
}
