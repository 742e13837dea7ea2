import { t } from '@lingui/core/macro';
import { useId } from 'react';
import { choiceKey, offeredBeginnings, offeredCalls, offeredKinds, type Offer } from '../state/comparison-offers.ts';
import type { CallsChoice, ComparisonKind, ComparisonRequest } from '../state/comparison-model.ts';
import type { AppState } from '../state/model.ts';

interface ChoicesProps {
  readonly state: AppState;
  readonly canister: string;
  /** What would be run; `undefined` where nothing can be compared. */
  readonly request: ComparisonRequest | undefined;
  readonly onChange: (change: Partial<ComparisonRequest>) => void;
}

/** What is compared, what both worlds begin with, and what is called in them. */
export function Choices({ state, canister, request, onChange }: ChoicesProps) {
  const kinds = offeredKinds(state, canister);
  const beginnings = request ? offeredBeginnings(state, canister, request.kind) : [];
  const calls = offeredCalls(state, canister);
  const noCalls = calls.length === 1;
  return (
    <div className="compare-choices">
      <Kinds offers={kinds} chosen={request?.kind} onChoose={(kind) => onChange({ kind })} />
      {request && (
        <div className="compare-selects">
          <Choice label={request.kind === 'versions' ? t`First version` : t`Both begin with`} offers={beginnings} chosen={request.beginning} onChoose={(beginning) => onChange({ beginning })} />
          <Choice<CallsChoice> label={t`Calls`} offers={calls} chosen={request.calls} onChoose={(choice) => onChange({ calls: choice })} />
        </div>
      )}
      {noCalls && <p className="faint">{t`No calls to make yet. Call something in Candid, and the same calls can be made in both worlds.`}</p>}
    </div>
  );
}

interface KindsProps {
  readonly offers: readonly Offer<ComparisonKind>[];
  readonly chosen: ComparisonKind | undefined;
  readonly onChoose: (kind: ComparisonKind) => void;
}

function Kinds({ offers, chosen, onChoose }: KindsProps) {
  const name = useId();
  const group = useId();
  return (
    <div className="compare-kinds" role="radiogroup" aria-label={t`What to compare`}>
      {offers.map(({ value, label, explanation, unavailable }) => (
        <div key={value} className={unavailable === undefined ? 'compare-kind' : 'compare-kind unavailable'}>
          <label>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === chosen}
              disabled={unavailable !== undefined}
              aria-describedby={`${group}-${value}`}
              onChange={() => onChoose(value)}
            />
            {label}
          </label>
          <p id={`${group}-${value}`} className="faint">
            {unavailable ?? explanation}
          </p>
        </div>
      ))}
    </div>
  );
}

interface ChoiceProps<T> {
  readonly label: string;
  readonly offers: readonly Offer<T>[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}

function Choice<T extends CallsChoice | string>({ label, offers, chosen, onChoose }: ChoiceProps<T>) {
  return (
    <label className="compare-select">
      <span>{label}</span>
      <select
        className="compact"
        value={choiceKey(chosen)}
        onChange={({ target }) => {
          const offer = offers.find(({ value }) => choiceKey(value) === target.value);
          if (offer) onChoose(offer.value);
        }}
      >
        {offers.map(({ value, label: text, unavailable }) => (
          <option key={choiceKey(value)} value={choiceKey(value)} disabled={unavailable !== undefined}>
            {unavailable === undefined ? text : `${text}: ${unavailable}`}
          </option>
        ))}
      </select>
    </label>
  );
}
