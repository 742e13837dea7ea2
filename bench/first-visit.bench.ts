import { brotliCompressSync, constants } from 'node:zlib';
import type { Measurement } from './tools/measurement.ts';
import { openAndDeploy } from './tools/playground.ts';

const LARGEST = 6;

/** What a first visit downloads until a sample is deployed: every file that the page or one of its workers asked for, once. */
const measure: Measurement = async (page, url, served) => {
  await openAndDeploy(page, url);
  const files = await Promise.all([...new Set(served())].map(async (path) => ({ path, bytes: await compressedBytes(new URL(path, url)) })));
  const largest = files.toSorted((a, b) => b.bytes - a.bytes).slice(0, LARGEST);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    { what: `${files.length} files until the counter is deployed, brotli`, value: total / 1e6, unit: 'MB', aim: '1.8 MB' },
    ...largest.map(({ path, bytes }) => ({ what: path.slice(path.lastIndexOf('/') + 1), value: bytes / 1e6, unit: 'MB' })),
  ];
};

async function compressedBytes(url: URL): Promise<number> {
  const body = Buffer.from(await (await fetch(url)).arrayBuffer());
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  return brotliCompressSync(body, { params }).length;
}

export default measure;
