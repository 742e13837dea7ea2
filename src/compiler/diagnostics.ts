import { t } from '@lingui/core/macro';
import type { Diagnostic, ProjectSource, Range } from '../protocol/compiler.ts';
import type { MocDiagnostic } from './moc.ts';
import { createPositions, START_OF_FILE } from './syntax/positions.ts';

const SEVERITIES = { 1: 'error', 2: 'warning', 3: 'information' } as const;

/** Turns the compiler's diagnostics into the project's terms: its paths, LSP positions, a hint where it helps. */
export function toDiagnostics(project: ProjectSource, list: readonly MocDiagnostic[]): Diagnostic[] {
  return list.map((entry) => {
    const text = project.files[entry.source];
    return {
      path: text === undefined ? '' : entry.source,
      range: text === undefined ? START_OF_FILE : rangeIn(text, entry),
      severity: SEVERITIES[entry.severity as keyof typeof SEVERITIES] ?? 'information',
      code: entry.code,
      message: withHint(entry),
    };
  });
}

function rangeIn(text: string, { range }: MocDiagnostic): Range {
  const positions = createPositions(text);
  const start = positions.offset(range.start);
  return positions.range({ start, end: Math.max(start, positions.offset(range.end)) });
}

/** Each once, sorted by file and place. */
export function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byText = new Map(diagnostics.map((entry) => [JSON.stringify(entry), entry]));
  return [...byText.values()].sort(
    (a, b) =>
      (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
      || a.range.start.line - b.range.start.line
      || a.range.start.character - b.range.start.character,
  );
}

export function hasErrors(diagnostics: readonly { readonly severity: Diagnostic['severity'] | number }[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error' || severity === 1);
}

interface Hint {
  readonly code: string;
  readonly pattern: RegExp;
  readonly hint: (match: RegExpExecArray) => string;
  /** True where the hint says it all, so that the compiler's words come after it. */
  readonly first?: true;
}

/** What to do about errors that the compiler states without saying so. */
const HINTS: readonly Hint[] = [
  {
    code: 'M0257',
    pattern: /has no initializer/,
    hint: () => t`Give it a first value: \`= …\`. Only with enhanced persistence can it come from files in a folder \`migrations\` beside this one instead.`,
  },
  {
    code: 'M0010',
    pattern: /package "(.*)" not defined/,
    hint: ([, name = '']) => t`The playground has the packages mo:core and mo:base; it cannot fetch mo:${name}.`,
  },
  {
    code: 'M0009',
    pattern: /file "\.playground\/packages\/(\w+)\/(.*?)(?:\/lib)?\.mo" does not exist/,
    hint: ([, name = '', module = '']) => t`There is no module ${module} in mo:${name}.`,
  },
  {
    code: 'M0009',
    pattern: /file "(?!\.playground)(.*?)(?:\/lib)?\.mo" does not exist/,
    hint: ([, path = '']) => t`Add a file ${path}.mo to the project, or correct the import.`,
  },
  {
    code: 'M0011',
    pattern: /canister alias "(.*)" not defined/,
    hint: ([, name = '']) =>
      t`The project has no canister ${name}, or its file has errors. A file ${name}.mo (in any letter case) that ends in an actor defines it.`,
  },
  {
    code: 'M0219',
    pattern: /^/,
    hint: () => t`Nothing says what an upgrade does with this variable. In a \`persistent actor\` it is kept; declared \`transient\`, it starts again from its first value.`,
    first: true,
  },
  {
    code: 'M0220',
    pattern: /^/,
    hint: () => t`Write \`persistent actor\`: then an upgrade keeps the actor’s variables, except those declared \`transient\`.`,
    first: true,
  },
];

function withHint({ code, message }: MocDiagnostic): string {
  for (const entry of HINTS) {
    const match = entry.code === code ? entry.pattern.exec(message) : null;
    if (match) return entry.first ? `${entry.hint(match)}\n${message}` : `${message}\n${entry.hint(match)}`;
  }
  return message;
}
