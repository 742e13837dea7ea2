import { t } from '@lingui/core/macro';
import { lazy, Suspense } from 'react';
import { CanisterHead } from '../canister/CanisterHead.tsx';
import { CanisterPanel } from '../canister/CanisterPanel.tsx';
import { RunningBar } from '../canister/RunningBar.tsx';
import { StoppedBar } from '../canister/StoppedBar.tsx';
import { FailedUpgrade, Refusal } from '../canister/UpgradeCards.tsx';
import { useApp } from '../common/store-context.tsx';
import { LogsRegion } from '../logs/LogsRegion.tsx';
import { ModuleCard } from '../modules/ModuleCard.tsx';
import { PAGE_PARTS, type PagePart } from '../state/embed.ts';
import type { AppState, CanisterState } from '../state/model.ts';
import { isForeign } from '../state/modules.ts';
import { ranToTell } from '../state/timeline.ts';
import { MemoryRegion } from '../memory/MemoryRegion.tsx';
import { FoldedValue } from '../state-table/FoldedValue.tsx';
import { OutcomeBadge } from '../state-table/OutcomeBadge.tsx';
import { AsCommands } from '../terminal/AsCommands.tsx';
import { StateRegion } from '../state-table/StateRegion.tsx';
import '../canister/canister.css';

const InstallArgumentForm = lazy(() => import('../candid/InstallArgumentForm.tsx'));
const CandidPanel = lazy(() => import('../candid/CandidPanel.tsx'));
const CompareRegion = lazy(() => import('../compare/CompareRegion.tsx'));
const StepsRegion = lazy(() => import('../steps/StepsRegion.tsx'));
const TimelineRegion = lazy(() => import('../timeline/TimelineRegion.tsx'));
const SnapshotsRegion = lazy(() => import('../snapshots/SnapshotsRegion.tsx'));
const MomentsRegion = lazy(() => import('../moments/MomentsRegion.tsx'));
const ScriptsRegion = lazy(() => import('../candid/scripts/ScriptsRegion.tsx'));

/** Code, the same in every language. */
const ACTOR = 'persistent actor { … }';
const ALL: ReadonlySet<PagePart> = new Set(PAGE_PARTS);

const COMPARE_PARTS = { Outcome: OutcomeBadge, Value: FoldedValue };
/** An interface, as Motoko writes it, of an actor class that has parameters. */
const TAKES_ARGUMENT = /^service\s*:\s*\(\s*[^)\s]/m;

/** The canister: what can be done to it, what it remembers, what it answers, what it prints. */
export function CanisterPane({ shown = ALL }: { readonly shown?: ReadonlySet<PagePart> }) {
  const selected = useApp((state) => state.selected);
  const { outline, candid, refusal } = useShown(selected);
  const installed = useApp((state) => selected !== undefined && state.project?.installed[selected] !== undefined);
  if (selected === undefined || !outline) return <NoCanister />;
  return (
    <CanisterPanel>
      <CanisterHead name={selected} />
      {shown.has('commands') && <AsCommands canister={selected} />}
      {isForeign(outline) && <ModuleCard canister={selected} />}
      {(isForeign(outline) || TAKES_ARGUMENT.test(candid ?? '')) && (
        <Suspense>
          <InstallArgumentForm key={selected} canister={selected} />
        </Suspense>
      )}
      <RunningBar />
      <StoppedBar canister={selected} />
      {refusal && <Refusal canister={selected} diagnostics={refusal} />}
      <FailedUpgrade canister={selected} />
      {shown.has('state') && <StateRegion canister={selected} />}
      {shown.has('steps') && <Told canister={selected} />}
      {shown.has('calls') && <CandidRegion canister={selected} />}
      {shown.has('scripts') && (
        <Suspense>
          <ScriptsRegion canister={selected} />
        </Suspense>
      )}
      {shown.has('memory') && <MemoryRegion canister={selected} />}
      {shown.has('moments') && (
        <Suspense>
          <MomentsRegion />
        </Suspense>
      )}
      {shown.has('snapshots') && (
        <Suspense>
          <SnapshotsRegion key={selected} canister={selected} />
        </Suspense>
      )}
      {shown.has('compare') && installed && (
        <Suspense>
          <CompareRegion canister={selected} parts={COMPARE_PARTS} />
        </Suspense>
      )}
      {shown.has('logs') && <LogsRegion canister={selected} />}
      {shown.has('timeline') && <Life canister={selected} />}
    </CanisterPanel>
  );
}

/** What decides which regions there are; the rest of a canister changes with each message, and is for the regions to follow. */
function useShown(name: string | undefined) {
  const of = (state: AppState): CanisterState | undefined => (name === undefined ? undefined : state.canisters[name]);
  const outline = useApp((state) => of(state)?.outline);
  const candid = useApp((state) => of(state)?.candid);
  const refusal = useApp((state) => of(state)?.refusal);
  return { outline, candid, refusal };
}

/** The latest upgrade step by step; loaded once there is one. */
function Told({ canister }: { readonly canister: string }) {
  const exists = useApp((state) => ranToTell(state, canister) !== undefined);
  if (!exists) return null;
  return (
    <Suspense>
      <StepsRegion key={canister} canister={canister} />
    </Suspense>
  );
}

/** The canister's life; loaded once it has begun. */
function Life({ canister }: { readonly canister: string }) {
  const exists = useApp((state) => state.project?.installed[canister] !== undefined && (state.project.timelines?.[canister]?.length ?? 0) > 0);
  if (!exists) return null;
  return (
    <Suspense>
      <TimelineRegion canister={canister} />
    </Suspense>
  );
}

function NoCanister() {
  const loading = useApp((state) => state.phase === 'starting' || state.compiler.phase === 'loading');
  return (
    <section className="no-canister" aria-label={t`State`}>
      <h2>{loading ? t`Getting ready…` : t`No canister here yet`}</h2>
      <p className="muted">{loading ? t`The compiler is loading. You can read and edit the code meanwhile.` : t`A canister is a .mo file that ends with an actor: ${ACTOR}. Write one, or open a sample.`}</p>
    </section>
  );
}

function CandidRegion({ canister }: { readonly canister: string }) {
  const installed = useApp((state) => state.project?.installed[canister] !== undefined);
  return (
    <section className="candid-region" aria-label={t`Candid`}>
      <h2 className="region-title">
        {t`Candid`} <span className="faint">{t`its public methods`}</span>
      </h2>
      {installed ? (
        <Suspense fallback={<p className="faint">{t`Loading the forms…`}</p>}>
          <CandidPanel canister={canister} />
          <AsCommands canister={canister} call />
        </Suspense>
      ) : (
        <p className="faint">{t`After Deploy, each public method has a form here to call it with.`}</p>
      )}
    </section>
  );
}
