import type { CheckResult, Diagnostic, ProjectSource } from '../protocol/compiler.ts';
import { hasErrors, toDiagnostics, unique } from './diagnostics.ts';
import { canistersOf, type Outlines } from './project.ts';
import type { Session } from './session.ts';
import type { FileOutline } from './syntax/outline.ts';
import { createPositions, START_OF_FILE } from './syntax/positions.ts';

/** Checks every file of a project that the session holds already. */
export function checkProject(session: Session, project: ProjectSource, outlines: Outlines): CheckResult {
  const diagnostics = unique([...outlines].flatMap(([path, outline]) => checkFile(session, project, path, outline)));
  const canisters = canistersOf(outlines);
  const missing = canisters.length === 0 && !hasErrors(diagnostics) ? [noCanister(outlines)] : [];
  return { diagnostics: [...diagnostics, ...missing], canisters };
}

export function checkFile(session: Session, project: ProjectSource, path: string, outline: FileOutline): Diagnostic[] {
  return [...toDiagnostics(project, session.check(path)), ...misplaced(project, path, outline)];
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
    message: 'move these declarations into the body of the main actor or actor class\nOnly imports may stand outside the actor.',
  }));
}

/** For a project in which nothing can be deployed. */
export function noCanister(outlines: Outlines, wanted?: string): Diagnostic {
  const path = wanted ?? [...outlines.keys()].find((file) => /(^|\/)main\.mo$/i.test(file)) ?? [...outlines.keys()][0] ?? '';
  const hint = [...outlines.values()].some(({ actorClass }) => actorClass)
    ? 'An actor class only describes canisters: write `persistent actor { … }`, without `class`, to get one.'
    : 'A canister is a file that ends in an actor: `persistent actor { … }`.';
  return { path, range: START_OF_FILE, severity: 'error', code: '', message: `There is no canister here yet.\n${hint}` };
}
