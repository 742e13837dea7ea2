import { expect, type Locator, type Page, test } from '@playwright/test';
import { Playground } from './playground.ts';

const region = (page: Page): Locator => page.getByRole('region', { name: 'Compare', exact: true });

/** The cells of a row: what it is about, and both worlds. */
function cells(page: Page, table: 'Variables' | 'Replies' | 'Figures', row: string | RegExp, index = 0): Locator {
  return region(page).getByRole('table', { name: `${table} ` }).getByRole('row').filter({ has: page.getByRole('rowheader', { name: row }) }).nth(index).getByRole('cell');
}

const compare = async (page: Page): Promise<void> => {
  await region(page).getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(region(page).getByRole('table').first()).toBeVisible({ timeout: 60_000 });
};

const openRegion = (page: Page): Promise<void> => region(page).getByRole('button', { name: /^Side by side/ }).click();

/** Everything that this page keeps on disk, as text. */
const disk = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const plain = (_key: string, value: unknown): unknown =>
      typeof value === 'bigint' ? `${value}n` : ArrayBuffer.isView(value) ? Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)).join() : value instanceof Map ? [...value] : value;
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('The database could not be read.'));
      });
    const parts: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        parts.push(`${name}/${store}`, JSON.stringify([await done(objects.getAllKeys()), await done(objects.getAll())], plain));
      }
      database.close();
    }
    const text = parts.join('\n');
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return `${text.length} ${new Uint8Array(digest).join()}`;
  });

/** The disk once nothing is being written any more. */
async function settledDisk(page: Page): Promise<string> {
  let last = '';
  await expect
    .poll(async () => {
      const before = last;
      last = await disk(page);
      return before === last;
    })
    .toBe(true);
  return last;
}

async function counterWithThree(page: Page): Promise<Playground> {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  for (let count = 1; count <= 3; count++) {
    await playground.call('increment');
    await expect(playground.cell('count', 'after')).toHaveText(String(count));
  }
  await playground.call('read');
  await expect(playground.status).toContainText('read replied');
  return playground;
}

test('upgrade or reinstall: what was compared is what happens to the user’s own canister, which was left alone meanwhile', async ({ page }) => {
  const playground = await counterWithThree(page);
  await playground.button('Version 2').click();
  await expect(playground.verdict).toBeVisible();
  await playground.ready();
  const before = await settledDisk(page);
  await compare(page);

  await expect(cells(page, 'Variables', /^count/).nth(0)).toContainText('3');
  await expect(cells(page, 'Variables', /^count/).nth(0)).toContainText('kept');
  await expect(cells(page, 'Variables', /^count/).nth(1)).toContainText('reset');
  await expect(cells(page, 'Variables', /^count/).nth(1)).toContainText('0');
  await expect(region(page).getByRole('rowheader', { name: /^count differs/ })).toBeVisible();
  await expect(region(page).getByRole('rowheader', { name: /^twin same/ })).toBeVisible();
  await expect(cells(page, 'Replies', /^read/, 1).nth(0)).toContainText('(3, 0)');
  await expect(cells(page, 'Replies', /^read/, 1).nth(1)).toContainText('(0, 0)');
  await expect(region(page)).toContainText('1 of 3 variables differs (count)');
  await expect(cells(page, 'Figures', 'Instructions to upgrade or reinstall').nth(2)).toContainText(/the same|instructions/);

  expect(await settledDisk(page)).toBe(before);
  await expect(playground.cell('count', 'after')).toHaveText('3');
  await expect(playground.cell('twin', 'after')).toHaveText('3');
  await expect(playground.state).toContainText('version 1');
  await expect.poll(() => page.workers().filter((worker) => worker.url().includes('replica')).length).toBe(1);

  await playground.upgrade();
  await expect(playground.state).toContainText('version 2');
  for (const variable of ['count', 'twin', 'step']) {
    const there = cells(page, 'Variables', new RegExp(`^${variable}`)).nth(0);
    await expect(there).toContainText((await playground.cell(variable, 'outcome').innerText()).split('\n')[0] ?? '?');
    await expect(there).toContainText(await playground.cell(variable, 'after').innerText());
  }
  await playground.call('read');
  await expect(playground.status).toContainText('(3, 0)');
  expect(playground.errors).toEqual([]);
});

