import { describe, expect, it } from 'vitest';
import type { ActorVariable } from '../../protocol/compiler.ts';
import type { Outcome } from './model.ts';
import { outcomes, type Side, type UpgradeFacts } from './outcomes.ts';

const variable = (name: string, kind: ActorVariable['kind'], type = 'Nat'): ActorVariable => ({
  name,
  kind,
  type,
  declaration: 'var',
  unshown: undefined,
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
});

type Given = readonly [kind: ActorVariable['kind'], value: string | undefined, type?: string];

function side(x: Given | undefined, more: Partial<Side> = {}): Side {
  if (!x) return { variables: [], values: {}, stableSignature: 'actor { };', persistence: 'enhanced', ...more };
  const [kind, value, type = 'Nat'] = x;
  const stableSignature = kind === 'stable' ? `actor { stable var x : ${type} };` : 'actor { };';
  return { variables: [variable('x', kind, type)], values: value === undefined ? {} : { x: value }, stableSignature, persistence: 'enhanced', ...more };
}

const facts = (before: Side, after: Side, more: Partial<UpgradeFacts> = {}): UpgradeFacts => ({
  mode: 'upgrade',
  mainMemory: 'kept',
  before,
  after,
  migrates: false,
  hooks: { preupgrade: false, postupgrade: false },
  initialValues: {},
  version: 2,
  ...more,
});

const POSTUPGRADE = { hooks: { preupgrade: false, postupgrade: true } };
const CLASSICAL = { persistence: 'classical' } as const;

/** A migration expression of which it is known what it takes and gives. */
const migrating = (takes: readonly string[], gives: readonly string[]): Partial<UpgradeFacts> => ({ migrates: true, migration: { takes, gives } });

type Case = readonly [what: string, before: Given | undefined, after: Given | undefined, more: Partial<UpgradeFacts>, outcome: Outcome, reason: RegExp];

const CASES: readonly Case[] = [
  ['stable, unchanged', ['stable', '5'], ['stable', '5'], {}, 'kept', /main memory was kept/],
  ['stable, pre_upgrade left out', ['stable', '5'], ['stable', '0'], { skippedPreUpgrade: true }, 'reset', /it was left out/],
  ['stable, not shown', ['stable', undefined], ['stable', undefined], {}, 'kept', /cannot be shown/],
  ['stable, changed by a migration', ['stable', '5'], ['stable', '6'], { migrates: true }, 'migrated', /the migration expression could/],
  ['stable, changed by a hook', ['stable', '5'], ['stable', '6'], POSTUPGRADE, 'migrated', /postupgrade could/],
  [
    'stable, changed, with several suspects',
    ['stable', '5'],
    ['stable', '6'],
    { migrates: true, hooks: { preupgrade: true, postupgrade: true } },
    'migrated',
    /preupgrade, the migration expression or postupgrade could/,
  ],
  ['stable, changed by nothing in the upgrade', ['stable', '5'], ['stable', '6'], {}, 'migrated', /code that ran as version 2 started/],
  ['stable, of a wider type', ['stable', '5'], ['stable', '5', 'Int'], {}, 'retyped', /from Nat to Int; its value fits/],
  ['stable, of another type and value', ['stable', '5'], ['stable', '+5', 'Int'], {}, 'retyped', /taken over/],
  ['stable, converted', ['stable', '5'], ['stable', '"5"', 'Text'], { migrates: true }, 'migrated', /converted by the migration expression/],
  ['stable, taken and given by a migration', ['stable', '5'], ['stable', '"5"', 'Text'], migrating(['x'], ['x']), 'migrated', /from Nat to Text: the migration expression took/],
  ['stable, given by a migration as it was', ['stable', '5'], ['stable', '5'], migrating(['x'], ['x']), 'migrated', /^The migration expression took its old value/],
  ['stable, taken by a migration and not given', ['stable', '5'], ['stable', '0'], migrating(['x'], []), 'reset', /took its old value and gave none back/],
  ['stable, of a type that does not fit', ['stable', '"x"', 'Text'], ['stable', '0'], { unfit: ['x'] }, 'reset', /does not fit the new type Nat: the upgrade was made regardless/],
  ['stable, left alone by a migration', ['stable', '5'], ['stable', '+5', 'Int'], migrating(['y'], ['y']), 'retyped', /taken over/],
  ['transient', ['transient', '5'], ['transient', '0'], {}, 'reset', /Transient variables are not kept/],
  ['transient, by chance of the same value', ['transient', '0'], ['transient', '0'], { initialValues: { x: '0' } }, 'reset', /initialised again/],
  ['transient, rebuilt', ['transient', '5'], ['transient', '5'], { ...POSTUPGRADE, initialValues: { x: '0' } }, 'kept', /rebuilt by postupgrade/],
  ['transient, at its initial value, with a hook', ['transient', '0'], ['transient', '0'], { ...POSTUPGRADE, initialValues: { x: '0' } }, 'reset', /postupgrade ran/],
  ['transient, same value without a hook', ['transient', '5'], ['transient', '5'], { initialValues: { x: '0' } }, 'reset', /not kept/],
  ['stable, now transient', ['stable', '5'], ['transient', '0'], {}, 'reset', /declares it transient: its old value was discarded/],
  ['transient, now stable', ['transient', '5'], ['stable', '0'], {}, 'reset', /nothing to keep/],
  ['new', undefined, ['stable', '0'], {}, 'new', /^New in version 2: it starts at its initial value/],
  ['new, with a migration', undefined, ['stable', '9'], { migrates: true }, 'new', /migration expression gave it/],
  ['new, given by a migration', undefined, ['stable', '9'], migrating([], ['x']), 'new', /it starts with what the migration expression gave it/],
  ['new, not given by a migration', undefined, ['stable', '0'], migrating(['y'], []), 'new', /it starts at its initial value/],
  ['new and transient, with a migration', undefined, ['transient', '0'], { migrates: true }, 'new', /it starts at its initial value/],
  ['gone', ['stable', '5'], undefined, {}, 'dropped', /Version 2 no longer declares it, so its value was discarded/],
  ['gone through a migration', ['stable', '5'], undefined, { migrates: true }, 'dropped', /migration expression was the last/],
  ['gone and transient', ['transient', '5'], undefined, {}, 'dropped', /no upgrade would have kept/],
  ['stable, reinstalled', ['stable', '5'], ['stable', '0'], { mode: 'reinstall', mainMemory: undefined }, 'reset', /Reinstalling erased/],
  ['new, reinstalled', undefined, ['stable', '0'], { mode: 'reinstall', migrates: true }, 'new', /initial value/],
  ['gone, reinstalled', ['stable', '5'], undefined, { mode: 'reinstall' }, 'dropped', /Reinstalling erased it/],
];

