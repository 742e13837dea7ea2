import { expect, test, type Locator } from '@playwright/test';
import { Playground } from './playground.ts';

const guess = (playground: Playground, variable: string, name: string): Locator =>
  playground.state.getByRole('radiogroup', { name: `After the upgrade, ${variable} is` }).getByRole('radio', { name, exact: true });

const predict = (playground: Playground): Locator => playground.state.getByRole('switch', { name: 'Predict' });

test('guess what an upgrade will do by keyboard, reload, upgrade, and see each guess marked', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await predict(playground).focus();
  await page.keyboard.press('Space');
  await expect(predict(playground)).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(guess(playground, 'count', 'kept')).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(guess(playground, 'twin', 'kept')).toBeChecked();
  await expect(playground.state).toContainText('All guessed');
  await playground.button('Version 2').click();
  await expect(page.getByText('No problems')).toBeVisible();
  await page.reload();
  await playground.ready();
  await expect(guess(playground, 'count', 'kept')).toBeChecked();
  await playground.upgrade();
  await expect(playground.cell('count', 'outcome')).toContainText('You said kept: right.');
  await expect(playground.cell('twin', 'outcome')).toContainText('You said kept: wrong.');
  await expect(playground.cell('twin', 'outcome')).toContainText('Transient variables are not kept');
  await expect(playground.cell('step', 'outcome')).not.toContainText('You said');
  await expect(playground.state).toContainText('1 of 2 right');
  await expect(playground.status.first()).toContainText('1 of 2 right');
  await page.reload();
  await playground.ready();
  await expect(playground.state).toContainText('1 of 2 right');
  await playground.button('Predict the next upgrade').click();
  await expect(playground.row('count')).not.toContainText('Stable:');
  await expect(guess(playground, 'count', 'kept')).not.toBeChecked();
  await guess(playground, 'twin', 'reset').check();
  await playground.upgrade();
  await expect(playground.state).toContainText('1 of 1 right, 2 not guessed');
  await predict(playground).uncheck();
  await expect(playground.cell('twin', 'outcome')).not.toContainText('You said');
  await expect(playground.cell('twin', 'outcome')).toContainText('reset');
  expect(playground.errors).toEqual([]);
});

test('an upgrade that is refused or fails marks nothing, says so, and leaves the guesses', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.openSample('Refused upgrade');
  await playground.deploy();
  await predict(playground).check();
  await guess(playground, 'age', 'kept').check();
  await playground.button('Version 2').click();
  await playground.upgrade();
  const refusal = page.getByRole('group', { name: 'Refused upgrade' });
  await expect(refusal).toBeVisible();
  await expect(playground.state).toContainText('the upgrade was refused, so nothing changed');
  await expect(guess(playground, 'age', 'kept')).toBeChecked();
  await refusal.getByRole('button', { name: 'Upgrade anyway' }).click();
  await expect(playground.state).toContainText('the upgrade failed, so nothing changed');
  await expect(guess(playground, 'age', 'kept')).toBeChecked();
});
