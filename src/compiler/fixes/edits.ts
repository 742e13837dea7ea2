import type { Fix } from '../../protocol/compiler.ts';
import type { Span } from '../syntax/positions.ts';

/** Several ways to write the same fix: the first that works is offered. */
export interface Candidate {
  readonly title: string;
  readonly ways: readonly Fix['files'][];
}

/** Puts `text` in place of a stretch of the source. */
export const replaced = (source: string, { start, end }: Span, text: string): string => source.slice(0, start) + text + source.slice(end);

export const inserted = (source: string, at: number, text: string): string => replaced(source, { start: at, end: at }, text);

/** White space at the beginning of the line of an offset. */
export function indentation(source: string, at: number): string {
  const line = source.slice(source.lastIndexOf('\n', at - 1) + 1, at);
  return /^\s*/.exec(line)?.[0] ?? '';
}

/** Where a member ends, with its semicolon where it has one. */
export function memberEnd(source: string, end: number): { readonly at: number; readonly closed: boolean } {
  const rest = /^\s*;/.exec(source.slice(end))?.[0];
  return rest === undefined ? { at: end, closed: false } : { at: end + rest.length, closed: true };
}
