import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { Playground } from './playground.ts';

/** Region Lesson, as somebody sees it who reads nothing but the page. */
class Lesson {
  readonly region: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole('region', { name: 'Lesson', exact: true });
  }

  button(name: string): Locator {
    return this.region.getByRole('button', { name, exact: true });
  }

  get title(): Locator {
    return this.region.getByRole('heading', { level: 2 });
  }

  get found(): Locator {
    return this.region.getByRole('list', { name: 'What Check found' });
  }

  async courses(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Courses', exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Courses' });
    await expect(dialog.getByRole('region').first()).toBeVisible();
    return dialog;
  }

  async begin(course: string): Promise<void> {
    const dialog = await this.courses();
    await dialog.getByRole('region', { name: course, exact: true }).getByRole('button', { name: /^(Begin|Continue)$/ }).click();
    await expect(this.title).toBeVisible();
    await this.idle();
  }

  /** Waits until what was pressed is done. */
  async idle(): Promise<void> {
    await expect(this.button('Restart step')).toBeEnabled({ timeout: 60_000 });
  }

  async press(name: 'Check' | 'Solve' | 'Restart step'): Promise<void> {
    await this.button(name).click();
    await this.idle();
  }

  async turn(name: 'Next' | 'Previous'): Promise<void> {
    const before = this.page.url();
    await this.button(name).click();
    await expect.poll(() => this.page.url()).not.toBe(before);
    await this.idle();
  }

  /** Takes the shown step: its check fails, then the solution makes it pass. Steps that are for reading have no check. */
  async take(): Promise<void> {
    const place = this.page.url();
    if (!(await this.button('Check').isVisible())) return;
    await this.press('Check');
    await expect(this.found.getByText('Missing:').first(), `Check before the solution at ${place}`).toBeAttached();
    await this.press('Solve');
    await this.press('Check');
    await expect(this.found, `Check after the solution at ${place}`).toBeVisible();
    expect(await this.found.getByRole('listitem').filter({ hasText: 'Missing:' }).allInnerTexts(), `Check after the solution at ${place}`).toEqual([]);
  }
}

test('every step of every course fails its check before the solution and passes it after', async ({ page }) => {
  test.setTimeout(1_500_000);
  const playground = new Playground(page);
  await playground.open();
  const lesson = new Lesson(page);
  const dialog = await lesson.courses();
  const names = await dialog.getByRole('region').getByRole('heading').allInnerTexts();
  await dialog.getByRole('button', { name: 'Close' }).click();
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    await test.step(name, async () => {
      await lesson.begin(name);
      for (;;) {
        await lesson.take();
        if (!(await lesson.button('Next').isEnabled())) break;
        await lesson.turn('Next');
      }
      await expect(lesson.region).toContainText('The course is done.');
    });
  }
  expect(playground.errors).toEqual([]);
});

test('a lesson has a project of its own, keeps its progress, and goes back to where a step began', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  const lesson = new Lesson(page);
  await lesson.begin('A first upgrade');
  await expect(lesson.title).toHaveText('A counter that runs');
  await lesson.button('Hint').click();
  await expect(lesson.region.getByRole('list', { name: 'Hints' }).getByRole('listitem')).toHaveCount(1);
  await playground.deploy();
  for (const count of ['1', '2', '3']) {
    await lesson.button('Run increment()').click();
    await expect(playground.cell('count', 'after')).toHaveText(count);
  }
  await lesson.press('Check');
  await expect(lesson.region).toContainText('Done');
  await lesson.turn('Next');
  await expect(lesson.title).toHaveText('Count in tens');
  await expect(playground.cell('count', 'after')).toHaveText('3');

  await page.reload();
  await playground.ready();
  await expect(lesson.title).toHaveText('Count in tens');
  await playground.button('Reinstall').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reinstall' }).click();
  await expect(playground.cell('count', 'after')).toHaveText('0');
  await lesson.press('Check');
  await expect(lesson.found).toContainText('You reinstalled the canister');
  await lesson.press('Restart step');
  await expect(playground.cell('count', 'after')).toHaveText('3');

  await lesson.turn('Previous');
  await expect(lesson.title).toHaveText('A counter that runs');
  await expect(playground.cell('count', 'after')).toHaveText('3');
  await playground.openSample('Counter');
  await expect(lesson.region).toBeHidden();
  await expect(playground.state.getByRole('table')).toBeVisible();
  const dialog = await lesson.courses();
  await expect(dialog.getByRole('button', { name: /Keep the count/ })).toContainText('1 of 2');
  expect(playground.errors).toEqual([]);
});

