import { t } from '@lingui/core/macro';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { MemoryMapView } from '../../protocol/replica.ts';
import { formatBytes } from '../common/format.ts';
import { useTheme } from '../common/theme.ts';
import { fateWords } from './fates.ts';
import { cellAt, cellCorner, type Grid, gridOf, moved } from './grid.ts';
import { formatAddress, PAGE_BYTES } from './hex.ts';
import { createTiles, paintGrid } from './paint.ts';

interface PageGridProps {
  readonly label: string;
  readonly map: MemoryMapView;
  readonly width: number;
  /** The page where the keyboard is. */
  readonly cursor: number;
  readonly onMove: (page: number) => void;
  /** A cell was chosen, which begins with this page. */
  readonly onChoose: (page: number) => void;
  /** Out of a part, back to the whole. */
  readonly onLeave: (() => void) | undefined;
}

/** A memory as cells on a canvas: one for each page, or for a group of pages where there are many. */
export function PageGrid({ label, map, width, cursor, onMove, onChoose, onLeave }: PageGridProps) {
  const grid = gridOf(map.groups.length, width);
  const canvas = usePainted(grid, map);
  const [hovered, setHovered] = useState<number>();
  const [focused, setFocused] = useState(false);
  const cell = Math.max(0, Math.min(grid.cells - 1, Math.floor((cursor - map.from) / map.pagesPerGroup)));
  const shown = hovered ?? (focused ? cell : undefined);
  const firstPage = (of: number): number => map.from + of * map.pagesPerGroup;
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = moved(grid, cell, event.key);
    if (to !== undefined) onMove(firstPage(to));
    else if (event.key === 'Enter' || event.key === ' ') onChoose(firstPage(cell));
    else if ((event.key === 'Escape' || event.key === 'Backspace') && onLeave) onLeave();
    else return;
    setHovered(undefined);
    event.preventDefault();
  };
  const at = (event: PointerEvent<HTMLElement>): number | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt(grid, event.clientX - box.left, event.clientY - box.top);
  };
  return (
    <>
      <div
        className="page-grid"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={grid.cells - 1}
        aria-valuenow={cell}
        aria-valuetext={cellWords(map, cell)}
        aria-description={t`Arrow keys move from page to page, Enter looks inside.`}
        style={{ width: grid.columns * grid.pitch, height: grid.rows * grid.pitch }}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onPointerMove={(event) => setHovered(at(event))}
        onPointerLeave={() => setHovered(undefined)}
        onPointerUp={(event) => {
          const chosen = at(event);
          if (chosen === undefined) return;
          onMove(firstPage(chosen));
          onChoose(firstPage(chosen));
        }}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {shown !== undefined && <Marker grid={grid} cell={shown} />}
      </div>
      <p className="page-words faint">{shown === undefined ? hint(map) : cellWords(map, shown)}</p>
    </>
  );
}

const hint = ({ pagesPerGroup }: MemoryMapView): string =>
  pagesPerGroup === 1 ? '' : t`Each square is ${{ pages: pagesPerGroup.toLocaleString('en') }} pages, ${{ size: formatBytes(pagesPerGroup * PAGE_BYTES) }}. Choose one to look closer.`;

/** `Page 12, 0x0000c000 to 0x0000cfff: kept by the last upgrade`. */
function cellWords({ from, pagesPerGroup, pages, groups }: MemoryMapView, cell: number): string {
  const first = from + cell * pagesPerGroup;
  const last = Math.min(pages, first + pagesPerGroup) - 1;
  const name = first === last ? t`Page ${first}` : t`Pages ${first} to ${last}`;
  const start = formatAddress(first * PAGE_BYTES);
  const end = formatAddress((last + 1) * PAGE_BYTES - 1);
  return t`${name}, ${start} to ${end}: ${{ fate: fateWords(groups[cell] ?? 0) }}`;
}

function Marker({ grid, cell }: { readonly grid: Grid; readonly cell: number }) {
  const { x, y } = cellCorner(grid, cell);
  return <span className="page-marker" style={{ transform: `translate(${x}px, ${y}px)` }} />;
}

/** The canvas, painted anew where the cells, their fates, or the theme have changed. */
function usePainted(grid: Grid, map: MemoryMapView) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const { columns, rows, cells, pitch } = grid;
  useEffect(() => {
    const element = canvas.current;
    const density = window.devicePixelRatio;
    if (element) paintGrid(element, { columns, rows, cells, pitch }, map.groups, createTiles(element, density), density);
  }, [columns, rows, cells, pitch, map, theme]);
  return canvas;
}
