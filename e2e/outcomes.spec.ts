import { expect, test, type Page } from '@playwright/test';
import { Playground } from './playground.ts';

/**
 * Every outcome of an upgrade, in each mode and each language: the State table beside what the canister itself answers, and beside what the
 * verdict said before the click. Each combination goes once through a chain of upgrades; the tests judge what was seen on the way.
 */

interface Combination {
  readonly mode: 'Enhanced persistence' | 'Classical persistence';
  readonly language: 'persistent' | 'legacy';
}

const COMBINATIONS: readonly Combination[] = [
  { mode: 'Enhanced persistence', language: 'persistent' },
  { mode: 'Enhanced persistence', language: 'legacy' },
  { mode: 'Classical persistence', language: 'persistent' },
  { mode: 'Classical persistence', language: 'legacy' },
];

/** `forced`: upgraded anyway after it was refused. */
type Stage = 'plain' | 'migrating' | 'refused' | 'forced';

interface Expected {
  readonly outcome: 'kept' | 'reset' | 'new' | 'retyped' | 'dropped' | 'migrated' | 'refused';
  readonly stage: Stage;
  readonly variable: string;
  readonly before: string;
  readonly after: string;
  /** What the verdict says before the click. */
  readonly verdict: string;
  /** Where it ends so only with one of the two. */
  readonly mode?: Combination['mode'];
}

/**
 * A stable variable is never dropped by a plain upgrade: leaving it out is refused (M0169), in all four combinations. It is dropped on purpose
 * by a migration expression that takes it; a transient one is dropped by leaving it out. What was refused can be upgraded anyway: enhanced
 * persistence refuses then too, and nothing changes; classical persistence loses the value that does not fit.
 */
const EXPECTED: readonly Expected[] = [
  { outcome: 'kept', stage: 'plain', variable: 'kept', before: '1', after: '1', verdict: 'kept' },
  { outcome: 'reset', stage: 'plain', variable: 'fleeting', before: '2', after: '0', verdict: 'reset' },
  { outcome: 'new', stage: 'plain', variable: 'fresh', before: '–', after: '7', verdict: 'new' },
  { outcome: 'retyped', stage: 'plain', variable: 'widened', before: '3', after: '+3', verdict: 'retyped' },
  { outcome: 'dropped', stage: 'plain', variable: 'brief', before: '4', after: '–', verdict: 'dropped' },
  { outcome: 'migrated', stage: 'migrating', variable: 'kept', before: '1', after: '"was 1"', verdict: 'migrated' },
  { outcome: 'migrated', stage: 'migrating', variable: 'same', before: '6', after: '6', verdict: 'migrated' },
  { outcome: 'reset', stage: 'migrating', variable: 'fresh', before: '7', after: '8', verdict: 'reset' },
  { outcome: 'new', stage: 'migrating', variable: 'given', before: '–', after: '5', verdict: 'new' },
  { outcome: 'dropped', stage: 'migrating', variable: 'dropped', before: '5', after: '–', verdict: 'dropped' },
  { outcome: 'refused', stage: 'refused', variable: 'kept', before: '1', after: '"was 1"', verdict: 'refused' },
  { outcome: 'refused', stage: 'forced', variable: 'kept', before: '–', after: '"was 1"', verdict: 'refused', mode: 'Enhanced persistence' },
  { outcome: 'reset', stage: 'forced', variable: 'kept', before: '"was 1"', after: '0', verdict: 'refused', mode: 'Classical persistence' },
];

/** Variables of each version, in the order in which `answer` tells them. */
const VERSIONS: Readonly<Record<Stage | 'first', readonly string[]>> = {
  first: ['kept', 'fleeting', 'widened', 'brief', 'dropped', 'same'],
  plain: ['kept', 'fleeting', 'widened', 'fresh', 'dropped', 'same'],
  migrating: ['kept', 'widened', 'fresh', 'given', 'same'],
  refused: ['kept', 'widened', 'fresh', 'given', 'same'],
  forced: ['kept', 'widened', 'fresh', 'given', 'same'],
};

