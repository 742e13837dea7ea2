import type { Principal } from '@dfinity/principal';
import { toHex } from '../../primitives/bytes.ts';
import { floatText, grouped } from './numbers.ts';
import { type Argument, type CandidType, type Field, PRIMITIVES, type TypeEnvironment, fieldKey, isBlob, isTuple, resolve } from './types.ts';

/** Lines longer than this are broken. */
const WIDTH = 72;
const KEYWORDS: ReadonlySet<string> = new Set([...PRIMITIVES, 'opt', 'vec', 'record', 'variant', 'func', 'service', 'blob', 'type', 'import', 'query', 'oneway', 'composite_query', 'true', 'false']);

/** A piece of text that can be laid out on one line or on several. */
type Layout = string | { readonly open: string; readonly items: readonly Layout[]; readonly separator: string; readonly close: string; readonly prefix: string };

const flat = (layout: Layout): string => {
  if (typeof layout === 'string') return layout;
  const { prefix, open, items, separator, close } = layout;
  const pad = open === '{' && items.length > 0 ? ' ' : '';
  return `${prefix}${open}${pad}${items.map(flat).join(`${separator} `)}${pad}${close}`;
};

function lay(layout: Layout, indent: number): string {
  const oneLine = flat(layout);
  if (typeof layout === 'string' || oneLine.length + indent <= WIDTH) return oneLine;
  const inner = ' '.repeat(indent + 2);
  const lines = layout.items.map((item) => `${inner}${lay(item, indent + 2)}${layout.separator}`);
  return `${layout.prefix}${layout.open}\n${lines.join('\n')}\n${' '.repeat(indent)}${layout.close}`;
}

/** Puts a prefix such as `opt ` or `name = ` before a layout. */
const prefixed = (prefix: string, layout: Layout): Layout =>
  typeof layout === 'string' ? prefix + layout : { ...layout, prefix: prefix + layout.prefix };

/** Arguments or results as Candid text, `(42, "text")`, broken into lines where it is long. */
export function printValues(values: readonly unknown[], args: readonly Argument[], environment: TypeEnvironment): string {
  return lay(argumentsLayout(values, args, environment, false), 0);
}

/** The same with the type of each number, as command-line tools print it, `(42 : nat, "text")`; `compact`: on one line. */
export function printTyped(values: readonly unknown[], args: readonly Argument[], environment: TypeEnvironment): { readonly text: string; readonly compact: string } {
  const layout = argumentsLayout(values, args, environment, true);
  return { text: lay(layout, 0), compact: flat(layout) };
}

const argumentsLayout = (values: readonly unknown[], args: readonly Argument[], environment: TypeEnvironment, typed: boolean): Layout => {
  const items = args.map(({ type }, index) => valueLayout(values[index], type, environment, typed));
  return { prefix: '', open: '(', items, separator: ',', close: ')' };
};

function valueLayout(value: unknown, type: CandidType, environment: TypeEnvironment, typed: boolean): Layout {
  const resolved = resolve(type, environment);
  switch (resolved.kind) {
    case 'primitive':
      return typed && isNumber(resolved.name) ? `${primitiveText(value, resolved.name)} : ${resolved.name}` : primitiveText(value, resolved.name);
    case 'opt': {
      const [inner] = value as [] | [unknown];
      if ((value as unknown[]).length === 0) return 'null';
      const layout = valueLayout(inner, resolved.of, environment, typed);
      return typed && isNumeric(resolved.of, environment) ? `opt (${flat(layout)})` : prefixed('opt ', layout);
    }
    case 'vec':
      if (isBlob(resolved, environment)) return blobText(Uint8Array.from(value as Iterable<number>));
      return { prefix: 'vec ', open: '{', items: Array.from(value as Iterable<unknown>, (item) => valueLayout(item, resolved.of, environment, typed)), separator: ';', close: '}' };
    case 'record':
      return { prefix: 'record ', open: '{', items: recordItems(value, resolved.fields, environment, typed), separator: ';', close: '}' };
    case 'variant':
      return variantLayout(value, resolved.fields, environment, typed);
    case 'func': {
      const [principal, method] = value as [Principal, string];
      return `func ${quote(principal.toText())}.${nameText(method)}`;
    }
    case 'service':
      return `service ${quote((value as Principal).toText())}`;
    case 'named':
      return 'null';
  }
}

