import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeReply } from './decode.ts';
import { toIdl } from './idl.ts';
import { parseCandid } from './parse-types.ts';
import { parseValues } from './parse-values.ts';
import { printArguments, printValues } from './print.ts';
import { type Argument, type CandidType, type Field, type PrimitiveName, type TypeEnvironment, fieldId, fieldKey } from './types.ts';

const NONE: TypeEnvironment = new Map();
const principal = fc.uint8Array({ minLength: 0, maxLength: 29 }).map((bytes) => Principal.fromUint8Array(bytes));
const float32 = fc.float({ noNaN: false });
const integer = (bits: number, signed: boolean): fc.Arbitrary<unknown> => {
  const size = 2n ** BigInt(bits);
  const value = signed ? fc.bigInt(-size / 2n, size / 2n - 1n) : fc.bigInt(0n, size - 1n);
  return bits > 32 ? value : value.map(Number);
};

const PRIMITIVE_VALUES: Readonly<Partial<Record<PrimitiveName, fc.Arbitrary<unknown>>>> = {
  nat: fc.bigInt({ min: 0n, max: 2n ** 200n }), int: fc.bigInt(-(2n ** 200n), 2n ** 200n),
  nat8: integer(8, false), nat16: integer(16, false), nat32: integer(32, false), nat64: integer(64, false),
  int8: integer(8, true), int16: integer(16, true), int32: integer(32, true), int64: integer(64, true),
  float32, float64: fc.double(), bool: fc.boolean(), text: fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  null: fc.constant(null), reserved: fc.constant(null), principal,
};

interface Typed {
  readonly type: CandidType;
  readonly value: unknown;
}

function fieldsOf(parts: readonly { readonly name: string | undefined; readonly typed: Typed }[]): { fields: Field[]; values: unknown[] } {
  const fields: Field[] = [];
  const values: unknown[] = [];
  for (const [index, { name, typed }] of parts.entries()) {
    const id = name === undefined ? index : fieldId(name);
    if (fields.some((field) => field.id === id)) continue;
    fields.push({ id, name, type: typed.type });
    values.push(typed.value);
  }
  return { fields, values };
}

const typed = fc.letrec<{ typed: Typed }>((tie) => {
  const primitive = fc.constantFrom(...(Object.keys(PRIMITIVE_VALUES) as PrimitiveName[])).chain((name) =>
    (PRIMITIVE_VALUES[name] as fc.Arbitrary<unknown>).map((value): Typed => ({ type: { kind: 'primitive', name }, value })));
  const option = fc.tuple(tie('typed'), fc.boolean()).map(([inner, present]): Typed => ({ type: { kind: 'opt', of: inner.type }, value: present ? [inner.value] : [] }));
  const vector = fc.tuple(tie('typed'), fc.nat(3)).map(([inner, count]): Typed => ({ type: { kind: 'vec', of: inner.type }, value: Array.from({ length: count }, () => inner.value) }));
  const blob = fc.uint8Array().map((value): Typed => ({ type: { kind: 'vec', of: { kind: 'primitive', name: 'nat8' } }, value }));
  const part = fc.record({ name: fc.option(fc.oneof(fc.constantFrom('text', 'a', '__proto__', '_5_', 'id'), fc.string()), { nil: undefined }), typed: tie('typed') });
  const record = fc.array(part, { maxLength: 4 }).map((parts): Typed => {
    const { fields, values } = fieldsOf(parts);
    return { type: { kind: 'record', fields }, value: Object.fromEntries(fields.map((field, index) => [fieldKey(field), values[index]])) };
  });
  const variant = fc.tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.nat()).map(([parts, pick]): Typed => {
    const { fields, values } = fieldsOf(parts);
    const at = pick % fields.length;
    return { type: { kind: 'variant', fields }, value: { [fieldKey(fields[at] as Field)]: values[at] } };
  });
  const func = fc.tuple(principal, fc.string()).map((value): Typed => ({ type: { kind: 'func', args: [], results: [], annotation: 'query' }, value }));
  const service = principal.map((value): Typed => ({ type: { kind: 'service', methods: [] }, value }));
  return { typed: fc.oneof({ depthSize: 'small', withCrossShrink: true }, primitive, option, vector, blob, record, variant, func, service) };
}).typed;