function program(language: Combination['language'], version: 'first' | 'plain' | 'migrating' | 'refused'): string {
  const [actor, stable, transient] = language === 'legacy' ? ['actor', 'stable var', 'var'] : ['persistent actor', 'var', 'transient var'];
  const write = 'public func set() : async () { kept := 1; fleeting := 2; widened := 3; brief := 4; dropped := 5; same := 6 };';
  const declared = {
    first: `${stable} kept : Nat = 0; ${transient} fleeting : Nat = 0; ${stable} widened : Nat = 0; ${transient} brief : Nat = 0; ${stable} dropped : Nat = 0; ${stable} same : Nat = 0; ${write}`,
    plain: `${stable} kept : Nat = 0; ${transient} fleeting : Nat = 0; ${stable} widened : Int = 0; ${stable} fresh : Nat = 7; ${stable} dropped : Nat = 0; ${stable} same : Nat = 0;`,
    migrating: `${stable} kept : Text = ""; ${stable} widened : Int = 0; ${stable} fresh : Nat = 8; ${stable} given : Nat = 0; ${stable} same : Nat = 0;`,
    refused: `${stable} kept : Nat = 0; ${stable} widened : Int = 0; ${stable} fresh : Nat = 8; ${stable} given : Nat = 0; ${stable} same : Nat = 0;`,
  }[version];
  const migration =
    version === 'migrating'
      ? '// The editor closes a parenthesis that a text begins with.\n(with migration = func (old : { kept : Nat; dropped : Nat; fresh : Nat; same : Nat }) : { kept : Text; given : Nat; same : Nat } { { kept = "was " # debug_show (old.kept); given = old.dropped; same = old.same } })\n'
      : '';
  const types = { kept: version === 'migrating' ? 'Text' : 'Nat', widened: version === 'first' ? 'Nat' : 'Int' } as Readonly<Record<string, string>>;
  const names = VERSIONS[version];
  const answer = `public query func answer(round : Nat) : async { ${names.map((name) => `${name} : ${types[name] ?? 'Nat'}; `).join('')}round : Nat } { { ${names.join('; ')}; round } };`;
  return `${migration}${actor} { ${declared} ${answer} };`;
}

interface Row {
  readonly before: string;
  readonly after: string;
  readonly outcome: string;
}

interface Seen {
  readonly rows: Readonly<Record<string, Row>>;
  /** What the canister answers, by variable. */
  readonly answer: Readonly<Record<string, string>>;
  /** What was said before the click, by variable. */
  readonly verdicts: Readonly<Record<string, string>>;
}

for (const combination of COMBINATIONS) {
  const { mode, language } = combination;
  test.describe(`${mode}, ${language} actors`, () => {
    test.describe.configure({ mode: 'serial' });
    const seen = new Map<Stage, Seen>();
    let page: Page;

    test.beforeAll(async ({ browser }) => {
      page = await browser.newPage();
      for (const [stage, told] of await chain(new Playground(page), combination)) seen.set(stage, told);
    });
    test.afterAll(() => page.close());

    for (const expected of EXPECTED.filter((each) => each.mode === undefined || each.mode === mode)) {
      test(`${expected.outcome}: ${expected.variable}, ${expected.stage}`, () => {
        const { rows, answer, verdicts } = seen.get(expected.stage) as Seen;
        const row = rows[expected.variable];
        expect(row).toEqual({ before: expected.before, after: expected.after, outcome: shownOutcome(expected) });
        expect(answer[expected.variable]).toBe(expected.outcome === 'dropped' ? undefined : candidText(expected.after));
        expect(verdicts[expected.variable]).toBe(expected.verdict);
      });
    }

    test('all values of all tables are those that the canister answers', () => {
      for (const [stage, { rows, answer }] of seen) {
        const live = Object.entries(rows).filter(([, { after }]) => after !== '–');
        expect(Object.fromEntries(live.map(([name, { after }]) => [name, candidText(after)])), stage).toEqual(answer);
      }
    });
  });
}

