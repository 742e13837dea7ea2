import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

type Result = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];

/** The rules of WCAG 2.0, 2.1 and 2.2 at levels A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** All that another theme can change. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Checks what the page shows now, in the light and in the dark theme. `view` names it where something is wrong. */
export async function expectAccessible(page: Page, view: string): Promise<void> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    // Nothing glides from one theme's colours to the other's then.
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page });
    const { violations } = await (theme === 'light' ? axe.withTags(RULES) : axe.withRules(OF_COLOURS)).analyze();
    found.push(...violations.map(({ id, help, nodes }) => `${theme}: ${id} (${help})\n${nodes.slice(0, SHOWN).map(described).join('\n')}`));
  }
  // Soft: one run tells of all views.
  expect.soft(found, view).toEqual([]);
}

/** Elements that are named for each rule that is broken. */
const SHOWN = 6;

const described = ({ target, any, all, none }: Result['nodes'][number]): string =>
  `  ${target.join(' ')}: ${[...any, ...all, ...none].map(({ message }) => message).join('; ')}`;
