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
    ['(memory 1) (data (i32.const 65534) "abc")', 'invalid data segment of 3 bytes at 65534'],
    ['(memory 1) (data (i32.const -1) "a")', 'invalid data segment of 1 bytes at 4294967295'],
    [repeat(1001, () => '(global i32 (i32.const 0))'), 'Wasm module defined 1001 globals which exceeds the maximum number allowed 1000.'],
    [repeat(50_001, () => '(func)'), 'Wasm module defined 50001 functions which exceeds the maximum number allowed 50000.'],
    ['(global externref (ref.null extern))', 'Unsupported global type: externref'],
    ['(table 1 funcref) (func (table.set 0 (i32.const 0) (ref.null func)))', 'Wasm module contains a function at index 0 with unsupported instruction table.set.'],
    ['(table 1 funcref) (func) (func (drop (table.grow 0 (ref.null func) (i32.const 1))))', 'function at index 1 with unsupported instruction table.grow.'],
    ['(table 1 funcref) (func (table.fill 0 (i32.const 0) (ref.null func) (i32.const 1)))', 'unsupported instruction table.fill.'],
    ['(table 1 funcref) (func (table.copy (i32.const 0) (i32.const 0) (i32.const 1)))', 'unsupported instruction table.copy.'],
    ['(table 1 funcref) (elem func) (func (table.init 0 (i32.const 0) (i32.const 0) (i32.const 0)))', 'unsupported instruction table.init.'],
    [`(func ${'nop '.repeat(1_000_001)})`, 'function at index 0 with complexity 1000002 which exceeds the maximum complexity allowed 1000000.'],
    [`(memory 1) (func ${'(i32.store offset=100 (i32.const 0) (i32.const 0)) '.repeat(240_000)})`, 'Could not instrument wasm module of canister: a function is too large for this engine.'],
    [`(memory 1) (func (local ${'i32 '.repeat(49_999)}) (i64.store (i32.const 0) (i64.const 0)))`, 'a function is too large for this engine.'],
    ['(memory 65521)', 'Wasm module defined a memory of 65521 pages which exceeds the maximum number allowed 65520.'],
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
    ['a tag import', raw(2, 1, 1, 97, 1, 97, 4, 0, 0)],
    ['a shared memory', raw(5, 1, 3, 1, 1)],
    ['two memories', raw(5, 2, 0, 1, 0, 1)],
    ['a structure type', raw(1, 1, 0x5f, 0)],
    ['an extended constant expression', raw(6, 1, 0x7f, 0, 0x41, 1, 0x41, 1, 0x6a, 0x0b)],
    ['a section that overruns the module', new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 100])],
    ['a wrong version', new Uint8Array([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0])],
  ])('%s', (_, bytes) => {
    expect(refusal(bytes)).toContain("Canister's Wasm module is not valid: ");
  });

  it('what the engine refuses, in its words', () => {
    const text = refusal(new Uint8Array([...raw(1, 1, 0x60, 0, 0), 3, 2, 1, 0, 10, 4, 1, 2, 0, 0x1a]));
    expect(text).toMatch(/^Canister's Wasm module is not valid: Wasmtime failed to validate wasm module wasmtime::Module::validate\(\) failed with .+\.\nThis is likely an error with the compiler/);
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

  it('an imported memory', () => {
    expect(prepared(wat('(module (import "env" "memory" (memory 3)))')).memory).toEqual({ minimum: 3, maximum: undefined });
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
    expect(limits).toEqual([bytes.length, bytes.length, bytes.length]);
  });

  it('modules of up to 100 MiB', () => {
    const zipped = new Uint8Array(gzipSync(new Uint8Array(16)));
    new DataView(zipped.buffer).setUint32(zipped.length - 4, 104_857_601, true);
    expect(refusal(zipped)).toContain('Wasm module size of 104857601 exceeds the maximum allowed size of 104857600.');
  });
});
