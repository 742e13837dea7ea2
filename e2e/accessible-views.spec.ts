import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { Playground } from './playground.ts';

test('axe finds nothing in steps, timeline, comparisons, snapshots, moments and the terminal', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await playground.call('increment');
  await playground.button('Version 2').click();
  await playground.upgrade();
  await expect(playground.cell('count', 'outcome')).toContainText('kept');

  const steps = page.getByRole('region', { name: 'Steps', exact: true });
  await steps.getByRole('button', { name: /step by step/ }).click();
  await expect(steps.getByRole('list', { name: 'All steps' })).toBeVisible();
  await page.getByRole('region', { name: 'Moments', exact: true }).getByRole('button', { name: 'Save this moment' }).click();
  await expect(page.getByRole('group', { name: 'Moment 1' })).toBeVisible();
  await page.getByRole('region', { name: 'Snapshots', exact: true }).getByRole('button', { name: 'Take snapshot' }).click();
  await expect(page.getByRole('region', { name: 'Snapshots', exact: true }).getByRole('button', { name: /^Load/ })).toBeVisible();
  await expectAccessible(page, 'steps, timeline, moments and snapshots');

  const compare = page.getByRole('region', { name: 'Compare', exact: true });
  await compare.getByRole('button', { name: /^Side by side/ }).click();
  await compare.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(compare.getByRole('table', { name: 'Variables' })).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page, 'two worlds side by side');

  const terminal = page.getByRole('region', { name: 'Terminal', exact: true });
  await terminal.getByRole('button', { name: 'Terminal', exact: true }).click();
  await expect(terminal.getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await page.keyboard.type('dfx canister id main\n');
  await expectAccessible(page, 'terminal');
  expect(playground.errors).toEqual([]);
});

test('axe finds nothing in courses and lessons', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('button', { name: 'Courses', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Courses' });
  await expect(dialog.getByRole('region').first()).toBeVisible();
  await expectAccessible(page, 'courses');
  await dialog.getByRole('button', { name: /^Begin$/ }).first().click();
  const lesson = page.getByRole('region', { name: 'Lesson', exact: true });
  await expect(lesson.getByRole('button', { name: 'Restart step' })).toBeEnabled({ timeout: 60_000 });
  await lesson.getByRole('button', { name: 'Hint', exact: true }).click();
  await lesson.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(lesson.getByRole('list', { name: 'What Check found' })).toBeVisible();
  await expectAccessible(page, 'a step with a hint and its check');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page, 'a step, narrow');
  expect(playground.errors).toEqual([]);
});

test('axe finds nothing in an embedded playground, before it is started and after', async ({ page }) => {
  const playground = new Playground(page);
  await page.goto('?embed&sample=counter');
  await expect(page.getByText('persistent actor').first()).toBeVisible();
  await expectAccessible(page, 'embedded, not started');
  await page.getByRole('button', { name: /^(Run|Start)/ }).first().click();
  await expect(playground.button('Upgrade')).toBeEnabled({ timeout: 60_000 });
  await expectAccessible(page, 'embedded, deployed');
  expect(playground.errors).toEqual([]);
});

test.describe('in German', () => {
  test.use({ locale: 'de-DE' });

  test('axe finds nothing on the way through an upgrade', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open();
    await playground.button('Deploy').click();
    await expect(playground.button('Upgrade')).toBeEnabled();
    await playground.button('Version 2').click();
    await playground.button('Upgrade').click();
    await expect(playground.state).toContainText('zurückgesetzt');
    await expectAccessible(page, 'after the upgrade, in German');
    expect(playground.errors).toEqual([]);
  });
});
