import { describe, expect, it } from 'vitest';
import type { Diagnostic, Forecast, Relation, VariableForecast } from '../../protocol/compiler.ts';
import type { Installed } from './model.ts';
import { verdictOf, verdictSentence } from './verdict.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const installed: Installed = { key: '', candid: '', stableSignature: '', variables: [], inspected: true, persistence: 'enhanced', version: 3, initialValues: {} };
const variable = (name: string, relation: Relation, more: Partial<VariableForecast> = {}): VariableForecast => ({
  name, relation, range, kind: 'stable', type: 'Nat', before: { kind: 'stable', type: 'Nat' }, declared: relation !== 'gone', ...more,
});
const forecast = (variables: readonly VariableForecast[], refusals: readonly Diagnostic[] = []): Forecast => ({ path: 'Main.mo', variables, refusals });
const refusal = (message: string): Diagnostic => ({ path: 'Main.mo', range, severity: 'error', code: 'M0170', message });

describe('verdict', () => {
  it('gives each variable its fate and counts them in the order of the State table', () => {
    const relations: readonly Relation[] = ['same', 'same', 'wider', 'migrated', 'rebuilt', 'transient', 'reinitialised', 'new', 'gone'];
    const verdict = verdictOf(forecast(relations.map((relation, index) => variable(`v${index}`, relation))), installed, 'enhanced');
    expect(verdict.variables.map(({ fate }) => fate)).toEqual(['kept', 'kept', 'retyped', 'migrated', 'rebuilt', 'reset', 'reset', 'new', 'dropped']);
    expect(verdictSentence(verdict)).toBe('Upgrade would keep 2, migrate 1, retype 1, rebuild 1, reset 2, add 1, drop 1.');
    expect(verdictSentence(verdictOf(forecast([]), installed, 'enhanced'))).toBe('Upgrade would find no variables to keep.');
  });

  it('says why an upgrade would be refused, and tells what is gone from what does not fit', () => {
    const told = forecast(
      [variable('a', 'refused', { type: 'Text' }), variable('b', 'refused', { declared: false })],
      [refusal('`a` was `Nat` and would become `Text`.\nThe compiler says more.'), refusal('`b` is no longer there.')],
    );
    const verdict = verdictOf(told, installed, 'enhanced');
    expect(verdict.variables.map(({ fate, reason }) => [fate, reason])).toEqual([
      ['refused', '`a` was `Nat` and would become `Text`.'],
      ['dropped', '`b` is no longer there.'],
    ]);
    expect(verdictSentence(verdict)).toBe('Upgrade would be refused: `a` was `Nat` and would become `Text`. And 1 more.');
  });

  it('knows that neither persistence takes over what the other has kept', () => {
    expect(verdictSentence(verdictOf(forecast([variable('a', 'same')]), installed, 'classical'))).toMatch(/^Upgrade would be refused: What is installed keeps its state in main memory/);
    expect(verdictSentence(verdictOf(forecast([]), { ...installed, persistence: 'classical' }, 'enhanced'))).toMatch(/^Upgrade would be refused: What is installed copies its variables through stable memory/);
    expect(verdictOf(forecast([]), installed, 'enhanced').refusals).toEqual([]);
  });

  it('names both types where one changes, and only the definition where the name stays', () => {
    const [named, defined] = verdictOf(forecast([variable('a', 'wider', { type: 'Int' }), variable('b', 'wider')]), installed, 'enhanced').variables;
    expect(named?.reason).toContain('from `Nat` to `Int`');
    expect(defined?.reason).toContain('The definition of its type `Nat` has changed');
  });
});
