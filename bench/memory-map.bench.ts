import type * as program from './pages/memory-map.ts';
import type { Measurement, Row } from './tools/measurement.ts';
import { loadProgram } from './tools/page-program.ts';

const GIB = 2 ** 30;

/** The map of a large memory: one frame at 60 frames per second has 16.7 ms. */
const measure: Measurement = async (page) => {
  const rows: Row[] = [];
  for (const [name, width] of [['a pane of 700 pixels', 700], ['a projector, 2,400 pixels', 2400]] as const) {
    await page.goto('about:blank');
    const { gather, draw } = await (await loadProgram<typeof program>(page, 'memory-map.ts')).run('memoryMap', { bytes: 4 * GIB, width });
    rows.push(
      { what: `drawing 4 GiB in ${name}`, value: draw, unit: 'ms', aim: '16.7 ms' },
      { what: `gathering its pages in the replica, ${name}`, value: gather, unit: 'ms', aim: '16.7 ms' },
    );
  }
  return rows;
};

export default measure;
