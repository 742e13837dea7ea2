/** Reads the state as it was when one of `parts` last changed. */
export function heldWhile<S>(getState: () => S, parts: (state: S) => readonly unknown[]): () => S {
  let held: { readonly state: S; readonly parts: readonly unknown[] } | undefined;
  return () => {
    const state = getState();
    if (held?.state === state) return state;
    const now = parts(state);
    if (held?.parts.length === now.length && held.parts.every((part, index) => part === now[index])) return held.state;
    held = { state, parts: now };
    return state;
  };
}

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
