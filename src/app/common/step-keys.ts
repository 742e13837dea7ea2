import { useEffect } from 'react';

/** Goes a step on, or back. */
type Turn = (by: -1 | 1) => void;

let current: Turn | undefined;

/** What the step keys of a presenter move while this is shown; the latest wins. */
export function useStepKeys(turn: Turn | undefined): void {
  useEffect(() => {
    if (!turn) return undefined;
    current = turn;
    return () => {
      if (current === turn) current = undefined;
    };
  }, [turn]);
}

/** False where there is nothing to go through. */
export function turnStep(by: -1 | 1): boolean {
  current?.(by);
  return current !== undefined;
}
