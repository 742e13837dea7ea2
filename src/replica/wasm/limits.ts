/** Limits that a module must keep to be installed. Sources: resource-limits of the Internet Computer; `embedders` configuration of the replica. */

/** Bytes of a module after gunzip. */
export const MAX_MODULE_BYTES = 104_857_600;
/** Bytes of the code section (2026). */
export const MAX_CODE_SECTION_BYTES = 12 * 1024 * 1024;
/** Operators of one function. */
export const MAX_FUNCTION_OPERATORS = 1_000_000;
/** Complexity of one function, in the weights of `costs.ts`. */
export const MAX_FUNCTION_COMPLEXITY = 1_000_000;
/** Bytes of any name in the binary format. */
export const MAX_NAME_BYTES = 100_000;
/** Elements of a table when the module is instantiated. `MAX_STORE_TABLE_ELEMENTS` of the embedder. */
export const MAX_TABLE_ELEMENTS = 1_000_000;
export const MAX_GLOBALS = 1_000;
/** Functions defined in a module, imports not counted. */
export const MAX_FUNCTIONS = 50_000;
/** Exported `canister_update`, `canister_query` and `canister_composite_query` methods. */
export const MAX_METHODS = 1_000;
/** Sum of the lengths of the method names, in bytes. */
export const MAX_METHOD_NAME_BYTES = 20_000;
/** Custom sections named `icp:public NAME` or `icp:private NAME`. */
export const MAX_METADATA_SECTIONS = 16;
/** Sum of names and contents of these sections, in bytes. */
export const MAX_METADATA_BYTES = 1_048_576;
/** Heap of a 64-bit module: 6 GiB in pages of 64 KiB. */
export const MAX_WASM64_PAGES = 98_304;
/** Instructions charged for compiling one operator of the instrumented module. */
export const COMPILATION_COST_PER_OPERATOR = 6_000;

/** Bytes of the page map in front of a 32-bit memory: one byte for each 4 KiB page of 4 GiB. */
export const MAP_BYTES_32 = 0x10_0000;
/** Bytes of the page map in front of a 64-bit memory: covers 8 GiB. */
export const MAP_BYTES_64 = 0x20_0000;
/** Pages of 64 KiB that a 32-bit memory can have next to its page map. */
export const MAX_WASM32_PAGES = 65_536 - MAP_BYTES_32 / 65_536;

/** What browser engines take, of the rewritten module: bytes of one function, and its parameters and locals. JavaScript API, "implementation-defined limits". */
export const ENGINE_MAX_FUNCTION_BYTES = 7_654_321;
export const ENGINE_MAX_LOCALS = 50_000;
/** Parameters of a function, and its results: each list by itself. */
export const ENGINE_MAX_PARAMETERS = 1_000;

/**
 * Static offsets of stores up to here do not count where the page of a store is tested: the host saves as much of the following
 * page along, with {@link MAX_STORE_BYTES}.
 */
export const MAX_UNTESTED_OFFSET = 64;
/** Bytes of the widest store, that of a v128. */
export const MAX_STORE_BYTES = 16;
