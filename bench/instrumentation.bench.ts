import type { Page } from 'playwright';
import type * as instrumentation from './pages/instrumentation.ts';
import { geometricMean, type Measurement, type Row } from './tools/measurement.ts';
import { compileModule, MODES } from './tools/modules.ts';
import { loadProgram } from './tools/page-program.ts';

const METHODS = { fib: 'fibOf27', 'Map.add': 'mapAdd', 'array stores': 'arrayStores', 'SHA-256': 'sha256' };

/** What metering and page marking cost: the rewritten module against the untouched one, and the rewriting itself. */
const measure: Measurement = async (page) => {
  const ratios: Row[] = [];
  const rewriting: Row[] = [];
  for (const persistence of MODES) {
    const base64 = await compileModule('workloads', persistence);
    rewriting.push(...rewritingRows(persistence, await (await freshProgram(page)).run('rewriting', base64)));
    for (const [name, method] of Object.entries(METHODS)) {
      const { untouched, instrumented } = await (await freshProgram(page)).run('compare', { base64, method });
      const what = `${name}, ${persistence} (${untouched.toFixed(1)} ms untouched)`;
      ratios.push({ what, value: instrumented / untouched, unit: '×' });
    }
  }
  const mean = geometricMean(ratios.map(({ value }) => value));
  return [...ratios, { what: 'geometric mean', value: mean, unit: '×', aim: '1.5 ×' }, ...rewriting];
};

async function freshProgram(page: Page) {
  await page.goto('about:blank');
  return loadProgram<typeof instrumentation>(page, 'instrumentation.ts');
}

const rewritingRows = (persistence: string, times: instrumentation.RewritingTimes): Row[] => [
  { what: `rewriting ${Math.round(times.bytes / 1000)} kB, ${persistence}, first time`, value: times.first, unit: 'ms' },
  { what: `the same, warm (${times.validation.toFixed(1)} ms of it the engine's validation)`, value: times.later, unit: 'ms' },
  { what: 'rewritten size', value: times.rewritten / times.bytes, unit: '×' },
];

export default measure;
