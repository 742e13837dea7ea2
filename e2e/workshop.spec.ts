import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { Playground } from './playground.ts';

const presenter = (page: Page): Locator => page.getByRole('region', { name: 'Presenter' });
const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

const typeSize = (page: Page): Promise<number> => page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
const codeSize = (page: Page): Promise<number> => page.locator('.monaco-editor .view-lines').evaluate((lines) => Number.parseFloat(getComputedStyle(lines).fontSize));

test('a presenter gets large type and little on the page, and leaves with all as it was', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  const before = { type: await typeSize(page), code: await codeSize(page) };
  await playground.button('Present').click();
  await expect(presenter(page)).toBeVisible();
  await expect(playground.button('Present')).toHaveAttribute('aria-pressed', 'true');
  expect(await typeSize(page)).toBeGreaterThan(before.type);
  await expect.poll(() => codeSize(page)).toBeGreaterThan(before.code);
  await expect(playground.state.getByRole('table')).toBeVisible();
  for (const name of ['Memory', 'Logs', 'Terminal', 'Samples', 'Compare']) await expect(region(page, name)).toBeHidden();
  await expectAccessible(page, 'presenter');

  await presenter(page).getByText('View', { exact: true }).click();
  await presenter(page).getByRole('checkbox', { name: 'Logs' }).check();
  await presenter(page).getByRole('checkbox', { name: 'Terminal' }).check();
  await presenter(page).getByRole('checkbox', { name: 'Code' }).uncheck();
  await expect(region(page, 'Logs')).toBeVisible();
  await expect(region(page, 'Terminal')).toBeVisible();
  await expect(region(page, 'Editor')).toBeHidden();
  await presenter(page).getByRole('combobox', { name: 'Size of the type' }).selectOption('175%');
  await expectAccessible(page, 'menu View');
  await page.keyboard.press('Escape');
  await expect(presenter(page).getByRole('checkbox', { name: 'Logs' })).toBeHidden();
  expect(await typeSize(page)).toBe(28);

  await page.reload();
  await playground.ready();
  await expect(presenter(page)).toBeVisible();
  await expect(region(page, 'Editor')).toBeHidden();
  expect(await typeSize(page)).toBe(28);

  await page.keyboard.press('Escape');
  await expect(presenter(page)).toBeHidden();
  await expect(region(page, 'Editor')).toBeVisible();
  await expect(region(page, 'Memory')).toBeVisible();
  expect(await typeSize(page)).toBe(before.type);
  await expect.poll(() => codeSize(page)).toBe(before.code);
  expect(playground.errors).toEqual([]);
});

test('what a message or an upgrade changed stands in the spotlight until the next key', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('?present');
  await expect(presenter(page)).toBeVisible();
  expect(page.url()).not.toContain('present');
  await playground.deploy();
  await expect(page.locator('[data-lit]')).toHaveCount(0);
  await playground.call('increment');
  await expect(playground.row('count')).toHaveAttribute('data-lit', '');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-lit]')).toHaveCount(0);
  await expect(presenter(page)).toBeVisible();

  await presenter(page).getByText('View', { exact: true }).click();
  await presenter(page).getByRole('checkbox', { name: 'Spotlight on what changed' }).uncheck();
  await page.keyboard.press('Escape');
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('2');
  await expect(page.locator('[data-lit]')).toHaveCount(0);
  expect(playground.errors).toEqual([]);
});

test('a clicker goes through the steps of the last upgrade, and of a lesson where one is open', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('?present');
  await playground.deploy();
  await playground.button('Upgrade').click();
  const steps = region(page, 'Steps');
  await expect(steps).toBeVisible();
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('PageDown');
  await expect(steps).toContainText('step 1 of');
  await page.keyboard.press('PageDown');
  await expect(steps).toContainText('step 2 of');
  await page.keyboard.press('Control+Alt+ArrowLeft');
  await expect(steps).toContainText('step 1 of');
  await presenter(page).getByRole('button', { name: 'Next step' }).click();
  await expect(steps).toContainText('step 2 of');

  await playground.button('Courses').click();
  await page.getByRole('dialog', { name: 'Courses' }).getByRole('region').first().getByRole('button', { name: /^(Begin|Continue)$/ }).click();
  const lesson = region(page, 'Lesson');
  const title = lesson.getByRole('heading', { level: 2 });
  await expect(lesson.getByRole('button', { name: 'Next', exact: true })).toBeEnabled();
  const first = await title.innerText();
  await page.keyboard.press('PageDown');
  await expect(title).not.toHaveText(first);
  await expect(lesson.getByRole('button', { name: 'Previous', exact: true })).toBeEnabled();
  await expectAccessible(page, 'presenter with a lesson');
  await page.keyboard.press('PageUp');
  await expect(title).toHaveText(first);
  expect(playground.errors).toEqual([]);
});

