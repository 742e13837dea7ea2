import { t } from '@lingui/core/macro';
import { useId } from 'react';
import type { Guess } from '../state/prediction-model.ts';
import { GUESSES } from '../state/prediction.ts';
import { GUESS_WORDS } from './guess-words.ts';

interface GuessGroupProps {
  readonly variable: string;
  readonly guess: Guess | undefined;
  readonly onGuess: (guess: Guess) => void;
}

/** What the next upgrade will do to a variable: one of three radio buttons. */
export function GuessGroup({ variable, guess, onGuess }: GuessGroupProps) {
  const name = useId();
  return (
    <div className="guess-group" role="radiogroup" aria-label={t`After the upgrade, ${variable} is`}>
      {GUESSES.map((each) => (
        <label key={each} className="guess">
          <input type="radio" name={name} value={each} checked={each === guess} onChange={() => onGuess(each)} />
          <span>{GUESS_WORDS[each]}</span>
        </label>
      ))}
    </div>
  );
}
