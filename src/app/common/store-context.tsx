import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import type { Actions, AppState, Store } from '../state/model.ts';
import { heldWhile } from '../state/store.ts';

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

/** The whole state as it was when one of `parts` last changed, for what is made of many of them. `parts` has to stay the same function. */
export function useAppWhile(parts: (state: AppState) => readonly unknown[]): AppState {
  const store = useStore();
  const held = useMemo(() => heldWhile(store.getState, parts), [store, parts]);
  return useSyncExternalStore(store.subscribe, held);
}

export const useActions = (): Actions => useStore().actions;
