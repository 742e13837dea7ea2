import { idlLabelToId } from '@dfinity/candid';

/** Candid types as plain data, https://github.com/dfinity/candid/blob/master/spec/Candid.md#types */
export type PrimitiveName =
  | 'nat' | 'nat8' | 'nat16' | 'nat32' | 'nat64'
  | 'int' | 'int8' | 'int16' | 'int32' | 'int64'
  | 'float32' | 'float64' | 'bool' | 'text' | 'null' | 'reserved' | 'empty' | 'principal';

export const PRIMITIVES: ReadonlySet<string> = new Set<PrimitiveName>([
  'nat', 'nat8', 'nat16', 'nat32', 'nat64', 'int', 'int8', 'int16', 'int32', 'int64',
  'float32', 'float64', 'bool', 'text', 'null', 'reserved', 'empty', 'principal',
]);

export type CandidType =
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  | { readonly kind: 'opt' | 'vec'; readonly of: CandidType }
  /** Fields are in the order of their declaration. */
  | { readonly kind: 'record' | 'variant'; readonly fields: readonly Field[] }
  | FunctionType
  | { readonly kind: 'service'; readonly methods: readonly Method[] }
  | { readonly kind: 'named'; readonly name: string };

export interface FunctionType {
  readonly kind: 'func';
  readonly args: readonly Argument[];
  readonly results: readonly Argument[];
  readonly annotation: 'query' | 'composite_query' | 'oneway' | undefined;
}

export interface Field {
  /** Hash of the name, or the number that stands in its place. */
  readonly id: number;
  /** `undefined` where the field has a number only. */
  readonly name: string | undefined;
  readonly type: CandidType;
}

export interface Argument {
  readonly name: string | undefined;
  readonly type: CandidType;
}

export interface Method {
  readonly name: string;
  readonly type: CandidType;
  /** Text of the comments right above it. */
  readonly doc: string;
}

/** Type definitions by name. */
export type TypeEnvironment = ReadonlyMap<string, CandidType>;

/** Id of a field name, as the Candid specification hashes it. A name such as `_5_` is hashed like any other. */
export function fieldId(name: string): number {
  return /^_\d+_$|^_0x[0-9a-fA-F]+_$/.test(name) ? hashName(name) : idlLabelToId(name);
}

function hashName(name: string): number {
  let hash = 0;
  for (const byte of new TextEncoder().encode(name)) hash = (hash * 223 + byte) % 2 ** 32;
  return hash;
}

/** Key under which JavaScript values (and `IDL` types made by `toIdl`) keep a field. */
export const fieldKey = (field: Field): string => `_${field.id}_`;

/** True for `record { A; B }`: numbers from 0 in order. */
export const isTuple = (fields: readonly Field[]): boolean =>
  fields.length > 0 && fields.every((field, index) => field.name === undefined && field.id === index);

/** Follows names until a type that is none; definitions that only name each other are refused when parsed. */
export function resolve(type: CandidType, environment: TypeEnvironment): CandidType {
  let current = type;
  while (current.kind === 'named') current = environment.get(current.name) ?? { kind: 'primitive', name: 'empty' };
  return current;
}

/** True for `vec nat8`. */
export function isBlob(type: CandidType, environment: TypeEnvironment): boolean {
  const resolved = resolve(type, environment);
  if (resolved.kind !== 'vec') return false;
  const element = resolve(resolved.of, environment);
  return element.kind === 'primitive' && element.name === 'nat8';
}
