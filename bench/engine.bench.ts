import type { Page } from 'playwright';
import type * as engine from './pages/engine.ts';
import type { Measurement, Row } from './tools/measurement.ts';
import { compileModule, MODES } from './tools/modules.ts';
import { loadProgram } from './tools/page-program.ts';
import { assemble, fivePages, SELF_CALLS } from './tools/wat.ts';

/** The machine alone on the counter sample: no HTTP, no signatures, no storage. */
const measure: Measurement = async (page) => {
  const rows: Row[] = [];
  for (const persistence of MODES) {
    const program = await fresh(page);
    const base64 = await compileModule('counter', persistence);
    const { update, query, bare } = await program.run('engine', { base64, wordSize: persistence === 'enhanced' ? 64 : 32 });
    rows.push(
      { what: `update, ${persistence}`, value: update, unit: 'ms', aim: '0.1 ms' },
      { what: `query, ${persistence}`, value: query, unit: 'ms' },
      { what: `update of the untouched module alone, ${persistence}`, value: bare, unit: 'ms' },
    );
  }
  return [...rows, ...(await writtenByHand(page))];
};

/** What a message costs must not depend on how large the heap is. */
async function writtenByHand(page: Page): Promise<Row[]> {
  const program = await fresh(page);
  const [small = NaN, large = NaN] = await program.run('touching', [await assemble(fivePages(80)), await assemble(fivePages(16_384))]);
  const calls = await (await fresh(page)).run('selfCalls', await assemble(SELF_CALLS));
  return [
    { what: 'update that writes to five pages, heap of 5 MB', value: small, unit: 'ms', aim: '0.05 ms' },
    { what: 'the same, heap of 1 GB, against 5 MB', value: large / small, unit: '×', aim: '1.1 ×' },
    { what: '10,000 calls of a canister to itself', value: calls, unit: 'ms', aim: '2,000 ms' },
  ];
}

async function fresh(page: Page): ReturnType<typeof loadProgram<typeof engine>> {
  await page.goto('about:blank');
  return loadProgram<typeof engine>(page, 'engine.ts');
}

export default measure;
