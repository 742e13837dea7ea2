import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from './scripts/chromium.mjs';

/**
 * End-to-end tests run against the built page (`npm run build`), served from a sub-path on a free port. Where the server listens is
 * read from what it prints, and reaches this file again in the processes that run the tests, as an environment variable.
 */
export default defineConfig({
  testDir: 'e2e',
  timeout: 240_000,
  // Two stories at a time share the cores, and each compiles.
  expect: { timeout: 30_000 },
  workers: 2,
  // Shared out test by test: with whole files one core idles while the other runs the last of them.
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  webServer: {
    command: 'node scripts/serve-dist.mjs',
    wait: { stdout: /at (?<playground_url>http:\S+)/ },
  },
  use: {
    baseURL: process.env.PLAYGROUND_URL ?? '',
    launchOptions: chromiumLaunchOptions(),
    viewport: { width: 1440, height: 900 },
    // Each test begins without what others kept; `e2e/offline.spec.ts` allows it.
    serviceWorkers: 'block',
    permissions: ['clipboard-read', 'clipboard-write'],
    // Recording takes nearly half of the time; `--trace on` records what one wants to look at.
    trace: 'off',
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
});
