import { useState } from 'react';
import { t } from '@lingui/core/macro';
import { useActions, useApp } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';
import { useUi } from '../common/ui-context.tsx';
import type { Sample, SampleVersion } from '../state/model.ts';
import './samples.css';

/** What can be learnt here, one sample each. Beneath the open one: what to do, and its two versions. */
export function SamplesPanel() {
  const samples = useApp((state) => state.samples);
  const lab = samples.filter(({ group }) => group === 'failure');
  return (
    <section className="side-section" aria-label={t`Samples`}>
      <header className="side-head">
        <h2>{t`Samples`}</h2>
      </header>
      <Group id="first-steps" title={t`First steps`} samples={samples.filter(({ group }) => group !== 'failure')} />
      {lab.length > 0 && <Group id="failure-lab" title={t`Failure lab`} samples={lab} />}
    </section>
  );
}

/** Samples under a heading that folds them away. */
function Group({ id, title, samples }: { readonly id: string; readonly title: string; readonly samples: readonly Sample[] }) {
  const [open, setOpen] = useState(true);
  const active = useApp((state) => state.project?.sample);
  const actions = useActions();
  const list = `samples-${id}`;
  return (
    <div className="sample-group">
      <h3>
        <button type="button" className="sample-group-title" aria-expanded={open} aria-controls={list} onClick={() => setOpen(!open)}>
          {title}
        </button>
      </h3>
      <ul className="samples" id={list} hidden={!open}>
        {samples.map((sample) => (
          <li key={sample.id} className={sample.id === active ? 'sample active' : 'sample'}>
            <Tip text={sample.id === active ? undefined : sample.summary} silent>
              <button type="button" className="sample-open" aria-current={sample.id === active ? 'true' : undefined} onClick={() => void actions.openSample(sample.id)}>
                <span className="sample-title">{sample.title}</span>{' '}
                <span className="sample-summary">{sample.summary}</span>
              </button>
            </Tip>
            {sample.id === active && <Guide sample={sample} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Guide({ sample }: { readonly sample: Sample }) {
  const files = useApp((state) => state.project?.files);
  const actions = useActions();
  const ui = useUi();
  const shows = (version: Readonly<Record<string, string>>): boolean => Object.entries(version).every(([path, text]) => files?.[path] === text);
  const third = sample.wayOut !== undefined && shows(sample.wayOut);
  const second = !third && Object.keys(sample.version2).length > 0 && shows(sample.version2);
  const first = !third && !second && shows(sample.files);
  const load = (version: SampleVersion): void => {
    actions.loadSampleVersion(version);
    ui.showPane('code');
  };
  return (
    <div className="guide">
      <ol className="guide-steps">
        {sample.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className="guide-versions" role="group" aria-label={t`Code of the sample`}>
        <button type="button" className="button small" aria-pressed={first} onClick={() => load(1)}>
          {t`Version 1`}
        </button>
        <button type="button" className="button small" aria-pressed={second} onClick={() => load(2)}>
          {t`Version 2`}
        </button>
        {sample.wayOut && (
          <button type="button" className="button small" aria-pressed={third} onClick={() => load(3)}>
            {t`Way out`}
          </button>
        )}
      </div>
    </div>
  );
}
