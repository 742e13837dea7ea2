import { t } from '@lingui/core/macro';
import type { ActorVariable, Diagnostic, Range } from '../protocol/compiler.ts';
import { callMoc, type MocDiagnostic } from './moc.ts';
import type { Session } from './session.ts';
import type { ActorOutline } from './syntax/outline.ts';
import { createPositions, START_OF_FILE } from './syntax/positions.ts';

export interface CompatibilityQuestion {
  /** Path and text of the new version's file. */
  readonly path: string;
  readonly text: string;
  readonly actor: ActorOutline | undefined;
  /** Stable signatures of the installed version and of the new one. */
  readonly before: string;
  readonly after: string;
  /** Variables of the installed version. */
  readonly variables: readonly ActorVariable[];
}

/** Asks the compiler whether the new version can take over the old one's state. It names no place: the variable's name leads to it. */
export function compatibility(session: Session, question: CompatibilityQuestion): Diagnostic[] {
  const before = session.writeOwn('before.most', question.before);
  const after = session.writeOwn('after.most', question.after);
  const { diagnostics } = callMoc(() => session.moc.stableCompatible(before, after));
  const takenByMigration = (name: string): boolean => takes(name, question.after);
  return diagnostics.map((entry) => explain(entry, { ...question, takenByMigration }));
}

function explain(entry: MocDiagnostic, question: Explained): Diagnostic {
  const own = tidy(entry.message);
  const name = /variable `([^`]+)`/.exec(own)?.[1] ?? /stable variable (\w+)\b/.exec(own)?.[1];
  const severity = entry.severity === 1 ? 'error' : entry.severity === 2 ? 'warning' : 'information';
  return refusal({ code: entry.code, name, own, severity }, question);
}

/** One thing that stands in the way of an upgrade. */
export interface Finding {
  readonly code: string;
  readonly name: string | undefined;
  /** The compiler's words on one line. */
  readonly own: string;
  readonly severity: Diagnostic['severity'];
}

/** What `compatible` needs to know to explain a finding. */
export type Explained = Omit<CompatibilityQuestion, 'before' | 'after'> & { readonly takenByMigration: (name: string) => boolean; readonly words?: typeof EXPLANATIONS };

/** Says in plain words what is wrong, at the declaration that is to blame. */
export function refusal({ code, name, own, severity }: Finding, question: Explained): Diagnostic {
  const words = name === undefined ? undefined : (question.words ?? EXPLANATIONS)[code]?.(name, own, question);
  return { path: question.path, range: rangeOf(name, question), severity, code, message: words === undefined ? own : `${words}\n${own}` };
}

/** The compiler's text on one line. */
export const tidy = (message: string): string => message.replace(/\s+/g, ' ').trim();

const already = (): string => t`Was this upgrade made already? Then remove the migration expression.`;

/** The first part of a migrating actor's signature marks what the migration takes with `in`. */
const takes = (name: string, signature: string): boolean => new RegExp(`\\bin (?:var )?${name} :`).test(signature);

/** Says it of a variable, given the compiler's own words. */
export type Explanation = (name: string, own: string, question: Explained) => string;

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  M0169: (name, _, { variables, actor }) => {
    const old = variables.find((variable) => variable.name === name);
    const described = old ? `\`${name}\` (${old.type})` : `\`${name}\``;
    const field = actor?.fields.find((candidate) => candidate.name === name);
    if (field?.kind === 'transient') {
      return t`${described} was stable and would become transient: an upgrade would lose its value. Let it stay stable, or drop its value with a migration expression.`;
    }
    if (field) return t`The migration expression gives ${described} a value without taking the old one, which would be lost. Let it take \`${name}\` too.`;
    return t`${described} is no longer there: an upgrade would lose its value. Keep it, or drop it with a migration expression.`;
  },
  M0170: (name, own, question) =>
    question.takenByMigration(name)
      ? `${t`The migration expression takes \`${name}\` with another type than the installed version has.`} ${already()}`
      : `${changed(name, own, question)}: ${t`its old value cannot be read as the new type. A migration expression can convert it.`}`,
  M0216: (name, own, question) => `${changed(name, own, question)}: ${t`part of its old value would be lost. A migration expression can drop it on purpose.`}`,
  M0263: (name) => `${t`The migration expression takes \`${name}\`, but the installed version has no such variable.`} ${already()}`,
};

const TYPES = /previous type (?:var )?(.*?) is not a (?:stable )?subtype of (?:var )?(.*?)(?: because |\.$)/;

/** How a type changed, as the beginning of a sentence. */
export function changed(name: string, own: string, { variables }: Explained): string {
  const [, printedOld = '', printedNew = ''] = (TYPES.exec(own) ?? []).map((type) => type.replace(/\b(\w+)\.\1\b/g, '$1'));
  const old = variables.find((variable) => variable.name === name)?.type ?? printedOld;
  if (printedNew === printedOld || printedNew === old) return t`The type of \`${name}\` (\`${old}\`) has changed inside`;
  return t`\`${name}\` was \`${old}\` and would become \`${printedNew}\``;
}

/** The declaration of a variable; for one that is gone, the line where the actor begins. */
export function rangeOf(name: string | undefined, { actor, text }: Pick<Explained, 'actor' | 'text'>): Range {
  if (!actor) return START_OF_FILE;
  const positions = createPositions(text);
  const field = actor.fields.find((candidate) => candidate.name === name);
  if (field) return positions.range(field.span);
  const lineEnd = text.indexOf('\n', actor.span.start);
  return positions.range({ start: actor.span.start, end: lineEnd < 0 ? actor.span.end : Math.min(lineEnd, actor.span.end) });
}
