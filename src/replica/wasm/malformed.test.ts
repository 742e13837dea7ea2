import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeUnsigned } from '../../primitives/leb128.ts';
import { prepareModule } from './prepare.ts';
import { wat } from './testing.ts';

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const section = (id: number, ...content: number[]): number[] => [id, ...encodeUnsigned(content.length), ...content];
const moduleOf = (...sections: number[][]): Uint8Array => Uint8Array.from([...HEADER, ...sections.flat()]);
const TYPES = section(1, 1, 0x60, 0, 0);
const FUNCTIONS = section(3, 1, 0);
const code = (...body: number[]): number[] => section(10, 1, ...encodeUnsigned(body.length), ...body);

function unpack(packed: Uint8Array, maximum: number): Uint8Array | undefined {
  try {
    return gunzipSync(packed).subarray(0, maximum);
  } catch {
    return undefined;
  }
}

/** What is said of a module; `accepted` where it is taken. Anything that is not a coded reject fails. */
function verdict(bytes: Uint8Array): string {
  const result = prepareModule(bytes, unpack, '00');
  if (result.ok) return 'accepted';
  expect(['IC0505', 'IC0521']).toContain(result.reject.errorCode);
  expect(result.reject.message).toMatch(/^(Canister's Wasm module is not valid: |Could not instrument wasm module of canister: |Canister encountered a Wasm engine error: Failed to instantiate module: )./);
  return result.reject.message;
}

const framing = (text: string): string => `Canister's Wasm module is not valid: Failed to decode wasm module: Error finding code section: ${text}.\n`;

/** With every kind of section. */
const WHOLE = wat(`(module
  (import "ic0" "msg_reply" (func $reply)) (import "ic0" "time" (func $time (result i64)))
  (memory 1 2) (table 3 funcref) (global $g (mut i64) (i64.const 5)) (global $f f64 (f64.const 1))
  (func $a (param i32 i64) (result i32) (local f32) (i32.add (local.get 0) (i32.const 300)))
  (func $start (global.set $g (call $time)))
  (func (export "canister_update x") (local i32) (drop (call $a (i32.const 1) (i64.const -1))) (memory.init $p (i32.const 0) (i32.const 0) (i32.const 2)) (call $reply))
  (start $start) (elem (i32.const 0) $a $start) (data (i32.const 8) "abc") (data $p "de"))`);

describe('a module that ends too early', () => {
  it('at any of its bytes', () => {
    expect(verdict(WHOLE)).toBe('accepted');
    const accepted: number[] = [];
    for (let length = 0; length < WHOLE.length; length++) if (verdict(WHOLE.subarray(0, length)) === 'accepted') accepted.push(length);
    // The header by itself, and whole sections that need no other: the types, the imports, and what stands before the names.
    expect(accepted.length).toBeLessThanOrEqual(4);
  });

  it.each([
    ['within its magic', [0, 0x61, 0x73, 0x6d], 'unexpected end-of-file (at offset 0x4)'],
    ['within a section', [...HEADER, 1, 100, 1], 'unexpected end-of-file (at offset 0xa)'],
    ['within the length of a section', [...HEADER, 1, 0x80], 'unexpected end-of-file (at offset 0xa)'],
    ['before the code', [...HEADER, ...TYPES, ...FUNCTIONS], 'function section has non-zero count but code section is absent (at offset 0x12)'],
    ['before the data', [...HEADER, ...section(12, 1)], 'data count is non-zero but data section is absent (at offset 0xb)'],
  ])('%s', (_, bytes, text) => {
    expect(verdict(Uint8Array.from(bytes)).startsWith(framing(text))).toBe(true);
  });

  it('with each section cut short, empty, or longer than it says', () => {
    for (const id of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      for (const content of [[], [1], [0xff], [0x80], [5, 0], [0xff, 0xff, 0xff, 0xff, 0x0f], [0, 0]]) {
        expect(verdict(moduleOf(section(id, ...content)))).toMatch(/not valid/);
      }
    }
  });
});

describe('sections', () => {
  it.each([
    ['out of order', moduleOf(section(5, 1, 0, 1), section(1, 0)), 'section out of order (at offset 0xf)'],
    ['twice', moduleOf(section(1, 0), section(1, 0)), 'section out of order (at offset 0xd)'],
    ['two code sections', moduleOf(TYPES, FUNCTIONS, section(10, 0)), 'function and code section have inconsistent lengths (at offset 0x14)'],
    ['code without functions', moduleOf(TYPES, code(0, 0x0b)), 'function section is absent but code section has non-zero count (at offset 0x10)'],
    ['more data than counted', moduleOf(section(12, 0), section(11, 1, 1, 0)), 'data count and data section have inconsistent lengths (at offset 0x10)'],
    ['a start section with more than a function', moduleOf(section(8, 0, 0)), 'unexpected content in the start section (at offset 0xb)'],
    ['a length that is written too long', Uint8Array.from([...HEADER, 1, 0x81, 0x80, 0x80, 0x80, 0x80, 0, 0]), 'invalid var_u32: integer representation too long (at offset 0xd)'],
    ['a length beyond 32 bits', Uint8Array.from([...HEADER, 1, 0x81, 0x80, 0x80, 0x80, 0x10, 0]), 'invalid var_u32: integer too large (at offset 0xd)'],
    ['a number of 0x80', Uint8Array.from([...HEADER, 0x80, 0]), 'malformed section id (at offset 0x8)'],
    ['a module in a module', Uint8Array.from([...HEADER, ...HEADER]), 'expected section, got wasm magic number (at offset 0x8)'],
    ['a custom name that is no UTF-8', moduleOf(section(0, 2, 0xc3, 0x28)), 'malformed UTF-8 encoding (at offset 0xc)'],
    ['a custom name that is too long', moduleOf(section(0, 0xa1, 0x8d, 0x06)), 'string size out of bounds (at offset 0xc)'],
    ['another version', Uint8Array.from([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0]), 'unknown binary version: 0x00000002 (at offset 0x4)'],
  ])('%s', (_, bytes, text) => {
    expect(verdict(bytes).startsWith(framing(text))).toBe(true);
  });

  it('of an unknown number are refused', () => {
    expect(verdict(moduleOf(section(99, 1, 2)))).toContain('Wasmtime failed to validate wasm module wasmtime::Module::validate() failed with malformed section id: 99 (at offset 0xa).\n');
  });

  it('with huge counts end as fast as small ones', () => {
    const huge = [0xff, 0xff, 0xff, 0xff, 0x0f];
    for (const id of [1, 2, 4, 5, 6, 7, 9, 11]) expect(verdict(moduleOf(section(id, ...huge)))).toMatch(/not valid/);
    expect(verdict(moduleOf(TYPES, FUNCTIONS, code(1, ...huge, 0x7f, 0x0b)))).toMatch(/not valid/);
    expect(verdict(moduleOf(TYPES, FUNCTIONS, code(2, 0xff, 0xff, 3, 0x7f, 0xff, 0xff, 3, 0x7e, 0x0b)))).toMatch(/not valid|instrument/);
  });
});

describe('code that does not validate', () => {
  it.each([
    ['an unknown operator', [0, 0xff, 0x0b]],
    ['a missing end', [0, 0x02, 0x40, 0x0b]],
    ['an end too many', [0, 0x0b, 0x0b]],
    ['an operand that is missing', [0, 0x1a, 0x0b]],
    ['a local that is not there', [0, 0x20, 7, 0x1a, 0x0b]],
    ['a global that is not there', [0, 0x23, 7, 0x1a, 0x0b]],
    ['a function that is not there', [0, 0x10, 7, 0x0b]],
    ['memory that is not there', [0, 0x3f, 0, 0x1a, 0x0b]],
    ['a label that is not there', [0, 0x0c, 9, 0x0b]],
    ['an else without if', [0, 0x05, 0x0b]],
    ['the wrong type', [0, 0x41, 0, 0x42, 0, 0x6a, 0x1a, 0x0b]],
    ['a constant cut short', [0, 0x43, 0, 0]],
    ['an atomic operator', [0, 0xfe, 0x03, 0, 0x0b]],
    ['a throw', [0, 0x08, 0, 0x0b]],
    ['a try block', [0, 0x06, 0x40, 0x0b, 0x0b]],
    ['a structure', [0, 0xfb, 0, 0, 0x1a, 0x0b]],
    ['a relaxed vector operator', [0, 0xfd, 0x80, 2, 0x0b]],
    ['a local of an unknown type', [1, 1, 0x44, 0x0b]],
  ])('%s', (_, body) => {
    expect(verdict(moduleOf(TYPES, FUNCTIONS, code(...body)))).toMatch(/^Canister's Wasm module is not valid: (Wasmtime failed to validate|Wasm module contains a function at index 0 with unsupported)/);
  });
});

describe('gzip', () => {
  const packed = new Uint8Array(gzipSync(WHOLE));
  const changed = (at: number, byte: number): Uint8Array => packed.map((old, i) => (i === (at < 0 ? packed.length + at : at) ? byte : old));

  it('is unpacked', () => {
    expect(verdict(packed)).toBe('accepted');
  });

  it('that is damaged is refused, at any of its bytes', () => {
    for (let at = 10; at < packed.length; at++) expect(verdict(changed(at, (packed[at] as number) ^ 0x55))).toMatch(/not valid|accepted/);
    for (let length = 0; length < packed.length; length++) expect(verdict(packed.subarray(0, length))).toMatch(/not valid/);
  });

  it('with the checksum of something else is refused', () => {
    const damaged = changed(-8, (packed.at(-8) as number) ^ 1);
    const result = prepareModule(damaged, () => WHOLE, '00');
    expect(result.ok ? '' : result.reject.message).toMatch(/Failed to decode wasm module: failed to decode compressed Wasm module: CRC32 mismatched: value=\d+, expected=\d+\.\n/);
  });

  it('that unpacks to more than it says is refused without being unpacked', () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(50_000_000)));
    new DataView(bomb.buffer).setUint32(bomb.length - 4, 1000, true);
    const asked: number[] = [];
    const result = prepareModule(bomb, (_, maximum) => {
      asked.push(maximum);
      return new Uint8Array(maximum);
    }, '00');
    expect(asked).toEqual([1001]);
    expect(result.ok ? '' : result.reject.message).toContain('Failed to decode wasm module: specified uncompressed size 1000 does not match extracted size 1001.\n');
  });
});
