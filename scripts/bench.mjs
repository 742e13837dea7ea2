import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, runnerImport } from 'vite';
import { ensureChromium } from './browser.mjs';
import { chromiumLaunchOptions } from './chromium.mjs';
import { serveDist } from './serve-dist.mjs';

/**
 * Builds the page, opens it in Chromium and prints what the measurements of `bench/*.bench.ts` find, as a table.
 *
 * A measurement's default export is `async (page, url) => rows`: it gets a fresh Playwright page (nothing opened, nothing stored) and
 * the address of the built playground; each row is `{ what, value, unit }`, with a number as `value`.
 * Words on the command line choose files: `npm run bench -- upgrade` runs those whose name has `upgrade` in it.
 */

const FOLDER = fileURLToPath(new URL('../bench/', import.meta.url));

async function measure(browser, url, file) {
  const { module } = await runnerImport(join(FOLDER, file));
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    return await module.default(await context.newPage(), url);
  } finally {
    await context.close();
  }
}

function format(rows) {
  const cells = rows.map(({ what, value, unit }) => [what, value.toLocaleString('en', { maximumSignificantDigits: 3 }), unit]);
  const width = (column) => Math.max(0, ...cells.map((row) => row[column].length));
  return cells.map(([what, value, unit]) => `| ${what.padEnd(width(0))} | ${value.padStart(width(1))} ${unit.padEnd(width(2))} |`).join('\n');
}

const chosen = process.argv.slice(2);
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.bench.ts') && (chosen.length === 0 || chosen.some((word) => file.includes(word))));
await build({ logLevel: 'warn' });
const version = await ensureChromium();
const server = await serveDist();
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  console.log(`Chromium ${version}, ${process.platform} ${process.arch}`);
  for (const file of files.sort()) {
    const rows = await measure(browser, server.url, file);
    console.log(`\n${file.replace('.bench.ts', '')}\n${format(rows)}`);
  }
} finally {
  await browser.close();
  server.close();
}
