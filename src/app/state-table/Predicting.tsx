import { t } from '@lingui/core/macro';
import { useActions, useApp } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';
import type { UpgradeReport } from '../state/model.ts';
import type { Guesses } from '../state/prediction-model.ts';
import { scoreText } from '../state/prediction.ts';
import { GUESS_WORDS } from './guess-words.ts';

const PURPOSE = t`Before an upgrade, guess what will survive`;

/** While it is on, the State table asks before an upgrade what it will do, and marks the answers after it. */
export function PredictSwitch({ canister }: { readonly canister: string }) {
  const on = useApp((state) => state.project?.predictions?.[canister]?.on ?? false);
  const actions = useActions();
  return (
    <Tip text={PURPOSE} silent>
      <label className="predict">
        {t`Predict`}
        <input type="checkbox" role="switch" aria-description={PURPOSE} checked={on} onChange={(event) => actions.setPredicting(canister, event.target.checked)} />
        <span className="predict-track" aria-hidden="true" />
      </label>
    </Tip>
  );
}

interface AskedForProps {
  readonly canister: string;
  readonly guesses: Guesses;
  readonly variables: readonly string[];
}

/** Stands on both sides of a word that is emphasised in a sentence. */
const EMPHASIS = '\u0000';
const emphasised = (word: string): string => EMPHASIS + word + EMPHASIS;

/** The question about each variable. */
function Question() {
  const kept = emphasised(GUESS_WORDS.kept);
  const reset = emphasised(GUESS_WORDS.reset);
  const gone = emphasised(GUESS_WORDS.gone);
  const text = t`Change the code, then say for each variable what the upgrade will do: is its value ${kept}, does it start again (${reset}), or is the variable ${gone}?`;
  return text.split(EMPHASIS).map((part, index) => (index % 2 === 1 ? <em key={index}>{part}</em> : part));
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
          <strong>{t`Nothing to mark:`}</strong>{' '}
          {refused ? t`the upgrade was refused, so nothing changed. Your guesses stay for the next try.` : t`the upgrade failed, so nothing changed. Your guesses stay for the next try.`}
        </p>
      )}
      {variables.length === 0 && <p>{t`This version has no variables, so there is nothing to guess.`}</p>}
      <p hidden={variables.length === 0}>
        <Question />{' '}
        <span className="predict-progress">{guessed === variables.length ? t`All guessed: press Upgrade.` : t`${guessed} of ${{ total: variables.length }} guessed.`}</span>
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
        <span className="faint">{t`Your guesses`}</span> <strong>{scoreText(guesses, report)}</strong>
      </p>
      <button type="button" className="button small" onClick={() => actions.predictNext(canister)}>
        {t`Predict the next upgrade`}
      </button>
    </div>
  );
}
