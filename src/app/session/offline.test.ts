import { describe, expect, it } from 'vitest';
import type { OfflineEvents } from './offline.ts';
import { World } from './testing-world.ts';

describe('use without network', () => {
  it('is prepared when the first screen is there, and told', async () => {
    const world = new World();
    let events: OfflineEvents | undefined;
    const { store, started } = world.session({ offline: { keep: async (given) => void (events = given) } });
    expect(events).toBeUndefined();
    await started;
    await expect.poll(() => events).toBeDefined();
    expect(store.getState().offline).toBe(false);
    events?.onKept();
    expect(store.getState().offline).toBe(true);
  });

  it('offers a new version and takes it only when told to', async () => {
    const world = new World();
    let events: OfflineEvents | undefined;
    let applied = 0;
    const { store, started } = world.session({ offline: { keep: async (given) => void (events = given) } });
    await started;
    await expect.poll(() => events).toBeDefined();
    events?.onUpdate(async () => void applied++);
    expect(store.getState().notices.map(({ id }) => id)).toContain('new-version');
    expect(applied).toBe(0);
    await store.actions.runNotice('new-version');
    expect(applied).toBe(1);
  });

  it('stays away without harm where the browser refuses it', async () => {
    const world = new World();
    const { store, started } = world.session({ offline: { keep: () => Promise.reject(new Error('not secure')) } });
    await started;
    expect(store.getState().phase).toBe('ready');
    expect(store.getState().notices).toEqual([]);
  });
});
