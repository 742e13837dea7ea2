import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

/** A new version of the code is there; the editor indents what is typed, so the source stands on one line. */
async function write(playground: Playground, source: string): Promise<void> {
  await playground.write(source.replaceAll(/\s*\n\s*/g, ' '));
}

async function opened(playground: Playground, source: string, configure: () => Promise<void> = async () => undefined): Promise<void> {
  await playground.open();
  await expect(playground.page.locator('.monaco-editor').first()).toBeVisible();
  await configure();
  await write(playground, source);
}

const CLASSES = [
  { persistence: 'enhanced', language: 'persistent', actor: 'shared ({ caller = owner }) persistent actor class Main(init : { name : Text }, n : Nat) = self', stable: '' },
  { persistence: 'classical', language: 'persistent', actor: 'persistent actor class Main(init : { name : Text }, n : Nat) = self', stable: '' },
  { persistence: 'enhanced', language: 'legacy', actor: 'actor class Main(init : { name : Text }, n : Nat)', stable: 'stable ' },
  { persistence: 'classical', language: 'legacy', actor: 'shared ({ caller = owner }) actor class Main(init : { name : Text }, n : Nat)', stable: 'stable ' },
] as const;

for (const { persistence, language, actor, stable } of CLASSES) {
  test(`an actor class is installed with its argument, inspected, judged and upgraded (${persistence}, ${language})`, async ({ page }) => {
    const playground = new Playground(page);
    const source = (more: string): string => `${actor} { ${stable}var count = n; ${stable}let name = init.name; ${more} public func inc() : async Nat { count += 1; count }; public query func tell() : async Text { debug_show (count, name) } };`;
    await opened(playground, source(''), async () => {
      await page.getByRole('combobox', { name: 'Language' }).selectOption(language);
      await page.getByRole('combobox', { name: 'Persistence' }).selectOption(persistence);
    });
    await page.getByRole('textbox', { name: 'Argument for installing' }).fill('(record { name = "Ann" }, 5)');
    await playground.deploy();
    await expect(playground.cell('count', 'after')).toHaveText('5');
    await expect(playground.cell('name', 'after')).toHaveText('"Ann"');
    await playground.call('inc');
    await expect(playground.cell('count', 'after')).toHaveText('6');
    await write(playground, source(`${stable}var more = 1; `));
    await expect(playground.verdict).toContainText('Upgrade would keep 2, add 1.');
    await playground.upgrade();
    await expect(playground.cell('count', 'outcome')).toContainText('kept');
    await expect(playground.cell('more', 'outcome')).toContainText('new');
    await playground.call('tell');
    await expect(playground.method('tell')).toContainText('(6, \\"Ann\\")');
    expect(playground.errors).toEqual([]);
  });
}

const LARGE = `import Map "mo:core/Map"; import Nat "mo:core/Nat"; import Array "mo:core/Array";
persistent actor {
  type Node = { name : Text; var next : ?Node };
  let book = Map.empty<Nat, Text>(); var numbers : [var Nat] = [var]; var text = "";
  let ring : Node = { name = "a"; var next = null };
  var people = [{ name = "Ann"; age = 30 }, { name = "Bob"; age = 40 }, { name = "Carl"; age = 50 }, { name = "Dora"; age = 60 }];
  transient let double = func (n : Nat) : Nat { 2 * n };
  var last = 0;
  public func fill() : async () { numbers := Array.toVarArray(Array.tabulate<Nat>(100_000, func n = n)); for (n in Nat.range(0, 20_000)) { book.add(n, Nat.toText(n)) }; var t = "0123456789"; while (t.size() < 10_000_000) { t #= t }; text := t; ring.next := ?ring; last := double 1 };
  public func birthday() : async () { people := Array.map<{ name : Text; age : Nat }, { name : Text; age : Nat }>(people, func p = if (p.name == "Dora") { { p with age = p.age + 1 } } else { p }) };
  public query func tell() : async Text { debug_show (numbers.size(), book.size(), text.size(), last) };
};`;

