import type { Page } from 'playwright';
import type { Measurement } from './tools/measurement.ts';
import { button, stateRegion } from './tools/playground.ts';

const PROFILES = ['Ada', 'Grace', 'Edsger'] as const;

/** Links to the social dapp with three profiles and a connection, with its state and without, from `#` on. */
const measure: Measurement = async (page, url) => {
  await page.goto(url);
  await page.getByRole('region', { name: 'Samples' }).getByRole('button', { name: /Profiles and connections/ }).click();
  await button(page, 'Deploy').click({ timeout: 60_000 });
  await stateRegion(page).getByRole('row').filter({ hasText: 'profiles' }).first().waitFor({ timeout: 60_000 });
  for (const name of PROFILES) {
    await call(page, 'saveProfile', `("${name.toLowerCase()}", "${name}", "Writes programs")`);
    await stateRegion(page).getByText(name).first().waitFor();
  }
  await call(page, 'connect', '("ada", "grace")');
  await page.getByText(/^connect replied/).first().waitFor();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const code = await linkOf(page, /#p=1\./);
  await page.getByRole('dialog').getByRole('radio', { name: /With the canister’s state/ }).check();
  const state = await linkOf(page, /#p=2\./);
  return [
    { what: 'Link of the social dapp with its state', value: state.length, unit: 'characters', aim: '8000 characters' },
    { what: 'the same, code only', value: code.length, unit: 'characters' },
  ];
};

/** Calls a method with arguments in Candid text. */
async function call(page: Page, method: string, args: string): Promise<void> {
  const form = page.getByRole('group', { name: method, exact: true });
  const text = form.getByRole('textbox', { name: `Arguments of ${method} as text` });
  await form.waitFor({ timeout: 60_000 });
  if (!(await text.isVisible())) await form.getByRole('button', { name: 'as text' }).click();
  await text.fill(args);
  await form.getByRole('button', { name: 'Call', exact: true }).click();
}

/** From `#` on: what is before depends on where the page is served. */
async function linkOf(page: Page, expected: RegExp): Promise<string> {
  const field = page.getByRole('textbox', { name: 'Link to this project' });
  for (;;) {
    const link = await field.inputValue();
    if (expected.test(link)) return link.slice(link.indexOf('#'));
    await page.waitForTimeout(100);
  }
}

export default measure;
