import { lazy, Suspense } from 'react';
import { CanisterHead } from '../canister/CanisterHead.tsx';
import { CanisterTabs } from '../canister/CanisterTabs.tsx';
import { RunningBar } from '../canister/RunningBar.tsx';
import { FailedUpgrade, Refusal } from '../canister/UpgradeCards.tsx';
import { useApp } from '../common/store-context.tsx';
import { LogsRegion } from '../logs/LogsRegion.tsx';
import { ModuleCard } from '../modules/ModuleCard.tsx';
import { isForeign } from '../state/modules.ts';
import { MemoryRegion } from '../memory/MemoryRegion.tsx';
import { StateRegion } from '../state-table/StateRegion.tsx';
import '../canister/canister.css';

const InstallArgumentForm = lazy(() => import('../candid/InstallArgumentForm.tsx'));
const CandidPanel = lazy(() => import('../candid/CandidPanel.tsx'));
const ScriptsRegion = lazy(() => import('../candid/scripts/ScriptsRegion.tsx'));

/** The canister: what can be done to it, what it remembers, what it answers, what it prints. */
export function CanisterPane() {
  const selected = useApp((state) => state.selected);
  const canister = useApp((state) => (state.selected === undefined ? undefined : state.canisters[state.selected]));
  if (selected === undefined || !canister) return <NoCanister />;
  return (
    <>
      <CanisterTabs />
      <CanisterHead name={selected} canister={canister} />
      {isForeign(canister.outline) && (
        <>
          <ModuleCard canister={selected} />
          <Suspense>
            <InstallArgumentForm key={selected} canister={selected} />
          </Suspense>
        </>
      )}
      <RunningBar />
      {canister.refusal && <Refusal canister={selected} diagnostics={canister.refusal} />}
      <FailedUpgrade canister={selected} />
      <StateRegion canister={selected} />
      <CandidRegion canister={selected} />
      <Suspense>
        <ScriptsRegion canister={selected} />
      </Suspense>
      <MemoryRegion canister={selected} />
      <LogsRegion canister={selected} />
    </>
  );
}

function NoCanister() {
  const loading = useApp((state) => state.phase === 'starting' || state.compiler.phase === 'loading');
  return (
    <section className="no-canister" aria-label="State">
      <h2>{loading ? 'Getting ready…' : 'No canister here yet'}</h2>
      <p className="muted">{loading ? 'The compiler is loading. You can read and edit the code meanwhile.' : 'A canister is a .mo file that ends with an actor: persistent actor { … }. Write one, or open a sample.'}</p>
    </section>
  );
}

function CandidRegion({ canister }: { readonly canister: string }) {
  const installed = useApp((state) => state.project?.installed[canister] !== undefined);
  return (
    <section className="candid-region" aria-label="Candid">
      <h2 className="region-title">
        Candid <span className="faint">its public methods</span>
      </h2>
      {installed ? (
        <Suspense fallback={<p className="faint">Loading the forms…</p>}>
          <CandidPanel canister={canister} />
        </Suspense>
      ) : (
        <p className="faint">After Deploy, each public method has a form here to call it with.</p>
      )}
    </section>
  );
}