describe('values as Candid text', () => {
  it('survive being written, read, encoded and decoded', () => {
    fc.assert(fc.property(fc.array(typed, { maxLength: 3 }), (all) => {
      const args: Argument[] = all.map(({ type }) => ({ name: undefined, type }));
      const text = printValues(all.map(({ value }) => value), args, NONE);
      const read = parseValues(text, args, NONE);
      expect(read).toMatchObject({ ok: true });
      if (!read.ok) return;
      expect(printValues(read.values, args, NONE)).toBe(text);
      const bytes = IDL.encode(toIdl(args, NONE), [...read.values]);
      const candid = `service : { m : () -> ${printArguments(args)} }`;
      expect(decodeReply(candid, 'm', bytes)).toBe(text);
    }), { numRuns: 300 });
  });

  it('are refused with an error, never an exception, when they are garbage', () => {
    const args: Argument[] = [{ name: undefined, type: { kind: 'opt', of: { kind: 'record', fields: [{ id: 0, name: undefined, type: { kind: 'primitive', name: 'text' } }] } } }];
    const pieces = fc.array(fc.constantFrom('(', ')', 'opt ', 'record', '{', '}', '"', '\\', '=', ';', '0', '1.5', 'principal', '/*', 'null', ':', ' '), { maxLength: 20 }).map((all) => all.join(''));
    fc.assert(fc.property(fc.oneof(fc.string(), pieces), (text) => {
      const read = parseValues(text, args, NONE);
      if (!read.ok) expect(read.error.line).toBeGreaterThan(0);
    }));
    expect(parseValues('('.repeat(100_000), args, NONE).ok).toBe(false);
  });

  const cases: [type: string, text: string, message: RegExp][] = [
    ['nat8', '(256)', /must be between 0 and 255/],
    ['nat', '(-1)', /must be 0 or more/],
    ['nat', '("a")', /Expected a number \(nat\); found the text "a"/],
    ['text', '(hello)', /a text in double quotes/],
    ['nat, text', '(1)', /Argument 2 of 2 is missing/],
    ['record { a : nat; b : text }', '(record { a = 1 })', /field b is missing/],
    ['record { a : nat }', '(record { c = 1 })', /no field “c”. There is only a/],
    ['variant { ok; err : text }', '(variant { err })', /holds a value/],
    ['opt nat', '(5)', /write “opt …”/],
    ['vec nat', '(vec { 1, 2 })', /“;” goes between/],
    ['principal', '(principal "aaaaa-ab")', /not a principal/],
    ['', '(1)', /takes no arguments/],
    ['nat', '(1 : int)', /Expected “\)”|The type here is nat/],
    ['nat', '((1 : int))', /The type here is nat, not int/],
  ];
  it.each(cases)('of type (%s), %s is refused in words', (type, text, message) => {
    const parsed = parseCandid(`service : { m : (${type}) -> () }`);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const read = parseValues(text, parsed.service[0]?.type.args ?? [], parsed.types);
    expect(read.ok ? '' : read.error.message).toMatch(message);
  });

  it('keep numbers of any size and read every notation', () => {
    const args: Argument[] = (['nat', 'int', 'float64', 'nat16'] as const).map((name) => ({ name: undefined, type: { kind: 'primitive', name } }));
    expect(parseValues('(123_456_789_012_345_678_901_234_567_890, -0x10, 1e3, (65_535 : nat16))', args, NONE)).toEqual({ ok: true, values: [123456789012345678901234567890n, -16n, 1000, 65535] });
  });
});

