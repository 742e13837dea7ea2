import { formatBytes, formatCycles, formatInstructions, formatMilliseconds } from '../common/format.ts';
import { splitMessage } from '../common/message.ts';
import { Icon } from '../common/icons.tsx';
import { Prose } from '../common/Prose.tsx';
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
  pre_upgrade: 'pre_upgrade, the old version’s last words',
  start: 'start of the new module',
  post_upgrade: 'post_upgrade, where the new version takes over',
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
    <section className={error ? 'rehearsal card error' : 'rehearsal card information'} aria-label="Rehearsal">
      <h3>
        <Icon name={error ? 'error' : 'information'} />
        {error ? `Rehearsed: the upgrade would fail, and version ${version} would keep running with its state.` : 'Rehearsed: this is what Upgrade would do. Nothing has changed yet.'}
      </h3>
      {error ? <Failure error={error} /> : <Summary report={rehearsal.report} />}
      {!error && rehearsal.report.rows.length > 0 && <StateTable rows={rehearsal.report.rows} compared prediction={NOT_ASKED} />}
      <Figures rehearsal={rehearsal} />
      {!current && <p className="rehearsal-stale">The code or the state has changed since: rehearse again to see what would happen now.</p>}
      <Buttons failed={error !== undefined} current={current} />
    </section>
  );
}

function Buttons({ failed, current }: { readonly failed: boolean; readonly current: boolean }) {
  const actions = useActions();
  return (
    <div className="buttons">
      <button type="button" className={failed ? 'button' : 'button primary'} onClick={() => void actions.applyRehearsal()}>
        {current ? 'Apply' : 'Rehearse again'}
      </button>
      <button type="button" className="button" onClick={() => actions.discardRehearsal()}>
        Discard
      </button>
    </div>
  );
}

function Failure({ error }: { readonly error: { readonly errorCode: string; readonly message: string } }) {
  const { headline, rest } = splitMessage(error.message);
  return (
    <>
      <p className="card-message">
        <code className="error-code">{error.errorCode}</code> <Prose text={headline} />
      </p>
      {rest !== '' && (
        <p className="card-rest">
          <Prose text={rest} />
        </p>
      )}
    </>
  );
}

function Figures({ rehearsal }: { readonly rehearsal: RehearsalRecord }) {
  const { steps, logs, cycles, milliseconds } = rehearsal;
  return (
    <details className="rehearsal-figures">
      <summary>
        {steps.length === 0 ? 'No code would run' : `${formatInstructions(rehearsal.report.instructions)}`}, {formatCycles(cycles)} cycles, {formatMilliseconds(milliseconds)} here
      </summary>
      <ol>
        {steps.map((step, index) => (
          <li key={index}>
            <span>{STEPS[step.kind] ?? step.kind}</span>
            <span>
              {formatInstructions(step.instructions)}
              {step.instructions >= INSTALL_LIMIT / 1000 && `, ${((100 * step.instructions) / INSTALL_LIMIT).toFixed(1)} % of what an upgrade may take`}
            </span>
            <span>
              heap {formatBytes(step.heapBytes)}, stable memory {formatBytes(step.stableBytes)}
            </span>
          </li>
        ))}
      </ol>
      {logs.length > 0 && (
        <>
          <p>It would log:</p>
          <pre>{logs.join('\n')}</pre>
        </>
      )}
    </details>
  );
}
