import { describe, expect, it } from 'vitest';
import type { CallRecord } from './model.ts';
import { createProject, resetProject } from './projects.ts';
import type { CallScript, CallStep, Comparison, Reply } from './scripts-model.ts';
import {
  callsToKeep,
  expectationOf,
  freeScriptTitle,
  judge,
  numbered,
  recordedStep,
  remainingResults,
  replaySummary,
  sampleSteps,
  upgradeStep,
  withCallChanged,
  withoutScript,
  withReplies,
  withScript,
  withStep,
  withStepAdded,
  withStepMoved,
  writtenStep,
} from './scripts.ts';

const record = (id: number, more: Partial<CallRecord> = {}): CallRecord => ({
  id,
  method: 'get',
  mode: 'query',
  args: '()',
  caller: 'Bob',
  phase: 'replied',
  result: `(${id})`,
  errorCode: undefined,
  instructions: 9,
  milliseconds: 1,
  ...more,
});

const replied = (text: string): Reply => ({ phase: 'replied', text });
const rejected = (text: string): Reply => ({ phase: 'rejected', text });
const script: CallScript = { id: 's', title: 'Script', steps: numbered([recordedStep('main', record(1)), upgradeStep('main'), recordedStep('main', record(2))]) };
const call = (more: Partial<CallStep> = {}): CallStep => ({ ...(script.steps[0] as CallStep), ...more });
const ids = ({ steps }: CallScript): string => steps.map(({ id }) => id).join(' ');

describe('a recorded script', () => {
  it('takes the calls that a user made and that were answered', () => {
    const calls = [record(1), record(2, { phase: 'running' }), record(3, { phase: 'rejected' }), record(4, { replayed: true }), record(5, { phase: 'stopped' })];
    expect(callsToKeep(calls).map(({ id }) => id)).toEqual([1, 3]);
  });

  it('keeps method, mode, arguments, caller and answer of a call', () => {
    expect(call()).toEqual({
      kind: 'call', id: '1', canister: 'main', method: 'get', mode: 'query', args: '()', caller: 'Bob', expected: undefined,
      recorded: { phase: 'replied', text: '(1)', instructions: 9 },
    });
  });
});

describe('the steps of a script', () => {
  it('are moved within its ends', () => {
    expect(ids(withStepMoved(script, '3', -1))).toBe('1 3 2');
    expect(ids(withStepMoved(script, '1', 1))).toBe('2 1 3');
    expect(withStepMoved(script, '1', -1)).toBe(script);
    expect(withStepMoved(script, '3', 1)).toBe(script);
  });

  it('get ids that no other step has', () => {
    const written = writtenStep({ canister: 'main', method: 'add', mode: 'update', args: '(1)', caller: 'Bob' });
    expect(ids(withStepAdded(withStepMoved(script, '3', -1), written))).toBe('1 3 2 4');
  });

  it('forget the recorded answer when another call is made of them', () => {
    const changed = withCallChanged(call({ expected: { kind: 'rejection' } }), { args: '(2)' });
    expect(changed).toMatchObject({ args: '(2)', recorded: undefined, expected: { kind: 'rejection' } });
  });

  it('keep the results of what did not change', () => {
    const result = { verdict: 'same', reply: undefined, version: 1, detail: undefined } as const;
    const replay = { running: false, results: { '1': result, '2': result, '3': result } };
    const changed = withStep(withStepMoved(script, '3', -1), call({ args: '(2)' }));
    expect(Object.keys(remainingResults(script, changed, replay).results)).toEqual(['2', '3']);
  });

  it('take the answers of a replay as recorded', () => {
    const result = { verdict: 'different', reply: replied('(7)'), version: 2, detail: undefined } as const;
    const [first, , last] = withReplies(script, { running: false, results: { '1': result } }).steps as [CallStep, unknown, CallStep];
    expect([first.recorded?.text, last.recorded?.text]).toEqual(['(7)', '(2)']);
  });

  it('of a sample call, upgrade, and expect', () => {
    const step = (method: string) => ({ canister: 'main', method, args: '()', expect: '(1)' });
    const sample = { script: { before: [step('a')], upgrades: ['main'], after: [step('b')] } } as unknown as Parameters<typeof sampleSteps>[0];
    const steps = sampleSteps(sample, 'Bob');
    expect(steps?.map((each) => (each.kind === 'call' ? each.method : each.kind))).toEqual(['a', 'upgrade', 'b']);
    expect(steps?.[0]).toMatchObject({ caller: 'Bob', expected: { kind: 'reply', text: '(1)' } });
  });
});

describe('a judgement', () => {
  const compare = (expected: string, actual: string): Comparison =>
    expected === 'bad' ? { same: false, reason: 'does not fit' } : { same: expected.trim() === actual.trim(), reason: undefined };
  const verdictOf = (step: Partial<CallStep>, reply: Reply): string => judge(call(step), reply, compare).verdict;

  it('goes by the expectation where there is one', () => {
    const expected = expectationOf(replied(' (3) '));
    expect(verdictOf({ expected }, replied('(3)'))).toBe('passed');
    expect(verdictOf({ expected }, replied('(4)'))).toBe('failed');
    expect(judge(call({ expected }), rejected('no'), compare)).toEqual({ verdict: 'failed', detail: 'It was rejected.' });
    expect(judge(call({ expected: { kind: 'reply', text: 'bad' } }), replied('(3)'), compare)).toEqual({ verdict: 'failed', detail: 'does not fit' });
  });

  it('lets a rejection be expected, whatever its words', () => {
    const expected = expectationOf(rejected('old words'));
    expect(verdictOf({ expected }, rejected('new words'))).toBe('passed');
    expect(verdictOf({ expected }, replied('()'))).toBe('failed');
  });

  it('goes by the recorded answer otherwise', () => {
    expect(verdictOf({}, replied('(1)'))).toBe('same');
    expect(verdictOf({}, replied('(2)'))).toBe('different');
    expect(verdictOf({}, rejected('no'))).toBe('different');
    expect(verdictOf({ recorded: rejected('no') }, rejected('no'))).toBe('same');
    expect(verdictOf({ recorded: rejected('no') }, rejected('yes'))).toBe('different');
    expect(verdictOf({ recorded: undefined }, replied('(2)'))).toBe('done');
  });

  it('is summed up in words, what failed first', () => {
    const of = (verdict: 'passed' | 'failed' | 'same' | 'done' | 'not run') => ({ verdict, reply: undefined, version: undefined, detail: undefined });
    expect(replaySummary({ running: false, results: { a: of('passed'), b: of('failed'), c: of('passed'), d: of('not run') } })).toBe('1 failed, 2 passed, 1 not run');
    expect(replaySummary({ running: false, results: { a: of('done') } })).toBe('finished');
  });
});

describe('the scripts of a project', () => {
  const project = createProject({ id: 'p', title: 'P', sample: undefined, files: {}, language: 'persistent', persistence: 'enhanced' });

  it('are added at the top, replaced in place, and deleted', () => {
    const two = withScript(withScript(project, script), { ...script, id: 't' });
    expect(two.scripts?.map(({ id }) => id)).toEqual(['t', 's']);
    expect(withScript(two, { ...script, title: 'New' }).scripts?.map(({ title }) => title)).toEqual(['Script', 'New']);
    expect(withoutScript(two, 't').scripts).toEqual([script]);
  });

  it('get titles of their own', () => expect(freeScriptTitle(withScript(project, script))).toBe('Script 2'));

  it('outlive a reset of the project', () => expect(resetProject(withScript(project, script), undefined).scripts).toEqual([script]));
});
