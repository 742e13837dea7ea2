import { formatBytes, formatTime } from '../common/format.ts';
import { useActions } from '../common/store-context.tsx';
import type { CanisterView } from '../../protocol/replica.ts';

const STEPS = [
  ['1 minute', 60_000],
  ['1 hour', 3_600_000],
  ['1 day', 86_400_000],
] as const;

/** What is rarely asked for: identifiers in full, controllers, the timer, and the replica's clock. */
export function CanisterDetails({ view }: { readonly view: CanisterView }) {
  const actions = useActions();
  const rows: readonly (readonly [string, string])[] = [
    ['module hash', view.moduleHash ?? 'none'],
    ['module', `${formatBytes(view.moduleBytes)}, ${view.wordSize}-bit`],
    ['upgrades', view.enhancedPersistence ? 'keep main memory (enhanced orthogonal persistence)' : 'carry stable variables over through stable memory (classical persistence)'],
    ['controllers', view.controllers.join(', ')],
    ['changes', `${view.version.toString()} (canister version)`],
    ['timer', view.globalTimer === undefined ? 'none set' : `next at ${formatTime(view.globalTimer)}`],
  ];
  return (
    <details className="canister-details">
      <summary>Details and clock</summary>
      <dl>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>cycles</dt>
          <dd>
            <label className="switch" title="For lessons that are not about cycles">
              <input type="checkbox" checked={view.endlessCycles} onChange={(event) => void actions.setEndlessCycles(event.target.checked)} /> endless: calls, storage and upgrades cost it nothing
            </label>
          </dd>
        </div>
        <div>
          <dt>clock</dt>
          <dd className="buttons">
            {STEPS.map(([label, milliseconds]) => (
              <button key={label} type="button" className="button small" title="Moves the replica’s clock forward and runs what falls due" onClick={() => void actions.advanceTime(milliseconds)}>
                + {label}
              </button>
            ))}
          </dd>
        </div>
      </dl>
    </details>
  );
}
