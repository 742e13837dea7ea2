import type { Span } from '../syntax/positions.ts';

/** The parenthesis before an actor, such as `(with migration = Migration.run)`. */
export interface ActorAttribute {
  readonly span: Span;
  /** An expression for the migration function; `undefined` where there can be none. */
  readonly migration: string | undefined;
}

/** Finds the attribute of the actor that begins at `start`. The syntax tree leaves it out, so it is read from the text. */
export function attributeBefore(text: string, start: number): ActorAttribute | undefined {
  let found: Span | undefined;
  for (let at = 0; at < start; ) {
    const end = tokenEnd(text, at);
    if (text.charAt(at) === '(') {
      found = { start: at, end: closing(text, at) };
      at = found.end;
      continue;
    }
    if (!isTrivia(text, at)) found = undefined;
    at = end;
  }
  return found && { span: found, migration: migrationOf(text.slice(found.start + 1, found.end - 1)) };
}

const OPENING = '([{';
const CLOSING = ')]}';

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at = tokenEnd(text, at)) {
    if (OPENING.includes(text.charAt(at))) depth++;
    if (CLOSING.includes(text.charAt(at)) && --depth === 0) return at + 1;
  }
  return text.length;
}

const isTrivia = (text: string, at: number): boolean => /^(?:\s|\/\/|\/\*)/.test(text.slice(at, at + 2));

/** End of the comment, the text, the word or the character that begins at `at`. */
function tokenEnd(text: string, at: number): number {
  const rest = /(?:\/\/[^\n]*|"(?:[^"\\]|\\.)*"|\w+|[\s\S])/y;
  if (text.startsWith('/*', at)) return commentEnd(text, at);
  rest.lastIndex = at;
  return at + Math.max(1, rest.exec(text)?.[0].length ?? 1);
}

/** Block comments nest. */
function commentEnd(text: string, start: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}

/** Source text without comments and line breaks. */
export function onOneLine(text: string): string {
  let line = '';
  for (let at = 0, end = 0; at < text.length; at = end) {
    end = tokenEnd(text, at);
    line += isTrivia(text, at) ? ' ' : text.slice(at, end);
  }
  return line;
}

/** `(base with migration = f)` is read like the record `{ base with migration = f }`; the base may be left out. */
function migrationOf(inner: string): string | undefined {
  let split = -1;
  for (let at = 0, depth = 0; at < inner.length && split < 0; at = tokenEnd(inner, at)) {
    if (OPENING.includes(inner.charAt(at))) depth++;
    if (CLOSING.includes(inner.charAt(at))) depth--;
    if (depth === 0 && inner.slice(at, tokenEnd(inner, at)) === 'with') split = at;
  }
  if (split < 0) return `(${inner}).migration`;
  const base = inner.slice(0, split).trim();
  const fields = inner.slice(split + 'with'.length);
  if (base !== '') return `({ ${base} with ${fields}\n}).migration`;
  return /\bmigration\b/.test(fields) ? `({ ${fields}\n}).migration` : undefined;
}