test('large values are cut and paged, what contains itself says so, and the others are shown', async ({ page }) => {
  const playground = new Playground(page);
  await opened(playground, LARGE);
  await playground.deploy();
  await playground.call('fill');
  await expect(playground.cell('last', 'after')).toHaveText('2');
  await expect(playground.cell('numbers', 'after')).toContainText('[var 0, 1, 2');
  await expect(playground.cell('ring', 'after')).toContainText('It contains itself, or is nested more than 24 levels deep');
  await expect(playground.cell('double', 'after')).toContainText('A function');
  await playground.state.getByRole('button', { name: 'Show all of numbers after' }).click();
  // An unfolded value takes the place of the empty cell beside it.
  await expect(playground.row('numbers')).toContainText('… 99_950 more');
  await playground.state.getByRole('button', { name: 'Show more of numbers' }).click();
  const whole = playground.state.getByRole('group', { name: 'numbers in full' });
  await expect(whole).toContainText('2_999, 3_000');
  const first = (await whole.innerText()).length;
  await playground.state.getByRole('button', { name: 'Show more of numbers' }).click();
  await expect(playground.row('numbers')).toContainText('The first 40,000 characters');
  expect((await whole.innerText()).length).toBeGreaterThan(first);
  await playground.state.getByRole('button', { name: 'Show all of text after' }).click();
  await expect(playground.row('text')).toContainText('10_483_760 more characters');
  expect(playground.errors).toEqual([]);
});

test('what a message changed within a value is marked', async ({ page }) => {
  const playground = new Playground(page);
  await opened(playground, LARGE);
  await playground.deploy();
  await playground.call('birthday');
  const mark = playground.row('people').locator('mark');
  await expect(mark).toHaveText('61');
  await playground.state.getByRole('button', { name: 'Show all of people after' }).click();
  await expect(mark).toHaveText('61');
  await expect(playground.state.locator('mark')).toHaveCount(1);
  await page.screenshot({ path: 'test-results/inspector-marked.png', fullPage: true });
  expect(playground.errors).toEqual([]);
});

test('an inspect function that names its messages leaves the table its values', async ({ page }) => {
  const playground = new Playground(page);
  await opened(playground, `persistent actor { var x = 1; public func set(n : Nat) : async () { x := n }; public query func get() : async Nat { x };
    system func inspect({ msg : { #set : () -> (n : Nat); #get : () -> () } }) : Bool { switch (msg) { case (#set n) { n() > 0 }; case _ { true } } } };`);
  await playground.deploy();
  await playground.call('set', '(7)');
  await expect(playground.cell('x', 'after')).toHaveText('7');
  await playground.button('Rehearse').click();
  await expect(page.getByRole('region', { name: 'Rehearsal' })).toContainText('7');
  expect(playground.errors).toEqual([]);
});

test('a module for elsewhere is downloaded with the hash that is shown, without the inspector', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.deploy();
  await page.getByText('Details and clock').click();
  const group = page.getByRole('group', { name: 'Module for elsewhere' });
  const hash = await group.locator('code').first().innerText();
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  await expect(group).toContainText('moc');
  const download = async (name: string): Promise<Buffer> => {
    const [file] = await Promise.all([page.waitForEvent('download'), group.getByRole('button', { name }).click()]);
    return readFile(await file.path());
  };
  const wasm = await download('Download module');
  expect(createHash('sha256').update(wasm).digest('hex')).toBe(hash);
  expect(wasm.includes('__playground')).toBe(false);
  expect((await download('Download .did')).toString()).toContain('service');
  const [one, two] = [await download('Download .wasm.gz'), await download('Download .wasm.gz')];
  expect(one.equals(two)).toBe(true);
  await page.screenshot({ path: 'test-results/inspector-export.png', fullPage: true });
  expect(playground.errors).toEqual([]);
});
