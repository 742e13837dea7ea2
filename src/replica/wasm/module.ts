import type { Reject } from '../errors.ts';

/**
 * What the rest of the replica knows of an installed module: the rewritten bytes and a description.
 *
 * The rewritten module differs from the original in this:
 * - its memory (if any) is imported as `replica.memory`, and begins with a page map of {@link ModuleInfo.mapBytes}
 *   bytes: one byte per 4 KiB page of the canister's memory, non-zero once the page was marked. The canister's
 *   address 0 is byte `mapBytes` of the imported memory; every static offset, bulk operation, data segment,
 *   `memory.size` and `memory.grow` is adjusted, so that the canister cannot see the map;
 * - before each store, a page whose map byte is zero is announced by a call to the import
 *   `replica.mark_page(address: i32 | i64)`, with the page of an address up to 64 bytes before that of the first byte stored.
 *   Stores may run over that page by up to 80 bytes: the host saves so many of the next page along;
 * - bulk writes (`memory.fill`, `memory.copy`, `memory.init`) first call `replica.mark_range(address, length)` with the
 *   canister's own addresses (i32 or i64; the host clips what is out of bounds, the operation then traps by itself);
 * - `memory.grow` goes through `replica.grow_memory(delta) -> previous size or -1`, in the canister's pages;
 * - instructions are charged to the exported mutable i64 global `replica:counter`, which counts down; the
 *   import `replica.out_of_instructions()` is called where it is found negative, and must throw. Inside, the counter goes from function
 *   to function as one more parameter and result; the global is exact whenever the host is called, after a trap and at the end;
 * - exported functions have their original types; the table's entries do not: they are called by
 *   `replica:callback(index, env)`, where they are of type (I) -> ();
 * - each mutable global is exported as `replica:global:<index>` (index in the original module);
 * - the table, if any, is exported as `replica:table`;
 * - the start function, if any, is exported as `replica:start` and the start section is gone;
 * - active data segments are gone (see `activeData`), their indices remain valid as empty passive segments.
 */
export interface ModuleInfo {
  /** SHA-256 of the module as uploaded (before gunzip), hex. */
  readonly hash: string;
  /** Bytes of the module as uploaded. */
  readonly uploadedBytes: number;
  /** The rewritten module. */
  readonly rewritten: Uint8Array<ArrayBuffer>;
  /** Address width of memory 0; 32 where there is no memory. */
  readonly wordSize: 32 | 64;
  /** Limits of the canister's own memory in Wasm pages of 64 KiB; `undefined` where it has none. */
  readonly memory: { readonly minimum: number; readonly maximum: number | undefined } | undefined;
  /** Bytes of the page map in front of the canister's memory (a multiple of 64 KiB); 0 without memory. */
  readonly mapBytes: number;
  /** Address width of table 0 (table indices are bigint in the JS API where it is 64). */
  readonly tableSize: 32 | 64;
  readonly mutableGlobals: readonly { readonly exportName: string; readonly type: 'i32' | 'i64' | 'f32' | 'f64' | 'v128' }[];
  /** Active data segments in order; written once by the host at install, not on a kept heap. */
  readonly activeData: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  readonly hasStart: boolean;
  /** True where code contains `data.drop` or `elem.drop`: such a module needs a fresh instance for each message. */
  readonly dropsSegments: boolean;
  /** Exported `canister_*` entry points without a method name: `canister_init`, `canister_heartbeat`, ... */
  readonly entryPoints: ReadonlySet<string>;
  /** Method names by kind. */
  readonly methods: ReadonlyMap<string, 'update' | 'query' | 'composite_query'>;
  /** Custom sections with the prefix `icp:public ` or `icp:private `, by their name without it. */
  readonly metadata: ReadonlyMap<string, { readonly visibility: 'public' | 'private'; readonly content: Uint8Array }>;
  /** Function names of the name section by function index of the *original* module (for back traces). */
  readonly functionNames: ReadonlyMap<number, string>;
  /** How functions are numbered: fields of the imported ones, those that the rewriter added behind these, and the module's own. */
  readonly functions: { readonly imports: readonly string[]; readonly added: number; readonly defined: number };
  /** Names of the `ic0` imports that the module uses. */
  readonly imports: ReadonlySet<string>;
  /** Cost of compiling it, in instructions: 6,000 · (operators + 2 · globals). */
  readonly compilationCost: number;
}

/** The exported mutable i64 global that counts instructions down. */
export const COUNTER_EXPORT = 'replica:counter';
export const START_EXPORT = 'replica:start';
export const TABLE_EXPORT = 'replica:table';
export const CALLBACK_EXPORT = 'replica:callback';
/** Name of the custom section by which a module says that it supports enhanced orthogonal persistence. */
export const ENHANCED_PERSISTENCE_SECTION = 'enhanced-orthogonal-persistence';

export type PreparedModule = { readonly ok: true; readonly module: ModuleInfo } | { readonly ok: false; readonly reject: Reject };
