import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';

/** A value of a YAML text with the line it stands on. Scalars keep their text: `3` may be a number or the Candid value 3. */
export type Node =
  | { readonly kind: 'text'; readonly line: number; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly Node[] }
  | { readonly kind: 'map'; readonly line: number; readonly entries: readonly Entry[] };

export interface Entry {
  readonly key: string;
  readonly line: number;
  readonly value: Node;
}

export type Report = (line: number, message: string) => void;

const MAX_DEPTH = 8;

/**
 * Reads YAML into nodes. `firstLine`: the line of the file that the text begins on. Anchors and aliases, by which a short text can stand
 * for a huge one, are mistakes. `undefined` where the text cannot be read, which has been told then.
 */
export function readYaml(text: string, firstLine: number, report: Report): Node | undefined {
  const counter = new LineCounter();
  const document = parse(text, counter);
  if (!document) {
    report(firstLine, 'This is nested too deeply.');
    return undefined;
  }
  const lineAt = (offset: number | undefined): number => firstLine + Math.max(0, counter.linePos(offset ?? 0).line - 1);
  for (const { pos, message } of [...document.errors, ...document.warnings]) report(lineAt(pos[0]), firstSentence(message));
  return document.errors.length > 0 ? undefined : toNode(document.contents, 0, lineAt, firstLine, report);
}

/** The parser calls itself for what is nested: a text made of brackets alone can use up the stack. */
function parse(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(text, { lineCounter, schema: 'core', version: '1.2', uniqueKeys: true, logLevel: 'silent' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const firstSentence = (message: string): string => (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');

function toNode(value: unknown, depth: number, lineAt: (offset: number | undefined) => number, above: number, report: Report): Node {
  const line = hasRange(value) ? lineAt(value.range[0]) : above;
  const nothing: Node = { kind: 'text', line, text: '', quoted: false };
  if (depth > MAX_DEPTH) {
    report(line, 'This is nested too deeply.');
    return nothing;
  }
  if (isAlias(value)) {
    report(line, 'Anchors (&) and aliases (*) are not allowed: write it out, or put it between quotes.');
    return nothing;
  }
  const inner = (item: unknown, near: number): Node => toNode(item, depth + 1, lineAt, near, report);
  if (isMap(value)) {
    const entries = value.items.map(({ key, value: content }): Entry => {
      const place = hasRange(key) ? lineAt(key.range[0]) : line;
      return { key: isScalar(key) ? scalarText(key.value, key.source) : '', line: place, value: inner(content, place) };
    });
    return { kind: 'map', line, entries };
  }
  if (isSeq(value)) return { kind: 'list', line, items: value.items.map((item) => inner(item, line)) };
  if (!isScalar(value)) return nothing;
  return { kind: 'text', line, text: scalarText(value.value, value.source), quoted: value.type !== 'PLAIN' };
}

const hasRange = (value: unknown): value is { readonly range: readonly [number, number, number] } =>
  typeof value === 'object' && value !== null && 'range' in value && Array.isArray(value.range);

/** As it was written, where YAML would make a number or a word of its own of it. */
function scalarText(value: unknown, source: string | undefined): string {
  if (typeof value === 'string') return value;
  return source ?? '';
}
