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
export function StateRegion({ canister }: { readonly canister: string }) {
  const rows = useApp((state) => state.canisters[canister]?.rows);
  const installed = useApp((state) => state.project?.installed[canister]);
  const report = useApp((state) => state.project?.upgrades[canister]);
  const foreign = useApp((state) => state.canisters[canister] !== undefined && isForeign(state.canisters[canister].outline));
  return (
    <section className="state-region" aria-label="State">
      <header className="state-head">
        <h2>State</h2>
        {installed && <span className="state-version">version {installed.version}</span>}
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
}

interface VariablesProps {
  readonly canister: string;
  readonly rows: readonly StateRow[];
  readonly report: UpgradeReport | undefined;
  readonly foreign: boolean;
}

/** The table and what stands above it; while the learner predicts, nothing tells what the last upgrade did. */
function Variables({ canister, rows, report, foreign }: VariablesProps) {
  const actions = useActions();
  const round = roundOf(useApp((state) => state.project?.predictions?.[canister]), report);
  const shown = round.phase === 'asking' ? rowsToGuess(rows) : rows;
  const prediction = { round, onGuess: (variable: string, guess: Guess) => actions.guess(canister, variable, guess) };
  return (
    <>
      {round.phase === 'asking' ? <AskedFor canister={canister} guesses={round.guesses} variables={shown.map(({ variable }) => variable)} /> : (!foreign || report) && <Introduction report={report} />}
      {foreign && <UnknownState named />}
      {round.phase === 'marked' && report && <Score canister={canister} guesses={round.guesses} report={report} />}
      <StateTable rows={shown} compared={shown.some(({ outcome }) => outcome !== undefined)} prediction={prediction} />
    </>
  );
}

function Introduction({ report }: { readonly report: UpgradeReport | undefined }) {
  if (!report) return <p className="state-summary muted">This is what the canister remembers. Call its methods, change the code, then press Upgrade: you will see what survived.</p>;
  if (report.error) return <p className="state-summary muted">The last attempt changed nothing: these are the values as they were.</p>;
  return <Summary report={report} />;
}

function Invitation() {
  return (
    <div className="state-empty">
      <p className="state-empty-title">Nothing is running yet.</p>
      <p>
        Press <strong>Deploy</strong>. Then every variable of your actor appears here with its live value, and after an upgrade you see which of them survived, and why.
      </p>
    </div>
  );
}

function NoRows({ inspected }: { readonly inspected: boolean }) {
  return (
    <p className="state-empty">
      {inspected ? 'The actor has no variables yet. Add one, such as “var count : Nat = 0;”, and upgrade.' : 'The values of this build cannot be read: it was compiled without the playground’s inspector.'}
    </p>
  );
}
