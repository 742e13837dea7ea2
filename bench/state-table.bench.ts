import type * as stopwatch from './pages/stopwatch.ts';
import { median, type Measurement } from './tools/measurement.ts';
import { installProgram } from './tools/page-program.ts';
import { button, openAndDeploy, write } from './tools/playground.ts';

const VARIABLES = 50;
const MESSAGES = 25;
const WARM_UPS = 5;

const names = Array.from({ length: VARIABLES }, (_, index) => `v${String(index).padStart(2, '0')}`);

/** Every message changes all of the variables. */
const SOURCE = `persistent actor {
${names.map((name) => `  var ${name} : Nat = 0;\n`).join('')}  public func bump() : async () { ${names.map((name) => `${name} += 1;`).join(' ')} };
};
`;

/** From the report that a message was executed to the State table with the values that it left. */
const measure: Measurement = async (page, url) => {
  const watch = await installProgram<typeof stopwatch>(page, 'stopwatch.ts', 'listenToWorkers');
  await openAndDeploy(page, url);
  await write(page, SOURCE);
  await page.getByText('This change does not fit').waitFor({ timeout: 60_000 });
  await button(page, 'Reinstall').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reinstall' }).click();
  const method = page.getByRole('group', { name: 'bump', exact: true });
  await method.waitFor({ timeout: 60_000 });
  const shown: stopwatch.Shown[] = [];
  for (let message = 1; message <= WARM_UPS + MESSAGES; message++) {
    const table = watch.run('valueShown', { variable: names.at(-1) as string, value: String(message) });
    await method.getByRole('button', { name: 'Call' }).click();
    shown.push(await table);
    await page.getByText(/^bump replied/).waitFor();
  }
  const later = shown.slice(WARM_UPS);
  return [
    { what: `Message executed, its values in a State table of ${VARIABLES} variables`, value: median(later.map(({ changed }) => changed)), unit: 'ms', aim: '16 ms' },
    { what: 'the same, painted', value: median(later.map(({ painted }) => painted)), unit: 'ms' },
  ];
};

export default measure;
