import { t } from '@lingui/core/macro';
/** Tokens of Candid's textual formats: interface descriptions (`.did`) and values. */
export interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'symbol' | 'end';
  /** The word, number or symbol as written; the bytes' readable form for a text. */
  readonly text: string;
  /** Bytes that a text denotes; only for `kind: 'text'`. */
  readonly bytes: Uint8Array | undefined;
  readonly offset: number;
  /** Comments right before it, without their slashes. */
  readonly doc: string;
}

/** What is wrong in a Candid text, and where. */
export class CandidSyntaxError extends Error {
  override readonly name = 'CandidSyntaxError';
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Turns an offset into a line and a column, both counted from 1. */
export function placeOf(source: string, offset: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /[+-]?(?:0[xX][0-9a-fA-F_]+|(?:inf\b)|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d[\d_]*)?)/y;
const LINE_COMMENT = /\/\/[^\n]*/y;
const SYMBOLS = ['->', ':', ';', ',', '{', '}', '(', ')', '=', '.'];

/** Splits a Candid text into tokens; the last one is of kind `end`. Throws {@link CandidSyntaxError}. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let doc: string[] = [];
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const push = (kind: Token['kind'], text: string, length: number, bytes?: Uint8Array): void => {
    tokens.push({ kind, text, bytes, offset: at, doc: doc.join('\n') });
    doc = [];
    at += length;
  };
  while (at < source.length) {
    const character = source[at] as string;
    if (/\s/.test(character)) {
      at++;
      continue;
    }
    const comment = match(LINE_COMMENT);
    if (comment !== undefined) {
      doc.push(comment.replace(/^\/\/+ ?/, ''));
      at += comment.length;
      continue;
    }
    if (source.startsWith('/*', at)) {
      at = endOfBlockComment(source, at);
      continue;
    }
    if (character === '"') {
      const { text, bytes, end } = readText(source, at);
      push('text', text, end - at, bytes);
      continue;
    }
    const number = match(NUMBER);
    const word = number === undefined ? match(WORD) : undefined;
    const symbol = SYMBOLS.find((candidate) => source.startsWith(candidate, at));
    if (number !== undefined) push('number', number, number.length);
    else if (word !== undefined) push('word', word, word.length);
    else if (symbol !== undefined) push('symbol', symbol, symbol.length);
    else throw new CandidSyntaxError(t`“${character}” has no meaning here. Texts go in double quotes.`, at);
  }
  push('end', '', 0);
  return tokens;
}

function endOfBlockComment(source: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < source.length) {
    if (source.startsWith('/*', at)) {
      depth++;
      at += 2;
    } else if (source.startsWith('*/', at)) {
      depth--;
      at += 2;
      if (depth === 0) return at;
    } else at++;
  }
  throw new CandidSyntaxError(t`This comment never ends: add */.`, start);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'" };
/** As the user is told them. */
const KNOWN_ESCAPES = '\\n, \\t, \\", \\\\, \\u{1f600}';
const encoder = new TextEncoder();

function readText(source: string, start: number): { text: string; bytes: Uint8Array; end: number } {
  const bytes: number[] = [];
  let at = start + 1;
  for (;;) {
    const character = source[at];
    if (character === undefined) throw new CandidSyntaxError(t`This text never ends: add a closing ".`, start);
    if (character === '"') break;
    if (character === '\\') {
      const escape = readEscape(source, at);
      bytes.push(...escape.bytes);
      at = escape.end;
    } else {
      const point = String.fromCodePoint(source.codePointAt(at) as number);
      bytes.push(...encoder.encode(point));
      at += point.length;
    }
  }
  const all = Uint8Array.from(bytes);
  return { text: new TextDecoder().decode(all), bytes: all, end: at + 1 };
}

function readEscape(source: string, at: number): { bytes: Iterable<number>; end: number } {
  const next = source[at + 1] ?? '';
  const plain = ESCAPES[next];
  if (plain !== undefined) return { bytes: encoder.encode(plain), end: at + 2 };
  const hex = /^[0-9a-fA-F]{2}/.exec(source.slice(at + 1, at + 3))?.[0];
  if (hex !== undefined) return { bytes: [Number.parseInt(hex, 16)], end: at + 3 };
  const point = /^u\{([0-9a-fA-F_]{1,8})\}/.exec(source.slice(at + 1, at + 14));
  const value = point ? Number.parseInt((point[1] as string).replaceAll('_', ''), 16) : Number.NaN;
  if (point && value <= 0x10ffff && !(value >= 0xd800 && value < 0xe000)) {
    return { bytes: encoder.encode(String.fromCodePoint(value)), end: at + 1 + point[0].length };
  }
  throw new CandidSyntaxError(t`Unknown escape: use ${KNOWN_ESCAPES} or two hex digits for a byte.`, at);
}
