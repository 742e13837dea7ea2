import { insertIntoActor } from '../inspector/insertion.ts';
import { parseType } from '../inspector/type-text.ts';
import type { MocDiagnostic } from '../moc.ts';
import type { Session } from '../session.ts';
import type { ActorOutline } from '../syntax/outline.ts';
import type { Span } from '../syntax/positions.ts';

/** A source that has no errors, with the place of what stands before its actor. */
export interface Asked {
  readonly path: string;
  readonly text: string;
  readonly actor: ActorOutline;
  /** The actor's own attribute, which a question takes the place of; empty where it has none. */
  readonly attribute: Span;
}

/** What is added to the source for one check. */
export interface Question {
  /** Declarations before the actor. */
  readonly definitions: string;
  /** Fields that a migration would hand to the actor, with their types. */
  readonly fields: readonly (readonly [string, string])[];
  readonly parameters: readonly string[];
  /** Statements of a function in the actor, one a line. */
  readonly statements: readonly string[];
}

export interface Answer {
  /** By field: the compiler will not let the actor take it. M0204 (other type) or M0205 (no such variable). */
  readonly fields: ReadonlyMap<string, MocDiagnostic>;
  /** By statement. */
  readonly statements: readonly (readonly MocDiagnostic[])[];
}

const FIELD = /produces (?:unexpected )?field `(\w+)`/;

/**
 * A migration expression is judged by the check already: it must hand to the actor what the actor can take. So a made-up one that
 * hands over the state of the installed version gets the verdict on an upgrade without a build. `undefined` where the question does not fit.
 */
export function ask(session: Session, { path, text, actor, attribute }: Asked, question: Question): Answer | undefined {
  const body = `func __playground_forecast(${question.parameters.join(', ')}) : async () {\n${question.statements.join(';\n')}\n};`;
  const inserted = insertIntoActor(text, actor, body);
  const head = `${question.definitions}${handOver(question.fields)} `;
  const source = inserted.slice(0, attribute.start) + head + inserted.slice(attribute.end);
  const firstLine = source.slice(0, source.indexOf(body)).split('\n').length;
  const errors = session.withFile(path, source, () => session.check(path)).filter(({ severity }) => severity === 1);
  const statements = question.statements.map((): MocDiagnostic[] => []);
  const fields = new Map<string, MocDiagnostic>();
  for (const error of errors) {
    const name = FIELD.exec(error.message)?.[1];
    const statement = error.source === path ? statements[error.range.start.line - firstLine] : undefined;
    if (statement) statement.push(error);
    else if (name !== undefined) fields.set(name, error);
    else return undefined;
  }
  return { fields, statements };
}

/** An attribute whose migration takes nothing and gives these fields. */
export function handOver(fields: Question['fields']): string {
  return `(with migration = func (_ : {}) : { ${fields.map(([name, type]) => `${name} : ${type}`).join('; ')} } { loop {} })`;
}

/** The field that an error about a migration is about. */
export const fieldOf = ({ message }: MocDiagnostic): string | undefined => FIELD.exec(message)?.[1];

/** The type in error M0096, without what it stands for. */
export const typeIn = (errors: readonly MocDiagnostic[]): string => printedType(errors).split(' = ')[0] as string;

/** Names of the fields of a printed record, which may have a name of its own. */
export function fieldNames(errors: readonly MocDiagnostic[]): readonly string[] {
  const type = parseType(printedType(errors).replace(/^(?:[\w.]+ = )+/, ''));
  return type.kind === 'record' ? type.fields.map(({ name }) => name) : [];
}

function printedType(errors: readonly MocDiagnostic[]): string {
  const printed = errors.map(({ message }) => /^expression of type\s+([\s\S]*?)\s+cannot produce expected type/.exec(message)?.[1]).find((type) => type !== undefined);
  return printed?.replace(/\s+/g, ' ') ?? 'None';
}
