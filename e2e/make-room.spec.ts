import { expect, test, type Page } from '@playwright/test';
import { Playground } from './playground.ts';

/** A link to the shop and its ledger, which know each other by their ids, with ten coins earned. */
async function shopLink(page: Page): Promise<string> {
  const playground = new Playground(page);
  await playground.open();
  await playground.openSample('Two canisters');
  await playground.deploy();
  await page.getByRole('tab', { name: 'ledger' }).click();
  await playground.call('earn');
  await expect(playground.status).toContainText('earn replied');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('dialog').getByRole('radio', { name: /With the canister’s state/ }).check();
  const field = page.getByRole('textbox', { name: 'Link to this project' });
  await expect(field).toHaveValue(/#p=2\./, { timeout: 60_000 });
  return field.inputValue();
}

test('canisters that know each other by their ids open where those are taken, once who has them is saved and set aside', async ({ page, browser }) => {
  const link = await shopLink(page);
  const profile = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const other = new Playground(await profile.newPage());
  const dialog = other.page.getByRole('dialog');
  await other.open();
  await other.deploy();
  await other.call('increment');
  await expect(other.cell('count', 'after')).toHaveText('1');
  const projects = other.page.getByRole('region', { name: 'Projects' });
  await projects.getByRole('button', { name: 'New project' }).click();
  await other.deploy();
  await other.page.goto(link);
  await dialog.getByRole('button', { name: 'Open with its state' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/those ids belong to “(Counter|Untitled)” and “(Counter|Untitled)”/);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(other.cell('counter', 'after')).toHaveText('0');

  await other.page.goto(link.replace('#', '?again#'));
  await dialog.getByRole('button', { name: 'Open with its state' }).click();
  await dialog.getByRole('button', { name: 'Save, set aside and open' }).click();
  await expect(other.status).toContainText('saved as a moment');
  await other.page.getByRole('tab', { name: 'ledger' }).click();
  await expect(other.state).toContainText('10');

  await projects.getByRole('button', { name: 'Counter', exact: true }).click();
  await expect(other.button('Deploy')).toBeEnabled();
  const moment = other.page.getByRole('region', { name: 'Moments' }).getByRole('group', { name: 'Set aside for a link' });
  const goBack = async (): Promise<void> => {
    await moment.getByRole('button', { name: 'Go back' }).click();
    await dialog.getByRole('button', { name: 'Go back' }).click();
  };
  await goBack();
  await expect(other.page.getByRole('alert').filter({ hasText: /belongs to another project now.*Delete the other project/ })).toBeVisible();
  await projects.getByRole('button', { name: /^Delete Two canisters/ }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(other.status).toContainText('was deleted');
  await goBack();
  await expect(other.status).toContainText('Back at Set aside for a link');
  await expect(other.cell('count', 'after')).toHaveText('1');
  await other.call('increment');
  await expect(other.cell('count', 'after')).toHaveText('2');
  expect(other.errors).toEqual([]);
  await profile.close();
});
