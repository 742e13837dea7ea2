import { t } from '@lingui/core/macro';
import type { CheckResult, Diagnostic, ProjectSource } from '../protocol/compiler.ts';
import { hasErrors, toDiagnostics, unique } from './diagnostics.ts';
import { migrationFolder } from './migrations/folder.ts';
import { explainChain } from './migrations/words.ts';
import { canistersOf, type Outlines } from './project.ts';
import type { Session } from './session.ts';
import type { FileOutline } from './syntax/outline.ts';
import { createPositions, START_OF_FILE } from './syntax/positions.ts';

/** Checks every file of a project that the session holds already. */
export function checkProject(sessionFor: (path: string) => Session, project: ProjectSource, outlines: Outlines): CheckResult {
  const diagnostics = unique([...outlines].flatMap(([path, outline]) => checkFile(sessionFor(path), project, path, outline)));
  const canisters = canistersOf(outlines);
  const missing = canisters.length === 0 && !hasErrors(diagnostics) ? [noCanister(outlines)] : [];
  return { diagnostics: [...diagnostics, ...missing], canisters };
}

export function checkFile(session: Session, project: ProjectSource, path: string, outline: FileOutline): Diagnostic[] {
  const { actor } = outline;
  const found = toDiagnostics(project, session.check(path));
  const inChain = actor !== undefined && migrationFolder(Object.keys(project.files), path) !== undefined;
  const diagnostics = inChain ? explainChain(found, { path, text: project.files[path] ?? '', actor }) : found;
  return [...diagnostics, ...misplaced(project, path, outline)];
}

/** Declarations beside the actor. The compiler finds them when it compiles, its check does not. */
function misplaced(project: ProjectSource, path: string, outline: FileOutline): Diagnostic[] {
  if (!outline.actor) return [];
  const positions = createPositions(project.files[path] ?? '');
  return outline.others.map((span) => ({
    path,
    range: positions.range(span),
    severity: 'error',
    code: 'M0141',
    message: `move these declarations into the body of the main actor or actor class\n${t`Only imports may stand outside the actor.`}`,
  }));
}

/** For a project in which nothing can be deployed. */
export function noCanister(outlines: Outlines, wanted?: string): Diagnostic {
  const path = wanted ?? [...outlines.keys()].find((file) => /(^|\/)main\.mo$/i.test(file)) ?? [...outlines.keys()][0] ?? '';
  const code = '`persistent actor { … }`';
  const hint = t`A canister is a file that ends in an actor: ${code}.`;
  return { path, range: START_OF_FILE, severity: 'error', code: '', message: `${t`There is no canister here yet.`}\n${hint}` };
}
