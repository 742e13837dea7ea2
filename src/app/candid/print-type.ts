import type { Argument, CandidType, Field } from './types.ts';

/** A type as it stands in a `.did` text, on one line. */
export function printType(type: CandidType): string {
  switch (type.kind) {
    case 'primitive':
    case 'named':
      return type.name;
    case 'opt':
    case 'vec':
      return `${type.kind} ${printType(type.of)}`;
    case 'record':
      return braced('record', type.fields.map(printField));
    case 'variant':
      return braced('variant', type.fields.map((field) => (isNull(field.type) ? label(field) : printField(field))));
    case 'func':
      return `func ${list(type.args)} -> ${list(type.results)}${type.annotation ? ` ${type.annotation}` : ''}`;
    case 'service':
      return braced('service', type.methods.map(({ name, type: method }) => `${name} : ${printType(method).replace(/^func /, '')}`));
  }
}

const isNull = (type: CandidType): boolean => type.kind === 'primitive' && type.name === 'null';
const label = ({ name, id }: Field): string => name ?? String(id);
const printField = (field: Field): string => `${label(field)} : ${printType(field.type)}`;
const braced = (word: string, parts: readonly string[]): string => (parts.length === 0 ? `${word} {}` : `${word} { ${parts.join('; ')} }`);
const list = (args: readonly Argument[]): string => `(${args.map(({ type }) => printType(type)).join(', ')})`;
