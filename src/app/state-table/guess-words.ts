import { t } from '@lingui/core/macro';
import type { Guess } from '../state/prediction-model.ts';

/** Guesses as they are shown. */
export const GUESS_WORDS: Readonly<Record<Guess, string>> = { kept: t`kept`, reset: t`reset`, gone: t`gone` };
