import { afterEach, expect, test, vi } from 'vitest';
import { acquireLock } from './lock.ts';

afterEach(() => vi.unstubAllGlobals());

test.each([
  { browser: 'no navigator', navigator: undefined },
  { browser: 'no Web Locks', navigator: {} },
  { browser: 'Web Locks that refuse', navigator: { locks: { request: async () => Promise.reject(new DOMException('opaque origin', 'SecurityError')) } } },
])('with $browser the work goes on without a lock', async ({ navigator }) => {
  vi.stubGlobal('navigator', navigator);
  const onLost = vi.fn();
  const first = await acquireLock({ onLost });
  const second = await acquireLock({ onLost, takeOver: true });
  first.release();
  second.release();
  expect(onLost).not.toHaveBeenCalled();
});
