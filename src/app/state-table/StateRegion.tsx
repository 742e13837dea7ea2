import { useApp } from '../common/store-context.tsx';
import type { UpgradeReport } from '../state/model.ts';
import { isForeign } from '../state/modules.ts';
import { OutcomeBadge } from './OutcomeBadge.tsx';
import { StateTable } from './StateTable.tsx';
import { UnknownState } from './UnknownState.tsx';
import { countOutcomes, memorySentence } from './summary.ts';
import './state-table.css';
import './state-cards.css';

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
      </header>
      {!installed || !rows ? (
        <Invitation />
      ) : (
        <>
          {(!foreign || report) && <Introduction report={report} />}
          {foreign && <UnknownState named={rows.length > 0} />}
          {rows.length === 0 ? !foreign && <NoRows inspected={installed.inspected} /> : <StateTable rows={rows} compared={rows.some(({ outcome }) => outcome !== undefined)} />}
        </>
      )}
    </section>
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

function Summary({ report }: { readonly report: UpgradeReport }) {
  const counts = countOutcomes(report.rows);
  return (
    <p className="state-summary" key={report.at}>
      {counts.map(({ outcome, count }, index) => (
        <span key={outcome}>
          <OutcomeBadge outcome={outcome} count={count} />
          <span className="visually-hidden">{index < counts.length - 1 ? ', ' : '. '}</span>
        </span>
      ))}
      <span className="state-memory">{memorySentence(report)}</span>
    </p>
  );
}
