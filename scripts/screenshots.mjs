import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, runnerImport } from 'vite';
import { ensureChromium } from './browser.mjs';
import { chromiumLaunchOptions } from './chromium.mjs';
import { serveDist } from './serve-dist.mjs';

/** Builds the page and takes the pictures of the README anew, as `e2e/screenshots.ts` says. With `--no-build`: of `dist/` as it is. */

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));

if (!process.argv.includes('--no-build')) await build({ logLevel: 'warn' });
await ensureChromium();
const { module } = await runnerImport(fileURLToPath(new URL('../e2e/screenshots.ts', import.meta.url)));
mkdirSync(FOLDER, { recursive: true });
const server = await serveDist();
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  for (const path of await module.takeScreenshots(browser, server.url, FOLDER)) console.log(path);
} finally {
  await browser.close();
  server.close();
}
