import { IDL } from '@dfinity/candid';
import { expect, it } from 'vitest';
import { commandText } from './command-text.ts';

const json = (result: string, type: IDL.Type, value: unknown): string | undefined =>
  commandText.typedReply(`type Kind = variant { dog : text; cat }; service : { get : () -> (${result}) query }`, 'get', new Uint8Array(IDL.encode([type], [value]))).json;

it.each<readonly [string, IDL.Type, unknown, unknown]>([
  ['nat', IDL.Nat, 1234567n, '1_234_567'],
  ['int', IDL.Int, -5n, '-5'],
  ['nat64', IDL.Nat64, 12345678901234567890n, '12345678901234567890'],
  ['nat8', IDL.Nat8, 7, 7],
  ['float64', IDL.Float64, 1.5, 1.5],
  ['float64', IDL.Float64, NaN, 'NaN'],
  ['bool', IDL.Bool, true, true],
  ['text', IDL.Text, '"<b>\n', '"<b>\n'],
  ['null', IDL.Null, null, null],
  ['opt text', IDL.Opt(IDL.Text), [], []],
  ['opt opt nat8', IDL.Opt(IDL.Opt(IDL.Nat8)), [[3]], [[3]]],
  ['blob', IDL.Vec(IDL.Nat8), Uint8Array.of(1, 255), [1, 255]],
  ['record { nat8; text }', IDL.Tuple(IDL.Nat8, IDL.Text), [1, 'x'], { 0: 1, 1: 'x' }],
  ['record { name : text; age : nat8 }', IDL.Record({ name: IDL.Text, age: IDL.Nat8 }), { name: 'Ada', age: 36 }, { age: 36, name: 'Ada' }],
  ['Kind', IDL.Variant({ dog: IDL.Text, cat: IDL.Null }), { cat: null }, { cat: null }],
])('a %s is JSON as dfx prints it', (text, type, value, expected) => {
  expect(json(text, type, value)).toBe(JSON.stringify(expected, undefined, 2));
});

it('several values are one JSON text each, none is nothing, and what is no Candid has none', () => {
  const service = 'service : { two : () -> (nat8, text); none : () -> () }';
  expect(commandText.typedReply(service, 'two', new Uint8Array(IDL.encode([IDL.Nat8, IDL.Text], [1, 'x']))).json).toBe('1\n"x"');
  expect(commandText.typedReply(service, 'none', new Uint8Array(IDL.encode([], []))).json).toBe('');
  expect(commandText.typedReply(service, 'two', Uint8Array.of(1, 2, 3)).json).toBeUndefined();
});
