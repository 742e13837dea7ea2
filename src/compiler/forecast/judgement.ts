import type { Relation } from '../../protocol/compiler.ts';
import type { MocDiagnostic } from '../moc.ts';
import type { Session } from '../session.ts';
import { onOneLine } from './attribute.ts';
import type { PreviousTypes } from './previous.ts';
import { type Answer, ask, type Asked, fieldNames, fieldOf, handOver, type Question } from './question.ts';

/** What becomes of the stable variables of the installed version, by name. */
export interface Judgement {
  readonly stable: ReadonlyMap<string, Judged>;
}

export interface Judged {
  readonly relation: Relation;
  /** Code and words as the compiler's comparison of two builds has them; `undefined` where nothing is in the way. */
  readonly finding: { readonly code: string; readonly own: string } | undefined;
}

/** The migration expression of the source: what it takes from the installed version and gives to the new one. */
export interface Migration {
  readonly takes: readonly string[];
  readonly gives: readonly string[];
  /** Declarations of `__taken`, which has the type of the migration's parameter. */
  readonly declarations: readonly string[];
}

/** Asks for the names in the types of the migration function. */
export function askMigration(session: Session, asked: Asked, expression: string): Migration | undefined {
  // An array keeps the function's type as it is, where an argument could be given a smaller one.
  const shape = 'func __shape<D, R>(_ : [var (D -> R)]) : ([var D], [var R]) { loop {} }';
  const declarations = [shape, `let (__taken, __given) = __shape([var ${onOneLine(expression)}])`];
  const statements = [...declarations, 'let _ : None = __taken[0]', 'let _ : None = __given[0]'];
  const answer = ask(session, asked, { definitions: '', fields: [], parameters: [], statements });
  if (!answer || answer.statements.slice(0, 2).some((errors) => errors.length > 0)) return undefined;
  return { takes: fieldNames(answer.statements[2] ?? []), gives: fieldNames(answer.statements[3] ?? []), declarations };
}

/** Asks which values the source can take over. */
export function judge(session: Session, asked: Asked, before: PreviousTypes, migration: Migration | undefined): Judgement | undefined {
  const old = [...before.types].map(([name, type], index): OldVariable => ({ name, type, parameter: `__old${index}` }));
  const taken = old.filter(({ name }) => migration?.takes.includes(name));
  const overwritten = old.filter(({ name }) => !taken.some((each) => each.name === name) && migration?.gives.includes(name));
  const left = old.filter((each) => !taken.includes(each) && !overwritten.includes(each));
  const declared = new Set(asked.actor.fields.filter(({ kind }) => kind === 'stable').map(({ name }) => name));
  const question = questionOf(left, taken, declared, before, migration);
  const answer = ask(session, asked, question);
  if (!answer) return undefined;
  const stable = new Map<string, Judged>();
  const judged = (each: OldVariable, at: number): Judged => {
    if (!taken.includes(each)) return declared.has(each.name) ? compare(each, answer, at) : lost(each.name);
    return fate(each.name, takenFinding(each, answer, question.nested, at), declared, migration);
  };
  let at = question.first;
  for (const each of [...left, ...taken]) {
    stable.set(each.name, judged(each, at));
    if (taken.includes(each) || declared.has(each.name)) at += taken.includes(each) ? 1 : 2;
  }
  for (const { name } of overwritten) stable.set(name, lost(name));
  for (const name of migration?.takes ?? []) if (!before.types.has(name)) stable.set(name, missing(name));
  return { stable: new Map([...stable].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

interface OldVariable {
  readonly name: string;
  readonly type: string;
  readonly parameter: string;
}

type Asking = Question & { readonly first: number; readonly nested: number };

/**
 * For a variable that stays: can the old value go where the new one is, and is the new one of the old type? For one that the migration
 * takes: can the parameter take it? A nested actor asks that, as only actors forbid that a part of a value is lost.
 */
function questionOf(
  left: readonly OldVariable[],
  taken: readonly OldVariable[],
  declared: ReadonlySet<string>,
  before: PreviousTypes,
  migration: Migration | undefined,
): Asking {
  const compared = left.filter(({ name }) => declared.has(name));
  const head = taken.length === 0 ? [] : [...(migration?.declarations ?? []), nestedActor(taken)];
  return {
    definitions: before.definitions,
    fields: compared.map(({ name, type }) => [name, type] as const),
    parameters: [...left, ...taken].map(({ parameter, type }) => `${parameter} : ${type}`),
    statements: [
      ...head,
      ...compared.flatMap(({ name, type, parameter }) => [`([var ${name}])[0] := ${parameter}`, `let _ : ${type} = ${name}`]),
      ...taken.map(({ name, parameter }) => `([var __taken[0].${name}])[0] := ${parameter}`),
    ],
    first: head.length,
    nested: head.length - 1,
  };
}

function nestedActor(taken: readonly OldVariable[]): string {
  const members = taken.map(({ name }) => `let ${name} = __taken[0].${name};`).join(' ');
  return `ignore ${handOver(taken.map(({ name, type }) => [name, type] as const))} persistent actor { ${members} }`;
}

function compare({ name }: OldVariable, answer: Answer, at: number): Judged {
  const error = answer.fields.get(name);
  if (error) return { relation: 'refused', finding: mismatch(name, error, answer.statements[at]) };
  return { relation: answer.statements[at + 1]?.length === 0 ? 'same' : 'wider', finding: undefined };
}

function takenFinding({ name }: OldVariable, answer: Answer, nested: number, at: number): Judged['finding'] {
  const error = answer.statements[nested]?.find((each) => fieldOf(each) === name);
  return error && mismatch(name, error, answer.statements[at]);
}

function fate(name: string, finding: Judged['finding'], declared: ReadonlySet<string>, migration: Migration | undefined): Judged {
  if (finding) return { relation: 'refused', finding };
  if (!declared.has(name)) return { relation: 'gone', finding };
  return { relation: migration?.gives.includes(name) ? 'migrated' : 'reinitialised', finding };
}

/** The compiler has two codes: M0170 where the value does not fit the type, M0216 where it fits but a part of it would be lost. */
function mismatch(name: string, { message }: MocDiagnostic, assigned: readonly MocDiagnostic[] | undefined): Judged['finding'] {
  const text = message.replace(/\s+/g, ' ').trim();
  const [, old = '', current = '', because] = /of type (.*?) ?, not the expected type (.*?)(?: because (.*))?$/.exec(text) ?? [];
  const reason = because === undefined ? '' : ` because ${because}`;
  const misfit = assigned?.some(({ code }) => code === 'M0096') ?? true;
  const own = misfit
    ? `the new type of stable variable \`${name}\` is not compatible with the previous version. The previous type ${old} is not a subtype of ${current}${reason}.`
    : `the new type of stable variable \`${name}\` implicitly drops data of the previous version. The previous type ${old} is not a stable subtype of ${current}${reason}.`;
  return { code: misfit ? 'M0170' : 'M0216', own };
}

const lost = (name: string): Judged => ({
  relation: 'refused',
  finding: { code: 'M0169', own: `the stable variable \`${name}\` of the previous version cannot be implicitly discarded.` },
});

const missing = (name: string): Judged => ({
  relation: 'refused',
  finding: { code: 'M0263', own: `the previous program version does not contain the stable variable \`${name}\`, which the migration function requires.` },
});
