import { expect, it } from 'vitest';
import { breakingDiagnostics } from './breaking.ts';

const TEXT = 'import X "X";\n\npersistent actor {\n  public func get() : async Nat { 1 };\n};';

it('warns at the method, and where the actor begins about one that is gone', () => {
  const found = breakingDiagnostics([{ method: 'get', kind: 'changed', reason: 'its results differ' }, { method: 'g"one', kind: 'removed', reason: 'it is gone' }], 'Main.mo', TEXT);
  expect(found.map(({ severity, range }) => [severity, range.start, range.end])).toEqual([
    ['warning', { line: 3, character: 14 }, { line: 3, character: 17 }],
    ['warning', { line: 2, character: 0 }, { line: 2, character: 18 }],
  ]);
  expect(found[0]?.message).toContain('its results differ');
});

it('has a place even in a text without an actor', () => {
  expect(breakingDiagnostics([{ method: 'f', kind: 'removed', reason: 'it is gone' }], 'Main.mo', '')[0]?.range.start).toEqual({ line: 0, character: 0 });
});
