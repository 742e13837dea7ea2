import { t } from '@lingui/core/macro';
import { Icon } from '../common/icons.tsx';
import type { StateRow } from '../state/model.ts';
import type { Guess } from '../state/prediction-model.ts';
import { markOf, type Round } from '../state/prediction.ts';
import { GUESS_WORDS } from './guess-words.ts';
import { GuessGroup } from './GuessGroup.tsx';
import { Nothing } from './Nothing.tsx';
import { OutcomeBadge } from './OutcomeBadge.tsx';

/** The learner's guesses, and how to make one. */
export interface Prediction {
  readonly round: Round;
  readonly onGuess: (variable: string, guess: Guess) => void;
}

/** How a variable ended and why, with the mark of the guess about it; before an upgrade that is predicted, the question. */
export function OutcomeCell({ row, prediction: { round, onGuess } }: { readonly row: StateRow; readonly prediction: Prediction }) {
  const { variable, outcome, reason } = row;
  if (round.phase === 'asking') {
    return (
      <td role="cell" className="cell-outcome">
        <GuessGroup variable={variable} guess={round.guesses[variable]} onGuess={(guess) => onGuess(variable, guess)} />
      </td>
    );
  }
  return (
    <td role="cell" className="cell-outcome">
      <span className="cell-badge">{outcome ? <OutcomeBadge outcome={outcome} /> : <Nothing />}</span>
      {reason && (
        <p className="reason">
          {round.phase === 'marked' && <GuessMark guess={round.guesses[variable]} row={row} />}
          {reason}
        </p>
      )}
    </td>
  );
}

function GuessMark({ guess, row }: { readonly guess: Guess | undefined; readonly row: StateRow }) {
  const mark = markOf(guess, row.outcome);
  if (!mark) return null;
  if (!guess) return <span className="guess-mark">{t`Not guessed.`} </span>;
  const said = GUESS_WORDS[guess];
  const carried = row.outcome !== guess && guess === 'kept';
  const right = carried ? t`You said ${said}: right, for its value was carried over.` : t`You said ${said}: right.`;
  return (
    <span className={`guess-mark ${mark}`}>
      <Icon name={mark === 'right' ? 'check' : 'close'} />
      {mark === 'right' ? right : t`You said ${said}: wrong.`}{' '}
    </span>
  );
}
