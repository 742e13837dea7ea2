import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';

const VERSION_1 = `persistent actor {
  var count = 0;
  transient var hits = 0;
  public func increment() : async Nat { count += 1; hits += 1; count };
}`;
const VERSION_2 = VERSION_1.replace('count += 1;', 'count += 10;');

let server: Server;
let origin: string;
let body = '';

/** A page of another origin; what is in it, each test says. */
test.beforeAll(async () => {
  server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><title>Docs</title>${body}`));
  await new Promise<void>((started) => {
    server.listen(0, '127.0.0.1', started);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

test.afterAll(() => {
  server.close();
});

async function openDocs(page: Page, playground: string | undefined, content: string): Promise<string[]> {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  body = `<link rel="icon" href="data:,"><script type="module" src="${playground ?? ''}embed/index.js"></script>${content}`;
  await page.goto(origin);
  return errors;
}

test('an element of another page shows its code, and runs it when asked to', async ({ page, baseURL }) => {
  const errors = await openDocs(page, baseURL, `<canister-playground title="A counter" show="editor,state,calls">${VERSION_1}</canister-playground>
    <div lang="de-AT"><canister-playground sample="counter"></canister-playground><canister-playground sample="counter" lang="en"></canister-playground></div>`);
  // The language of what is around it, and its own before that.
  await expect(page.frameLocator('iframe').nth(1).getByRole('button', { name: 'Diesen Canister starten' })).toBeVisible();
  await expect(page.frameLocator('iframe').nth(2).getByRole('button', { name: 'Run this canister' })).toBeVisible();
  const frame = page.frameLocator('iframe').first();
  await expect(frame.getByRole('heading', { name: 'A counter' })).toBeVisible();
  await expect(frame.getByText('transient var hits = 0;')).toBeVisible();
  await frame.getByRole('button', { name: 'Run this canister' }).click();
  await expect(frame.getByRole('button', { name: 'Upgrade', exact: true })).toBeEnabled({ timeout: 60_000 });
  await frame.getByRole('group', { name: 'increment', exact: true }).getByRole('button', { name: 'Call' }).click();
  await expect(frame.getByRole('region', { name: 'State' }).getByRole('row', { name: /^count/ })).toContainText('1');
  expect(errors).toEqual([]);
});

test('a page drives its playground by messages and hears of outcomes', async ({ page, baseURL }) => {
  await openDocs(page, baseURL, `<canister-playground show="state">${VERSION_1}</canister-playground>`);
  const told = await page.evaluate(async (version2) => {
    interface Playground extends HTMLElement {
      request(name: string, argument?: unknown): Promise<unknown>;
    }
    await customElements.whenDefined('canister-playground');
    const element = document.querySelector('canister-playground') as Playground;
    const events: string[] = [];
    for (const name of ['started', 'deployed', 'called', 'upgraded']) element.addEventListener(name, () => events.push(name));
    await element.request('deploy');
    const reply = await element.request('call', { method: 'increment' });
    await element.request('edit', { path: 'Main.mo', text: version2 });
    const upgrade = (await element.request('upgrade')) as { outcomes: { variable: string; outcome: string; after: string }[] };
    const state = await element.request('state');
    const failed = await element.request('call', { method: 'nothing' }).catch((error: unknown) => (error as { code: string }).code);
    const link = (await element.request('link')) as string;
    return { events, reply, outcomes: upgrade.outcomes.map(({ variable, outcome, after }) => [variable, outcome, after]), state, failed, link };
  }, VERSION_2);
  expect(told.reply).toMatchObject({ ok: true, result: '(1)' });
  expect(told.outcomes).toEqual([
    ['count', 'kept', '1'],
    ['hits', 'reset', '0'],
  ]);
  expect(told.state).toMatchObject([{ variable: 'count', value: '1' }, { variable: 'hits', value: '0' }]);
  expect(told.events).toEqual(['started', 'deployed', 'called', 'upgraded']);
  expect(told.failed).toBe('bad-arguments');
  expect(told.link).toMatch(/#p=/);
});

test('code blocks become live, load nothing before, and share one compiler', async ({ page, baseURL, context }) => {
  const requests: string[] = [];
  context.on('request', (request) => requests.push(new URL(request.url()).pathname));
  const block = `<pre><code class="language-motoko">${VERSION_1}</code></pre>`;
  await openDocs(page, baseURL, `${block}${block}<script type="module">import { liveBlocks } from '${baseURL ?? ''}embed/index.js'; liveBlocks({ attributes: { show: 'state,calls' } });</script>`);
  const buttons = page.getByRole('button', { name: 'Run this canister' });
  await expect(buttons).toHaveCount(2);
  expect(requests.filter((path) => path.includes('/assets/'))).toEqual([]);
  await buttons.first().click();
  await buttons.first().click();
  for (const index of [0, 1]) {
    const frame = page.frameLocator('iframe').nth(index);
    await expect(frame.getByRole('button', { name: 'Upgrade', exact: true })).toBeEnabled({ timeout: 90_000 });
  }
  expect(requests.filter((path) => path.includes('/moc.min')).length).toBeLessThanOrEqual(1);
});

test('messages of pages that were not named are ignored', async ({ page, baseURL }) => {
  await openDocs(page, baseURL, `<iframe src="${baseURL ?? ''}?embed&sample=counter&origin=https://elsewhere.example"></iframe>`);
  await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Counter' })).toBeVisible();
  const heard = await page.evaluate(async () => {
    const messages: unknown[] = [];
    addEventListener('message', (event) => messages.push(event.data));
    document.querySelector('iframe')?.contentWindow?.postMessage({ playground: 1, request: 'deploy', id: 1 }, '*');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return messages;
  });
  expect(heard).toEqual([]);
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Run this canister' })).toBeVisible();
});
