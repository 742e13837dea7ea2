/** Units as types, so that a number of pages is never added to a number of bytes. */
declare const unit: unique symbol;
type Branded<T, Name extends string> = T & { readonly [unit]: Name };

/** Cycles, the fuel a canister pays with (u128). */
export type Cycles = Branded<bigint, 'Cycles'>;
/** Wasm instructions as the Internet Computer counts them. At most 300 · 10⁹, so a double is exact. */
export type Instructions = Branded<number, 'Instructions'>;
/** Wasm pages of 64 KiB. */
export type WasmPages = Branded<number, 'WasmPages'>;
/** Nanoseconds since 1970-01-01 (u64). */
export type Nanoseconds = Branded<bigint, 'Nanoseconds'>;

export const cycles = (value: bigint): Cycles => value as Cycles;
export const instructions = (value: number): Instructions => value as Instructions;
export const wasmPages = (value: number): WasmPages => value as WasmPages;
export const nanoseconds = (value: bigint): Nanoseconds => value as Nanoseconds;

export const WASM_PAGE_BYTES = 65_536;
