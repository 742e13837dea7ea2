import { describe, expect, it } from 'vitest';
import { comparedCalls } from './comparison-calls.ts';
import { offeredBeginnings, offeredCalls, offeredKinds, possibleRequest } from './comparison-offers.ts';
import { differenceInWords } from './comparison.ts';
import { initialState } from './initial.ts';
import type { AppState } from './model.ts';
import { numbered, upgradeStep, writtenStep } from './scripts.ts';

const titles = ['Enhanced', 'Classical'] as const;

describe('a difference in words', () => {
  it.each([
    [5, 5, 'the same'],
    [10, 32, 'Classical: 3.2 times the instructions'],
    [112, 100, 'Enhanced: 12 % more instructions'],
    [1000, 1025, 'Classical: 2.5 % more instructions'],
    [5_000_000, 5_001_234, 'Classical: 1,234 instructions more'],
    [0, 7, 'Classical only'],
    [7, undefined, 'known of Enhanced only'],
  ])('of %s and %s', (first, second, words) => {
    expect(differenceInWords([first, second], titles, 'instructions')).toBe(words);
  });
});

describe('the calls of a comparison', () => {
  const step = (method: string, mode: 'update' | 'query') => writtenStep({ canister: 'main', method, mode, args: '()', caller: 'Bob' });
  const plain = numbered([step('inc', 'update'), step('get', 'query')]);
  const upgrading = numbered([step('inc', 'update'), upgradeStep('main'), step('inc', 'update')]);
  const told = (...about: Parameters<typeof comparedCalls>) => comparedCalls(...about).map(({ phase, method }) => `${phase} ${method}`);

  it('are all made before the code is replaced, and the queries again after it', () => {
    expect(told('upgrade', plain, ({ mode }) => mode === 'query')).toEqual(['before inc', 'before get', 'after get']);
  });

  it('stand on the side of the upgrade where their script has them', () => {
    expect(told('persistence', upgrading, () => false)).toEqual(['before inc', 'after inc']);
  });

  it('are made once where nothing is replaced', () => {
    expect(told('versions', upgrading, () => true)).toEqual(['before inc', 'before inc']);
  });
});

describe('what can be compared', () => {
  const state = (more: Partial<AppState> = {}): AppState => ({ ...initialState({ identities: [], enhanced: { available: true } }), ...more });

  it('leaves out enhanced persistence where the browser cannot run it, and says so', () => {
    const offer = offeredKinds(state({ enhanced: { available: false, reason: 'it has no 64-bit memories.' } }), 'main').find(({ value }) => value === 'persistence');
    expect(offer?.unavailable).toContain('it has no 64-bit memories.');
  });

  it('leaves out persistence for a module that is compiled already', () => {
    const outline = { name: 'main', path: 'main.wasm', imports: [] };
    const foreign = state({ canisters: { main: { outline, build: { phase: 'waiting' } } as unknown as AppState['canisters'][string] } });
    expect(offeredKinds(foreign, 'main').map(({ unavailable }) => unavailable === undefined)).toEqual([true, false, true]);
  });

  it('offers no calls where none were made, and what is installed where there is no sample', () => {
    expect(offeredCalls(state(), 'main').map(({ value }) => value.kind)).toEqual(['none']);
    expect(offeredBeginnings(state(), 'main', 'upgrade').map(({ value }) => value)).toEqual(['installed', 'editor']);
  });

  it('puts what is possible in the place of a wish that is not', () => {
    expect(possibleRequest(state(), 'main', { kind: 'versions', beginning: 'editor', calls: { kind: 'history' } })).toEqual({
      canister: 'main',
      kind: 'versions',
      beginning: 'installed',
      calls: { kind: 'none' },
    });
  });
});