describe('what became of a variable', () => {
  it.each(CASES)('%s', (_, before, after, more, outcome, reason) => {
    const rows = outcomes(facts(side(before), side(after), more));
    expect(rows).toMatchObject([{ variable: 'x', before: before?.[1], after: after?.[1], outcome, reason: expect.stringMatching(reason) as string }]);
  });

  it('says how classical persistence carried it', () => {
    const classical = facts(side(['stable', '5'], CLASSICAL), side(['stable', '5'], CLASSICAL), { mainMemory: 'replaced' });
    expect(outcomes(classical)[0]?.reason).toMatch(/copied through stable memory/);
    const modernised = facts(side(['stable', '5'], CLASSICAL), side(['stable', '5']), { mainMemory: 'replaced' });
    expect(outcomes(modernised)[0]?.reason).toMatch(/into main memory that will be kept from now on/);
  });

  it('notices that a named type has another definition', () => {
    const before = side(['stable', '5', 'P'], { stableSignature: 'type P = {a : Nat}; actor { stable var x : P };' });
    const after = side(['stable', '5', 'P'], { stableSignature: 'type P = {a : Int}; actor { stable var x : P };' });
    expect(outcomes(facts(before, after))[0]).toMatchObject({ outcome: 'retyped', reason: expect.stringContaining('definition of its type P') as string });
  });

  it('compares the types as written where there is no signature', () => {
    const unsigned = { stableSignature: '' };
    expect(outcomes(facts(side(['stable', '5'], unsigned), side(['stable', '5', 'Int'], unsigned)))[0]?.outcome).toBe('retyped');
  });

  it('is listed in the order of the new version, dropped variables last', () => {
    const before = { ...side(undefined), variables: ['gone', 'b', 'a'].map((name) => variable(name, 'stable')) };
    const after = { ...side(undefined), variables: ['a', 'fresh', 'b'].map((name) => variable(name, 'stable')) };
    expect(outcomes(facts(before, after)).map((row) => row.variable)).toEqual(['a', 'fresh', 'b', 'gone']);
  });
});
