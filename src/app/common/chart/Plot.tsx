import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from '../theme.ts';
import { useSize } from '../use-size.ts';
import { lookAt } from './look.ts';
import type { ChartModel, ChartPanel } from './model.ts';
import { dataOf, optionsOf } from './options.ts';

interface PlotProps {
  readonly chart: ChartModel;
  readonly panel: ChartPanel;
  readonly withPlaces: boolean;
  /** The place that is looked at. */
  readonly at: number | undefined;
  readonly onPoint: (at: number | undefined) => void;
}

/** The curve of one panel on a canvas, drawn anew where sizes, room, type or theme have changed. */
export default function Plot({ chart, panel, withPlaces, at, onPoint }: PlotProps) {
  const { box, size } = useSize();
  const theme = useTheme();
  const plot = useRef<uPlot>(undefined);
  const place = useRef(at);
  useEffect(() => {
    place.current = at;
    if (plot.current) lookTo(plot.current, at);
  }, [at]);
  useEffect(() => {
    const element = box.current;
    if (!element || size.width === 0) return;
    const onReady = (ready: uPlot): void => {
      plot.current = ready;
      lookTo(ready, place.current);
    };
    const drawn = new uPlot(optionsOf({ chart, panel, withPlaces, size, look: lookAt(element), onReady, onPoint }), dataOf(panel), element);
    return () => {
      plot.current = undefined;
      drawn.destroy();
    };
  }, [box, chart, panel, withPlaces, size, theme, onPoint]);
  return <div ref={box} className="chart-canvas" />;
}

/** Moves the cursor, or takes it away, without telling of it. */
function lookTo(plot: uPlot, at: number | undefined): void {
  const left = at === undefined ? -10 : plot.valToPos(at, 'x');
  plot.setCursor({ left, top: at === undefined ? -10 : 0 }, false);
}
