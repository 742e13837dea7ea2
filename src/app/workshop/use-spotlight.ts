import { useEffect } from 'react';
import { adjustPresentation, currentPresentation } from '../common/presenting.ts';
import { useStore } from '../common/store-context.tsx';
import { changedSince, glimpse } from './spotlight.ts';

/** Milliseconds that it stays where no key is pressed: long enough to turn to the room and name what changed. */
const SHOWN = 8000;

export function endSpotlight(): boolean {
  const on = currentPresentation()?.lit !== undefined;
  if (on) adjustPresentation({ lit: undefined });
  return on;
}

/** Sets off what a message or an upgrade has just changed; the rest of the page steps back for a moment. */
export function useSpotlight(): void {
  const store = useStore();
  useEffect(() => {
    let seen = glimpse(store.getState());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = store.subscribe(() => {
      const now = glimpse(store.getState());
      if (now.rows === seen.rows) return;
      const lit = changedSince(seen, now);
      if (now.of !== seen.of) endSpotlight();
      seen = now;
      if (lit.size === 0 || !currentPresentation()?.spotlight) return;
      adjustPresentation({ lit });
      clearTimeout(timer);
      timer = setTimeout(endSpotlight, SHOWN);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
      endSpotlight();
    };
  }, [store]);
}

/** Brings it into view, and marks the page for its style sheet. */
export function useLitPage(lit: ReadonlySet<string> | undefined): void {
  useEffect(() => {
    if (!lit) return undefined;
    const { dataset } = document.documentElement;
    dataset.spotlight = '';
    document.querySelector('[data-lit]')?.scrollIntoView({ block: 'nearest' });
    return () => {
      delete dataset.spotlight;
    };
  }, [lit]);
}