function recordItems(value: unknown, fields: readonly Field[], environment: TypeEnvironment, typed: boolean): Layout[] {
  const record = value as Readonly<Record<string, unknown>>;
  const tuple = isTuple(fields);
  return fields.map((field) => {
    const layout = valueLayout(record[fieldKey(field)], field.type, environment, typed);
    return tuple ? layout : prefixed(`${fieldText(field)} = `, layout);
  });
}

function variantLayout(value: unknown, fields: readonly Field[], environment: TypeEnvironment, typed: boolean): Layout {
  const record = value as Readonly<Record<string, unknown>>;
  const field = fields.find((candidate) => Object.hasOwn(record, fieldKey(candidate)));
  if (!field) return 'variant {}';
  const type = resolve(field.type, environment);
  const bare = type.kind === 'primitive' && type.name === 'null';
  const item = bare ? fieldText(field) : prefixed(`${fieldText(field)} = `, valueLayout(record[fieldKey(field)], field.type, environment, typed));
  return { prefix: 'variant ', open: '{', items: [item], separator: ';', close: '}' };
}

const isNumber = (primitive: string): boolean => /^(nat|int|float)\d*$/.test(primitive);
const isNumeric = (type: CandidType, environment: TypeEnvironment): boolean => {
  const resolved = resolve(type, environment);
  return resolved.kind === 'primitive' && isNumber(resolved.name);
};

function primitiveText(value: unknown, name: string): string {
  switch (name) {
    case 'bool':
      return value === true ? 'true' : 'false';
    case 'text':
      return quote(value as string);
    case 'principal':
      return `principal ${quote((value as Principal).toText())}`;
    case 'float32':
    case 'float64':
      return floatText(value as number);
    case 'null':
    case 'reserved':
    case 'empty':
      return 'null';
    default:
      return grouped(value as bigint | number);
  }
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', '"': '\\"' };

/** A text in double quotes with what needs it escaped. */
export function quote(text: string): string {
  const escaped = text.toWellFormed().replace(/[\p{Cc}"\\\u2028\u2029]/gu, (character) =>
    SHORT_ESCAPES[character] ?? `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
  return `"${escaped}"`;
}

function blobText(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) {
    const printable = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    out += printable ? String.fromCharCode(byte) : `\\${toHex(Uint8Array.of(byte))}`;
  }
  return `blob "${out}"`;
}

/** A field or method name as Candid writes it: quoted where it is no plain word. */
export const nameText = (name: string): string => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !KEYWORDS.has(name) ? name : quote(name));
export const fieldText = (field: Field): string => (field.name === undefined ? field.id.toString() : nameText(field.name));

/** A type as Candid text on one line; named types are not expanded. */
export const printType = (type: CandidType): string => flat(typeLayout(type));

/** The arguments or results of a function as Candid text, `(name : text, nat)`. */
export const printArguments = (args: readonly Argument[]): string => `(${args.map(argumentText).join(', ')})`;

const argumentText = ({ name, type }: Argument): string => (name === undefined ? printType(type) : `${nameText(name)} : ${printType(type)}`);

function typeLayout(type: CandidType): Layout {
  switch (type.kind) {
    case 'primitive':
    case 'named':
      return type.name;
    case 'opt':
      return prefixed('opt ', typeLayout(type.of));
    case 'vec':
      if (type.of.kind === 'primitive' && type.of.name === 'nat8') return 'blob';
      return prefixed('vec ', typeLayout(type.of));
    case 'record':
    case 'variant':
      return { prefix: `${type.kind} `, open: '{', items: fieldTypes(type.kind, type.fields), separator: ';', close: '}' };
    case 'func':
      return `func ${printArguments(type.args)} -> ${printArguments(type.results)}${type.annotation ? ` ${type.annotation}` : ''}`;
    case 'service':
      return { prefix: 'service ', open: '{', items: type.methods.map((method) => `${nameText(method.name)} : ${flat(typeLayout(method.type)).replace(/^func /, '')}`), separator: ';', close: '}' };
  }
}

function fieldTypes(kind: 'record' | 'variant', fields: readonly Field[]): Layout[] {
  const tuple = kind === 'record' && isTuple(fields);
  return fields.map((field) => {
    const bare = kind === 'variant' && field.type.kind === 'primitive' && field.type.name === 'null';
    if (tuple) return typeLayout(field.type);
    return bare ? fieldText(field) : prefixed(`${fieldText(field)} : `, typeLayout(field.type));
  });
}
