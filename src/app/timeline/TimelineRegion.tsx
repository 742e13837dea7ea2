import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { Chart } from '../common/chart/Chart.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';
import type { Mark } from '../state/timeline-model.ts';
import { lifeChart } from './chart.ts';
import { markText, passedText } from './words.ts';
import './timeline.css';

/** The life of a canister: its installations, and how both memories grew between them. */
export default function TimelineRegion({ canister }: { readonly canister: string }) {
  const marks = useApp((state) => state.project?.timelines?.[canister]);
  const chart = useMemo(() => lifeChart(marks ?? []), [marks]);
  if (!marks) return null;
  return (
    <section className="timeline-region" aria-label={t`Timeline`}>
      <h2 className="region-title">
        {t`Timeline`} <span className="faint">{t`the life of this canister`}</span>
      </h2>
      {chart && <Chart label={t`Both memories through the life of this canister`} chart={chart} />}
      <ol className="timeline-list" aria-label={t`Installations and calls, oldest first`}>
        {marks.map((mark) => (
          <Entry key={mark.serial} canister={canister} mark={mark} />
        ))}
      </ol>
    </section>
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
        <Tip text={t`Show its steps`}>
          <button type="button" className="timeline-mark" aria-pressed={shown} onClick={() => actions.showSteps(canister, shown ? undefined : mark.serial)}>
            {text}
          </button>
        </Tip>
      ) : (
        <span className="timeline-mark">{text}</span>
      )}
      {passed !== '' && <span className="timeline-passed">{passed}</span>}
    </li>
  );
}
