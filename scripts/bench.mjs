import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, runnerImport } from 'vite';
import { texts } from './texts-plugin.mjs';
import { ensureChromium } from './browser.mjs';
import { chromiumLaunchOptions } from './chromium.mjs';
import { serveDist } from './serve-dist.mjs';

/**
 * Builds the page, opens it in Chromium and prints what the measurements of `bench/*.bench.ts` find, as a table.
 *
 * A measurement's default export is a `Measurement` of `bench/tools/measurement.ts`: it gets a fresh Playwright page (nothing opened,
 * nothing stored), the address of the built playground, and which of its files have been served since; it gives rows.
 * Words on the command line choose files: `npm run bench -- upgrade` runs those whose name has `upgrade` in it.
 */

const FOLDER = fileURLToPath(new URL('../bench/', import.meta.url));

async function measure(browser, url, served, file) {
  const { module } = await runnerImport(join(FOLDER, file), { plugins: [texts()] });
  // Programs that measure are put into the page, which its policy does not allow.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true });
  served.length = 0;
  try {
    return await module.default(await context.newPage(), url, () => [...served]);
  } finally {
    await context.close();
  }
}

function format(rows) {
  const header = ['', '', 'aim'];
  const cells = [header, ...rows.map(({ what, value, unit, aim }) => [what, `${number(value)} ${unit}`, aim ?? ''])];
  const [first, second, third] = header.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells.map(([what, figure, aim]) => `| ${what.padEnd(first)} | ${figure.padStart(second)} | ${aim.padStart(third)} |`).join('\n');
}

const number = (value) => value.toLocaleString('en', { maximumSignificantDigits: 3 });

const chosen = process.argv.slice(2);
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.bench.ts') && (chosen.length === 0 || chosen.some((word) => file.includes(word))));
await build({ logLevel: 'warn' });
const version = await ensureChromium();
const served = [];
const server = await serveDist(0, (path) => served.push(path));
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  console.log(`Chromium ${version}, ${process.platform} ${process.arch}`);
  for (const file of files.sort()) {
    const rows = await measure(browser, server.url, served, file);
    console.log(`\n${file.replace('.bench.ts', '')}\n${format(rows)}`);
  }
} catch (error) {
  // The compiler's script prints itself where an exception ends the process.
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
}
