/**
 * What the Internet Computer charges for each operator of WebAssembly, and how it weighs operators for the bound on a
 * function's complexity. The tables are indexed by opcode: one byte opcodes, those after 0xfc, and those after 0xfd (SIMD).
 * Source: `instruction_to_cost` and `wasm_function_complexity` of the replica's `embedders`.
 */

type Rule = readonly [value: number, opcodes: readonly (number | readonly [first: number, last: number])[]];

function table(size: number, fallback: number, rules: readonly Rule[]): Uint16Array {
  const out = new Uint16Array(size).fill(fallback);
  for (const [value, opcodes] of rules) {
    for (const range of opcodes) {
      const [first, last] = typeof range === 'number' ? [range, range] : range;
      out.fill(value, first, last + 1);
    }
  }
  return out;
}

/** Instructions per one-byte operator, in a module with a 32-bit memory. */
export const COST: Uint16Array = table(256, 1, [
  [0, [0x02, 0x03, 0x05, 0x0b]], // block, loop, else, end
  [2, [0x04, 0x0c, 0x0d, 0x0e, 0x23, 0x24]], // if, br, br_if, br_table, global.get, global.set
  [5, [0x10, 0x25, 0x26, 0xd1]], // call, table.get, table.set, ref.is_null
  [10, [0x11]], // call_indirect
  [3, [0x12]], // return_call
  [60, [0x13]], // return_call_indirect
  [20, [0x3f]], // memory.size
  [300, [0x40]], // memory.grow
  [3, [[0x5b, 0x66]]], // float comparisons
  [10, [[0x6d, 0x70], [0x7f, 0x82]]], // integer div and rem
  [2, [[0x8d, 0x90], [0x92, 0x94], 0x98]], // f32 ceil floor trunc nearest; add sub mul; copysign
  [5, [0x91]], // f32.sqrt
  [3, [0x95]], // f32.div
  [18, [0x96, 0x97, 0xa4, 0xa5]], // float min and max
  [2, [[0x9b, 0x9e], [0xa0, 0xa2]]], // f64 ceil floor trunc nearest; add sub mul
  [8, [0x9f]], // f64.sqrt
  [5, [0xa3]], // f64.div
  [3, [0xa6]], // f64.copysign
  [20, [[0xa8, 0xab], [0xae, 0xb1]]], // trunc
  [3, [0xb2, 0xb4, 0xb7, 0xb9]], // convert from signed
  [16, [0xb3, 0xb5, 0xb8, 0xba]], // convert from unsigned
  [130, [0xd2]], // ref.func
]);

/** Instructions per operator after 0xfc; bulk operations are charged their size on top. */
export const COST_FC: Uint16Array = table(32, 1, [
  [20, [[0, 7]]], // trunc_sat
  [100, [8, 10, 11, 12, 14, 16, 17]], // memory.init copy fill; table.init copy size fill
  [300, [9, 13, 15]], // data.drop, elem.drop, table.grow
]);

/** Instructions per operator after 0xfd, in a module with a 32-bit memory. */
export const COST_SIMD: Uint16Array = table(256, 1, [
  [3, [0x0d, 0x62, 0x6b, 0x6c, 0xcc, 0x7f, 0xfd]], // shuffle, i8x16 popcnt shl shr_s, i64x2.shr_s, i32x4.extadd_pairwise_u, trunc_sat_f64x2_u_zero
  [2, [0x26, 0x28, 0x30, 0x32, 0x3a, 0x3c]], // lt_u and gt_u
  [2, [0x6d, [0x8b, 0x8d], [0xab, 0xad], 0xcb, 0xcd]], // other shifts
  [2, [0x7d, 0x9d, 0x9f, 0xb5, [0xbc, 0xbf]]], // i16x8.extadd_pairwise_u, extmul_high; i32x4.mul, extmul
  [2, [[0x67, 0x6a], 0xe0, 0xe1, [0xe4, 0xe6]]], // f32x4 ceil floor trunc nearest abs neg add sub mul
  [2, [0x74, 0x75, 0x7a, 0x94, 0xec, 0xed, [0xf0, 0xf2]]], // the same of f64x2
  [2, [0xf8, 0xfc]], // trunc_sat signed
  [4, [0xd5, 0xe8, 0xe9, 0xf4, 0xf9, 0xfb]], // i64x2.mul, f32x4 min max, f64x2.min, unsigned conversions
  [5, [0xe3, 0xf5]], // f32x4.sqrt, f64x2.max
  [10, [0xe7]], // f32x4.div
  [12, [0xf3]], // f64x2.div
  [14, [0xef]], // f64x2.sqrt
]);

/** Loads and stores cost this much more where memory 0 is 64-bit. */
export const MEMORY64_SURCHARGE = 1;

/** Complexity per one-byte operator. */
export const COMPLEXITY: Uint16Array = table(256, 1, [
  [50, [[0x02, 0x04], [0x0c, 0x0e], 0x10, 0x11, 0x40]], // block loop if br br_if br_table call call_indirect memory.grow
  [14, [0x25]], // table.get
  [8, [0xd2]], // ref.func
  [6, [0xd1]], // ref.is_null
  [5, [[0xa8, 0xba]]], // conversions between int and float, extension, demotion ...
  [2, [0xa7, 0xbb]], // ... without wrap and promote
  [4, [0x8b, 0x8c, 0x99, 0x9a]], // abs and neg
  [3, [[0x28, 0x35], [0x6d, 0x70], [0x7f, 0x82], 0x98, 0xa6, 0x61]], // loads, div and rem, copysign, f64.eq
  [2, [0x23, 0x1b, [0x36, 0x3e], 0x3f, 0x69, 0x7b]], // global.get, select, stores, memory.size, popcnt
  [2, [[0x45, 0x60], [0x62, 0x66], [0x8d, 0x91], [0x9b, 0x9d], 0x9f]], // comparisons, float rounding and sqrt
  [2, [[0xbc, 0xc4]]], // reinterpret, sign extension
  [1, [0x90, 0x9e]], // nearest
]);

/** Complexity per operator after 0xfc. */
export const COMPLEXITY_FC: Uint16Array = table(32, 1, [
  [3, [[0, 7], 11]], // trunc_sat, memory.fill
  [4, [10]], // memory.copy
]);