test('a link into the middle of a course says what will run, and runs nothing before', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('?lesson=first-upgrade/migrate-it/new-variable');
  const lesson = new Lesson(page);
  await expect(lesson.title).toHaveText('Somebody to remember');
  await expect(lesson.region.getByRole('list', { name: 'What will run' }).getByRole('listitem')).toHaveText(['Deploy', 'Call increment() 3 times', 'Put the solution into Main.mo', 'Upgrade', 'Call increment()']);
  await expect(playground.button('Deploy')).toBeEnabled();
  await expect(lesson.button('Check')).toBeHidden();
  await lesson.button('Run the steps before').click();
  await lesson.idle();
  await expect(playground.cell('count', 'after')).toHaveText('13');
  await lesson.press('Check');
  await expect(lesson.found).toContainText('Missing:');
  await lesson.press('Solve');
  await lesson.press('Check');
  await expect(lesson.region).toContainText('Done');
  expect(playground.errors).toEqual([]);
});

test('a link to a lesson that is not there tells so', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('?lesson=%3Cscript%3E/../..');
  await expect(page.getByText(/there is no course/)).toBeVisible();
});

test('an author sees a folder as a course, with its mistakes, and nothing of it is run', async ({ page }, testInfo) => {
  const folder = testInfo.outputPath('my-course');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('course.yaml', 'title: <img src=x onerror=alert(1)>\nsummary: <script>alert(1)</script>\nlessons:\n  - one\n');
  write('one/lesson.yaml', 'title: "<b>One</b>"\nlanguage: persistent\npersistence: enhanced\nstart: start\nsteps:\n  - read\n');
  write('one/read.md', '---\ntitle: <script>alert(1)</script>\nhints:\n  - <img src=x onerror=alert(1)>\nopne: Main.mo\n---\n\n<script>alert(1)</script> [here](javascript:alert(1)) ![x](../../secret.png)\n');
  write('one/start/Main.mo', 'persistent actor {};\n');
  const playground = new Playground(page);
  let alerts = 0;
  page.on('dialog', (dialog) => {
    alerts++;
    void dialog.dismiss();
  });
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showDirectoryPicker'));
  await playground.open();
  const lesson = new Lesson(page);
  const dialog = await lesson.courses();
  await dialog.getByLabel('Folder of a course').setInputFiles(folder);
  await expect(lesson.title).toHaveText('<script>alert(1)</script>');
  const mistakes = lesson.region.getByRole('list', { name: 'Mistakes' });
  await expect(mistakes).toContainText('one/read.md:5: A step has no key opne. Is open meant?'.replaceAll('opne', '`opne`').replaceAll(' open ', ' `open` '));
  await expect(mistakes).toContainText('one/read.md:8: A link leads to');
  await expect(lesson.region.getByRole('link')).toHaveCount(0);
  await expect(lesson.region.locator('img')).toHaveCount(0);
  // The page keeps what it has read, and says that it no longer sees the folder.
  await page.reload();
  await expect(lesson.title).toHaveText('<script>alert(1)</script>');
  await expect(mistakes).toContainText('one/read.md:8: A link leads to');
  write('one/read.md', '---\ntitle: Read\n---\n\nNothing to do.\n');
  await expect(lesson.region.getByRole('button', { name: 'Read the folder again' })).toBeVisible();
  await lesson.region.getByLabel('Folder of a course').setInputFiles(folder);
  await expect(lesson.title).toHaveText('Read');
  await expect(lesson.region.getByRole('button', { name: 'Read the folder again' })).toBeHidden();
  expect(alerts).toBe(0);
  expect(playground.errors).toEqual([]);
});
