import { describe, expect, it } from 'vitest';
import type { StateRow, UpgradeReport } from '../model.ts';
import type { CanisterFacts, Facts, StepEvent } from './facts.ts';
import { judgeCheck } from './judge.ts';
import { sameShown } from './calls.ts';
import { readCheck } from './read-checks.ts';
import { readYaml } from './yaml.ts';

const row = (variable: string, after: string, more: Partial<StateRow> = {}): StateRow => ({ variable, kind: 'stable', type: 'Nat', before: undefined, after, unshown: undefined, outcome: undefined, reason: undefined, changed: false, ...more });

const REPORT: UpgradeReport = {
  mode: 'upgrade',
  at: 1,
  mainMemory: 'kept',
  before: { heapBytes: 1, stableBytes: 0 },
  after: { heapBytes: 1, stableBytes: 0 },
  instructions: 1,
  timerDeactivated: false,
  rows: [row('count', '3', { outcome: 'kept' }), row('hits', '0', { kind: 'transient', outcome: 'reset' })],
  error: undefined,
};

const NOW: CanisterFacts = {
  version: 2,
  persistence: 'enhanced',
  rows: [row('count', '3'), row('hits', '0', { kind: 'transient' }), row('old', '1', { outcome: 'dropped' })],
  report: REPORT,
  view: {
    id: 'x',
    status: 'running',
    moduleHash: 'ab',
    moduleBytes: 1,
    wordSize: 64,
    heapBytes: 2 * 1024 * 1024,
    stableBytes: 65_536,
    cycles: 1n,
    endlessCycles: false,
    version: 3n,
    controllers: [],
    globalTimer: undefined,
    candid: undefined,
    stableTypes: undefined,
    enhancedPersistence: true,
  },
  logs: ['saved 3 profiles'],
  snapshots: 1,
  calls: [{ id: 1, method: 'increment', mode: 'update', args: '()', caller: 'alice', phase: 'replied', result: '(3 : nat)', errorCode: undefined, instructions: 1, milliseconds: 1 }],
  atStart: { heapBytes: 1024 * 1024, stableBytes: 65_536 },
};

const upgraded: StepEvent = { kind: 'upgraded', canister: 'main' };
const reinstalled: StepEvent = { kind: 'reinstalled', canister: 'main' };
const refused: StepEvent = { kind: 'refused', canister: 'main', codes: ['M0170'] };
const failed: StepEvent = { kind: 'failed', canister: 'main', code: 'IC0503', message: 'trapped: no' };

const facts = (events: readonly StepEvent[]): Facts => ({
  canister: (name) => (name === 'main' ? NOW : undefined),
  events,
  ask: async ({ method }) => (method === 'get' ? { phase: 'replied', text: '(3 : nat)' } : { phase: 'rejected', text: 'not allowed for you' }),
  compare: (_canister, _method, expected, actual) => (expected.replace(' : nat', '') === actual.replace(' : nat', '') ? { same: true } : { same: false, reason: undefined }),
});

async function judged(yaml: string, events: readonly StepEvent[] = []): Promise<{ readonly held: boolean; readonly text: string }> {
  const mistakes: string[] = [];
  const report = (line: number, message: string): void => void mistakes.push(`${line}: ${message}`);
  const node = readYaml(yaml, 1, report);
  const check = node && readCheck(node, 'main', report);
  expect(mistakes).toEqual([]);
  if (!check) throw new TypeError('The check was not read.');
  return judgeCheck(check, 'main', facts(events));
}

