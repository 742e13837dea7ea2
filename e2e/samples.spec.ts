import { expect, test } from '@playwright/test';
import samples from '../public/samples/index.json' with { type: 'json' };
import { Playground } from './playground.ts';

interface Step {
  readonly canister?: string;
  readonly method?: string;
  readonly args?: string;
  readonly expect?: string;
  readonly advanceMilliseconds?: number;
}

/** The page prints natural numbers without their type. */
const shown = (expected: string): string => expected.replaceAll(/ : nat\d*/g, '').replaceAll(/\s+/g, '');

async function run(playground: Playground, steps: readonly Step[], severalCanisters: boolean): Promise<void> {
  for (const step of steps) {
    if (step.advanceMilliseconds !== undefined) {
      await playground.page.evaluate((milliseconds) => (window as unknown as { icReplica: { advanceTime(ms: number): Promise<void> } }).icReplica.advanceTime(milliseconds), step.advanceMilliseconds);
      continue;
    }
    if (severalCanisters) await playground.page.getByRole('tab', { name: step.canister ?? '' }).click();
    const method = playground.method(step.method ?? '');
    await playground.call(step.method ?? '', step.args);
    await expect(method).toContainText(/instructions/);
    if (step.expect === undefined) continue;
    const expected = shown(step.expect);
    await expect.poll(async () => shown(await method.innerText())).toContain(expected);
  }
}

/** What the page can tell before: that code of the user's will set it, not to what. */
const TOLD: Readonly<Record<string, string>> = { 'profiles-legacy.profiles': 'rebuilt' };
const REFUSED = { age: 'refused' };

async function story(playground: Playground, sample: (typeof samples)[number], persistence: string): Promise<void> {
  const { page } = playground;
  await playground.openSample(sample.title);
  await page.getByRole('combobox', { name: /persistence/i }).selectOption({ label: `${persistence === 'classical' ? 'Classical' : 'Enhanced'} persistence` });
  await expect(page.getByText('No problems')).toBeVisible();
  await playground.ready();
  const variables = Object.keys(sample.test.outcomes).length > 0;
  if (variables) await playground.deploy();
  else await playground.deployForeign();
  const severalCanisters = sample.files.filter((path) => /^[^/]*\.(mo|wat)$/.test(path)).length > 1;
  await run(playground, sample.test.version1, severalCanisters);
  await playground.button('Version 2').click();
  const [canister, outcomes] = (Object.entries(sample.test.outcomes)[0] ?? ['', {}]) as [string, Record<string, string>];
  if (severalCanisters) await page.getByRole('tab', { name: canister }).click();
  const told = Object.entries(outcomes).map(([variable, outcome]) => [variable, TOLD[`${sample.id}.${variable}`] ?? outcome] as const);
  // Nothing can be told of variables that the compiler does not know.
  if (variables) await expect.poll(() => playground.verdicts()).toMatchObject(sample.id === 'refused' ? REFUSED : Object.fromEntries(told));
  await playground.upgrade();
  if (!variables) await expect(playground.state).toContainText('version 2');
  if (sample.id === 'refused') await expect(page.getByRole('group', { name: 'Refused upgrade' })).toBeVisible();
  else await expect(page.getByText('No problems')).toBeVisible();
  for (const [variable, outcome] of Object.entries(outcomes)) await expect(playground.cell(variable, 'outcome')).toContainText(outcome);
  await run(playground, sample.test.version2, severalCanisters);
}

for (const persistence of ['enhanced', 'classical'] as const) {
  test.describe(`samples with ${persistence} persistence: version 1, upgrade, version 2`, () => {
    test.describe.configure({ mode: 'default' });
    let playground: Playground;
    // The page stays open from one sample to the next: what is slow is to load it.
    test.beforeAll(async ({ browser }) => {
      playground = new Playground(await browser.newPage());
      await playground.open();
    });
    test.afterAll(() => playground.page.close());

    for (const sample of samples.filter((each) => each.persistence.includes(persistence))) {
      test(sample.title, async () => {
        await story(playground, sample, persistence);
        expect(playground.errors).toEqual([]);
      });
    }
  });
}
