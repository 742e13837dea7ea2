import { expect, test, type Page } from '@playwright/test';
import { Playground } from './playground.ts';

const SHARED = 'persistent actor {\n  var lucky : Nat = 7;\n};\n';

/** The link that Share copies. */
async function share(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Link to this project' })).toHaveValue(/#p=/);
  return page.evaluate(() => navigator.clipboard.readText());
}

test('share a project and open it in a second profile', async ({ page, browser }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.write(SHARED);
  const link = await share(page);
  const profile = await browser.newContext();
  const other = new Playground(await profile.newPage());
  await other.open(link);
  await other.deploy();
  await expect(other.cell('lucky', 'after')).toHaveText('7');
  await profile.close();
});

test('a link asks before it takes the place of work, and loses none of it', async ({ page, browser }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.write(SHARED);
  const link = await share(page);
  const profile = await browser.newContext();
  const other = new Playground(await profile.newPage());
  await other.open();
  await other.deploy();
  await other.call('increment');
  await expect(other.cell('count', 'after')).toHaveText('1');
  await other.page.goto(link);
  await other.page.reload();
  const dialog = other.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await other.ready();
  await other.deploy();
  await expect(other.cell('lucky', 'after')).toHaveText('7');
  await other.openSample('Counter');
  await expect(other.cell('count', 'after')).toHaveText('1');
  await profile.close();
});

test('a link that was cut in half is refused with a word why, and the page works', async ({ page, browser }) => {
  const playground = new Playground(page);
  await playground.open();
  const link = await share(page);
  const profile = await browser.newContext();
  const other = new Playground(await profile.newPage());
  await other.open(link.slice(0, Math.floor((link.length + link.indexOf('#')) / 2)));
  await expect(other.page.getByText(/link is (cut|damaged)/i).first()).toBeVisible();
  await other.deploy();
  await profile.close();
});
