import { type Field, parseType, type TypeText } from '../inspector/type-text.ts';
import { canonicalType, type StableSignature } from '../../protocol/stable-signature.ts';

export type Definitions = StableSignature['definitions'];

/** Types of a stable signature as source text: the names of its definitions mean nothing in the source. */

const NAME = /(#\s*)?\b([A-Za-z_]\w*)\b(?!\s*:)/g;

/** What a named type stands for, with its arguments put in; `undefined` where nothing defines it. */
function definitionOf(name: string, args: readonly string[], definitions: Definitions): string | undefined {
  const [, parameters = '', body] = /^(?:<([\s\S]*?)>)?\s*=([\s\S]*)$/.exec(definitions.get(name)?.trim() ?? '') ?? [];
  if (body === undefined) return undefined;
  const given = new Map(parameters.split(',').map((parameter, index) => [parameter.split('<:')[0]?.trim() ?? '', args[index] ?? 'Any']));
  return body.trim().replace(NAME, (whole, tag: string | undefined, word: string) => (tag === undefined ? (given.get(word) ?? whole) : whole));
}

/** A type with its definition written out, one step. */
export function expand(type: TypeText, definitions: Definitions): TypeText {
  if (type.kind !== 'named') return type;
  const found = definitionOf(type.name, type.args.map(({ text }) => text), definitions);
  return found === undefined ? type : expand(parseType(found), definitions);
}

const LONGEST = 160;

/** The type without any name of the signature; `undefined` where it is recursive, or too long to be read on one line. */
export function inlined(type: string, definitions: Definitions): string | undefined {
  const write = (text: string, open: readonly string[]): string | undefined => {
    let fits = true;
    const written = text.replace(/\s+/g, ' ').replace(/(#\s*)?\b([A-Za-z_]\w*)\b(?!\s*:)(<(?:[^<>]|<[^<>]*>)*>)?/g, (whole, tag: string | undefined, name: string, args = '') => {
      if (tag !== undefined || !definitions.has(name)) return tag === undefined && args !== '' ? name + (write(args as string, open) ?? fail()) : whole;
      const named = parseType(`${name}${args as string}`);
      const body = open.includes(name) || named.kind !== 'named' ? undefined : definitionOf(name, named.args.map((each) => each.text), definitions);
      return (body !== undefined ? write(body, [...open, name]) : undefined) ?? fail();
    });
    function fail(): string {
      fits = false;
      return '';
    }
    return fits ? written : undefined;
  };
  const text = write(type, []);
  return text !== undefined && text.length <= LONGEST ? text : undefined;
}

const NUMBER = /^(Nat|Int)(8|16|32|64)?$/;
const DEFAULTS: Readonly<Record<string, string>> = { Float: '0.0', Text: '""', Blob: '""', Bool: 'false', Char: "' '", Null: 'null', Any: '()' };
const DEPTH = 8;

/** A simple value of a type; `undefined` where there is none to write down. */
export function defaultValue(source: string, definitions: Definitions): string | undefined {
  const value = (type: TypeText, depth: number): string | undefined => {
    if (depth > DEPTH) return undefined;
    const shape = expand(type, definitions);
    switch (shape.kind) {
      case 'option':
        return 'null';
      case 'array':
        return shape.mutable ? '[var]' : '[]';
      case 'tuple':
        return joined(shape.items.map((item) => value(item, depth + 1)), ', ', '()');
      case 'record':
        return joined(shape.fields.map((field) => assigned(field, value(field.type, depth + 1))), '; ', '{}');
      case 'variant':
        return variantValue(shape.cases, (each) => value(each, depth + 1));
      case 'named':
        return NUMBER.test(shape.name) ? '0' : DEFAULTS[shape.name];
      case 'other':
        return undefined;
    }
  };
  return value(parseType(source), 0);
}

const assigned = ({ name, mutable }: Field, value: string | undefined): string | undefined => value && `${mutable ? 'var ' : ''}${name} = ${value}`;

function joined(parts: readonly (string | undefined)[], separator: string, [open, close]: string): string | undefined {
  return parts.every((part) => part !== undefined) ? `${open as string}${open === '{' && parts.length > 0 ? ` ${parts.join(separator)} ` : parts.join(separator)}${close as string}` : undefined;
}

function variantValue(cases: readonly Field[], value: (type: TypeText) => string | undefined): string | undefined {
  const plain = cases.find(({ type }) => type.text === '()');
  if (plain) return `#${plain.name}`;
  for (const { name, type } of cases) {
    const inner = value(type);
    if (inner !== undefined) return `#${name}(${inner})`;
  }
  return undefined;
}

/** An expression of a new type made of `expression`, which has the old one, as far as that goes without knowing what is meant. */
export function conversion(expression: string, old: string, oldTypes: Definitions, current: string, types: Definitions): string | undefined {
  if (canonicalType(old, oldTypes) === canonicalType(current, types)) return expression;
  const from = expand(parseType(old), oldTypes);
  const to = expand(parseType(current), types);
  if (from.text === 'Nat' && to.text === 'Int') return expression;
  if (isPlain(from) && to.text === 'Text' && SHOWN.test(from.text)) return `debug_show (${expression})`;
  if (to.kind === 'option' && from.kind !== 'option') {
    const inner = conversion(expression, old, oldTypes, to.item.text, types);
    return inner === undefined ? undefined : `?(${inner})`;
  }
  if (from.kind === 'record' && to.kind === 'record') {
    return joined(to.fields.map((field) => assigned(field, converted(expression, field, from.fields, oldTypes, types))), '; ', '{}');
  }
  return defaultValue(current, types);
}

const SHOWN = /^(Nat|Int|Float|Bool)\d*$/;
const isPlain = (type: TypeText): boolean => type.kind === 'named';

function converted(expression: string, { name, type }: Field, fields: readonly Field[], oldTypes: Definitions, types: Definitions): string | undefined {
  const old = fields.find((field) => field.name === name);
  return old ? conversion(`${expression}.${name}`, old.type.text, oldTypes, type.text, types) : defaultValue(type.text, types);
}