/** An upgrade that is never tried leaves the row as the upgrade before it did; one that is tried and fails has no outcomes, and those of others would be mistaken for them. */
const shownOutcome = ({ outcome, stage }: Expected): string => (outcome !== 'refused' ? outcome : stage === 'refused' ? 'migrated' : '');

/** Motoko shows the sign of an `Int`, Candid does not. */
const candidText = (value: string): string => value.replace(/^\+/, '');

async function chain(playground: Playground, { mode, language }: Combination): Promise<Map<Stage, Seen>> {
  const { page } = playground;
  const seen = new Map<Stage, Seen>();
  await playground.open();
  await page.getByRole('combobox', { name: /persistence/i }).selectOption({ label: mode });
  await page.getByRole('combobox', { name: 'Language' }).selectOption(language);
  await playground.write(program(language, 'first'));
  await playground.button('Deploy').click();
  await expect(playground.button('Upgrade')).toBeEnabled({ timeout: 60_000 });
  await playground.call('set');
  await expect(playground.cell('same', 'after')).toHaveText('6');
  for (const [stage, version] of [['plain', 2], ['migrating', 3]] as const) {
    const verdicts = await edit(playground, program(language, stage));
    await playground.upgrade();
    await expect(playground.state.getByText(`version ${version}`, { exact: true })).toBeVisible();
    seen.set(stage, { verdicts, ...(await observe(playground, version)) });
  }
  const verdicts = await edit(playground, program(language, 'refused'));
  await playground.upgrade();
  await expect(page.getByRole('group', { name: 'Refused upgrade' })).toContainText('kept');
  seen.set('refused', { verdicts, ...(await observe(playground, 4)) });
  await page.getByRole('group', { name: 'Refused upgrade' }).getByRole('button', { name: 'Upgrade anyway' }).click();
  if (mode === 'Enhanced persistence') await expect(page.getByRole('group', { name: 'Failed upgrade' })).toContainText('IC0503');
  else await expect(playground.state.getByText('version 4', { exact: true })).toBeVisible();
  seen.set('forced', { verdicts, ...(await observe(playground, 5)) });
  expect(playground.errors).toEqual([]);
  return seen;
}

/** Writes the next version, and gives what the page says that an upgrade to it would do. */
async function edit(playground: Playground, source: string): Promise<Readonly<Record<string, string>>> {
  const before = await playground.verdict.innerText();
  await playground.write(source);
  await expect(playground.verdict).not.toHaveText(before);
  await expect(playground.page.getByText(/The code has changed|This change does not fit/).first()).toBeVisible();
  return playground.verdicts();
}

/** The table, and what the canister answers; `round` comes back with the answer, so that the one before is not mistaken for it. */
async function observe(playground: Playground, round: number): Promise<Omit<Seen, 'verdicts'>> {
  await playground.call('answer', `(${round})`);
  const method = playground.method('answer');
  await expect(method).toContainText(`round = ${round}`);
  const reply = (await method.getByText(/round = /).last().innerText()).replace(/\s+/g, ' ');
  const fields = [...reply.matchAll(/(\w+) = ("[^"]*"|[^;} ]+)/g)].map(([, name = '', value = '']): [string, string] => [name, value]);
  const rows = await playground.state.getByRole('table').getByRole('row').all();
  const read = rows.slice(1).map(async (row): Promise<[string, Row]> => {
    const [name = '', , , before = '', after = '', outcome = ''] = await row.getByRole('cell').allInnerTexts();
    return [name.trim(), { before: before.trim(), after: after.trim(), outcome: /^\w+/.exec(outcome.trim())?.[0] ?? '' }];
  });
  return { rows: Object.fromEntries(await Promise.all(read)), answer: Object.fromEntries(fields.filter(([name]) => name !== 'round')) };
}
