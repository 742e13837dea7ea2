import { useActions, useApp } from '../common/store-context.tsx';
import { useUi } from '../common/ui-context.tsx';
import type { Sample } from '../state/model.ts';
import './samples.css';

/** What can be learnt here, one sample each. Beneath the open one: what to do, and its two versions. */
export function SamplesPanel() {
  const samples = useApp((state) => state.samples);
  const active = useApp((state) => state.project?.sample);
  const actions = useActions();
  return (
    <section className="side-section" aria-label="Samples">
      <header className="side-head">
        <h2>Samples</h2>
      </header>
      <ul className="samples">
        {samples.map((sample) => (
          <li key={sample.id} className={sample.id === active ? 'sample active' : 'sample'} title={sample.id === active ? undefined : sample.summary}>
            <button type="button" className="sample-open" aria-current={sample.id === active ? 'true' : undefined} onClick={() => void actions.openSample(sample.id)}>
              <span className="sample-title">{sample.title}</span>{' '}
              <span className="sample-summary">{sample.summary}</span>
            </button>
            {sample.id === active && <Guide sample={sample} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Guide({ sample }: { readonly sample: Sample }) {
  const files = useApp((state) => state.project?.files);
  const actions = useActions();
  const ui = useUi();
  const shows = (version: Readonly<Record<string, string>>): boolean => Object.entries(version).every(([path, text]) => files?.[path] === text);
  const second = Object.keys(sample.version2).length > 0 && shows(sample.version2);
  const first = !second && shows(sample.files);
  const load = (version: 1 | 2): void => {
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
      <div className="guide-versions" role="group" aria-label="Code of the sample">
        <button type="button" className="button small" aria-pressed={first} onClick={() => load(1)}>
          Version 1
        </button>
        <button type="button" className="button small" aria-pressed={second} onClick={() => load(2)}>
          Version 2
        </button>
      </div>
    </div>
  );
}
