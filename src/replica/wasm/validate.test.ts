import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../primitives/bytes.ts';
import { encodeUnsigned } from '../../primitives/leb128.ts';
import { prepareModule } from './prepare.ts';
import { prepared, refusal, wat } from './testing.ts';

const repeat = (count: number, field: (index: number) => string): string => Array.from({ length: count }, (_, i) => field(i)).join(' ');

/** A module with one section of raw bytes. */
const raw = (id: number, ...content: number[]): Uint8Array => new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, id, ...encodeUnsigned(content.length), ...content]);

function custom(name: string, content: number[] = []): number[] {
  const bytes = [...utf8(name)];
  const payload = [...encodeUnsigned(bytes.length), ...bytes, ...content];
  return [0, ...encodeUnsigned(payload.length), ...payload];
}
const withCustoms = (...sections: number[][]): Uint8Array => new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);

describe('modules that the Internet Computer refuses', () => {
  const refused: [fields: string, text: string][] = [
    ['(import "ic0" "msg_foo" (func))', "Module imports function 'msg_foo' from 'ic0' that is not exported by the runtime."],
    ['(import "ic0" "toString" (func))', "Module imports function 'toString' from 'ic0' that is not exported by the runtime."],
    ['(import "env" "msg_reply" (func))', 'Module imports function "msg_reply" from "env", expected to be imported from one of ["ic0"] instead.'],
    ['(import "ic0" "msg_reply" (func (param i32)))', "invalid function signature. Expected input params [] for 'msg_reply', got [I32]."],
    ['(import "ic0" "time" (func (result i32)))', "invalid function signature. Expected return type [I64] for 'time', got [I32]."],
    ['(import "ic0" "g" (global i32))', 'Importing globals is not allowed.'],
    ['(import "foo" "memory" (memory 1))', 'Only memory imported from env.memory is allowed.'],
    ['(import "foo" "table" (table 1 funcref))', 'Only tables imported from env.table are allowed.'],
    ['(func (export "canister_start"))', 'Exporting reserved symbol canister_start not allowed.'],
    ['(memory (export "stable_memory") 1)', 'Exporting reserved symbol stable_memory not allowed.'],
    ['(func (export "canister_foo"))', 'Exporting reserved function \'canister_foo\' with "canister_" prefix.'],
    ['(func (export "canister_init") (param i32))', "Expected input params [] for 'canister_init', got [I32]."],
    ['(func (export "canister_query x") (result i32) i32.const 1)', "Expected return type [] for 'canister_query x', got [I32]."],
    ['(func (export "canister_query x")) (func (export "canister_update x"))', "Duplicate function 'x' exported multiple times with different call types: update, query, or composite_query."],
    [repeat(1001, (i) => `(func (export "canister_update ${i}"))`), '`canister_composite_query <name>` is 1001 which exceeds 1000.'],
    [repeat(3, (i) => `(func (export "canister_update ${i}${'x'.repeat(7000)}"))`), 'is 21003 which exceeds the allowed limit of 20000.'],
    ['(memory 1) (data (i32.const 65534) "abc")', 'Could not instrument wasm module of canister: Wasm module has invalid data segment of 3 bytes at 65534.\n'],
    ['(memory 1) (data (i32.const -1) "a")', 'invalid data segment of 1 bytes at 18446744073709551615'],
    [repeat(1001, () => '(global i32 (i32.const 0))'), 'Wasm module defined 1001 globals which exceeds the maximum number allowed 1000.'],
    [repeat(50_001, () => '(func)'), 'Wasm module defined 50001 functions which exceeds the maximum number allowed 50000.'],
    ['(global externref (ref.null extern))', 'Unsupported global type: Ref(externref)'],
    ['(table 1 funcref) (func (table.set 0 (i32.const 0) (ref.null func)))', 'Wasm module contains a function at index 0 with unsupported instruction table.set.'],
    ['(import "ic0" "msg_reply" (func)) (table 1 funcref) (func (table.set 0 (i32.const 0) (ref.null func)))', 'Wasm module contains a function at index 1 with unsupported instruction table.set.'],
    ['(table 1 funcref) (func) (func (drop (table.grow 0 (ref.null func) (i32.const 1))))', 'function at index 1 with unsupported instruction table.grow.'],
    ['(table 1 funcref) (func (table.fill 0 (i32.const 0) (ref.null func) (i32.const 1)))', 'unsupported instruction table.fill.'],
    ['(table 1 funcref) (func (table.copy (i32.const 0) (i32.const 0) (i32.const 1)))', 'unsupported instruction table.copy.'],
    ['(table 1 funcref) (elem func) (func (table.init 0 (i32.const 0) (i32.const 0) (i32.const 0)))', 'unsupported instruction table.init.'],
    [`(func ${'nop '.repeat(1_000_001)})`, 'function at index 0 with complexity 1000002 which exceeds the maximum complexity allowed 1000000.'],
    [`(memory 1) (func ${'(i32.store offset=100 (i32.const 0) (i32.const 0)) '.repeat(240_000)})`, 'Could not instrument wasm module of canister: a function is too large for this engine.'],
    [`(memory 1) (func (local ${'i32 '.repeat(49_999)}) (i64.store (i32.const 0) (i64.const 0)))`, 'a function is too large for this engine.'],
  ];
  it.each(refused.map(([fields, text]) => [text, fields] as const))('%s', (text, fields) => {
    expect(refusal(wat(`(module ${fields})`))).toContain(text);
  });

  it.each([
    ['icp:foo x', "Custom section 'icp:foo x' has no public/private scope defined."],
    ['icp:public', "'icp:' section names must have a space after the public/private scope"],
  ])('custom section %s', (name, text) => {
    expect(refusal(withCustoms(custom(name)))).toContain(text);
  });

  it('custom sections: twice the same name, too many, too large', () => {
    expect(refusal(withCustoms(custom('icp:public a'), custom('icp:private a')))).toContain('name a already exists');
    expect(refusal(withCustoms(...Array.from({ length: 17 }, (_, i) => custom(`icp:public ${i}`))))).toContain('defined 17 custom sections which exceeds the maximum number allowed 16.');
    expect(refusal(withCustoms(custom('icp:public a', new Array<number>(1_048_576).fill(0))))).toContain('size 1048577 bytes, allowed 1048576 bytes');
  });

  it.each([
    ['tags', raw(13, 0), 'exceptions proposal not enabled (at offset 0xa)'],
    ['a tag import', raw(2, 1, 1, 97, 1, 97, 4, 0, 0), 'failed with '],
    ['a shared memory', raw(5, 1, 3, 1, 1), 'threads must be enabled for shared memories (at offset 0xb)'],
    ['two memories', raw(5, 2, 0, 1, 0, 1), 'multiple memories (at offset 0xa)'],
    ['a structure type', raw(1, 1, 0x5f, 0), 'struct indexed types not supported without the gc feature (at offset 0xb)'],
    ['an array type', raw(1, 1, 0x5e, 0x7f, 0), 'array indexed types not supported without the gc feature (at offset 0xb)'],
    ['a recursive type', raw(1, 1, 0x4e, 1, 0x60, 0, 0), 'rec group usage requires `gc` proposal to be enabled (at offset 0xb)'],
    ['a subtype', raw(1, 1, 0x50, 0, 0x60, 0, 0), 'gc proposal must be enabled to use subtypes (at offset 0xb)'],
    ['a reference of garbage collection', raw(1, 1, 0x60, 1, 0x6e, 0), 'heap types not supported without the gc feature (at offset 0xb)'],
    ['an extended constant expression', raw(6, 1, 0x7f, 0, 0x41, 1, 0x41, 1, 0x6a, 0x0b), 'constant expression required: non-constant operator: i32.add (at offset 0x11)'],
    ['a global that copies another', raw(6, 2, 0x7f, 0, 0x41, 1, 0x0b, 0x7f, 0, 0x23, 0, 0x0b), 'constant expression required: global.get of locally defined global (at offset 0x12)'],
  ])('features that are switched off: %s', (_, bytes, text) => {
    expect(refusal(bytes)).toContain("Canister's Wasm module is not valid: Wasmtime failed to validate wasm module wasmtime::Module::validate() failed with ");
    expect(refusal(bytes)).toContain(text);
  });

  it.each([
    ['(import "env" "memory" (memory 3))', 'unknown import: `env::memory` has not been defined'],
    ['(import "env" "table" (table 3 funcref))', 'unknown import: `env::table` has not been defined'],
    ['(import "foo" "bar" (memory 3))', 'unknown import: `foo::bar` has not been defined'],
    ['(table 1 funcref) (table 1 funcref)', 'resource limit exceeded: table count too high at 2'],
    ['(table 1000001 funcref)', 'table minimum size of 1000001 elements exceeds table limits'],
    ['(func) (table 1 funcref) (elem (i32.const 1) 0)', 'wasm trap: undefined element: out of bounds table access'],
    ['(func) (table 1 funcref) (elem (i32.const -1) 0)', 'wasm trap: undefined element: out of bounds table access'],
    ['(memory 65521)', 'a memory of 65521 pages exceeds the 65520 that this engine has beside the page map'],
  ])('modules of which there can be no instance: %s', (fields, text) => {
    const result = prepareModule(wat(`(module ${fields})`), () => undefined, '00');
    expect(result).toEqual({ ok: false, reject: { code: 5, errorCode: 'IC0521', message: `Canister encountered a Wasm engine error: Failed to instantiate module: ${text}` } });
  });

  it('rules are checked in the production replica\'s order', () => {
    const fields = [
      '(import "env" "memory" (memory 1))',
      '(data (i32.const 65536) "a")',
      '(table 1 funcref) (func (table.set 0 (i32.const 0) (ref.null func)))',
      repeat(1001, () => '(global i32 (i32.const 0))'),
      '(func (export "canister_foo"))',
      '(import "ic0" "foo" (func))',
    ];
    const texts = ['unknown import', 'invalid data segment', 'name a already exists', 'table.set', '1001 globals', 'canister_foo', "'foo' from 'ic0'"];
    const customs = [...custom('icp:public a'), ...custom('icp:private a')];
    const messages: string[] = [];
    for (let broken = 1; broken <= texts.length; broken++) {
      const kept = fields.slice(0, broken < 3 ? broken : broken - 1);
      // Imports come first in the text format.
      const module = wat(`(module ${[...kept].sort((a, b) => Number(b.startsWith('(import')) - Number(a.startsWith('(import'))).join(' ')})`);
      const result = prepareModule(broken < 3 ? module : new Uint8Array([...module, ...customs]), () => undefined, '00');
      messages.push(result.ok ? 'accepted' : result.reject.message);
    }
    texts.forEach((text, i) => expect(messages[i]).toContain(text));
  });

  it('what the engine refuses, in its words', () => {
    const text = refusal(new Uint8Array([...raw(1, 1, 0x60, 0, 0), 3, 2, 1, 0, 10, 4, 1, 2, 0, 0x1a]));
    expect(text).toMatch(/^Canister's Wasm module is not valid: Wasmtime failed to validate wasm module wasmtime::Module::validate\(\) failed with .+\.\nIf you are running this canister in a test environment/);
  });

  it('what is neither a module nor gzip', () => {
    expect(refusal(new Uint8Array())).toContain('Failed to decode wasm module: unsupported canister module format.');
    expect(refusal(utf8('hello'))).toContain('unsupported canister module format');
    expect(refusal(new Uint8Array([0x1f, 0x8b, 8, 0]))).toContain('gzip stream is too short');
  });
});

describe('modules that it takes', () => {
  it('all entry points and kinds of methods, with empty names and spaces', () => {
    const entries = ['init', 'inspect_message', 'pre_upgrade', 'post_upgrade', 'heartbeat', 'global_timer', 'on_low_wasm_memory'].map((name) => `canister_${name}`);
    const methods = ['canister_update a b', 'canister_query ', 'canister_composite_query c'];
    const info = prepared(wat(`(module ${[...entries, ...methods, 'other'].map((name) => `(func (export "${name}"))`).join(' ')})`));
    expect([...info.entryPoints]).toEqual(entries);
    expect([...info.methods]).toEqual([['a b', 'update'], ['', 'query'], ['c', 'composite_query']]);
  });

  it('metadata of both visibilities, other custom sections ignored', () => {
    const { metadata } = prepared(withCustoms(custom('icp:public candid:service', [1, 2]), custom('icp:private ', [3]), custom('name', [1, 200]), custom('eth:x')));
    expect([...metadata]).toEqual([
      ['candid:service', { visibility: 'public', content: new Uint8Array([1, 2]) }],
      ['', { visibility: 'private', content: new Uint8Array([3]) }],
    ]);
  });

  it('gzip of the length that it states', () => {
    const bytes = wat('(module (func (export "canister_init")))');
    const zipped = new Uint8Array(gzipSync(bytes));
    const limits: number[] = [];
    const inflate = (out: Uint8Array | undefined) => (_: Uint8Array, maxBytes: number) => {
      limits.push(maxBytes);
      return out;
    };
    const message = (out: Uint8Array | undefined): string => {
      const result = prepareModule(zipped, inflate(out), 'abc');
      return result.ok ? `${result.module.hash} ${result.module.uploadedBytes === zipped.length}` : result.reject.message;
    };
    expect(message(bytes)).toBe('abc true');
    expect(message(undefined)).toContain('failed to decode compressed Wasm module');
    expect(message(bytes.subarray(1))).toContain(`specified uncompressed size ${bytes.length} does not match extracted size ${bytes.length - 1}`);
    expect(limits).toEqual([bytes.length + 1, bytes.length + 1, bytes.length + 1]);
  });

  it('modules of up to 100 MiB', () => {
    const zipped = new Uint8Array(gzipSync(new Uint8Array(16)));
    new DataView(zipped.buffer).setUint32(zipped.length - 4, 104_857_601, true);
    expect(refusal(zipped)).toContain('Wasm module size of 104857601 exceeds the maximum allowed size of 104857600.');
  });
});
