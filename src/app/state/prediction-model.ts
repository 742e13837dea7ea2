/** What a learner can say of a variable before an upgrade: its value is carried over, it starts again, or it is no longer there. */
export type Guess = 'kept' | 'reset' | 'gone';

/** By variable. */
export type Guesses = Readonly<Record<string, Guess>>;

/** The learner's guesses about one canister; kept with the project. */
export interface Prediction {
  /** Whether the State table asks. */
  readonly on: boolean;
  /** About the next upgrade. */
  readonly guesses: Guesses;
  /** About the upgrade or reinstall that ended at this time (milliseconds); `undefined` once the next upgrade is being predicted. */
  readonly marked: { readonly at: number; readonly guesses: Guesses } | undefined;
}

export interface PredictionActions {
  /** Lets the State table ask before an upgrade, or show everything again. */
  setPredicting(canister: string, on: boolean): void;
  guess(canister: string, variable: string, guess: Guess): void;
  /** Hides the last upgrade and asks about the next one. */
  predictNext(canister: string): void;
}