test('one key saves a moment, and one goes back to it, code and state', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('?present');
  await playground.deploy();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await expect(presenter(page).getByRole('button', { name: 'Restore' })).toBeDisabled();
  await page.keyboard.press('Alt+S');
  await expect(playground.status).toContainText('was saved');
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('2');
  await playground.write('persistent actor {};');
  await page.keyboard.press('Alt+R');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await expect(page.locator('.monaco-editor .view-lines')).toContainText('increment');
  await expect(playground.status).toContainText('Back at Moment 1. The code you had edited since is kept as the moment “Before going back to Moment 1”.');
  await page.keyboard.press('Alt+R');
  await expect(playground.status).toContainText(/Back at Moment 1\.$/);

  await presenter(page).getByRole('button', { name: 'QR code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open this on your own device' });
  await dialog.getByRole('radio', { name: 'The code with the canister’s state' }).check();
  const link = dialog.getByRole('textbox', { name: 'Link for participants' });
  await expect(link).toHaveValue(/\?join#p=2\./);
  const address = await link.inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.keyboard.press('Escape');
  await page.goto(address);
  await region(page, 'Invitation').getByRole('button', { name: 'Open with its state' }).click();
  await expect(playground.cell('count', 'after')).toHaveText('1');
  expect(playground.errors).toEqual([]);
});

test('the timer of a step stops, goes on, and counts down where a step has minutes', async ({ page }) => {
  await page.clock.install();
  const playground = new Playground(page);
  await playground.open('?present');
  const timer = presenter(page).getByRole('timer');
  await presenter(page).getByRole('button', { name: 'Restart the timer' }).click();
  await page.clock.pauseAt(new Date(Date.now() + 3_600_000));
  await page.keyboard.press('Alt+T');
  await presenter(page).getByRole('button', { name: 'Restart the timer' }).click();
  await page.clock.runFor(65_000);
  await expect(timer).toHaveText('1:05');
  await page.keyboard.press('Alt+T');
  await page.clock.runFor(30_000);
  await expect(timer).toHaveText('1:05');
  await page.keyboard.press('Alt+T');
  await presenter(page).getByText('View', { exact: true }).click();
  await presenter(page).getByRole('spinbutton', { name: 'Minutes for a step' }).fill('2');
  await page.clock.runFor(1000);
  await expect(timer).toHaveText('0:54');
});

test('keys are told on a question mark, and the link is shown as a QR code', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('?present');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toContainText('Page Down');
  await expectAccessible(page, 'keys of the presenter');
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await expect(presenter(page)).toBeVisible();

  await page.keyboard.press('Alt+Q');
  const dialog = page.getByRole('dialog', { name: 'Open this on your own device' });
  await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Link for participants' })).toHaveValue(/\?join#p=1\./);
  await expectAccessible(page, 'QR code');
  await page.keyboard.press('Escape');

  const noise = Array.from({ length: 900 }, (_, index) => `// ${((index * 2_654_435_761) % 4_294_967_296).toString(36)}`).join('\n');
  await playground.write(`${noise}\npersistent actor {};\n`);
  await presenter(page).getByRole('button', { name: 'QR code' }).click();
  await expect(dialog).toContainText('a QR code holds at most 2,953');
  await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeHidden();
  await expectAccessible(page, 'link too long for a QR code');
  expect(playground.errors).toEqual([]);
});

test('a participant sees what a link opens, and nothing runs before they press', async ({ page, browser, baseURL }) => {
  test.slow();
  const presenting = new Playground(page);
  await presenting.open('?present');
  await expect(region(page, 'Presenter')).toBeVisible();
  await page.keyboard.press('Alt+Q');
  const link = await page.getByRole('textbox', { name: 'Link for participants' }).inputValue();

  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...(baseURL ? { baseURL } : {}) });
  const participant = await context.newPage();
  const playground = new Playground(participant);
  await participant.goto(link);
  const invitation = region(participant, 'Invitation');
  await expect(invitation.getByRole('list', { name: 'Files' })).toContainText('Main.mo');
  expect(participant.workers()).toEqual([]);
  await expectAccessible(participant, 'invitation to a project');
  await invitation.getByRole('button', { name: 'Open the project' }).click();
  await participant.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Canister' }).click();
  await playground.ready();
  expect(participant.url()).not.toContain('join');
  await expect(playground.button('Deploy')).toBeEnabled();

  await playground.deploy();
  await participant.goto(link);
  await invitation.getByRole('button', { name: 'Open the project' }).click();
  await expect(participant.getByRole('status')).toContainText('was opened from a link');
  await expect(participant.getByRole('dialog')).toBeHidden();

  await participant.goto('?join&lesson=first-upgrade/migrate-it/new-variable');
  await expect(invitation).toContainText('Somebody to remember');
  await expectAccessible(participant, 'invitation to a lesson');
  await invitation.getByRole('button', { name: 'Open the lesson' }).click();
  const lesson = region(participant, 'Lesson');
  await expect(lesson.getByRole('heading', { level: 2 })).toHaveText('Somebody to remember');
  await expect(lesson.getByRole('button', { name: 'Run the steps before' })).toBeVisible();

  await participant.goto('?join#p=1.AAAA');
  await expect(invitation).toContainText('cannot be opened');
  await invitation.getByRole('button', { name: 'Open the playground' }).click();
  await expect(participant.getByRole('region', { name: 'Editor' }).or(lesson).first()).toBeVisible();
  expect(playground.errors).toEqual([]);
  await context.close();
});
