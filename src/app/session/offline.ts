import { notices } from '../state/notices.ts';
import { type Context, notify } from './context.ts';

/** What keeps the files of the page for use without network: in browsers, a service worker. */
export interface OfflinePort {
  /** Rejects where that is not to be had; the page works all the same. */
  keep(events: OfflineEvents): Promise<void>;
}

export interface OfflineEvents {
  /** Everything is there: the network can go. */
  readonly onKept: () => void;
  /** A new version of the page is there too. It takes over when `apply` is called, which loads the page again, and not before. */
  readonly onUpdate: (apply: () => Promise<void>) => void;
}

/** Begins when the first screen has what it needs, so that a first visit is not slowed down. */
export function followOffline(context: Context, port: OfflinePort | undefined): { update: () => Promise<void> } {
  const { store } = context;
  let apply = (): Promise<void> => Promise.resolve();
  const keep = (): void => {
    const kept = port?.keep({
      onKept: () => store.update((state) => ({ ...state, offline: true })),
      onUpdate: (update) => {
        apply = update;
        notify(context, notices.newVersion());
      },
    });
    kept?.catch(() => undefined);
  };
  const unsubscribe = store.subscribe(() => {
    const { phase, compiler } = store.getState();
    if (phase === 'starting' || compiler.phase === 'loading') return;
    unsubscribe();
    keep();
  });
  return {
    update: async () => {
      await context.workspace.flush();
      await apply();
    },
  };
}
