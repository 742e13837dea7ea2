import { availableParallelism } from 'node:os';
import { lingui } from '@lingui/vite-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunchOptions } from './scripts/chromium.mjs';
import { LongestFirst } from './scripts/longest-first.mjs';
import { texts } from './scripts/texts-plugin.mjs';

/**
 * Two projects: `node` runs `*.test.ts` in Node; `chromium` runs `*.chromium.test.ts` in a real browser, which
 * is where 64-bit modules, IndexedDB and workers exist.
 */
export default defineConfig({
  test: {
    // The default leaves one core idle, which is half of a small machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [texts(), lingui()],
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
          exclude: ['src/**/*.chromium.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // The compiler makes much that is short-lived: with room for it a build takes a seventh less.
          execArgv: ['--min-semi-space-size=64', '--max-semi-space-size=64'],
        },
      },
      {
        plugins: [texts(), lingui()],
        // Found before the first test: a dependency that turns up late makes Vite reload the page under it.
        optimizeDeps: {
          include: [
            '@dfinity/agent',
            '@dfinity/candid',
            '@dfinity/cbor',
            '@dfinity/principal',
            '@noble/curves/abstract/modular',
            '@noble/curves/bls12-381',
            '@noble/curves/ed25519',
            '@noble/curves/nist',
            '@noble/curves/secp256k1',
            '@noble/hashes/sha2',
            'fflate',
            'idb',
            'wabt',
          ],
        },
        test: {
          name: 'chromium',
          include: ['src/**/*.chromium.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
