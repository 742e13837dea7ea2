import { INSPECTOR_METHOD, type ActorVariable } from '../../protocol/compiler.ts';
import { hasErrors } from '../diagnostics.ts';
import { packageImport } from '../packages.ts';
import type { Session } from '../session.ts';
import type { ActorField, ActorOutline, ImportOutline } from '../syntax/outline.ts';
import { createPositions } from '../syntax/positions.ts';
import { insertIntoActor } from './insertion.ts';
import { createProbe, type PrintedType, type Probe } from './probe.ts';
import { showExpression } from './show.ts';

/** Longer values are left out: one of them alone could make the reply too large. */
const VALUE_LIMIT = 20_000;

/** An actor's source, free of errors, for which an inspector is made. */
export interface Inspectable {
  readonly path: string;
  readonly text: string;
  readonly actor: ActorOutline;
  readonly imports: readonly ImportOutline[];
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
  const modules = createModuleNames(source.imports);
  const probe = createProbe(session, { ...source, imports: modules.added });
  const types = probe.typeOf(fields.map(({ name }) => name));
  const shown = expressions(probe, fields, types, modules.nameOf);
  const method = inspectorMethod(fields.flatMap(({ name }, index) => (shown[index] === undefined ? [] : [{ name, expression: shown[index] }])));
  const text = modules.added() + insertIntoActor(source.text, source.actor, method);
  const fits = !hasErrors(session.withFile(source.path, text, () => session.check(source.path)));
  const positions = createPositions(source.text);
  return {
    text: fits ? text : undefined,
    variables: fields.map(({ name, declaration, kind, span }, index) => {
      const type = types[index]?.text ?? '';
      const unshown = fits ? (shown[index] === undefined ? whyUnshown(type) : undefined) : whyUninspected(source.actor);
      return { name, declaration, kind, type: readable(type), unshown, range: positions.range(span) };
    }),
  };
}

interface ModuleNames {
  readonly nameOf: (module: string) => string;
  /** Import declarations for the modules that the source does not import itself, on one line. */
  readonly added: () => string;
}

function createModuleNames(imports: readonly ImportOutline[]): ModuleNames {
  const added = new Map<string, string>();
  return {
    nameOf: (module) => {
      const own = imports.find(({ path, name }) => path === module && name !== undefined)?.name;
      if (own !== undefined) return own;
      const name = `__playground_${packageImport(module)?.module.replaceAll('/', '_') ?? ''}`;
      added.set(module, name);
      return name;
    },
    added: () => [...added].map(([module, name]) => `import ${name} "${module}"; `).join(''),
  };
}

/** For each variable the expression that shows it: the readable one, else `debug_show`, else none. */
function expressions(probe: Probe, fields: readonly ActorField[], types: readonly PrintedType[], moduleName: ModuleNames['nameOf']): (string | undefined)[] {
  const readables = fields.map(({ name }, index) => showExpression(types[index]?.text ?? '', name, { expand: probe.expand, moduleName }));
  const plains = fields.map(({ name }) => `debug_show (${name})`);
  const answers = probe.ask([...readables.map((text) => `ignore (${text ?? '""'})`), ...plains.map((text) => `ignore (${text})`)]);
  return fields.map((_, index) => {
    if (readables[index] !== undefined && !answers[index]) return readables[index];
    return answers[fields.length + index] || types[index]?.text === 'None' ? undefined : plains[index];
  });
}

function inspectorMethod(entries: readonly { readonly name: string; readonly expression: string }[]): string {
  const limit = `func __limit(t : Text) : Text { if (t.size() > ${VALUE_LIMIT}) { "too long to show: " # debug_show (t.size()) # " characters" } else { t } }; `;
  const list = entries.map(({ name, expression }) => `("${name}", __limit(${expression}))`).join(', ');
  return `public query func ${INSPECTOR_METHOD}() : async [(Text, Text)] { ${entries.length > 0 ? limit : ''}[${list}] };`;
}

/** `Map.Map<…>` reads `Map<…>`. */
function readable(type: string): string {
  return type.replace(/\b(\w+)\.\1\b/g, '$1');
}

function whyUnshown(type: string): string {
  if (/^(<[^>]*>)?[^{[?]*->/.test(type)) return 'A function: it has no value to show.';
  if (/^[?(\s]*actor\b/.test(type)) return 'A reference to a canister: its state belongs to that canister.';
  if (type === 'None') return 'It never gets a value.';
  if (type.includes('->')) return 'It contains functions, which have no value to show.';
  return 'Motoko cannot show values of this type.';
}

function whyUninspected({ inspects }: ActorOutline): string {
  return inspects
    ? 'The actor’s system func inspect lists its methods, so the playground cannot add the one that reads variables.'
    : 'The query that reads variables does not fit this actor, so it was built without it.';
}
