import { t } from '@lingui/core/macro';
import { formatBytes, formatCycles, formatInstructions, formatMilliseconds } from '../common/format.ts';
import { Icon } from '../common/icons.tsx';
import { ReplicaError } from '../common/ReplicaError.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { isRehearsalCurrent } from '../state/canisters.ts';
import type { RehearsalRecord } from '../state/model.ts';
import { StateTable } from './StateTable.tsx';
import { Summary } from './Summary.tsx';
import './rehearsal.css';

/** Instructions that one installation may take as a whole. */
const INSTALL_LIMIT = 300_000_000_000;

/** A rehearsal tells; it does not ask. */
const NOT_ASKED = { round: { phase: 'off' }, onGuess: () => undefined } as const;

const STEPS: Readonly<Record<string, string>> = {
  pre_upgrade: t`pre_upgrade, the old version’s last words`,
  start: t`start of the new module`,
  post_upgrade: t`post_upgrade, where the new version takes over`,
};

/** What an upgrade would do now; nothing of it has happened. */
export function RehearsalCard({ canister }: { readonly canister: string }) {
  const rehearsal = useApp((state) => state.canisters[canister]?.rehearsal);
  const current = useApp((state) => {
    const known = state.canisters[canister];
    return known !== undefined && isRehearsalCurrent(known);
  });
  const version = useApp((state) => state.project?.installed[canister]?.version);
  if (!rehearsal) return null;
  const { error } = rehearsal.report;
  return (
    <section className={error ? 'rehearsal card error' : 'rehearsal card information'} aria-label={t`Rehearsal`}>
      <h3>
        <Icon name={error ? 'error' : 'information'} />
        {error ? t`Rehearsed: the upgrade would fail, and version ${{ version: version ?? '' }} would keep running with its state.` : t`Rehearsed: this is what Upgrade would do. Nothing has changed yet.`}
      </h3>
      {error ? <ReplicaError error={error} /> : <Summary report={rehearsal.report} />}
      {!error && rehearsal.report.rows.length > 0 && <StateTable rows={rehearsal.report.rows} compared prediction={NOT_ASKED} />}
      <Figures rehearsal={rehearsal} />
      {!current && <p className="rehearsal-stale">{t`The code or the state has changed since: rehearse again to see what would happen now.`}</p>}
      <Buttons failed={error !== undefined} current={current} />
    </section>
  );
}

function Buttons({ failed, current }: { readonly failed: boolean; readonly current: boolean }) {
  const actions = useActions();
  return (
    <div className="buttons">
      <button type="button" className={failed ? 'button' : 'button primary'} onClick={() => void actions.applyRehearsal()}>
        {current ? t`Apply` : t`Rehearse again`}
      </button>
      <button type="button" className="button" onClick={() => actions.discardRehearsal()}>
        {t`Discard`}
      </button>
    </div>
  );
}

function Figures({ rehearsal }: { readonly rehearsal: RehearsalRecord }) {
  const { steps, logs } = rehearsal;
  const work = steps.length === 0 ? t`No code would run` : formatInstructions(rehearsal.report.instructions);
  const cycles = formatCycles(rehearsal.cycles);
  const time = formatMilliseconds(rehearsal.milliseconds);
  return (
    <details className="rehearsal-figures">
      <summary>{t`${work}, ${cycles} cycles, ${time} here`}</summary>
      <ol>
        {steps.map((step, index) => (
          <li key={index}>
            <span>{STEPS[step.kind] ?? step.kind}</span>
            <span>{instructionsText(step.instructions)}</span>
            <span>{t`heap ${{ heap: formatBytes(step.heapBytes) }}, stable memory ${{ stable: formatBytes(step.stableBytes) }}`}</span>
          </li>
        ))}
      </ol>
      {logs.length > 0 && (
        <>
          <p>{t`It would log:`}</p>
          <pre>{logs.join('\n')}</pre>
        </>
      )}
    </details>
  );
}

function instructionsText(count: number): string {
  const instructions = formatInstructions(count);
  if (count < INSTALL_LIMIT / 1000) return instructions;
  const percent = ((100 * count) / INSTALL_LIMIT).toFixed(1);
  return t`${instructions}, ${percent} % of what an upgrade may take`;
}
