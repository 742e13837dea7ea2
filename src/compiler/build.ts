import { t } from '@lingui/core/macro';
import type { Build, BuildResult, CanisterOutline, ProjectSource } from '../protocol/compiler.ts';
import { pageModule, withoutInspector } from './candid.ts';
import { checkFile, noCanister } from './check.ts';
import { hasErrors, toDiagnostics, unique } from './diagnostics.ts';
import { migratedNames, type MigratedNames } from './forecast/migrating.ts';
import { inspect, type Inspection } from './inspector/inspector.ts';
import { callMoc, type Moc, type MocResult } from './moc.ts';
import { modulesBeyond, type Outlines, wholeActor } from './project.ts';
import type { Session } from './session.ts';
import type { ActorOutline } from './syntax/outline.ts';

export interface BuildRequest {
  readonly project: ProjectSource;
  readonly canister: CanisterOutline;
  readonly outlines: Outlines;
  readonly key: string;
}

type Compiled = ReturnType<Moc['compileWasm']>;

/** Builds one canister of a project that the session holds already: with the inspector where it fits, without it otherwise. */
export function buildCanister(session: Session, { project, canister, outlines, key }: BuildRequest): BuildResult {
  const { path } = canister;
  const outline = outlines.get(path);
  if (!outline) return { ok: false, diagnostics: [noCanister(outlines, '')] };
  const diagnostics = unique(checkFile(session, project, path, outline));
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  const whole = wholeActor(outlines, path);
  if (!whole) return { ok: false, diagnostics: [noCanister(outlines, path)] };

  const { actor } = whole;
  const inspection = inspect(session, { path, text: project.files[path] ?? '', actor, imports: outline.imports, beyond: modulesBeyond(outlines, path) });
  const inspected = inspection.text === undefined ? undefined : compile(session, path, inspection.text);
  const compiled = inspected?.code ? inspected : callMoc(() => session.moc.compileWasm('ic', path));
  if (!compiled.code) return { ok: false, diagnostics: unique([...diagnostics, ...toDiagnostics(project, compiled.diagnostics)]) };
  const migration = MIGRATION.test(compiled.code.stable ?? '') ? migratedNames(session, { path, text: project.files[path] ?? '', actor }) : undefined;
  const build = assemble({ key, canister, actor, inspection, migration, compiled, inspected: compiled === inspected });
  return { ok: true, build, diagnostics: diagnostics };
}

function compile(session: Session, path: string, text: string): Compiled {
  return session.withFile(path, text, () => callMoc(() => session.moc.compileWasm('ic', path)));
}

interface Parts {
  readonly key: string;
  readonly canister: CanisterOutline;
  readonly actor: ActorOutline;
  readonly inspection: Inspection;
  readonly migration: MigratedNames | undefined;
  readonly compiled: Compiled;
  readonly inspected: boolean;
}

function assemble({ key, canister, actor, inspection, migration, compiled, inspected }: Parts): Build {
  const code = compiled.code as CodeOf<Compiled>;
  const stableSignature = code.stable ?? '';
  return {
    key,
    canister: canister.name,
    wasm: pageModule(code.wasm),
    candid: inspected ? withoutInspector(code.candid) : code.candid,
    stableSignature,
    variables: inspected
      ? inspection.variables
      : inspection.variables.map((variable) => ({ ...variable, unshown: variable.unshown ?? t`The compiler could not build the query that reads variables.` })),
    inspected,
    migrates: MIGRATION.test(stableSignature),
    migration,
    hooks: actor.hooks,
  };
}

type CodeOf<R> = R extends MocResult<infer T> ? T : never;

/** The signature of a migrating actor has two parts, what it takes and what it keeps: `actor ({ in … }, { stable … })`. */
const MIGRATION = /\bactor\s*\(/;