describe('interface descriptions', () => {
  const FULL = `
    // A list.
    type List = opt record { head : nat; tail : List };
    type Tree = variant { leaf; node : record { Tree; Tree } };
    type Alias = Tree;
    type Callback = func (text) -> () oneway;
    service counter : (owner : principal, opt nat) -> {
      /// Adds one.
      inc : (by : nat, "quoted name" : record { 5 : nat8; text; "ü" : blob }) -> (List);
      get : () -> (Alias, reserved, empty) query;
      "odd name" : (Callback, service { ping : () -> () composite_query }) -> () oneway;
    }`;

  it('give their methods, types and constructor arguments', () => {
    const parsed = parseCandid(FULL);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    expect(parsed.init).toHaveLength(2);
    expect(parsed.service.map(({ name, type, doc }) => [name, type.annotation, doc])).toEqual([['inc', undefined, 'Adds one.'], ['get', 'query', ''], ['odd name', 'oneway', '']]);
    expect(printArguments(parsed.service[0]?.type.args ?? [])).toBe('(by : nat, "quoted name" : record { 5 : nat8; 6 : text; "ü" : blob })');
    expect(parsed.types.size).toBe(4);
  });

  it('make types that encode, recursive ones too', () => {
    const parsed = parseCandid('type A = B; type B = record { A; L }; type L = opt record { nat; L }; service : { f : (L) -> (A) }');
    if (!parsed.ok) throw new Error(parsed.error.message);
    const args = parsed.service[0]?.type.args ?? [];
    const read = parseValues('(opt record { 1; opt record { 2; null } })', args, parsed.types);
    if (!read.ok) throw new Error(read.error.message);
    const bytes = IDL.encode(toIdl(args, parsed.types), [...read.values]);
    expect(decodeReply('', 'f', bytes)).toBe('(opt record { 1; opt record { 2; null } })');
    expect(toIdl(parsed.service[0]?.type.results ?? [], parsed.types)).toHaveLength(1);
  });

  const broken: [string, RegExp][] = [
    ['service : { f : (Nope) -> () }', /“Nope” is not defined/],
    ['type A = B; type B = A; service : {}', /nothing but itself/],
    ['service : { f : (nat) }', /between the arguments and the results/],
    ['type A = nat; type A = int;', /defined twice/],
    ['import "x.did"; service : {}', /not supported/],
    ['service : { f : () -> () ', /Expected “;” or “}”/],
    ['service : { f : (record { a : nat; a : nat }) -> () }', /same name/],
  ];
  it.each(broken)('%s is refused in words', (text, message) => {
    const parsed = parseCandid(text);
    expect(parsed.ok ? '' : parsed.error.message).toMatch(message);
  });

  it('never make the parser throw', () => {
    const pieces = fc.array(fc.constantFrom('type ', 'A', '=', ';', 'service', ':', '{', '}', '(', ')', '->', 'record', 'variant', 'opt ', 'vec ', '"', '1', ',', ' '), { maxLength: 25 }).map((all) => all.join(''));
    fc.assert(fc.property(fc.oneof(fc.string(), pieces), (text) => {
      expect(typeof parseCandid(text).ok).toBe('boolean');
    }));
    expect(parseCandid(`type A = ${'opt '.repeat(100_000)} nat;`).ok).toBe(false);
  });
});

describe('replies', () => {
  it('that do not fit the interface are shown by the types they declare', () => {
    const bytes = IDL.encode([IDL.Record({ a: IDL.Nat, b: IDL.Vec(IDL.Text) })], [{ a: 5n, b: ['x'] }]);
    expect(decodeReply('service : { m : () -> (text) }', 'm', bytes)).toBe('(record { 97 = 5; 98 = vec { "x" } })');
  });
  it('that are no Candid are shown as hexadecimal digits', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      expect(typeof decodeReply('', 'm', bytes)).toBe('string');
    }));
    expect(decodeReply('', 'm', Uint8Array.of(1, 255))).toBe('01ff');
  });
  it('are broken into lines where they are long', () => {
    const candid = 'service : { m : () -> (vec record { name : text; age : nat }) query }';
    const type = IDL.Vec(IDL.Record({ name: IDL.Text, age: IDL.Nat }));
    const bytes = IDL.encode([type], [[{ name: 'Alice of the long name', age: 1234n }, { name: 'Bob of the long name too', age: 5n }]]);
    expect(decodeReply(candid, 'm', bytes)).toBe('(\n  vec {\n    record { name = "Alice of the long name"; age = 1_234 };\n    record { name = "Bob of the long name too"; age = 5 };\n  },\n)');
  });
});