describe('a check', () => {
  it.each<readonly [string, readonly StepEvent[]]>([
    ['{call: get(), is: 3}', []],
    ['{call: get(), is: "(3 : nat)"}', []],
    ['{call: put(), rejected: true}', []],
    ['{call: put(), rejected: not allowed}', []],
    ['{called: increment}', []],
    ['{called: increment, is: 3}', []],
    ['{variable: count, is: 3, kind: stable, outcome: kept}', []],
    ['{variable: hits, kind: transient, outcome: reset}', []],
    ['{variable: count, contains: 3}', []],
    ['{variable: count, exists: true}', []],
    ['{variable: old, exists: false}', []],
    ['deployed', []],
    ['upgraded', [upgraded]],
    ['upgraded: 2', [upgraded, upgraded]],
    ['reinstalled', [reinstalled]],
    ['rehearsed', [{ kind: 'rehearsed', canister: 'main' }]],
    ['predicted', [{ kind: 'predicted', canister: 'main' }]],
    ['refused', [refused]],
    ['{refused: true, code: M0170}', [refused]],
    ['{failed: true, code: IC0503, message: trapped}', [failed]],
    ['version: 2', []],
    ['version: ">= 2"', []],
    ['heap: "> 1 MiB"', []],
    ['heap: "> start"', []],
    ['stable: "= 64 KiB"', []],
    ['main-memory: kept', []],
    ['log: 3 profiles', []],
    ['snapshot', []],
    ['status: running', []],
    ['timer: none', []],
    ['time: 1 hour', [{ kind: 'time', milliseconds: 1_800_000 }, { kind: 'time', milliseconds: 1_800_000 }]],
    ['persistence: enhanced', []],
  ])('%s holds', async (yaml, events) => {
    const { held, text } = await judged(yaml, events);
    expect(held, text).toBe(true);
    expect(text).not.toBe('');
  });

  it.each<readonly [string, readonly StepEvent[], string]>([
    ['{call: get(), is: 4}', [], '`get()` answers `(3 : nat)`, and it should be `(4)`.'],
    ['{call: put(), is: 4}', [], '`put()` should answer `(4)`, and is rejected: not allowed for you'],
    ['{call: get(), rejected: true}', [], '`get()` answers `(3 : nat)`, and it should be rejected.'],
    ['{call: put(), rejected: too many}', [], '`put()` is rejected, but not with “too many”: not allowed for you'],
    ['{called: increment, times: 3}', [], 'Call `increment` 2 times more.'],
    ['{called: decrement}', [], 'Call `decrement`.'],
    ['{variable: count, is: 4}', [], '`count` is `3`, and it should be `4`.'],
    ['{variable: count, kind: transient}', [], '`count` is stable, and it should be transient.'],
    ['{variable: count, outcome: reset}', [], 'In the last upgrade `count` was kept: the outcome should be reset.'],
    ['{variable: name, is: x}', [], 'The running version has no variable `name`.'],
    ['{variable: count, exists: false}', [], 'The running version still has `count`.'],
    ['{variable: count, is: 4, missing: Count further.}', [], 'Count further.'],
    ['{deployed: true, canister: ledger}', [], '`ledger` has no code yet: press **Deploy**.'],
    ['upgraded', [], 'The canister was not upgraded in this step yet: press **Upgrade**.'],
    ['upgraded', [upgraded, reinstalled], 'You reinstalled the canister, which wipes its state.'],
    ['{refused: true, code: M0001}', [refused], 'The upgrade of the canister was refused, but not with M0001.'],
    ['{failed: true, code: IC0502}', [failed], 'The upgrade of the canister failed with IC0503, not with IC0502.'],
    ['version: 3', [], 'The version of the canister is 2, and it should be 3.'],
    ['heap: "< 1 MiB"', [], 'Main memory of the canister has 2 MiB, and it should have less than 1 MiB.'],
    ['stable: "> start"', [], 'Stable memory of the canister has 64 KiB, and it should have more than 64 KiB.'],
    ['log: nothing', [], 'No line of the log says “nothing”.'],
    ['snapshot: 2', [], 'Snapshots of the canister: 1, and there should be 2.'],
    ['status: stopped', [], 'The canister is running, and it should be stopped.'],
    ['timer: set', [], 'No timer is set.'],
    ['time: 1 hour', [{ kind: 'time', milliseconds: 60_000 }], 'Move the clock by 1 hour: it was moved by 1 minute.'],
  ])('%s tells what is missing', async (yaml, events, expected) => {
    const { held, text } = await judged(yaml, events);
    expect(held).toBe(false);
    expect(text.startsWith(expected), text).toBe(true);
  });
});

describe('values that a variable shows', () => {
  it.each([
    ['3', '3'],
    ['1_000', '1000'],
    ['[1,2]', '[1, 2]'],
    ['{name = "Ada"}', '{name="Ada"}'],
    ['5', '+5'],
  ])('%s and %s are the same', (left, right) => expect(sameShown(left, right)).toBe(true));

  it.each([
    ['3', '4'],
    ['"a b"', '"ab"'],
    ['"1_0"', '"10"'],
  ])('%s and %s are not', (left, right) => expect(sameShown(left, right)).toBe(false));
});
