import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import type * as stopwatch from './pages/stopwatch.ts';
import { median, type Measurement } from './tools/measurement.ts';
import { loadProgram, type PageProgram } from './tools/page-program.ts';
import { button, openAndDeploy, write } from './tools/playground.ts';

const UPGRADES = 9;
const SOURCE = new URL('../public/samples/counter/v2/Main.mo', import.meta.url);

/** From the click on Upgrade to the State table with its outcomes: the counter sample, each time with code the replica has not seen yet. */
const measure: Measurement = async (page, url) => {
  await openAndDeploy(page, url);
  const source = await readFile(SOURCE, 'utf8');
  const watch = await loadProgram<typeof stopwatch>(page, 'stopwatch.ts');
  const shown: stopwatch.Shown[] = [];
  for (let version = 2; version < 3 + UPGRADES; version++) {
    await write(page, source.replaceAll('+= step', `+= step + ${version}`));
    shown.push(await upgradeTo(page, watch, version));
  }
  const [first, ...later] = shown;
  return [
    { what: 'Upgrade clicked, outcomes in the State table', value: median(later.map(({ changed }) => changed)), unit: 'ms', aim: '100 ms' },
    { what: 'the same, painted', value: median(later.map(({ painted }) => painted)), unit: 'ms' },
    { what: 'the first upgrade of a visit', value: first?.changed ?? NaN, unit: 'ms' },
  ];
};

/** The build is waited for before the click. */
async function upgradeTo(page: Page, watch: PageProgram<typeof stopwatch>, version: number): Promise<stopwatch.Shown> {
  await page.getByText(`The code has changed since version ${version - 1}.`).waitFor({ timeout: 60_000 });
  const shown = watch.run('upgradeShown', version);
  await button(page, 'Upgrade').click();
  return shown;
}

export default measure;
