import { expect, test, type Locator, type Page } from '@playwright/test';
import { Playground } from './playground.ts';

const dialogOf = (page: Page): Locator => page.getByRole('dialog');
const moments = (page: Page): Locator => page.getByRole('region', { name: 'Moments' });

/** The social sample with a few profiles, at the moment before its upgrade. */
async function withProfiles(playground: Playground): Promise<void> {
  await playground.open();
  await playground.openSample('Profiles and connections');
  await playground.deploy();
  for (const name of ['Ada', 'Grace', 'Edsger']) {
    await playground.call('saveProfile', `("${name.toLowerCase()}", "${name}", "Writes programs")`);
    await expect(playground.state).toContainText(name);
  }
  await playground.call('connect', '("ada", "grace")');
}

/** The link that carries the state. */
async function linkWithState(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const choice = dialogOf(page).getByRole('radio', { name: /With the canister’s state/ });
  await expect(choice).toBeEnabled();
  await choice.check();
  const field = page.getByRole('textbox', { name: 'Link to this project' });
  // What is installed is built once more for it.
  await expect(field).toHaveValue(/#p=2\./, { timeout: 60_000 });
  return field.inputValue();
}

test('a link with state opens in a second profile at the same moment, and can be upgraded there', async ({ page, browser }) => {
  const playground = new Playground(page);
  await withProfiles(playground);
  const link = await linkWithState(page);
  test.info().annotations.push({ type: 'characters', description: String(link.length) });
  const fragment = link.slice(link.indexOf('#'));
  expect(fragment.length).toBeLessThan(8_000);
  const profile = await browser.newContext();
  const other = new Playground(await profile.newPage());
  await other.page.goto(link);
  const dialog = dialogOf(other.page);
  await expect(dialog).toContainText('state of 1 canister');
  await dialog.getByRole('button', { name: 'Open with its state' }).click();
  await other.ready();
  await expect(other.state).toContainText('Ada');
  await expect(other.button('Upgrade')).toBeEnabled();
  await other.button('Version 2').click();
  await other.upgrade();
  await expect(other.status).toContainText('upgraded to version 2');
  await expect(other.state).toContainText('Edsger');
  expect(other.errors).toEqual([]);
  await profile.close();
});

test('the state also travels as a file that is dropped on the page, and the code of it opens alone', async ({ page, browser }) => {
  const playground = new Playground(page);
  await withProfiles(playground);
  await linkWithState(page);
  const download = page.waitForEvent('download');
  await dialogOf(page).getByRole('button', { name: /^Download/ }).click();
  const stream = await (await download).createReadStream();
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part as Uint8Array);
  const base64 = Buffer.concat(parts).toString('base64');
  const profile = await browser.newContext();
  const other = new Playground(await profile.newPage());
  await other.open();
  await drop(other.page, base64);
  await dialogOf(other.page).getByRole('button', { name: 'Open the code' }).click();
  await expect(other.button('Deploy')).toBeEnabled();
  await drop(other.page, base64.slice(0, base64.length / 2));
  await expect(other.page.getByText(/file is cut or damaged/i).first()).toBeVisible();
  await profile.close();
});

const drop = (page: Page, base64: string): Promise<void> =>
  page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))], 'social.playground'));
    dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
  }, base64);

test('a moment is gone back to, with the outcomes of the upgrade before it, and after a reload', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await playground.button('Version 2').click();
  await playground.upgrade();
  await expect(playground.cell('count', 'outcome')).toContainText(/kept/i);
  const shown = await playground.state.getByRole('table').innerText();
  await moments(page).getByRole('button', { name: 'Save this moment' }).click();
  await expect(moments(page).getByRole('group', { name: 'Moment 1' })).toBeVisible();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('11');
  await page.reload();
  await playground.ready();
  await moments(page).getByRole('button', { name: 'Go back' }).click();
  await dialogOf(page).getByRole('button', { name: 'Go back' }).click();
  await expect(playground.status).toContainText('Back at Moment 1');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  expect(await playground.state.getByRole('table').innerText()).toBe(shown);
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('11');
  expect(playground.errors).toEqual([]);
});

test('a project elsewhere is fetched, shown and asked about, and runs nothing', async ({ page }) => {
  await page.route('https://example.org/**', (route) =>
    route.fulfill({ contentType: 'text/plain', headers: { 'access-control-allow-origin': '*' }, body: 'persistent actor {\n  var far : Nat = 9;\n};\n' }),
  );
  const playground = new Playground(page);
  await page.goto('.?project=https://example.org/Far.mo');
  const dialog = dialogOf(page);
  await expect(dialog).toContainText('Far');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await playground.ready();
  await playground.deploy();
  await expect(playground.cell('far', 'after')).toHaveText('9');
  await page.goto('.?project=http://example.com/Far.mo');
  await expect(page.getByText(/only https addresses/).first()).toBeVisible();
});

test('a link that is made in a lesson goes on in that lesson elsewhere, and never takes the place of a way that was begun there', async ({ page, browser }) => {
  const playground = new Playground(page);
  await page.goto('./?lesson=first-upgrade/keep-the-count/deploy');
  const lesson = page.getByRole('region', { name: 'Lesson' });
  await expect(lesson.getByRole('button', { name: 'Check' })).toBeVisible();
  const title = await lesson.getByRole('heading').first().innerText();
  await playground.deploy();
  const link = await linkWithState(page);
  expect(link).not.toContain('?lesson=');
  const profile = await browser.newContext();
  const other = new Playground(await profile.newPage());
  await other.page.goto(link);
  await expect(dialogOf(other.page)).toContainText('It comes from a step of a lesson');
  await dialogOf(other.page).getByRole('button', { name: 'Open with its state' }).click();
  const there = other.page.getByRole('region', { name: 'Lesson' });
  await expect(there.getByRole('heading').first()).toHaveText(title);
  await expect(other.button('Upgrade')).toBeEnabled();
  const projects = other.page.getByRole('region', { name: 'Projects' });
  await other.page.goto(link.replace('#', '?again#'));
  await dialogOf(other.page).getByRole('button', { name: 'Open with its state' }).click();
  await expect(other.status).toContainText('was opened');
  await expect(there).toBeHidden();
  await expect(projects).toBeVisible();
  expect(other.errors).toEqual([]);
  await profile.close();
});
