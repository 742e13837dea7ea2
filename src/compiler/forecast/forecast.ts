import type { ActorVariable, Diagnostic, Forecast, InstalledState, Relation, VariableForecast } from '../../protocol/compiler.ts';
import { type Explained, rangeOf, refusal } from '../compatible.ts';
import type { Session } from '../session.ts';
import type { ActorField, ActorOutline } from '../syntax/outline.ts';
import { createPositions } from '../syntax/positions.ts';
import { attributeBefore } from './attribute.ts';
import { previousTypes, type PreviousTypes } from './previous.ts';
import { ask, type Asked, type Question, typeIn } from './question.ts';
import { askMigration, type Judged, judge, type Judgement, type Migration } from './judgement.ts';

export interface ForecastRequest {
  readonly path: string;
  readonly text: string;
  readonly actor: ActorOutline;
  readonly installed: InstalledState;
}

/**
 * What an upgrade to a source without errors would do, from one or two checks instead of a build. `undefined` where a check cannot tell,
 * as the question does not fit.
 */
export function forecast(session: Session, request: ForecastRequest): Forecast | undefined {
  const { path, text, actor, installed } = request;
  const attribute = attributeBefore(text, actor.span.start);
  if (attribute && attribute.migration === undefined) return undefined;
  const before = previousTypes(installed.stableSignature);
  const asked: Asked = { path, text, actor, attribute: attribute?.span ?? { start: actor.span.start, end: actor.span.start } };
  const migration = attribute?.migration === undefined ? undefined : askMigration(session, asked, attribute.migration);
  if (attribute && !migration) return undefined;
  const judgement = judge(session, asked, before, migration);
  const types = judgement && declaredTypes(session, asked);
  if (!judgement || !types) return undefined;
  return tell({ request, before, migration, judgement, types });
}

/** Types of all variables as the compiler prints them. */
function declaredTypes(session: Session, asked: Asked): readonly string[] | undefined {
  const statements = asked.actor.fields.map(({ name }) => `let _ : None = ${name}`);
  const question: Question = { definitions: '', fields: [], parameters: [], statements };
  return ask(session, asked, question)?.statements.map((errors) => typeIn(errors).replace(/\b(\w+)\.\1\b/g, '$1'));
}

/** What is known of an upgrade, once the compiler was asked. */
export interface Told {
  readonly request: ForecastRequest;
  readonly before: PreviousTypes;
  readonly migration: Migration | undefined;
  readonly judgement: Judgement;
  readonly types: readonly string[];
  readonly words?: Explained['words'];
}

/** Puts it together, variable by variable. */
export function tell({ request, before, migration, judgement, types, words }: Told): Forecast {
  const { path, text, actor, installed } = request;
  const positions = createPositions(text);
  const old = new Map(installed.variables.map((variable) => [variable.name, variable]));
  const declared = actor.fields.map((field, index): VariableForecast => {
    const was = old.get(field.name);
    return {
      name: field.name,
      kind: field.kind,
      type: types[index] ?? '',
      before: was ?? (before.types.has(field.name) ? { kind: 'stable', type: before.readable(before.types.get(field.name) ?? '') } : undefined),
      relation: relationOf(field, request, judgement, was),
      declared: true,
      range: positions.range(field.span),
    };
  });
  const names = new Set(actor.fields.map(({ name }) => name));
  const lost = [...new Set([...old.keys(), ...before.types.keys()])].filter((name) => !names.has(name));
  const gone = lost.map((name): VariableForecast => {
    const was = old.get(name) ?? { kind: 'stable' as const, type: before.readable(before.types.get(name) ?? '') };
    const refused = judgement.stable.get(name)?.relation === 'refused';
    return { name, kind: was.kind, type: was.type, before: was, relation: refused ? 'refused' : 'gone', declared: false, range: rangeOf(undefined, request) };
  });
  const explained: Explained = { path, text, actor, variables: installed.variables, takenByMigration: (name) => migration?.takes.includes(name) ?? false, ...(words ? { words } : {}) };
  return { path, variables: [...declared, ...gone], refusals: refusals(judgement, explained, before) };
}

function relationOf(field: ActorField, { text, actor }: ForecastRequest, { stable }: Judgement, was: ActorVariable | undefined): Relation {
  const judged: Judged | undefined = stable.get(field.name);
  if (judged) return judged.relation;
  if (field.kind === 'stable') return was ? 'transient' : 'new';
  if (!was) return 'new';
  return setByPostupgrade(field.name, text, actor) ? 'rebuilt' : 'transient';
}

/** Whether `postupgrade` mentions the variable in a statement that can change it. */
function setByPostupgrade(name: string, text: string, { postupgrade }: ActorOutline): boolean {
  const body = postupgrade ? text.slice(postupgrade.start, postupgrade.end) : '';
  return new RegExp(`\\b${name}\\b\\s*(?::=|[-+*#]=|\\[[^\\]]*\\]\\s*:=|\\.\\w+\\s*\\()`).test(body) || new RegExp(`\\(\\s*${name}\\s*,`).test(body);
}

/** In the order in which the compiler names them: by the name of the variable. */
function refusals({ stable }: Judgement, explained: Explained, before: PreviousTypes): Diagnostic[] {
  return [...stable].flatMap(([name, { finding }]) =>
    finding ? [refusal({ ...finding, name, own: before.readable(finding.own), severity: 'error' }, explained)] : []);
}
