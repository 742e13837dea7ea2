import { createTiles, paintGrid } from '../../src/app/memory/paint.ts';
import { cellsIn, gridOf } from '../../src/app/memory/grid.ts';
import { PageLedger } from '../../src/replica/memory/page-ledger.ts';

const PAGE_BYTES = 4096;

/** A memory of this many bytes in which every third page was written, and every thousandth by the last message. */
function ledgerOf(bytes: number): PageLedger {
  const ledger = new PageLedger();
  const touched = new Set<number>();
  for (let page = 0; page < bytes / PAGE_BYTES; page += 3) {
    ledger.loaded(page, page + 1);
    if (page % 1000 === 0) touched.add(page);
  }
  ledger.committed(touched);
  return ledger;
}

/** Milliseconds of gathering the pages into cells, and of drawing the cells, in a pane of this width. */
export function memoryMap({ bytes, width }: { readonly bytes: number; readonly width: number }): { readonly gather: number; readonly draw: number } {
  const ledger = ledgerOf(bytes);
  const cells = cellsIn(width);
  const perGroup = 2 ** Math.ceil(Math.log2(Math.max(1, bytes / PAGE_BYTES / cells)));
  const canvas = document.body.appendChild(document.createElement('canvas'));
  const tiles = createTiles(canvas, window.devicePixelRatio);
  const { groups } = ledger.summary(0, bytes / PAGE_BYTES, perGroup);
  const gather = average(() => ledger.summary(0, bytes / PAGE_BYTES, perGroup));
  const draw = average(() => {
    paintGrid(canvas, gridOf(groups.length, width), groups, tiles, window.devicePixelRatio);
    // Reading a pixel back waits for what was drawn.
    canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
  });
  return { gather, draw };
}

const RUNS = 60;

function average(action: () => unknown): number {
  for (let run = 0; run < 10; run++) action();
  const began = performance.now();
  for (let run = 0; run < RUNS; run++) action();
  return (performance.now() - began) / RUNS;
}
