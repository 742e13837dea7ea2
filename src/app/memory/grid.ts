/** A grid of equal cells, numbered row by row. Sizes in CSS pixels. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly cells: number;
  /** From one cell to the next, the gap included. */
  readonly pitch: number;
}

export const PITCH = 10;
/** More rows would push what matters more out of sight. */
const MAX_ROWS = 26;

/** As many columns as fit. */
export const columnsIn = (width: number): number => Math.max(8, Math.floor((width + 1) / PITCH));

/** The most cells a memory is shown in: what is larger is shown in groups of pages. */
export const cellsIn = (width: number): number => columnsIn(width) * MAX_ROWS;

export function gridOf(cells: number, width: number): Grid {
  const columns = columnsIn(width);
  return { columns, rows: Math.ceil(cells / columns), cells, pitch: PITCH };
}

/** The cell at a point; `undefined` beside the cells. */
export function cellAt({ columns, cells, pitch }: Grid, x: number, y: number): number | undefined {
  const column = Math.floor(x / pitch);
  const row = Math.floor(y / pitch);
  if (column < 0 || column >= columns || row < 0) return undefined;
  const cell = row * columns + column;
  return cell < cells ? cell : undefined;
}

export const cellCorner = ({ columns, pitch }: Grid, cell: number): { readonly x: number; readonly y: number } => ({
  x: (cell % columns) * pitch,
  y: Math.floor(cell / columns) * pitch,
});

/** Pages from `from` to before `to`. */
export interface PageRange {
  readonly from: number;
  readonly to: number;
}

/** What a closer look at a group shows: the group, and as many pages around it as there are cells. */
export function closerRange(page: number, { pages, pagesPerGroup }: { readonly pages: number; readonly pagesPerGroup: number }, cells: number): PageRange {
  const length = Math.min(pages, Math.max(pagesPerGroup, cells));
  const from = Math.max(0, Math.min(pages - length, Math.floor(page + (pagesPerGroup - length) / 2)));
  return { from, to: from + length };
}

/** Rows that Page Up and Page Down jump over. */
const JUMP = 5;

/** Where a key leads; `undefined` for keys that lead nowhere. */
export function moved({ columns, cells }: Grid, cell: number, key: string): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -JUMP * columns,
    PageDown: JUMP * columns,
    Home: -cells,
    End: cells,
  };
  const step = steps[key];
  if (step === undefined) return undefined;
  const to = cell + step;
  if (Math.abs(step) === columns && (to < 0 || to >= cells)) return cell;
  return Math.max(0, Math.min(cells - 1, to));
}
