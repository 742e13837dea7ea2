/** A type as the compiler prints it, as far as values of it can be taken apart. */
export type TypeText =
  | { readonly kind: 'named'; readonly text: string; readonly name: string; readonly args: readonly TypeText[] }
  | { readonly kind: 'option'; readonly text: string; readonly item: TypeText }
  | { readonly kind: 'array'; readonly text: string; readonly mutable: boolean; readonly item: TypeText }
  | { readonly kind: 'tuple'; readonly text: string; readonly items: readonly TypeText[] }
  | { readonly kind: 'record'; readonly text: string; readonly fields: readonly Field[] }
  | { readonly kind: 'variant'; readonly text: string; readonly cases: readonly Field[] }
  /** Functions, actors, modules and whatever else is shown whole or not at all. */
  | { readonly kind: 'other'; readonly text: string };

export interface Field {
  readonly name: string;
  readonly mutable: boolean;
  readonly type: TypeText;
}

const NAME = /^[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*/;

/** Parses a printed type. Text that it does not understand becomes `other`. */
export function parseType(source: string): TypeText {
  const text = source.replace(/\s+/g, ' ').trim();
  if (splitTop(text, '->').length > 1) return { kind: 'other', text };
  if (text.startsWith('?')) return { kind: 'option', text, item: parseType(text.slice(1)) };
  const inner = text.slice(1, -1).trim();
  if (encloses(text, '[', ']')) {
    const mutable = inner.startsWith('var ');
    return { kind: 'array', text, mutable, item: parseType(mutable ? inner.slice(4) : inner) };
  }
  if (encloses(text, '(', ')')) return parseTuple(text, inner);
  if (encloses(text, '{', '}')) return inner.startsWith('#') ? { kind: 'variant', text, cases: parseFields(inner) } : parseRecord(text, inner);
  return parseNamed(text);
}

function parseTuple(text: string, inner: string): TypeText {
  const items = inner === '' ? [] : splitTop(inner, ',').map(parseType);
  return items.length === 1 ? (items[0] as TypeText) : { kind: 'tuple', text, items };
}

function parseRecord(text: string, inner: string): TypeText {
  const fields = inner === '' ? [] : parseFields(inner);
  return { kind: 'record', text, fields };
}

function parseFields(inner: string): Field[] {
  return splitTop(inner, ';').filter((part) => part.trim() !== '' && !part.trim().startsWith('type ')).map((part) => {
    const [, mutable, name, type] = /^\s*(var )?\s*(#?\w+)\s*(?::\s*([\s\S]*))?$/.exec(part) ?? [];
    return { name: (name ?? part).replace(/^#/, ''), mutable: mutable !== undefined, type: parseType(type ?? '()') };
  });
}

function parseNamed(text: string): TypeText {
  const name = NAME.exec(text)?.[0];
  const rest = name === undefined ? text : text.slice(name.length);
  if (name === undefined || (rest !== '' && !encloses(rest, '<', '>'))) return { kind: 'other', text };
  return { kind: 'named', text, name, args: rest === '' ? [] : splitTop(rest.slice(1, -1), ',').map(parseType) };
}

/** Whether the bracket that opens the text is closed by its last character. */
function encloses(text: string, open: string, close: string): boolean {
  if (!text.startsWith(open) || !text.endsWith(close)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    depth += nesting(text, at);
    if (depth === 0) return at === text.length - 1;
  }
  return false;
}

/** Splits at a separator outside all brackets. */
export function splitTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    depth += nesting(text, at);
    if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(from, at).trim());
      from = at + separator.length;
      at = from - 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}

/** 1 at an opening bracket, -1 at a closing one; the `>` of an arrow is none. */
function nesting(text: string, at: number): number {
  const character = text.charAt(at);
  if ('([{<'.includes(character)) return 1;
  if (character === '>') return text[at - 1] === '-' ? 0 : -1;
  return ')]}'.includes(character) ? -1 : 0;
}
