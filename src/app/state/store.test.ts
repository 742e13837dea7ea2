import { describe, expect, it } from 'vitest';
import { createStateStore, heldWhile } from './store.ts';

describe('a state that is held', () => {
  it('is the same object until one of the parts changes', () => {
    const store = createStateStore({ wanted: 1, other: 1, list: ['a'] });
    const read = heldWhile(store.getState, ({ wanted, list }) => [wanted, ...list]);
    const first = read();
    store.update((state) => ({ ...state, other: 2 }));
    expect(read()).toBe(first);
    store.update((state) => ({ ...state, wanted: 2 }));
    const second = read();
    expect(second).toBe(store.getState());
    store.update((state) => ({ ...state, list: [] }));
    expect(read()).toBe(store.getState());
    expect(read()).not.toBe(second);
  });
});
