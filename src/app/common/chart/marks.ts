import type uPlot from 'uplot';
import type { Look } from './look.ts';
import type { ChartMark } from './model.ts';
import { withRoom } from './scale.ts';

/** Marks as lines through the plot, with labels above; what failed is dashed. */
export function drawMarks(plot: uPlot, marks: readonly ChartMark[], look: Look): void {
  const { ctx, bbox, width } = plot;
  // Canvas pixels in a CSS pixel.
  const density = ctx.canvas.width / width;
  ctx.save();
  ctx.font = `600 ${look.em * density}px ${look.family}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'alphabetic';
  ctx.lineWidth = density;
  const placed = marks.map((mark) => ({ ...mark, centre: Math.round(plot.valToPos(mark.at, 'x', true)), width: ctx.measureText(mark.label).width }));
  const room = withRoom(placed);
  placed.forEach(({ centre, label, failed }, index) => {
    ctx.strokeStyle = ctx.fillStyle = failed ? look.failure : look.mark;
    ctx.setLineDash(failed ? [3 * density, 3 * density] : []);
    ctx.beginPath();
    ctx.moveTo(centre, bbox.top - 0.5 * look.em * density);
    ctx.lineTo(centre, bbox.top + bbox.height);
    ctx.stroke();
    if (room[index]) ctx.fillText(label, centre, bbox.top - 0.7 * look.em * density);
  });
  ctx.restore();
}
