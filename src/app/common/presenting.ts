import { useSyncExternalStore } from 'react';
import { PAGE_PARTS, type PagePart } from '../state/embed.ts';
import { createStateStore } from '../state/store.ts';

/** What a presenter can put away; the table State always stays. */
export type PresentedPart = Exclude<PagePart, 'state'> | 'files' | 'terminal';

/** How the page is shown to a room. */
export interface Presentation {
  /** Of all type, 1 as it is otherwise. */
  readonly scale: number;
  readonly hidden: readonly PresentedPart[];
  /** Whether what has just changed is set off from the rest. */
  readonly spotlight: boolean;
  /** Variables in the spotlight; `undefined` while it is off. */
  readonly lit: ReadonlySet<string> | undefined;
}

const KEY = 'presenting';
/** From this width on, in pixels, there is room for larger type beside the code. */
const WIDE = 1600;
const NARROW = 832;

const store = createStateStore<Presentation | undefined>(undefined);

/** Shown at the beginning. */
const STAGE: readonly PagePart[] = ['editor', 'state', 'steps', 'calls'];

const isBackstage = (part: PagePart): part is Exclude<PagePart, 'state'> => !STAGE.includes(part);

const beginning = (): Presentation => ({
  scale: innerWidth >= WIDE ? 1.5 : innerWidth >= NARROW ? 1.25 : 1,
  hidden: ['files', 'terminal', ...PAGE_PARTS.filter(isBackstage)],
  spotlight: true,
  lit: undefined,
});

/** Begins or ends the presentation. The window remembers it until it is closed. */
export function setPresenting(on: boolean): void {
  store.update((now) => (on ? (now ?? beginning()) : undefined));
  keep();
}

/** Changes how it is shown; nothing where nobody presents. */
export function adjustPresentation(change: Partial<Presentation>): void {
  store.update((now) => now && { ...now, ...change });
  keep();
}

/** Storage may be closed to the page: the choice then lasts until it is loaded again. */
function keep(): void {
  const now = store.getState();
  try {
    if (now) sessionStorage.setItem(KEY, JSON.stringify({ ...now, lit: undefined }));
    else sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
}

/** Goes on presenting where this window did so before, or where the address asks for it with `?present`. */
export function restorePresentation(): void {
  const address = new URL(location.href);
  if (address.searchParams.has('present')) {
    address.searchParams.delete('present');
    history.replaceState(history.state, '', address);
    setPresenting(true);
  }
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Partial<Presentation> | null;
    if (stored && typeof stored.scale === 'number' && Array.isArray(stored.hidden)) store.update(() => ({ ...beginning(), ...stored }));
  } catch {
    return;
  }
}

/** `undefined` where nobody presents. */
export const usePresentation = (): Presentation | undefined => useSyncExternalStore(store.subscribe, store.getState);

/** The presentation as it is now, for what listens to keys. */
export const currentPresentation = store.getState;

/** Parts of the canister's pane that stay. */
export const presentedParts = (hidden: readonly string[]): ReadonlySet<PagePart> => new Set(PAGE_PARTS.filter((part) => !hidden.includes(part)));
