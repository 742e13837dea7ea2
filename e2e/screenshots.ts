import { join } from 'node:path';
import { expect, type Browser, type Page } from '@playwright/test';
import { Playground } from './playground.ts';

/** The pictures of the README, taken of the built page: the counter right after its upgrade. */

type Theme = 'light' | 'dark';

const THEMES: readonly Theme[] = ['light', 'dark'];
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** Gives the paths of the files that it wrote into `folder`. */
export async function takeScreenshots(browser: Browser, url: string, folder: string): Promise<string[]> {
  return [...(await picture(browser, url, folder, 'wide')), ...(await picture(browser, url, folder, 'narrow'))];
}

async function picture(browser: Browser, url: string, folder: string, kind: 'wide' | 'narrow'): Promise<string[]> {
  const narrow = kind === 'narrow';
  const context = await browser.newContext({ viewport: WIDE, deviceScaleFactor: narrow ? 2 : 1, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    const playground = await upgradeCounter(page, url);
    if (narrow) await showState(playground);
    const paths: string[] = [];
    for (const theme of THEMES) paths.push(await shoot(page, theme, join(folder, `upgrade-${narrow ? NARROW.width : WIDE.width}`)));
    return paths;
  } finally {
    await context.close();
  }
}

async function upgradeCounter(page: Page, url: string): Promise<Playground> {
  const playground = new Playground(page);
  await playground.open(url);
  await playground.deploy();
  for (const expected of [1, 2, 3]) {
    await playground.call('increment');
    await expect(playground.cell('count', 'after')).toHaveText(String(expected));
  }
  await playground.button('Version 2').click();
  await playground.upgrade();
  await expect(playground.cell('step', 'outcome')).toContainText('new');
  await expect(playground.button('Upgrade')).toBeEnabled();
  await expect(page.locator('.monaco-editor').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Steps', exact: true })).toBeVisible();
  // Nothing is on its way any more.
  await expect(page.getByText(/^Motoko \d/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Works offline')).toBeVisible({ timeout: 90_000 });
  return playground;
}

/** On a narrow screen: the canister, scrolled so that the whole table is seen. */
async function showState({ page, state }: Playground): Promise<void> {
  await page.setViewportSize(NARROW);
  await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Canister' }).click();
  await state.evaluate((region) => region.scrollIntoView({ block: 'start' }));
}

/** The mouse is put where nothing lights up under it. */
async function shoot(page: Page, theme: Theme, stem: string): Promise<string> {
  const path = `${stem}${theme === 'dark' ? '-dark' : ''}.png`;
  await page.emulateMedia({ colorScheme: theme });
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  return path;
}
