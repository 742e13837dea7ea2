import { expect, test, type Page } from '@playwright/test';
import { Playground } from './playground.ts';

const GIST = './?gist=abcdef1234567890';
const FAR = 'persistent actor {\n  var far : Nat = 9;\n  public query func get() : async Nat { far };\n};\n';

interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly body?: string;
}

/** GitHub as it answers, without a network; what is not among the answers is not found. Gives what was asked for. */
async function github(page: Page, answers: Readonly<Record<string, Answer>>): Promise<string[]> {
  const asked: string[] = [];
  await page.route(/^https:\/\/(api\.github\.com|raw\.githubusercontent\.com)\//, async (route) => {
    const { host, pathname } = new URL(route.request().url());
    asked.push(host + pathname);
    const { status = 200, json, body } = answers[pathname] ?? { status: 404, json: { message: 'Not Found' } };
    await route.fulfill({ status, headers: { 'access-control-allow-origin': '*' }, contentType: 'application/json', body: body ?? JSON.stringify(json) });
  });
  return asked;
}

const gist = (files: Readonly<Record<string, string>>): Answer => ({
  json: { description: 'Far away', files: Object.fromEntries(Object.entries(files).map(([filename, content]) => [filename, { filename, content }])) },
});

/** A page with work of the visitor's own: a counter that stands at 1. */
async function withWork(page: Page): Promise<Playground> {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  return playground;
}

test('a gist of several files is asked about, opens beside the visitor’s work, and runs nothing', async ({ page }) => {
  const playground = await withWork(page);
  await github(page, { '/gists/abcdef1234567890': gist({ 'Far.mo': FAR, 'Types.mo': 'module {}\n', '../../climbing.mo': FAR, 'picture.png': 'x' }) });
  const dialog = page.getByRole('dialog');
  await page.goto(GIST);
  await expect(dialog).toContainText('“Far away”');
  await expect(dialog).toContainText('2 files');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await playground.ready();
  await expect(playground.cell('count', 'after')).toHaveText('1');
  expect(page.url()).not.toContain('gist');
  await page.goto(GIST);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(playground.status).toContainText('Nothing of yours was changed');
  const files = page.getByRole('region', { name: 'Files' });
  await expect(files).toContainText('Far.mo');
  await expect(files).toContainText('Types.mo');
  await expect(files).not.toContainText('climbing');
  await expect(playground.button('Deploy')).toBeEnabled();
  await expect(playground.state.getByRole('table')).toHaveCount(0);
  await playground.deploy();
  await expect(playground.cell('far', 'after')).toHaveText('9');
  await playground.openSample('Counter');
  await expect(playground.cell('count', 'after')).toHaveText('1');
});

test('a folder on GitHub opens with the folders in it, and nothing outside of it is asked for', async ({ page }) => {
  const file = (path: string) => ({ type: 'file', name: path.split('/').at(-1), path, download_url: `https://raw.githubusercontent.com/me/code/main/${path}` });
  const asked = await github(page, {
    '/repos/me/code/contents/shop': { json: [file('shop/Main.mo'), { type: 'dir', name: 'lib', path: 'shop/lib', download_url: null }, file('shop/../secret.mo'), file('other/Main.mo')] },
    '/repos/me/code/contents/shop/lib': { json: [file('shop/lib/Types.mo')] },
    '/me/code/main/shop/Main.mo': { body: FAR },
    '/me/code/main/shop/lib/Types.mo': { body: 'module {}\n' },
  });
  const playground = new Playground(page);
  await page.goto('./?github=me/code/shop');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('“shop”');
  expect(asked).toEqual(['api.github.com/repos/me/code/contents/shop', 'raw.githubusercontent.com/me/code/main/shop/Main.mo', 'api.github.com/repos/me/code/contents/shop/lib', 'raw.githubusercontent.com/me/code/main/shop/lib/Types.mo']);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await playground.ready();
  await expect(page.getByRole('region', { name: 'Files' })).toContainText('Types.mo');
  await expect(playground.button('Deploy')).toBeEnabled();
  expect(playground.errors).toEqual([]);
});

test('what cannot be opened is told with its code and what to do, and the visitor’s work is there', async ({ page }) => {
  const playground = await withWork(page);
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`F${index}.mo`, FAR]));
  const refused: readonly (readonly [string, Readonly<Record<string, Answer>>, RegExp])[] = [
    [GIST, {}, /answered with 404.*look whether the address is right/],
    [GIST, { '/gists/abcdef1234567890': { status: 403, json: { message: 'API rate limit exceeded' } } }, /answered with 403.*try again in an hour/],
    [GIST, { '/gists/abcdef1234567890': gist(many) }, /at most|larger than a project may be/],
    [GIST, { '/gists/abcdef1234567890': gist({ 'main.py': 'pass' }) }, /no Motoko in it.*\.mo files/],
    ['./?github=me/code/../../../user', {}, /not a place on GitHub.*owner\/repository\/folder/],
    ['./?github=me', {}, /answered with 404|not a place on GitHub/],
  ];
  for (const [address, answers, expected] of refused) {
    await github(page, answers);
    await page.goto(address);
    await expect(page.getByRole('alert').filter({ hasText: expected })).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await playground.ready();
    await expect(playground.cell('count', 'after')).toHaveText('1');
    await page.unrouteAll();
  }
});
