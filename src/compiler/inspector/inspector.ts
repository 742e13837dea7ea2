import { t } from '@lingui/core/macro';
import type { ActorVariable } from '../../protocol/compiler.ts';
import { hasErrors } from '../diagnostics.ts';
import { packageImport } from '../packages.ts';
import type { Session } from '../session.ts';
import type { ActorField, ActorOutline, ImportOutline } from '../syntax/outline.ts';
import { createPositions } from '../syntax/positions.ts';
import { insertIntoActor } from './insertion.ts';
import { createProbe, type PrintedType, type Probe } from './probe.ts';
import { inspectorMethod, PRIMITIVES_IMPORT, runtime, shower } from './runtime.ts';
import { showStatement } from './show.ts';

/** An actor's source, free of errors, for which an inspector is made. */
export interface Inspectable {
  readonly path: string;
  readonly text: string;
  readonly actor: ActorOutline;
  readonly imports: readonly ImportOutline[];
  /** Modules of the project that the source imports through others only, as it would import them. */
  readonly beyond: readonly string[];
}

export interface Inspection {
  /** The source with the inspector; `undefined` where it cannot have one. */
  readonly text: string | undefined;
  readonly variables: readonly ActorVariable[];
}

/**
 * Makes the inspector: a query added to the actor that shows each of its variables. The compiler itself is asked for the type of each
 * and for whether it can be shown. Where the added query does not fit the actor, there is no inspector, and the build goes on without.
 */
export function inspect(session: Session, source: Inspectable): Inspection {
  const { fields } = source.actor;
  const modules = createModuleNames(source.imports, source.beyond);
  const probe = createProbe(session, { ...source, imports: modules.added, hidden: modules.hidden });
  const types = probe.typeOf(fields.map(({ name }) => name));
  const shown = statements(probe, fields, types, modules.nameOf);
  const method = inspectorMethod(fields.flatMap(({ name }, index) => (shown[index] === undefined ? [] : [{ name, statement: shown[index] }])), source.actor.inspects);
  const text = modules.added() + insertIntoActor(source.text, source.actor, method);
  const fits = !hasErrors(session.withFile(source.path, text, () => session.check(source.path)));
  const positions = createPositions(source.text);
  return {
    text: fits ? text : undefined,
    variables: fields.map(({ name, declaration, kind, span }, index) => {
      const type = types[index]?.text ?? '';
      const unshown = fits ? (shown[index] === undefined ? whyUnshown(types[index] ?? { text: type, expansion: undefined }) : undefined) : uninspected();
      return { name, declaration, kind, type: readable(type), unshown, range: positions.range(span) };
    }),
  };
}

interface ModuleNames {
  readonly nameOf: (module: string) => string;
  readonly hidden: readonly string[];
  /** Import declarations for the modules that the source does not import itself, on one line. */
  readonly added: () => string;
}

function createModuleNames(imports: readonly ImportOutline[], beyond: readonly string[]): ModuleNames {
  const hidden = beyond.map((path, index): [string, string] => [path, `__playground_${index}`]);
  const added = new Map(hidden);
  return {
    hidden: hidden.map(([, name]) => name),
    nameOf: (module) => {
      const own = imports.find(({ path, name }) => path === module && name !== undefined)?.name;
      if (own !== undefined) return own;
      const name = `__playground_${packageImport(module)?.module.replaceAll('/', '_') ?? ''}`;
      added.set(module, name);
      return name;
    },
    added: () => PRIMITIVES_IMPORT + [...added].map(([module, name]) => `import ${name} "${module}"; `).join(''),
  };
}

/** For each variable the statement that shows it: the readable one, else `debug_show`, else none. */
function statements(probe: Probe, fields: readonly ActorField[], types: readonly PrintedType[], moduleName: ModuleNames['nameOf']): (string | undefined)[] {
  const readables = fields.map(({ name }, index) => showStatement(types[index]?.text ?? '', name, { expand: probe.expand, moduleName }));
  const plains = fields.map(({ name }) => `debug_show (${name})`);
  const asked = readables.map((statement, index) => shower({ statement: statement ?? '()' }, index));
  const answers = probe.ask([runtime(fields.length).slice(0, -2), ...asked, ...plains.map((text) => `ignore (${text})`)]).slice(1);
  return fields.map((_, index) => {
    if (readables[index] !== undefined && !answers[index]) return readables[index];
    return answers[fields.length + index] || types[index]?.text === 'None' ? undefined : `__put(${plains[index] ?? ''})`;
  });
}

/** `Map.Map<…>` reads `Map<…>`. */
function readable(type: string): string {
  return type.replace(/\b(\w+)\.\1\b/g, '$1');
}

function whyUnshown({ text: type, expansion }: PrintedType): string {
  if (/^(<[^>]*>)?[^{[?]*->/.test(type)) return t`A function: it has no value to show.`;
  if (/^[?(\s]*actor\b/.test(type)) return t`A reference to a canister: its state belongs to that canister.`;
  if (type === 'None') return t`It never gets a value.`;
  if (/^[?(\s]*async\b/.test(type)) return t`A call that is under way: it has no value until it is awaited.`;
  if (type.includes('->') || expansion?.includes('->')) return t`It contains functions, which have no value to show.`;
  return t`Motoko cannot show values of this type.`;
}

const uninspected = (): string => t`The query that reads variables does not fit this actor, so it was built without it.`;
