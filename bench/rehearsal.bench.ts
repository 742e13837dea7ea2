import { readFile } from 'node:fs/promises';
import type * as stopwatch from './pages/stopwatch.ts';
import { median, type Measurement } from './tools/measurement.ts';
import { loadProgram } from './tools/page-program.ts';
import { button, openAndDeploy, write } from './tools/playground.ts';

const REHEARSALS = 15;
const SOURCE = new URL('../public/samples/counter/v2/Main.mo', import.meta.url);

/** From the click on Rehearse to the card that tells what Upgrade would do: the counter sample, its build ready. */
const measure: Measurement = async (page, url) => {
  await openAndDeploy(page, url);
  await write(page, await readFile(SOURCE, 'utf8'));
  await page.getByText('The code has changed since version 1.').waitFor({ timeout: 60_000 });
  const watch = await loadProgram<typeof stopwatch>(page, 'stopwatch.ts');
  const shown: stopwatch.Shown[] = [];
  for (let round = 0; round < REHEARSALS; round++) {
    const card = watch.run('rehearsalShown', undefined);
    await button(page, 'Rehearse').click();
    shown.push(await card);
    await button(page, 'Discard').click();
  }
  const [first, ...later] = shown;
  return [
    { what: 'Rehearse clicked, the card with its table', value: median(later.map(({ changed }) => changed)), unit: 'ms', aim: '60 ms' },
    { what: 'the same, painted', value: median(later.map(({ painted }) => painted)), unit: 'ms' },
    { what: 'the first rehearsal of a visit', value: first?.changed ?? NaN, unit: 'ms' },
  ];
};

export default measure;
