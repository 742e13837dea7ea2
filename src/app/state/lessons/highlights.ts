import type { Highlight } from './model.ts';

/** What a step marks in a file. */

/** What is written in `highlight`: `3`, `3-5`, or a text. */
export function highlightOf(wanted: string): Highlight {
  const [, from, to = from] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(wanted) ?? [];
  return from === undefined ? { text: wanted } : { from: Number(from), to: Number(to) };
}

/** First and last line of a highlight, counted from 1; `undefined` where the file does not have it. */
export function linesOf(highlight: Highlight, lines: readonly string[]): { readonly from: number; readonly to: number } | undefined {
  if ('from' in highlight) return highlight.from >= 1 && highlight.from <= highlight.to && highlight.to <= lines.length ? highlight : undefined;
  const wanted = highlight.text.split('\n')[0] ?? '';
  const line = lines.findIndex((each) => each.includes(wanted)) + 1;
  return line === 0 ? undefined : { from: line, to: line };
}
