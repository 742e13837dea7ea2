import { resolvedColour } from '../common/colours.ts';
import { lookOf, LOOKS, type Look } from './fates.ts';
import { cellCorner, type Grid } from './grid.ts';

const SIZE = 9;

/** Each look as a small picture of its own, so that drawing a grid is copying pictures; texture tells them apart without colour. */
export type Tiles = ReadonlyMap<Look, CanvasImageSource>;

/** Pictures in the colours that hold at `element`, for a screen with this many pixels per CSS pixel. */
export function createTiles(element: HTMLElement, density: number): Tiles {
  return new Map(LOOKS.map(({ look, colour }) => [look, createTile(look, resolvedColour(element, colour), density)]));
}

function createTile(look: Look, colour: string, density: number): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  tile.width = tile.height = Math.ceil(SIZE * density);
  const context = tile.getContext('2d');
  if (!context) return tile;
  context.scale(density, density);
  context.fillStyle = context.strokeStyle = colour;
  TEXTURES[look](context);
  return tile;
}

const TEXTURES: Readonly<Record<Look, (context: CanvasRenderingContext2D) => void>> = {
  touched: (context) => {
    context.fillRect(0, 0, SIZE, SIZE);
    context.clearRect(SIZE / 2 - 1.5, SIZE / 2 - 1.5, 3, 3);
  },
  rewritten: (context) => {
    context.fillRect(0, 0, SIZE, SIZE);
    for (const y of [2, 5]) context.clearRect(0, y, SIZE, 1.5);
  },
  wiped: (context) => {
    context.lineWidth = 1;
    context.strokeRect(0.5, 0.5, SIZE - 1, SIZE - 1);
    line(context, 1, SIZE - 1, SIZE - 1, 1);
    line(context, 1, 1, SIZE - 1, SIZE - 1);
  },
  kept: (context) => context.fillRect(0, 0, SIZE, SIZE),
  used: (context) => {
    context.globalAlpha = 0.55;
    context.fillRect(0, 0, SIZE, SIZE);
  },
  zero: (context) => context.fillRect(SIZE / 2 - 1, SIZE / 2 - 1, 2, 2),
};

function line(context: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX, toY);
  context.stroke();
}

/** Draws all cells; their number is bounded by the width of the canvas, whatever the size of the memory. */
export function paintGrid(canvas: HTMLCanvasElement, grid: Grid, groups: Uint8Array, tiles: Tiles, density: number): void {
  canvas.width = Math.ceil(grid.columns * grid.pitch * density);
  canvas.height = Math.ceil(grid.rows * grid.pitch * density);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(density, density);
  for (let cell = 0; cell < grid.cells; cell++) {
    const tile = tiles.get(lookOf(groups[cell] ?? 0));
    const { x, y } = cellCorner(grid, cell);
    if (tile) context.drawImage(tile, x, y, SIZE, SIZE);
  }
}
