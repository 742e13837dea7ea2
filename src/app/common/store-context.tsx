import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react';
import type { Actions, AppState, Store } from '../state/model.ts';

const StoreContext = createContext<Store | undefined>(undefined);

export function StoreProvider({ store, children }: { readonly store: Store; readonly children: ReactNode }) {
  return <StoreContext value={store}>{children}</StoreContext>;
}

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error('A component was rendered outside of StoreProvider.');
  return store;
}

/** A part of the state. `select` must give the same reference while that part has not changed: pick, do not build. */
export function useApp<T>(select: (state: AppState) => T): T {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => select(store.getState()));
}

export const useActions = (): Actions => useStore().actions;
