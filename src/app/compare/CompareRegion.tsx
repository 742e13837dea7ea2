import { t } from '@lingui/core/macro';
import { useCallback, useId, useState } from 'react';
import { useUnfolded } from '../common/arranging.ts';
import { Icon } from '../common/icons.tsx';
import { useActions, useAppWhile } from '../common/store-context.tsx';
import { ExplainedButton } from '../common/Tip.tsx';
import { comparable, offeredKinds, possibleRequest } from '../state/comparison-offers.ts';
import type { ComparisonRequest } from '../state/comparison-model.ts';
import type { AppState } from '../state/model.ts';
import { Choices } from './Choices.tsx';
import type { Parts } from './parts.ts';
import { Result } from './Result.tsx';
import './compare.css';

/** The same calls in two throw-away worlds. Collapsed to its heading until it is wanted. */
export default function CompareRegion({ canister, parts }: { readonly canister: string; readonly parts: Parts }) {
  const state = useAppWhile(useCallback((whole: AppState) => comparable(whole, canister), [canister]));
  const actions = useActions();
  const [open, setOpen] = useUnfolded('compare');
  const [wanted, setWanted] = useState<Partial<ComparisonRequest>>({});
  const content = useId();
  const { project, comparison } = state;
  if (!project?.installed[canister]) return null;
  const request = possibleRequest(state, canister, wanted);
  const shown = comparison?.projectId === project.id && comparison.request.canister === canister ? comparison : undefined;
  const run = (): void => {
    if (!request) return;
    setOpen(true);
    void actions.compare(request);
  };
  return (
    <section className="compare-region" aria-label={t`Compare`}>
      <header className="compare-head">
        <h2 className="region-title">
          <button type="button" className="compare-toggle" aria-expanded={open} aria-controls={content} onClick={() => setOpen(!open)}>
            <Icon name="chevron" />
            {t`Side by side`} <span className="faint">{t`the same calls in two throw-away worlds`}</span>
          </button>
        </h2>
        <ExplainedButton tip={request ? undefined : nothingToCompare(state, canister)} className="button small" disabled={!request || comparison?.running === true} onClick={run}>
          {t`Compare`}
        </ExplainedButton>
      </header>
      <div id={content} className="compare-content">
        {open && <Choices state={state} canister={canister} request={request} onChange={(change) => setWanted({ ...wanted, ...change })} />}
        {open && shown && <Result comparison={shown} parts={parts} />}
      </div>
    </section>
  );
}

const nothingToCompare = (...about: Parameters<typeof offeredKinds>): string | undefined => offeredKinds(...about)[0]?.unavailable;
