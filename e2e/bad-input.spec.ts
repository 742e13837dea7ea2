import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

const looping = `persistent actor {
  var count : Nat = 0;
  public func spin() : async () { count += 1; while (true) { count += 1 } };
  public func increment() : async Nat { count += 1; count };
  public func small(n : Nat8) : async Nat8 { n };
  public func fail() : async () { count += 1; assert false };
};
`;

async function withLoop(playground: Playground): Promise<void> {
  await playground.open();
  await playground.write(looping);
  await expect(playground.page.getByText('No problems')).toBeVisible();
  await playground.deploy();
}

test('an endless loop can be stopped: its effects are undone and the page goes on', async ({ page }) => {
  const playground = new Playground(page);
  await withLoop(playground);
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
  await playground.call('spin');
  await playground.button('Stop').click();
  await expect(playground.method('spin')).toContainText('stopped', { ignoreCase: true });
  await playground.call('increment');
  await expect(playground.method('increment')).toContainText('(2)');
  await expect(playground.cell('count', 'after')).toHaveText('2');
});

test('an endless loop that is left alone ends with the error of the Internet Computer', async ({ page }) => {
  test.setTimeout(300_000);
  const playground = new Playground(page);
  await withLoop(playground);
  await playground.call('spin');
  await expect(playground.method('spin')).toContainText('IC0522', { timeout: 240_000 });
  await expect(playground.method('spin')).toContainText('40000000000');
  await playground.call('increment');
  await expect(playground.method('increment')).toContainText('(1)');
});

test('a method that traps shows the error and undoes its effects', async ({ page }) => {
  const playground = new Playground(page);
  await withLoop(playground);
  await playground.call('fail');
  await expect(playground.method('fail')).toContainText('IC0503');
  await expect(playground.logs).toContainText('[TRAP]');
  await expect(playground.cell('count', 'after')).toHaveText('0');
});

test('a number out of range and text that is no Candid are told before anything is sent', async ({ page }) => {
  const playground = new Playground(page);
  await withLoop(playground);
  const method = playground.method('small');
  await method.getByRole('textbox').fill('256');
  await method.getByRole('button', { name: 'Call' }).click();
  await expect(method).toContainText('between 0 and 255');
  await method.getByRole('textbox').fill('7');
  await method.getByRole('button', { name: 'as text' }).click();
  await method.getByRole('textbox').fill('(7');
  await method.getByRole('button', { name: 'Call' }).click();
  await expect(method).toContainText(/column \d+/i);
});

test('syntax errors, type errors and a project without an actor are listed with their line', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  const problems = page.getByRole('region', { name: 'Problems' });
  await playground.write('persistent actor { var a : Nat = "text" };\n');
  await expect(problems).toContainText('M0050');
  await playground.write('persistent actor { var a : \n');
  await expect(problems).toContainText('M0001');
  await playground.write('module { public let a = 1 };\n');
  await expect(page.getByText(/no canister here yet/i).first()).toBeVisible();
});

test('without IndexedDB the page works and says that nothing outlives the tab', async ({ page }) => {
  await page.route('**/replica.worker*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `Object.defineProperty(globalThis, 'indexedDB', { value: undefined });\n${await response.text()}` });
  });
  const playground = new Playground(page);
  await playground.open();
  await expect(page.getByText(/nothing is saved/i).first()).toBeVisible();
  await playground.deploy();
  await playground.call('increment');
  await expect(playground.cell('count', 'after')).toHaveText('1');
});

test('a second tab says that the playground is open elsewhere, and can take over', async ({ context }) => {
  const first = new Playground(await context.newPage());
  await first.open();
  await first.deploy();
  await first.call('increment');
  await expect(first.cell('count', 'after')).toHaveText('1');
  const second = new Playground(await context.newPage());
  await second.page.goto('.');
  await expect(second.page.getByText(/another tab/i).first()).toBeVisible();
  await second.page.getByRole('button', { name: /here/i }).click();
  await second.ready();
  await expect(second.cell('count', 'after')).toHaveText('1');
  await expect(first.page.getByText(/another tab/i).first()).toBeVisible();
});
