import type * as engine from './pages/engine.ts';
import type { Measurement, Row } from './tools/measurement.ts';
import { compileModule, MODES } from './tools/modules.ts';
import { loadProgram } from './tools/page-program.ts';

/** The machine alone on the counter sample: no HTTP, no signatures, a store in memory. */
const measure: Measurement = async (page) => {
  const rows: Row[] = [];
  for (const persistence of MODES) {
    await page.goto('about:blank');
    const program = await loadProgram<typeof engine>(page, 'engine.ts');
    const base64 = await compileModule('counter', persistence);
    const { update, query, bare } = await program.run('engine', { base64, wordSize: persistence === 'enhanced' ? 64 : 32 });
    rows.push(
      { what: `update, ${persistence}`, value: update, unit: 'ms', aim: '0.1 ms' },
      { what: `query, ${persistence}`, value: query, unit: 'ms' },
      { what: `update of the untouched module alone, ${persistence}`, value: bare, unit: 'ms' },
    );
  }
  return rows;
};

export default measure;
