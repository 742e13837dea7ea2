import { brotliCompressSync, constants } from 'node:zlib';
import type { BrowserContext } from 'playwright';
import type { Measurement, Row, Served } from './tools/measurement.ts';
import { openAndDeploy } from './tools/playground.ts';

const LARGEST = 6;

/** What a first visit, a second visit and an embedded playground download, and how long they take. */
const measure: Measurement = async (page, url, served) => {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page belongs to no browser.');
  // What the service worker fetches meanwhile, for visits to come, does not count.
  const stranger = await browser.newContext({ serviceWorkers: 'block' });
  try {
    return [...(await firstVisit(stranger, url, served)), ...(await secondVisit(page.context(), url, served)), ...(await embedded(stranger, url, served))];
  } finally {
    await stranger.close();
  }
};

async function firstVisit(context: BrowserContext, url: string, served: Served): Promise<Row[]> {
  const page = await context.newPage();
  const before = served().length;
  const began = performance.now();
  await openAndDeploy(page, url);
  const elapsed = performance.now() - began;
  const files = await compressed(served().slice(before), url);
  await page.close();
  const largest = files.toSorted((a, b) => b.bytes - a.bytes).slice(0, LARGEST);
  return [
    { what: `First visit: ${files.length} files until the counter is deployed, brotli`, value: sum(files) / 1e6, unit: 'MB', aim: '1.5 MB' },
    ...largest.map(({ path, bytes }) => ({ what: path.slice(path.lastIndexOf('/') + 1), value: bytes / 1e6, unit: 'MB' })),
    { what: 'First visit: until the counter is deployed', value: elapsed, unit: 'ms', aim: '2500 ms' },
  ];
}

/** The page is opened again once it is kept, and shows the state of its canister. */
async function secondVisit(context: BrowserContext, url: string, served: Served): Promise<Row[]> {
  const page = await context.newPage();
  await openAndDeploy(page, url);
  await page.getByText('Works offline').waitFor({ timeout: 90_000 });
  await page.close();
  const again = await context.newPage();
  const before = served().length;
  const began = performance.now();
  await again.goto(url);
  // Looked for in every frame: a locator looks twice a second, which is half of what is measured.
  await again.waitForFunction(() => [...document.querySelectorAll('section[aria-label="State"] tr')].some(({ textContent }) => textContent?.includes('count')));
  const elapsed = performance.now() - began;
  const files = await compressed(served().slice(before).filter((path) => !path.endsWith('/sw.js')), url);
  return [
    { what: 'Second visit: until the State table shows its canister', value: elapsed, unit: 'ms', aim: '1000 ms' },
    { what: 'Second visit: downloaded', value: sum(files), unit: 'bytes', aim: '0 bytes' },
  ];
}

/** Until its code can be read; nothing was clicked. */
async function embedded(context: BrowserContext, url: string, served: Served): Promise<Row[]> {
  const page = await context.newPage();
  const before = served().length;
  await page.goto(new URL('?embed&readonly&sample=counter', url).href);
  await page.getByText('persistent actor').first().waitFor();
  await page.waitForLoadState('networkidle');
  const files = await compressed(served().slice(before), url);
  return [{ what: `Embedded, before the first click: ${files.length} files, brotli`, value: sum(files) / 1e3, unit: 'kB', aim: '300 kB' }];
}

interface Compressed {
  readonly path: string;
  readonly bytes: number;
}

const sum = (files: readonly Compressed[]): number => files.reduce((total, { bytes }) => total + bytes, 0);

/** Each file once. */
const compressed = (paths: readonly string[], url: string): Promise<Compressed[]> =>
  Promise.all([...new Set(paths)].map(async (path) => ({ path, bytes: await compressedBytes(new URL(path, url)) })));

async function compressedBytes(url: URL): Promise<number> {
  const body = Buffer.from(await (await fetch(url)).arrayBuffer());
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  return brotliCompressSync(body, { params }).length;
}

export default measure;
