import { t } from '@lingui/core/macro';
import { type CandidType, type Field, type FunctionType, resolve, type TypeEnvironment } from './types.ts';
import { printType } from './print-type.ts';

/** A type with the definitions that its names stand for. */
export interface Scoped {
  readonly type: CandidType;
  readonly types: TypeEnvironment;
}

/** Where two types part, outermost first, and what is wrong there. */
export interface Mismatch {
  readonly path: readonly string[];
  readonly reason: string;
  /** Id of the field that is not there, where that is what is wrong. */
  readonly missing?: number;
}

/**
 * Subtyping of https://github.com/dfinity/candid/blob/master/spec/Candid.md#subtyping: whether whoever expects `wanted` can be given `given`;
 * `undefined` where that is so. Recursive types are taken to fit until something shows that they do not.
 */
export function mismatch(given: Scoped, wanted: Scoped): Mismatch | undefined {
  return compare(given, wanted, []);
}

type Assumed = readonly (readonly [CandidType, CandidType])[];

function compare(given: Scoped, wanted: Scoped, assumed: Assumed): Mismatch | undefined {
  if (assumed.some(([a, b]) => a === given.type && b === wanted.type)) return undefined;
  const named = given.type.kind === 'named' || wanted.type.kind === 'named';
  const next: Assumed = named ? [...assumed, [given.type, wanted.type]] : assumed;
  return compareShapes(resolved(given), resolved(wanted), next);
}

const resolved = ({ type, types }: Scoped): Scoped => ({ type: resolve(type, types), types });
const at = (scope: Scoped, type: CandidType): Scoped => ({ type, types: scope.types });
const isPrimitive = ({ type }: Scoped, ...names: readonly string[]): boolean => type.kind === 'primitive' && names.includes(type.name);

function compareShapes(given: Scoped, wanted: Scoped, assumed: Assumed): Mismatch | undefined {
  // Any type fits `opt`: a value that cannot be read as what is inside arrives as `null`.
  if (wanted.type.kind === 'opt' || isPrimitive(wanted, 'reserved') || isPrimitive(given, 'empty')) return undefined;
  const [a, b] = [given.type, wanted.type];
  if (a.kind === 'primitive' && b.kind === 'primitive' && (a.name === b.name || (a.name === 'nat' && b.name === 'int'))) return undefined;
  if (a.kind === 'vec' && b.kind === 'vec') return within(t`an element`, compare(at(given, a.of), at(wanted, b.of), assumed));
  if (a.kind === 'record' && b.kind === 'record') return compareRecords(given, a.fields, wanted, b.fields, assumed);
  if (a.kind === 'variant' && b.kind === 'variant') return compareVariants(given, a.fields, wanted, b.fields, assumed);
  if (a.kind === 'func' && b.kind === 'func') return compareFunctions(given, a, wanted, b, assumed);
  if (a.kind === 'service' && b.kind === 'service') {
    return first(b.methods, (method) => {
      const own = a.methods.find(({ name }) => name === method.name);
      const { name } = method;
      if (!own) return { path: [], reason: t`the method \`${name}\` is missing` };
      return within(t`method \`${name}\``, compare(at(given, own.type), at(wanted, method.type), assumed));
    });
  }
  return { path: [], reason: t`\`${{ given: printType(a) }}\` is not \`${{ wanted: printType(b) }}\`` };
}

/** A record may have more fields than are wanted, and lack those that may be absent. */
function compareRecords(given: Scoped, fields: readonly Field[], wanted: Scoped, expected: readonly Field[], assumed: Assumed): Mismatch | undefined {
  return first(expected, (field) => {
    const own = fields.find(({ id }) => id === field.id);
    const name = label(field);
    if (own) return within(t`field \`${name}\``, compare(at(given, own.type), at(wanted, field.type), assumed));
    const type = resolved(at(wanted, field.type));
    if (type.type.kind === 'opt' || isPrimitive(type, 'null', 'reserved')) return undefined;
    return { path: [], reason: t`the field \`${name}\` is missing`, missing: field.id };
  });
}

/** A variant may have fewer cases than are expected, but no others. */
function compareVariants(given: Scoped, cases: readonly Field[], wanted: Scoped, expected: readonly Field[], assumed: Assumed): Mismatch | undefined {
  return first(cases, (each) => {
    const known = expected.find(({ id }) => id === each.id);
    const name = label(each);
    if (!known) return { path: [], reason: t`the case \`${name}\` is not expected` };
    return within(t`case \`${name}\``, compare(at(given, each.type), at(wanted, known.type), assumed));
  });
}

/** Arguments go the other way: the function must take whatever callers of the wanted one give it. Both lists are records of numbered fields. */
function compareFunctions(given: Scoped, own: FunctionType, wanted: Scoped, expected: FunctionType, assumed: Assumed): Mismatch | undefined {
  if (own.annotation !== expected.annotation) {
    return { path: [], reason: t`it is ${{ now: kindOf(own) }}, and was ${{ before: kindOf(expected) }}` };
  }
  const record = (list: FunctionType['args']): Field[] => list.map(({ type }, id) => ({ id, name: undefined, type }));
  return (
    within(t`its arguments`, compareRecords(wanted, record(expected.args), given, record(own.args), assumed), true) ??
    within(t`its results`, compareRecords(given, record(own.results), wanted, record(expected.results), assumed))
  );
}

const KINDS = { query: t`a query`, composite_query: t`a composite query`, oneway: t`a call without an answer` };
const kindOf = ({ annotation }: FunctionType): string => (annotation === undefined ? t`an update` : KINDS[annotation]);
const label = ({ name, id }: Field): string => name ?? String(id);

function first<T>(items: readonly T[], find: (item: T) => Mismatch | undefined): Mismatch | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

/** `asked`: what is missing there is what callers of today do not send. */
function within(place: string, inner: Mismatch | undefined, asked = false): Mismatch | undefined {
  if (!inner) return undefined;
  const missing = asked && inner.path.length === 0 ? inner.missing : undefined;
  return missing === undefined ? { ...inner, path: [place, ...inner.path] } : { path: [], reason: t`argument ${{ position: missing + 1 }} is new, and callers of today do not send it` };
}
