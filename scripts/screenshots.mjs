import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, runnerImport } from 'vite';
import { ensureChromium } from './browser.mjs';
import { chromiumLaunchOptions } from './chromium.mjs';
import { serveDist } from './serve-dist.mjs';

/**
 * Builds the page and takes its pictures anew: those of the README, as `e2e/screenshots.ts` says, and those of the story of a first visit, as `e2e/story.ts`
 * does. With `--no-build`: of `dist/` as it is.
 */

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const load = async (file) => (await runnerImport(at(`e2e/${file}`))).module;

if (!process.argv.includes('--no-build')) await build({ logLevel: 'warn' });
await ensureChromium();
const { takeScreenshots } = await load('screenshots.ts');
const { takeStory } = await load('story.ts');
const server = await serveDist();
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  for (const [take, folder] of [[takeScreenshots, at('docs/screenshots/')], [takeStory, at('docs/story/')]]) {
    mkdirSync(folder, { recursive: true });
    for (const path of await take(browser, server.url, folder)) console.log(path);
  }
} finally {
  await browser.close();
  server.close();
}
