import uPlot from 'uplot';
import { formatBytes } from '../format.ts';
import type { Size } from '../use-size.ts';
import type { Look } from './look.ts';
import { drawMarks } from './marks.ts';
import type { ChartModel, ChartPanel } from './model.ts';
import { byteLines } from './scale.ts';

/** A last point carries the last size on until now. */
export function dataOf({ values }: ChartPanel): uPlot.AlignedData {
  const last = values.at(-1);
  const all = last === undefined ? [] : [...values, last];
  return [all.map((_, at) => at), all];
}

export interface Drawing {
  readonly chart: ChartModel;
  readonly panel: ChartPanel;
  /** Whether what the places are stands below. */
  readonly withPlaces: boolean;
  readonly size: Size;
  readonly look: Look;
  readonly onReady: (plot: uPlot) => void;
  /** The pointer is at this place; `undefined` where it has left. */
  readonly onPoint: (at: number | undefined) => void;
}

export function optionsOf({ chart, panel, withPlaces, size, look, onReady, onPoint }: Drawing): uPlot.Options {
  const { em } = look;
  const lines = byteLines(Math.max(...panel.values));
  return {
    ...size,
    padding: [chart.marks.length > 0 ? 2 * em : 0.75 * em, 2 * em, withPlaces ? 0 : 0.75 * em, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 0.7 * em, width: 2, stroke: look.curve, fill: look.curve } },
    scales: { x: { time: false, range: [0, chart.count] }, y: { range: [0, lines.at(-1) ?? 1] } },
    series: [{}, { stroke: look.curve, width: 1.75, fill: look.area, points: { show: false }, paths: (uPlot.paths.stepped as uPlot.Series.SteppedPathBuilderFactory)({ align: 1 }) }],
    axes: [placesAxis(chart, look, withPlaces), bytesAxis(lines, look)],
    hooks: {
      ready: [onReady],
      draw: [(plot) => drawMarks(plot, chart.marks, look)],
      setCursor: [({ cursor: { idx } }) => onPoint(typeof idx === 'number' ? Math.min(idx, chart.count - 1) : undefined)],
    },
  };
}

function placesAxis({ ticks, direction }: ChartModel, look: Look, shown: boolean): uPlot.Axis {
  return {
    ...axisIn(look),
    show: shown,
    size: 1.9 * look.em,
    grid: { show: false },
    splits: ticks.map(({ at }) => at),
    values: ticks.map(({ label }) => label),
    label: direction,
    labelSize: 1.6 * look.em,
    labelGap: 0.2 * look.em,
  };
}

function bytesAxis(lines: readonly number[], look: Look): uPlot.Axis {
  return {
    ...axisIn(look),
    // Wide enough for `1,023 MB`, and the same in all panels, so that their places stand below each other.
    size: 4.75 * look.em,
    grid: { stroke: look.line, width: 1 },
    splits: [...lines],
    values: (_, splits) => splits.map(formatBytes),
  };
}

const axisIn = ({ em, family, ink, line }: Look): uPlot.Axis => ({
  font: `${em}px ${family}`,
  labelFont: `${em}px ${family}`,
  stroke: ink,
  gap: 0.4 * em,
  ticks: { stroke: line, width: 1, size: 0.4 * em },
});
