import { IDL } from '@dfinity/candid';
import { describe, expect, it } from 'vitest';
import { candidText, initialArguments } from './candid-text.ts';
import { parseCandid } from './parse-types.ts';

const INTERFACE = `type Guest = record { name : text; nights : nat };
service : {
  add : (nat, opt text) -> ();
  get : () -> (nat) query;
  guests : () -> (vec Guest) query;
  ratio : () -> (float64);
  who : (principal) -> (bool);
}`;

describe('arguments of a script', () => {
  it('are encoded by the interface', () => {
    const encoded = candidText.encode(INTERFACE, 'add', '(1_000 : nat, null)');
    expect(encoded).toEqual({ ok: true, args: IDL.encode([IDL.Nat, IDL.Opt(IDL.Text)], [1000n, []]), queryable: false });
    expect(candidText.encode(INTERFACE, 'get', '()')).toMatchObject({ ok: true, queryable: true });
  });

  it('that do not fit tell where, and a method that is gone is named', () => {
    expect(candidText.encode(INTERFACE, 'add', '("one", null)')).toMatchObject({ ok: false, message: expect.stringContaining('Column 2') as string });
    expect(candidText.encode(INTERFACE, 'drop', '()')).toEqual({ ok: false, message: 'This version has no method drop.' });
  });

  it('begin as good as they can be made', () => {
    const parsed = parseCandid(INTERFACE);
    if (!parsed.ok) throw new Error('unreadable');
    const initial = Object.fromEntries(parsed.service.map((method) => [method.name, initialArguments(method, parsed.types)]));
    expect(initial).toMatchObject({ get: '()', who: '()' });
  });
});

describe('two replies', () => {
  const same = (method: string, expected: string, actual: string): boolean => candidText.compare(INTERFACE, method, expected, actual).same;

  it('are the same where their values are, however they are written', () => {
    expect(same('get', '(3 : nat)', '(3)')).toBe(true);
    expect(same('get', '3', '(3)')).toBe(true);
    expect(same('get', '(1000)', '(1_000)')).toBe(true);
    expect(same('ratio', '(1.50)', '(1.5)')).toBe(true);
    expect(same('guests', '(vec { record { nights = 3 : nat; name = "Ann" } : Guest })', '(vec { record { name = "Ann"; nights = 3 } })')).toBe(true);
  });

  it('differ where their values do', () => {
    expect(candidText.compare(INTERFACE, 'get', '(3)', '(4)')).toEqual({ same: false, reason: undefined });
    expect(same('guests', '(vec {})', '(vec { record { name = "Ann"; nights = 3 } })')).toBe(false);
  });

  it('of other types differ, with the reason', () => {
    expect(candidText.compare(INTERFACE, 'get', '("three")', '(3)')).toMatchObject({ same: false, reason: expect.stringContaining('does not fit') as string });
    expect(candidText.compare(INTERFACE, 'get', '(3)', 'not Candid')).toMatchObject({ same: false, reason: 'The reply does not fit the interface.' });
  });

  it('are compared as text where the interface does not tell their types', () => {
    expect(same('gone', '(3)', '(3)')).toBe(true);
    expect(same('gone', '(3)', '( 3 )')).toBe(false);
  });
});
