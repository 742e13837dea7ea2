import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { formatBytes } from '../common/format.ts';
import { useActions, useApp } from '../common/store-context.tsx';
import type { Mark } from '../state/timeline-model.ts';
import { chartOf, stepPath, type Chart, type Line } from './chart.ts';
import { markText, passedText } from './words.ts';
import './timeline.css';

/** The life of a canister: its installations, and how both memories grew between them. */
export default function TimelineRegion({ canister }: { readonly canister: string }) {
  const marks = useApp((state) => state.project?.timelines?.[canister]);
  const chart = useMemo(() => chartOf(marks ?? []), [marks]);
  if (!marks) return null;
  return (
    <section className="timeline-region" aria-label={t`Timeline`}>
      <h2 className="region-title">
        {t`Timeline`} <span className="faint">{t`the life of this canister`}</span>
      </h2>
      <div className="timeline-chart" aria-hidden="true">
        <Marks chart={chart} />
        <Row name={t`main`} line={chart.heap} chart={chart} />
        <Row name={t`stable`} line={chart.stable} chart={chart} />
      </div>
      <ol className="timeline-list" aria-label={t`Installations and calls, oldest first`}>
        {marks.map((mark) => (
          <Entry key={mark.serial} canister={canister} mark={mark} />
        ))}
      </ol>
    </section>
  );
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;

/** Versions above the lines, where they begin. */
function Marks({ chart }: { readonly chart: Chart }) {
  return (
    <div className="timeline-marks">
      {chart.marks.map(({ mark, at, labelled }) => labelled && (
        <span key={mark.serial} className={mark.error ? 'failed' : undefined} style={{ insetInlineStart: percent(at) }}>
          {mark.error ? '✕' : `v${mark.version}`}
        </span>
      ))}
    </div>
  );
}

const WIDTH = 1000;
const HEIGHT = 28;

/** One memory; the marks go through it as lines. */
function Row({ name, line, chart }: { readonly name: string; readonly line: Line; readonly chart: Chart }) {
  const now = line.points.at(-1)?.height ?? 0;
  return (
    <>
      <span className="timeline-name">
        {name} <span className="faint">{now * line.most === 0 ? t`empty` : formatBytes(Math.round(now * line.most))}</span>
      </span>
      <svg viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} preserveAspectRatio="none">
        {chart.marks.map(({ mark, at }) => (
          <line key={mark.serial} className={mark.error ? 'failed' : undefined} x1={at * WIDTH} x2={at * WIDTH} y1={-2} y2={HEIGHT + 2} />
        ))}
        <path d={stepPath(line, WIDTH, HEIGHT)} />
      </svg>
    </>
  );
}

/** An installation, and what happened until the next one. */
function Entry({ canister, mark }: { readonly canister: string; readonly mark: Mark }) {
  const actions = useActions();
  const shown = useApp((state) => state.canisters[canister]?.toldMark === mark.serial);
  const passed = passedText(mark);
  const text = markText(mark);
  return (
    <li className={mark.error ? 'failed' : undefined}>
      {mark.ran ? (
        <button type="button" className="timeline-mark" aria-pressed={shown} title={t`Show its steps`} onClick={() => actions.showSteps(canister, shown ? undefined : mark.serial)}>
          {text}
        </button>
      ) : (
        <span className="timeline-mark">{text}</span>
      )}
      {passed !== '' && <span className="timeline-passed">{passed}</span>}
    </li>
  );
}
