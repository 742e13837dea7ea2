import { t } from '@lingui/core/macro';
import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { formatBytes } from '../format.ts';
import { movedPlace, placeWords, wasUsed, type ChartModel, type ChartPanel } from './model.ts';
import './chart.css';

const Plot = lazy(() => import('./Plot.tsx'));

interface ChartProps {
  /** Names what is looked through with the arrow keys. */
  readonly label: string;
  readonly chart: ChartModel;
}

/** Curves of memories below each other, which pointer and arrow keys read place by place. What draws them is loaded when they come into sight. */
export function Chart({ label, chart }: ChartProps) {
  const { box, near } = useNear();
  const [hovered, setHovered] = useState<number>();
  const [cursor, setCursor] = useState<number>();
  const [focused, setFocused] = useState(false);
  const last = chart.count - 1;
  const at = Math.min(cursor ?? last, last);
  const shown = hovered === undefined ? (focused ? at : undefined) : Math.min(hovered, last);
  const move = (to: number): void => {
    setHovered(undefined);
    setCursor(to);
  };
  return (
    <div ref={box} className="chart">
      <div className="chart-panels">
        {chart.panels.map((panel) => (
          <Panel key={panel.name} chart={chart} panel={panel} drawn={near} at={shown} onPoint={setHovered} />
        ))}
        {chart.panels.some(wasUsed) && <Cursor label={label} chart={chart} at={at} onMove={move} onFocused={setFocused} />}
      </div>
      <p className="chart-words faint">{shown === undefined ? t`Point at the chart, or use the arrow keys, to read the sizes at a place.` : placeWords(chart, shown)}</p>
    </div>
  );
}

interface PanelProps {
  readonly chart: ChartModel;
  readonly panel: ChartPanel;
  /** What draws is loaded only then. */
  readonly drawn: boolean;
  readonly at: number | undefined;
  readonly onPoint: (at: number | undefined) => void;
}

/** One memory: its name, its size now, and its curve. */
function Panel({ chart, panel, drawn, at, onPoint }: PanelProps) {
  const used = wasUsed(panel);
  const withPlaces = panel === chart.panels.findLast(wasUsed);
  return (
    <figure>
      <figcaption>
        {panel.name} <span className="faint">{used ? t`now ${{ size: formatBytes(panel.values.at(-1) ?? 0) }}` : t`empty all along`}</span>
      </figcaption>
      {used && (
        <div className={withPlaces ? 'chart-plot with-places' : 'chart-plot'} role="img" aria-label={panel.summary}>
          {drawn && (
            <Suspense>
              <Plot chart={chart} panel={panel} withPlaces={withPlaces} at={at} onPoint={onPoint} />
            </Suspense>
          )}
        </div>
      )}
    </figure>
  );
}

interface CursorProps extends ChartProps {
  readonly at: number;
  readonly onMove: (to: number) => void;
  readonly onFocused: (focused: boolean) => void;
}

/** Where the keyboard is. */
function Cursor({ label, chart, at, onMove, onFocused }: CursorProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = movedPlace(at, chart.count - 1, event.key);
    if (to === undefined) return;
    onMove(to);
    event.preventDefault();
  };
  return (
    <div
      className="chart-cursor"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={chart.count}
      aria-valuenow={at + 1}
      aria-valuetext={placeWords(chart, at)}
      aria-description={t`Arrow keys move from place to place.`}
      onKeyDown={onKeyDown}
      onFocus={() => onFocused(true)}
      onBlur={() => onFocused(false)}
    />
  );
}

/** How far below what is seen a chart is made ready. */
const MARGIN = '300px';

/** Whether a box has been in sight, or nearly so. */
function useNear() {
  const box = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element || near) return;
    const observer = new IntersectionObserver((entries) => setNear(entries.some(({ isIntersecting }) => isIntersecting)), { rootMargin: MARGIN });
    observer.observe(element);
    return () => observer.disconnect();
  }, [near]);
  return { box, near };
}
