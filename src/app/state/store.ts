/** A value, and those who want to know when it changes. */
export interface StateStore<S> {
  readonly getState: () => S;
  readonly subscribe: (listener: () => void) => () => void;
  /** Replaces the state by what `change` makes of it; the same object back means no change, and nobody is told. */
  readonly update: (change: (state: S) => S) => void;
}

export function createStateStore<S>(initial: S): StateStore<S> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update: (change) => {
      const next = change(state);
      if (next === state) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
  };
}
