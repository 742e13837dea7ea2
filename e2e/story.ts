import { join } from 'node:path';
import { expect, type Browser, type Page } from '@playwright/test';
import { Playground } from './playground.ts';

/** The story of a first visit, a picture of each step, in both themes and at both widths: `docs/story.md`. */

interface Step {
  readonly name: string;
  readonly take: (playground: Playground, narrow: boolean) => Promise<void>;
}

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

const STEPS: readonly Step[] = [
  { name: '1-opened', take: async ({ page }) => expect(page.locator('.monaco-editor').first()).toBeVisible() },
  {
    name: '2-deployed',
    take: async (playground, narrow) => {
      if (narrow) await pane(playground.page, 'Canister');
      await playground.deploy();
      await expect(playground.method('increment')).toBeVisible();
    },
  },
  {
    name: '3-called',
    take: async (playground) => {
      for (const expected of [1, 2, 3]) {
        await playground.call('increment');
        await expect(playground.row('count')).toContainText(String(expected));
      }
    },
  },
  {
    name: '4-version-2',
    take: async (playground, narrow) => {
      if (narrow) await pane(playground.page, 'Files');
      await playground.button('Version 2').click();
      if (narrow) await pane(playground.page, 'Canister');
      await expect(playground.verdict).toContainText('Upgrade would keep 1, reset 1, add 1.');
      await expect(playground.page.getByText('The code has changed since version 1.')).toBeVisible();
    },
  },
  {
    name: '5-upgraded',
    take: async (playground) => {
      await playground.upgrade();
      await expect(playground.row('step')).toContainText('new');
      await expect(playground.button('Upgrade')).toBeEnabled();
      await expect(playground.page.getByRole('region', { name: 'Steps', exact: true })).toBeVisible();
    },
  },
  {
    name: '6-called-again',
    take: async (playground) => {
      await playground.call('increment');
      await expect(playground.row('count')).toContainText('13');
    },
  },
];

/** Gives the paths of the files that it wrote into `folder`. */
export async function takeStory(browser: Browser, url: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const viewport of SIZES) {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    try {
      const playground = new Playground(await context.newPage());
      await playground.page.goto(url);
      for (const { name, take } of STEPS) {
        await take(playground, viewport.width < 720);
        paths.push(...(await shoot(playground.page, join(folder, `${name}-${viewport.width}`))));
      }
      expect(playground.errors).toEqual([]);
    } finally {
      await context.close();
    }
  }
  return paths;
}

const pane = (page: Page, name: string): Promise<void> => page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name }).click();

/** Nothing is scrolled: a visitor's eyes are where the click was. */
async function shoot(page: Page, stem: string): Promise<string[]> {
  const paths: string[] = [];
  await page.mouse.move(0, 0);
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const path = `${stem}${theme === 'dark' ? '-dark' : ''}.jpg`;
    await page.screenshot({ path, type: 'jpeg', quality: 80, animations: 'disabled', caret: 'hide' });
    paths.push(path);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return paths;
}
