import { t } from '@lingui/core/macro';
import { memo, useCallback, useMemo } from 'react';
import { useActions, useApp } from '../common/store-context.tsx';
import type { StateRow, UpgradeReport } from '../state/model.ts';
import type { Guess } from '../state/prediction-model.ts';
import { roundOf, rowsToGuess } from '../state/prediction.ts';
import { isForeign } from '../state/modules.ts';
import { AskedFor, PredictSwitch, Score } from './Predicting.tsx';
import { RehearsalCard } from './RehearsalCard.tsx';
import { StateTable } from './StateTable.tsx';
import { Summary } from './Summary.tsx';
import { UnknownState } from './UnknownState.tsx';
import './state-table.css';
import './state-cards.css';
import './prediction.css';

/** What the canister remembers, and what became of it at the last upgrade. */
export const StateRegion = memo(function StateRegion({ canister }: { readonly canister: string }) {
  const rows = useApp((state) => state.canisters[canister]?.rows);
  const installed = useApp((state) => state.project?.installed[canister]);
  const report = useApp((state) => state.project?.upgrades[canister]);
  const foreign = useApp((state) => state.canisters[canister] !== undefined && isForeign(state.canisters[canister].outline));
  return (
    <section className="state-region" aria-label={t`State`}>
      <header className="state-head">
        <h2>{t`State`}</h2>
        {installed && <span className="state-version">{t`version ${{ version: installed.version }}`}</span>}
        {installed && rows && rows.length > 0 && <PredictSwitch canister={canister} />}
      </header>
      {installed && <RehearsalCard canister={canister} />}
      {!installed || !rows ? (
        <Invitation />
      ) : rows.length === 0 ? (
        <>
          {(!foreign || report) && <Introduction report={report} />}
          {foreign ? <UnknownState named={false} /> : <NoRows inspected={installed.inspected} />}
        </>
      ) : (
        <Variables canister={canister} rows={rows} report={report} foreign={foreign} />
      )}
    </section>
  );
});

interface VariablesProps {
  readonly canister: string;
  readonly rows: readonly StateRow[];
  readonly report: UpgradeReport | undefined;
  readonly foreign: boolean;
}

/** The table and what stands above it; while the learner predicts, nothing tells what the last upgrade did. */
function Variables({ canister, rows, report, foreign }: VariablesProps) {
  const actions = useActions();
  const predicted = useApp((state) => state.project?.predictions?.[canister]);
  const round = useMemo(() => roundOf(predicted, report), [predicted, report]);
  const shown = round.phase === 'asking' ? rowsToGuess(rows) : rows;
  const onGuess = useCallback((variable: string, guess: Guess) => actions.guess(canister, variable, guess), [actions, canister]);
  const prediction = useMemo(() => ({ round, onGuess }), [round, onGuess]);
  return (
    <>
      {round.phase === 'asking' ? <AskedFor canister={canister} guesses={round.guesses} variables={shown.map(({ variable }) => variable)} /> : (!foreign || report) && <Introduction report={report} />}
      {foreign && <UnknownState named />}
      {round.phase === 'marked' && report && <Score canister={canister} guesses={round.guesses} report={report} />}
      <StateTable canister={canister} rows={shown} compared={shown.some(({ outcome }) => outcome !== undefined)} prediction={prediction} />
    </>
  );
}

function Introduction({ report }: { readonly report: UpgradeReport | undefined }) {
  if (!report) return <p className="state-summary muted">{t`This is what the canister remembers. Call its methods, change the code, then press Upgrade: you will see what survived.`}</p>;
  if (report.error) return <p className="state-summary muted">{t`The last attempt changed nothing: these are the values as they were.`}</p>;
  return <Summary report={report} />;
}

/** Where the name of the button stands in the sentence. */
const DEPLOY = '\u0000';

function Invitation() {
  const [before, after] = t`Press ${DEPLOY}. Then every variable of your actor appears here with its live value, and after an upgrade you see which of them survived, and why.`.split(DEPLOY);
  return (
    <div className="state-empty">
      <p className="state-empty-title">{t`Nothing is running yet.`}</p>
      <p>
        {before}
        <strong>{t`Deploy`}</strong>
        {after}
      </p>
    </div>
  );
}

function NoRows({ inspected }: { readonly inspected: boolean }) {
  return (
    <p className="state-empty">
      {inspected ? t`The actor has no variables yet. Add one, such as “var count : Nat = 0;”, and upgrade.` : t`The values of this build cannot be read: it was compiled without the playground’s inspector.`}
    </p>
  );
}
