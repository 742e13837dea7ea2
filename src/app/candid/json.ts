import type { Principal } from '@dfinity/principal';
import { grouped } from './numbers.ts';
import { type Argument, type CandidType, type Field, fieldKey, resolve, type TypeEnvironment } from './types.ts';

/**
 * Values as `dfx canister call --output json` prints them: one JSON text for each, numbers that JSON cannot hold as texts, an `opt` as a list
 * of none or one, names of fields in the order of the alphabet.
 */
export const jsonText = (values: readonly unknown[], args: readonly Argument[], environment: TypeEnvironment): string =>
  args.map(({ type }, index) => JSON.stringify(jsonOf(values[index], type, environment), undefined, 2)).join('\n');

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

function jsonOf(value: unknown, type: CandidType, environment: TypeEnvironment): Json {
  const resolved = resolve(type, environment);
  switch (resolved.kind) {
    case 'primitive':
      return primitiveOf(value, resolved.name);
    case 'opt':
    case 'vec':
      return Array.from(value as Iterable<unknown>, (item) => jsonOf(item, resolved.of, environment));
    case 'record':
    case 'variant':
      return fieldsOf(value as Readonly<Record<string, unknown>>, resolved.fields, environment);
    case 'func': {
      const [principal, method] = value as [Principal, string];
      return { code: method, principal: principal.toText() };
    }
    case 'service':
      return (value as Principal).toText();
    case 'named':
      return null;
  }
}

/** Of a variant only the field that it has. */
function fieldsOf(value: Readonly<Record<string, unknown>>, fields: readonly Field[], environment: TypeEnvironment): Json {
  const entries = fields
    .filter((field) => Object.hasOwn(value, fieldKey(field)))
    .map((field) => [field.name ?? String(field.id), jsonOf(value[fieldKey(field)], field.type, environment)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function primitiveOf(value: unknown, name: string): Json {
  switch (name) {
    case 'nat':
    case 'int':
      return grouped(value as bigint);
    case 'nat64':
    case 'int64':
      return String(value);
    case 'float32':
    case 'float64':
      return Number.isFinite(value) ? (value as number) : 'NaN';
    case 'bool':
    case 'text':
      return value as boolean | string;
    case 'principal':
      return (value as Principal).toText();
    case 'null':
    case 'empty':
      return null;
    case 'reserved':
      return 'null : reserved';
    default:
      return Number(value);
  }
}
