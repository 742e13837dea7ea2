/** A line that is edited at a prompt: text, cursor, history. Pure; how it looks on the screen is told by {@link rendered}. */

export interface Line {
  readonly text: string;
  /** In UTF-16 code units, always between two characters. */
  readonly cursor: number;
  /** Where in the history it came from; the length of the history for a new line. */
  readonly at: number;
  /** The new line, while an older one is looked at. */
  readonly draft: string;
}

export const emptyLine = (history: readonly string[]): Line => ({ text: '', cursor: 0, at: history.length, draft: '' });

export const withText = (line: Line, text: string, cursor = text.length): Line => ({ ...line, text, cursor });

/** Puts text in at the cursor. */
export const insert = (line: Line, text: string): Line => withText(line, line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor), line.cursor + text.length);

const graphemes = new Intl.Segmenter();
const before = ({ text, cursor }: Line): number => cursor - ([...graphemes.segment(text.slice(0, cursor))].at(-1)?.segment.length ?? 0);
const after = ({ text, cursor }: Line): number => cursor + (graphemes.segment(text.slice(cursor))[Symbol.iterator]().next().value?.segment.length ?? 0);
const wordBefore = ({ text, cursor }: Line): number => text.slice(0, cursor).search(/\S+\s*$/) & 0x7fff_ffff;
const cut = (line: Line, from: number, to: number): Line => withText(line, line.text.slice(0, from) + line.text.slice(to), from);

function browse(line: Line, history: readonly string[], by: 1 | -1): Line {
  const at = Math.min(history.length, Math.max(0, line.at + by));
  if (at === line.at) return line;
  const draft = line.at === history.length ? line.text : line.draft;
  return { ...withText(line, at === history.length ? draft : (history[at] ?? '')), at, draft };
}

type Edit = (line: Line, history: readonly string[]) => Line;

const wordStart = (line: Line): number => (line.text.slice(0, line.cursor).trim() === '' ? 0 : wordBefore(line));
const toStart: Edit = (line) => ({ ...line, cursor: 0 });
const toEnd: Edit = (line) => ({ ...line, cursor: line.text.length });
const left: Edit = (line) => ({ ...line, cursor: before(line) });
const right: Edit = (line) => ({ ...line, cursor: after(line) });
const erase: Edit = (line) => cut(line, before(line), line.cursor);
const remove: Edit = (line) => cut(line, line.cursor, after(line));
const older: Edit = (line, history) => browse(line, history, -1);
const newer: Edit = (line, history) => browse(line, history, 1);
const wordLeft: Edit = (line) => ({ ...line, cursor: wordStart(line) });
const wordRight: Edit = (line) => ({ ...line, cursor: line.cursor + (/^\s*\S*/.exec(line.text.slice(line.cursor))?.[0].length ?? 0) });

/** What keys do to a line, by what a terminal sends for them. */
export const EDITS: ReadonlyMap<string, Edit> = new Map<string, Edit>([
  ['\u0001', toStart],
  ['\u001b[H', toStart],
  ['\u001bOH', toStart],
  ['\u0005', toEnd],
  ['\u001b[F', toEnd],
  ['\u001bOF', toEnd],
  ['\u0002', left],
  ['\u001b[D', left],
  ['\u0006', right],
  ['\u001b[C', right],
  ['\u001bb', wordLeft],
  ['\u001b[1;5D', wordLeft],
  ['\u001bf', wordRight],
  ['\u001b[1;5C', wordRight],
  ['\u007f', erase],
  ['\b', erase],
  ['\u001b[3~', remove],
  ['\u0004', remove],
  ['\u0010', older],
  ['\u001b[A', older],
  ['\u000e', newer],
  ['\u001b[B', newer],
  ['\u000b', (line) => cut(line, line.cursor, line.text.length)],
  ['\u0015', (line) => cut(line, 0, line.cursor)],
  ['\u0017', (line) => cut(line, wordStart(line), line.cursor)],
]);

const WIDE = /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

/** Columns that a text takes. */
export const widthOf = (text: string): number => [...graphemes.segment(text)].reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0);

export interface Rendered {
  /** What to send to the terminal. */
  readonly output: string;
  /** Rows between the prompt and the cursor. */
  readonly row: number;
}

/** Draws prompt and line again. @param row rows between the prompt and the cursor as it stands @param plain the prompt without colours */
export function rendered(prompt: string, plain: string, { text, cursor }: Line, columns: number, row: number): Rendered {
  const up = row > 0 ? `\u001b[${row}A` : '';
  const total = widthOf(plain + text);
  const target = widthOf(plain + text.slice(0, cursor));
  const lastRow = Math.floor(total / columns);
  const targetRow = Math.floor(target / columns);
  // A line that fills the last column leaves the cursor there: it is moved on by hand.
  const wrap = total > 0 && total % columns === 0 ? '\r\n' : '';
  const back = lastRow > targetRow ? `\u001b[${lastRow - targetRow}A` : '';
  const column = target % columns;
  return { output: `${up}\r\u001b[J${prompt}${text}${wrap}${back}\r${column > 0 ? `\u001b[${column}C` : ''}`, row: targetRow };
}