test('enhanced or classical persistence: the same state, another price', async ({ page }) => {
  const playground = await counterWithThree(page);
  await playground.button('Version 2').click();
  await openRegion(page);
  await region(page).getByRole('radio', { name: 'Enhanced or classical persistence' }).check();
  await compare(page);
  for (const side of [0, 1]) {
    await expect(cells(page, 'Variables', /^count/).nth(side)).toContainText('3');
    await expect(cells(page, 'Variables', /^count/).nth(side)).toContainText('kept');
    await expect(cells(page, 'Replies', /^read/, 1).nth(side)).toContainText('(3, 0)');
  }
  await expect(region(page)).toContainText('All 3 variables are the same');
  await expect(cells(page, 'Figures', 'Instructions to upgrade').nth(2)).toContainText('instructions');
  await expect(cells(page, 'Figures', 'Main memory').nth(2)).toContainText('Enhanced');
  await expect(playground.cell('count', 'after')).toHaveText('3');
  expect(playground.errors).toEqual([]);
});

test('version 1 or version 2: the same calls from the beginning, without an upgrade', async ({ page }) => {
  const playground = await counterWithThree(page);
  await playground.button('Version 2').click();
  await openRegion(page);
  await region(page).getByRole('radio', { name: 'Version 1 or version 2' }).check();
  await compare(page);
  await expect(cells(page, 'Variables', /^count/).nth(0)).toContainText('3');
  await expect(cells(page, 'Variables', /^count/).nth(1)).toContainText('30');
  await expect(cells(page, 'Variables', /^step/).nth(0)).toContainText('not declared here');
  await expect(cells(page, 'Replies', /^read/).nth(1)).toContainText('(30, 30)');
  await expect(region(page)).toContainText('differ');
  await expect(playground.cell('count', 'after')).toHaveText('3');
  expect(playground.errors).toEqual([]);
});

const endless = `persistent actor {
  var count : Nat = 0;
  public func increment() : async Nat { count += 1; count };
  public query func read() : async Nat { loop { ignore 1 } };
};
`;

test('an endless loop can be stopped, and ends only its own world', async ({ page }) => {
  const playground = await counterWithThree(page);
  await playground.write(endless);
  await playground.ready();
  await openRegion(page);
  await region(page).getByRole('radio', { name: 'Version 1 or version 2' }).check();
  await region(page).getByRole('button', { name: 'Compare', exact: true }).click();
  // Before that both worlds may be at their last call.
  await expect(region(page)).toContainText('Version 1 is done', { timeout: 60_000 });
  await expect(region(page).getByText('read, call 4 of 4')).toBeVisible();
  await region(page).getByRole('button', { name: 'Stop Version 2' }).click();
  await expect(region(page)).toContainText('Version 2 was stopped.');
  await expect(cells(page, 'Replies', /^read/).nth(0)).toContainText('(3, 3)');
  await expect(cells(page, 'Replies', /^read/).nth(1)).toContainText('stopped');
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('4');
  expect(playground.errors).toEqual([]);
});

test('a trap in one world is a result of that world', async ({ page }) => {
  const playground = await counterWithThree(page);
  await playground.write(endless.replace('loop { ignore 1 }', 'count').replace('};\n};', '};\n  system func postupgrade() { assert false };\n};'));
  await playground.ready();
  await compare(page);
  await expect(region(page)).toContainText('In Upgrade, the upgrade failed with IC0503 and changed nothing.');
  await expect(cells(page, 'Variables', /^count/).nth(0)).toContainText('3');
  await expect(cells(page, 'Replies', /^read/, 1).nth(0)).toContainText('(3, 3)');
  await expect(cells(page, 'Replies', /^read/, 1).nth(1)).toContainText('(0)');
  expect(playground.errors).toEqual([]);
});

test('canisters that are imported are there too, and a module that is not Motoko shows its replies and sizes', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.openSample('Two canisters');
  await playground.deploy();
  await openRegion(page);
  await compare(page);
  await expect(region(page).getByRole('table', { name: 'Replies ' }).getByRole('row').nth(2)).toContainText('(');
  await expect(region(page)).not.toContainText('rejected');
  await expect(region(page)).not.toContainText('not sent');

  await playground.openSample('By hand');
  await playground.deployForeign();
  await openRegion(page);
  await expect(region(page).getByRole('radio', { name: 'Enhanced or classical persistence' })).toBeDisabled();
  await compare(page);
  await expect(region(page)).toContainText('cannot be listed');
  await expect(cells(page, 'Figures', 'Stable memory')).toHaveCount(3);
  expect(playground.errors).toEqual([]);
});
