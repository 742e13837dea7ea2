import { lazy, Suspense, useState } from 'react';
import { t } from '@lingui/core/macro';
import { formatBytes, formatTime } from '../common/format.ts';
import { useActions, useApp } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';
import type { CanisterView } from '../../protocol/replica.ts';
import { isForeign } from '../state/modules.ts';

const ExportModule = lazy(() => import('./ExportModule.tsx'));

/** Reached within seconds, where 300 billion take minutes; translating the new module alone counts for about a billion. */
const LESSON_LIMIT = 1_500_000_000;

const STEPS = [
  [t`+ 1 minute`, 60_000],
  [t`+ 1 hour`, 3_600_000],
  [t`+ 1 day`, 86_400_000],
] as const;

const FOR_LESSONS = t`For lessons that are not about cycles`;

/** What is rarely asked for: identifiers in full, controllers, the timer, and the replica's clock. */
export function CanisterDetails({ name, view }: { readonly name: string; readonly view: CanisterView }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="canister-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t`Details and clock`}</summary>
      {open && <Details name={name} view={view} />}
    </details>
  );
}

function Details({ name, view }: { readonly name: string; readonly view: CanisterView }) {
  const foreign = useApp((state) => state.canisters[name] === undefined || isForeign(state.canisters[name].outline));
  const actions = useActions();
  return (
    <dl>
      {rowsOf(view).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {!foreign && (
        <div>
          <dt>{t`for elsewhere`}</dt>
          <dd>
            <Suspense>
              <ExportModule canister={name} />
            </Suspense>
          </dd>
        </div>
      )}
      <div>
        <dt>{t`cycles`}</dt>
        <dd>
          <Tip text={FOR_LESSONS} silent>
            <label className="switch">
              <input type="checkbox" aria-description={FOR_LESSONS} checked={view.endlessCycles} onChange={(event) => void actions.setEndlessCycles(event.target.checked)} /> {t`endless: calls, storage and upgrades cost it nothing`}
            </label>
          </Tip>
        </dd>
      </div>
      <div>
        <dt>{t`upgrade limit`}</dt>
        <dd>
          <Tip text={t`What an upgrade may execute as a whole`}>
            <select className="compact" aria-label={t`Instructions that an upgrade may take`} value={view.upgradeInstructionLimit ?? ''} onChange={(event) => void actions.setUpgradeLimit(event.target.value === '' ? undefined : Number(event.target.value))}>
              <option value="">{t`300 billion instructions, as in production`}</option>
              <option value={LESSON_LIMIT}>{t`1.5 billion, lowered for lessons: production allows 200 times as much`}</option>
            </select>
          </Tip>
        </dd>
      </div>
      {view.status === 'running' && (
        <div>
          <dt>{t`calls`}</dt>
          <dd>
            <Tip text={t`It takes no new calls; when the last answer that it waits for has arrived, it is stopped`}>
              <button type="button" className="button small" onClick={() => void actions.stopCanister()}>
                {t`Stop canister`}
              </button>
            </Tip>
          </dd>
        </div>
      )}
      <div>
        <dt>{t`clock`}</dt>
        <dd className="buttons">
          {STEPS.map(([label, milliseconds]) => (
            <Tip key={label} text={t`Moves the replica’s clock forward and runs what falls due`}>
              <button type="button" className="button small" onClick={() => void actions.advanceTime(milliseconds)}>
                {label}
              </button>
            </Tip>
          ))}
        </dd>
      </div>
    </dl>
  );
}

function rowsOf(view: CanisterView): readonly (readonly [string, string])[] {
  const { wordSize, globalTimer } = view;
  const size = formatBytes(view.moduleBytes);
  const version = view.version.toString();
  const time = globalTimer === undefined ? '' : formatTime(globalTimer);
  return [
    [t`module hash`, view.moduleHash ?? t`none`],
    [t`module`, t`${size}, ${wordSize}-bit`],
    [t`upgrades`, view.enhancedPersistence ? t`keep main memory (enhanced orthogonal persistence)` : t`carry stable variables over through stable memory (classical persistence)`],
    [t`controllers`, view.controllers.join(', ')],
    [t`changes`, t`${version} (canister version)`],
    [t`timer`, globalTimer === undefined ? t`none set` : t`next at ${time}`],
  ];
}
