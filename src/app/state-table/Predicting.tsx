import { useActions, useApp } from '../common/store-context.tsx';
import type { UpgradeReport } from '../state/model.ts';
import type { Guesses } from '../state/prediction-model.ts';
import { scoreText } from '../state/prediction.ts';

/** While it is on, the State table asks before an upgrade what it will do, and marks the answers after it. */
export function PredictSwitch({ canister }: { readonly canister: string }) {
  const on = useApp((state) => state.project?.predictions?.[canister]?.on ?? false);
  const actions = useActions();
  return (
    <label className="predict" title="Before an upgrade, guess what will survive">
      Predict
      <input type="checkbox" role="switch" checked={on} onChange={(event) => actions.setPredicting(canister, event.target.checked)} />
      <span className="predict-track" aria-hidden="true" />
    </label>
  );
}

interface AskedForProps {
  readonly canister: string;
  readonly guesses: Guesses;
  readonly variables: readonly string[];
}

/** What there is to do, and how far the learner has come; after an upgrade that did not happen, that nothing is marked. */
export function AskedFor({ canister, guesses, variables }: AskedForProps) {
  const failed = useApp((state) => state.project?.upgrades[canister]?.error !== undefined);
  const refused = useApp((state) => state.canisters[canister]?.refusal !== undefined);
  const guessed = variables.filter((variable) => guesses[variable] !== undefined).length;
  return (
    <div className="state-summary predict-summary">
      {(refused || failed) && (
        <p>
          <strong>Nothing to mark:</strong> the upgrade {refused ? 'was refused' : 'failed'}, so nothing changed. Your guesses stay for the next try.
        </p>
      )}
      {variables.length === 0 && <p>This version has no variables, so there is nothing to guess.</p>}
      <p hidden={variables.length === 0}>
        Change the code, then say for each variable what the upgrade will do: is its value <em>kept</em>, does it start again (<em>reset</em>), or is the variable <em>gone</em>?{' '}
        <span className="predict-progress">{guessed === variables.length ? 'All guessed: press Upgrade.' : `${guessed} of ${variables.length} guessed.`}</span>
      </p>
    </div>
  );
}

interface ScoreProps {
  readonly canister: string;
  readonly guesses: Guesses;
  readonly report: UpgradeReport;
}

/** How many guesses were right, and the way to the next ones. */
export function Score({ canister, guesses, report }: ScoreProps) {
  const actions = useActions();
  return (
    <div className="score">
      <p>
        <span className="faint">Your guesses</span> <strong>{scoreText(guesses, report)}</strong>
      </p>
      <button type="button" className="button small" onClick={() => actions.predictNext(canister)}>
        Predict the next upgrade
      </button>
    </div>
  );
}
