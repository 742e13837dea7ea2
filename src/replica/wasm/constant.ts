/** Constant expressions: the values of globals, the offsets of segments and the entries of tables. */
import type { Reader } from './reader.ts';
import { invalid, located, switchedOff, type ModuleRefused } from './refusal.ts';

const END = 0x0b;
const SIMD_CONST = 12;

/** Operators that browsers take as constant and the Internet Computer does not: extended constant expressions. */
const EXTENDED: Readonly<Record<number, string>> = {
  0x6a: 'i32.add',
  0x6b: 'i32.sub',
  0x6c: 'i32.mul',
  0x7c: 'i64.add',
  0x7d: 'i64.sub',
  0x7e: 'i64.mul',
};

/** The same, of garbage collection: by the number that follows 0xfb. */
const EXTENDED_FB: Readonly<Record<number, string>> = {
  0: 'struct.new',
  1: 'struct.new_default',
  6: 'array.new',
  7: 'array.new_default',
  8: 'array.new_fixed',
  26: 'any.convert_extern',
  27: 'extern.convert_any',
  28: 'ref.i31',
};

/** Types by code that come with other features than the first reference types: why they are refused. */
const SWITCHED_OFF_TYPES: readonly (readonly [codes: readonly number[], why: string])[] = [
  [[0x63, 0x64], 'function references required for index reference types'],
  [[0x69, 0x74], 'exception refs not supported without the exception handling feature'],
  [[0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72, 0x73], 'heap types not supported without the gc feature'],
];

/** The refusal of a type that is neither a number, a vector, nor one of the first two reference types. */
export function unsupportedType(code: number, offset: number): ModuleRefused {
  const why = SWITCHED_OFF_TYPES.find(([codes]) => codes.includes(code))?.[1];
  return why === undefined ? invalid(located('invalid value type', offset)) : switchedOff(why, offset);
}

/** Passes a constant expression and gives the function that it refers to, if any. Throws `ModuleRefused` unless it is a single constant. */
export function skipConstant(reader: Reader): { readonly function: number } | undefined {
  let refers: { readonly function: number } | undefined;
  for (;;) {
    const at = reader.at;
    const code = reader.byte();
    if (code === END) return refers;
    if (code === 0xd2) refers = { function: reader.u32() };
    else skipOperand(reader, code, at);
  }
}

function skipOperand(reader: Reader, code: number, at: number): void {
  if (code === 0x41 || code === 0x42) reader.skipLeb();
  else if (code === 0x43) reader.skip(4);
  else if (code === 0x44) reader.skip(8);
  else if (code === 0xd0) skipHeapType(reader, at);
  else if (code === 0xfd && reader.u32() === SIMD_CONST) reader.skip(16);
  else if (code === 0x23) throw switchedOff('constant expression required: global.get of locally defined global', at);
  else throw notConstant(code === 0xfb ? EXTENDED_FB[reader.u32()] : EXTENDED[code], at);
}

function skipHeapType(reader: Reader, at: number): void {
  const type = reader.byte();
  if (type !== 0x70 && type !== 0x6f) throw unsupportedType(type, at);
}

const notConstant = (operator: string | undefined, at: number): ModuleRefused =>
  operator === undefined ? invalid(located('constant expression required', at)) : switchedOff(`constant expression required: non-constant operator: ${operator}`, at);
