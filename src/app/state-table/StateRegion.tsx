import { useApp } from '../common/store-context.tsx';
import type { UpgradeReport } from '../state/model.ts';
import { RehearsalCard } from './RehearsalCard.tsx';
import { StateTable } from './StateTable.tsx';
import { Summary } from './Summary.tsx';
import './state-table.css';
import './state-cards.css';

/** What the canister remembers, and what became of it at the last upgrade. */
export function StateRegion({ canister }: { readonly canister: string }) {
  const rows = useApp((state) => state.canisters[canister]?.rows);
  const installed = useApp((state) => state.project?.installed[canister]);
  const report = useApp((state) => state.project?.upgrades[canister]);
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
          <RehearsalCard canister={canister} />
          <Introduction report={report} />
          {rows.length === 0 ? <NoRows inspected={installed.inspected} /> : <StateTable rows={rows} compared={rows.some(({ outcome }) => outcome !== undefined)} />}
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
