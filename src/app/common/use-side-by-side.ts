import { useSyncExternalStore } from 'react';

/** As the style sheet has it: below, one pane is shown at a time. */
const SIDE_BY_SIDE = '(width >= 52rem)';

const query = (): MediaQueryList => window.matchMedia(SIDE_BY_SIDE);

function subscribe(listener: () => void): () => void {
  const list = query();
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}

/** Whether there is room for all panes beside each other. */
export const useSideBySide = (): boolean => useSyncExternalStore(subscribe, () => query().matches);
