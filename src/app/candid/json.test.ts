import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { expect, it } from 'vitest';
import { commandText } from './command-text.ts';

const json = (result: string, type: IDL.Type, value: unknown): string | undefined =>
  commandText.typedReply(`type Kind = variant { dog : text; cat }; service : { get : () -> (${result}) query }`, 'get', new Uint8Array(IDL.encode([type], [value]))).json;

it.each<readonly [string, IDL.Type, unknown, unknown]>([
  ['nat', IDL.Nat, 1234567n, '1_234_567'],
  ['int', IDL.Int, -5n, '-5'],
  ['nat64', IDL.Nat64, 12345678901234567890n, '12345678901234567890'],
  ['nat8', IDL.Nat8, 7, 7],
  ['int64', IDL.Int64, -9223372036854775808n, '-9223372036854775808'],
  ['nat32', IDL.Nat32, 4294967295, 4294967295],
  ['float64', IDL.Float64, 1.5, 1.5],
  ['float64', IDL.Float64, NaN, 'NaN'],
  ['float64', IDL.Float64, -Infinity, 'NaN'],
  ['reserved', IDL.Reserved, null, 'null : reserved'],
  ['opt null', IDL.Opt(IDL.Null), [null], [null]],
  ['vec text', IDL.Vec(IDL.Text), [], []],
  ['vec record {}', IDL.Vec(IDL.Record({})), [{}], [{}]],
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

it.each([
  [91, '91.0'],
  [0, '0.0'],
  [-0, '-0.0'],
  [-0.64, '-0.64'],
  [1234.5, '1234.5'],
  [123456789012345680, '1.2345678901234568e17'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e16'],
  [0.00001, '0.00001'],
  [0.000001, '1e-6'],
  [1.25e-7, '1.25e-7'],
  [1e300, '1e300'],
])('%d is a float with a point or an exponent: %s', (value, expected) => {
  expect(json('float64', IDL.Float64, value)).toBe(expected);
});

it('a float32 has the digits of the same number in 64 bits', () => {
  expect(json('float32', IDL.Float32, 0.1)).toBe('0.10000000149011612');
});

it('fields without a name have their numbers, in groups and in the order of texts', () => {
  expect(json('record { 2138241783 : nat8; 451920964 : text }', IDL.Record({ _2138241783_: IDL.Nat8, _451920964_: IDL.Text }), { _2138241783_: 1, _451920964_: 'x' })).toBe('{\n  "2_138_241_783": 1,\n  "451_920_964": "x"\n}');
  const many = Array.from({ length: 11 }, (_, index) => index);
  expect(json(`record { ${many.map(() => 'nat8').join('; ')} }`, IDL.Tuple(...many.map(() => IDL.Nat8)), many)).toMatch(/^{\n {2}"0": 0,\n {2}"1": 1,\n {2}"10": 10,\n {2}"2": 2,/);
});

it('a function is its canister and its name', () => {
  const id = Principal.fromText('aaaaa-aa');
  expect(json('func () -> () query', IDL.Func([], [], ['query']), [id, 'get'])).toBe('{\n  "code": "get",\n  "principal": "aaaaa-aa"\n}');
});

it('several values are one JSON text each, none is nothing, and what is no Candid has none', () => {
  const service = 'service : { two : () -> (nat8, text); none : () -> () }';
  expect(commandText.typedReply(service, 'two', new Uint8Array(IDL.encode([IDL.Nat8, IDL.Text], [1, 'x']))).json).toBe('1\n"x"');
  expect(commandText.typedReply(service, 'none', new Uint8Array(IDL.encode([], []))).json).toBe('');
  expect(commandText.typedReply(service, 'two', Uint8Array.of(1, 2, 3)).json).toBeUndefined();
});
