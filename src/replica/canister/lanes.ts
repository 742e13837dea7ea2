/** JavaScript can hold a global of type v128, but neither read nor write it; a module that imports it can. */

/**
 * (module (import "global" "it" (global (mut v128)))
 *   (func (export "low") (result i64) (i64x2.extract_lane 0 (global.get 0)))
 *   (func (export "high") (result i64) (i64x2.extract_lane 1 (global.get 0)))
 *   (func (export "set") (param i64 i64) (global.set 0 (i64x2.replace_lane 1 (i64x2.splat (local.get 0)) (local.get 1)))))
 */
const MODULE = Uint8Array.of(
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 0x0a, 2, 0x60, 0, 1, 0x7e, 0x60, 2, 0x7e, 0x7e, 0, 2, 0x0e, 1, 6, 0x67, 0x6c, 0x6f, 0x62, 0x61, 0x6c, 2, 0x69, 0x74, 3, 0x7b, 1,
  3, 4, 3, 0, 0, 1, 7, 0x14, 3, 3, 0x6c, 0x6f, 0x77, 0, 0, 4, 0x68, 0x69, 0x67, 0x68, 0, 1, 3, 0x73, 0x65, 0x74, 0, 2,
  0x0a, 0x1f, 3, 7, 0, 0x23, 0, 0xfd, 0x1d, 0, 0x0b, 7, 0, 0x23, 0, 0xfd, 0x1d, 1, 0x0b, 0x0d, 0, 0x20, 0, 0xfd, 0x12, 0x20, 1, 0xfd, 0x1e, 1, 0x24, 0, 0x0b,
);

let compiled: WebAssembly.Module | undefined;

/** The lanes of a mutable v128 global as one unsigned number of 128 bits, behind the same property as any other global's value. */
export function lanesOf(global: WebAssembly.Global): { value: bigint } {
  compiled ??= new WebAssembly.Module(MODULE);
  const { low, high, set } = new WebAssembly.Instance(compiled, { global: { it: global } }).exports as {
    readonly low: () => bigint;
    readonly high: () => bigint;
    readonly set: (low: bigint, high: bigint) => void;
  };
  return {
    get value() {
      return (BigInt.asUintN(64, high()) << 64n) | BigInt.asUintN(64, low());
    },
    set value(lanes) {
      set(BigInt.asIntN(64, lanes), BigInt.asIntN(64, lanes >> 64n));
    },
  };
}
