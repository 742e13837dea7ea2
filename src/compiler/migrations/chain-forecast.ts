import type { Forecast } from '../../protocol/compiler.ts';
import { combined, migrationSteps, type MigrationStep } from '../../protocol/migration-chain.ts';
import { tidy } from '../compatible.ts';
import { type ForecastRequest, tell } from '../forecast/forecast.ts';
import type { Judged } from '../forecast/judgement.ts';
import { type PreviousTypes, previousTypes } from '../forecast/previous.ts';
import { fieldNames, typeIn } from '../forecast/question.ts';
import { insertIntoActor } from '../inspector/insertion.ts';
import type { MocDiagnostic } from '../moc.ts';
import type { Session } from '../session.ts';
import { migrationFiles, migrationName } from './folder.ts';
import { CHAIN_CODES, CHAIN_EXPLANATIONS, variableIn } from './words.ts';

export interface ChainRequest extends ForecastRequest {
  readonly files: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** Sorts before every name that begins with a letter or a digit. */
const INSTALLED = '!installed';

/**
 * What an upgrade would do where state comes from a folder of migrations. The compiler judges a chain of files as a whole: for one check, a file that
 * gives the state of the installed version stands in for those that have been applied. `undefined` where the question does not fit.
 */
export function chainForecast(session: Session, request: ChainRequest): Forecast | undefined {
  const { installed, folder, files, actor } = request;
  const before = previousTypes(installed.stableSignature);
  const all = migrationFiles(Object.keys(files), folder);
  const pending = pendingFiles(all, installed.stableSignature);
  const stand = Object.fromEntries([...all.filter((path) => !pending.includes(path)).map((path) => [path, undefined] as const), [`${folder}/${INSTALLED}.mo`, handOver(before)] as const]);
  const declared = actor.fields.filter(({ name, kind }) => kind === 'stable' && before.types.has(name)).map(({ name }) => name);
  const answer = ask(session, request, stand, { pending, compared: declared.map((name) => [name, before.types.get(name) ?? ''] as const), before });
  if (!answer) return undefined;
  const run = combined(answer.steps);
  const stable = new Map<string, Judged>(answer.findings.map((each) => [each.name, { relation: 'refused', finding: each }]));
  for (const name of before.types.keys()) {
    if (stable.has(name)) continue;
    const relation = !declared.includes(name) ? 'gone' : run?.gives.includes(name) ? 'migrated' : answer.same.has(name) ? 'same' : 'wider';
    if (relation !== 'gone' || run?.takes.includes(name)) stable.set(name, { relation, finding: undefined });
  }
  const sorted = new Map([...stable].sort(([a], [b]) => (a < b ? -1 : 1)));
  return tell({ request, before, migration: run && { ...run, declarations: [] }, judgement: { stable: sorted }, types: answer.types, words: CHAIN_EXPLANATIONS });
}

/** Files that an upgrade of the installed version would run: those after the last one that was applied. */
export function pendingFiles(all: readonly string[], signature: string): readonly string[] {
  const applied = new Set(migrationSteps(signature).map(({ name }) => name));
  return all.slice(all.findLastIndex((path) => applied.has(migrationName(path))) + 1);
}

function handOver({ definitions, types }: PreviousTypes): string {
  const fields = [...types].map(([name, type]) => `${name} : ${type}`).join('; ');
  return `module { ${definitions.replaceAll('type __before_', 'public type __before_')}public func migration(_ : {}) : { ${fields} } { loop {} } }`;
}

interface Question {
  readonly pending: readonly string[];
  /** Names and old types of variables that stay. */
  readonly compared: readonly (readonly [string, string])[];
  readonly before: PreviousTypes;
}

interface Answer {
  readonly types: readonly string[];
  /** Names of variables whose old and new types are the same, or at least fit both ways. */
  readonly same: ReadonlySet<string>;
  readonly steps: readonly MigrationStep[];
  readonly findings: readonly { readonly name: string; readonly code: string; readonly own: string }[];
}

/** One check of the actor with a function that asks for types, and with the files as they stand for the question. */
function ask(session: Session, { path, text, actor }: ChainRequest, stand: Readonly<Record<string, string | undefined>>, { pending, compared, before }: Question): Answer | undefined {
  const up = '../'.repeat(path.split('/').length - 1);
  const imports = pending.map((file, index) => `import __step${index} "${up}${file.replace(/\.mo$/, '')}"; `).join('');
  // An array keeps the function's type as it is, where an argument could be given a smaller one.
  const shape = 'func __shape<D, R>(_ : [var (D -> R)]) : ([var D], [var R]) { loop {} }';
  const statements = [
    ...actor.fields.map(({ name }) => `let _ : None = ${name}`),
    ...compared.map(([name, type]) => `let _ : ${type} = ${name}`),
    ...pending.flatMap((_, index) => [`let (__taken${index}, __given${index}) = __shape([var __step${index}.migration])`, `let _ : None = __taken${index}[0]`, `let _ : None = __given${index}[0]`]),
  ];
  const body = `func __playground_forecast() : async () {${before.definitions} ${shape};\n${statements.join(';\n')}\n};`;
  const source = imports + insertIntoActor(text, actor, body);
  const first = source.slice(0, source.indexOf(body)).split('\n').length;
  const errors = session.withFiles({ ...stand, [path]: source }, () => session.check(path));
  const answers = statements.map((): MocDiagnostic[] => []);
  const chain: MocDiagnostic[] = [];
  for (const error of errors) {
    const statement = error.source === path ? answers[error.range.start.line - first] : undefined;
    if (CHAIN_CODES.includes(error.code) && variableIn(error.message) !== undefined) chain.push(error);
    else if (error.severity === 1 && statement) statement.push(error);
    else if (error.severity === 1) return undefined;
  }
  const at = actor.fields.length + compared.length;
  const steps = pending.map((file, index) => ({ name: migrationName(file), takes: fieldNames(answers[at + 3 * index + 1] ?? []), gives: fieldNames(answers[at + 3 * index + 2] ?? []) }));
  return {
    types: actor.fields.map((_, index) => typeIn(answers[index] ?? []).replace(/\b(\w+)\.\1\b/g, '$1')),
    same: new Set(compared.filter((_, index) => answers[actor.fields.length + index]?.length === 0).map(([name]) => name)),
    steps,
    findings: findings(chain, steps),
  };
}

/** The first thing that stands in the way of each variable. What a file takes although nothing gave it is told as that, not as a first value. */
function findings(chain: readonly MocDiagnostic[], steps: readonly MigrationStep[]): Answer['findings'] {
  const taken = combined(steps)?.takes ?? [];
  const found = chain.map(({ code, message }) => {
    const name = variableIn(message) as string;
    const own = tidy(message).replaceAll(`version \`${INSTALLED}\``, 'the previous version');
    return { name, code: code === 'M0254' && taken.includes(name) ? 'M0263' : code, own };
  });
  return found.filter(({ name }, index) => found.findIndex((each) => each.name === name) === index);
}
