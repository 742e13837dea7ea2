import type { Page } from 'playwright';
import type * as stopwatch from './pages/verdict-stopwatch.ts';
import { median, type Measurement } from './tools/measurement.ts';
import { loadProgram } from './tools/page-program.ts';
import { openAndDeploy } from './tools/playground.ts';

const ROUNDS = 9;

/** The last line but one is a comment or a variable, as one keystroke decides. */
const SOURCE = `import List "mo:core/List"; import Map "mo:core/Map"; import Text "mo:core/Text"; persistent actor { var count : Nat = 0; transient var twin : Nat = 0;
let people = Map.empty<Text, Nat>(); let list = List.empty<Text>(); public func increment() : async Nat { people.add("a", twin); list.add("b"); count += 1; count };
var step : Nat = 1;
}`;
const WITH = 'Upgrade would keep 1, reset 1, add 3.';
const WITHOUT = 'Upgrade would keep 1, reset 1, add 2.';

/** From the last keystroke to the verdict on the page, with three modules of mo:core imported and nothing being built meanwhile. */
const measure: Measurement = async (page, url) => {
  await openAndDeploy(page, url);
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(SOURCE);
  await page.getByText(WITH).first().waitFor({ timeout: 60_000 });
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  const watch = await loadProgram<typeof stopwatch>(page, 'verdict-stopwatch.ts');
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.keyboard.press('/');
    times.push(await timed(page, () => watch.run('verdictShown', WITHOUT), '/'));
    await page.keyboard.press('Backspace');
    times.push(await timed(page, () => watch.run('verdictShown', WITH), 'Backspace'));
  }
  return [
    { what: 'Last keystroke, verdict on the page', value: median(times), unit: 'ms', aim: '150 ms' },
    { what: 'the slowest', value: Math.max(...times), unit: 'ms' },
  ];
};

/** The build before is waited for: it keeps the compiler busy. */
async function timed(page: Page, watch: () => Promise<number>, key: string): Promise<number> {
  await page.waitForTimeout(1500);
  const shown = watch();
  // Keys are sent another way than programs: this makes sure that the stopwatch runs.
  await page.evaluate(() => undefined);
  await page.keyboard.press(key);
  const time = await shown;
  await page.getByText('The code has changed since version 1.').waitFor({ timeout: 60_000 });
  return time;
}

export default measure;
