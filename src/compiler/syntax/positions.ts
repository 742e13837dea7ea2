import type { Range } from '../../protocol/compiler.ts';
import { fromUtf8, utf8 } from '../../primitives/bytes.ts';
import type { MocPosition } from '../moc.ts';

/** A stretch of a source text, in UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Converts between the compiler's columns (bytes of UTF-8), LSP positions (UTF-16 units) and offsets. */
export interface Positions {
  /** Offset of a zero-based line and byte column; both are clamped into the text. */
  offset(position: MocPosition): number;
  range(span: Span): Range;
}

export function createPositions(text: string): Positions {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineStart = (line: number): number => starts[line] ?? text.length;
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (lineStart(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const position = (offset: number): Range['start'] => {
    const line = lineOf(offset);
    return { line, character: offset - lineStart(line) };
  };
  return {
    offset: ({ line, character }) => {
      const start = lineStart(line);
      return start + utf16Column(text.slice(start, lineStart(line + 1)), character);
    },
    range: ({ start, end }) => ({ start: position(start), end: position(end) }),
  };
}

function utf16Column(line: string, bytes: number): number {
  const ascii = /^[\0-\x7f]*/.exec(line)?.[0].length ?? 0;
  if (bytes <= ascii) return bytes;
  return fromUtf8(utf8(line).subarray(0, bytes)).length;
}

/** The first place of a file, for what has no better one. */
export const START_OF_FILE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
