import { MAP_BYTES_32, MAP_BYTES_64 } from './limits.ts';
import { wordSizeOf } from './validate.ts';
import { valueTypeCode, type FunctionType, type ParsedModule, type ValueType } from './parse.ts';

/** Functions that stand for bulk operations. */
export type BulkHelper = 'fill' | 'copy' | `init ${number}`;
/**
 * Functions between those that pass the counter as a parameter and those that do not: `export` of a defined function as the host calls
 * it, `thunk` of an imported one as the module calls it through a table, and `callback`, by which the host calls an entry of the table.
 */
export type Bridge = `export ${number}` | `thunk ${number}` | 'callback';
/** Functions appended to the module in order of first use. */
export type Helper = BulkHelper | Bridge;

/**
 * Where things are in the rewritten module. Imports of the host follow the module's own imported functions, so these keep their
 * indices and defined functions move up; appended types, globals and functions follow the module's own.
 */
export interface Layout {
  readonly wide: boolean;
  readonly hasMemory: boolean;
  readonly mapBytes: number;
  readonly importedFunctions: number;
  /** By how much the indices of defined functions grow. */
  readonly addedImports: number;
  readonly outOfInstructions: number;
  readonly markPage: number;
  readonly markRange: number;
  readonly growMemory: number;
  /** Index of the counter. */
  readonly counter: number;
  /** Index of the first appended type: those of `ADDED_TYPES`, the module's own with the counter, then `resultTypes`. */
  readonly firstType: number;
  readonly types: readonly FunctionType[];
  /** Several results without parameters, as block types; spelled as one word. */
  readonly resultTypes: readonly string[];
  /** Whether each table is indexed by i64. */
  readonly wideTables: readonly boolean[];
  readonly firstHelper: number;
  readonly helpers: Helper[];
}

/** Types appended to the module, in order; `I` is the address type. */
export const ADDED_TYPES = {
  outOfInstructions: 0,
  markPage: 1,
  markRange: 2,
  growMemory: 3,
  fill: 4,
  copy: 5,
  init: 6,
  callback: 7,
  callbackEntry: 8,
} as const;
const ADDED_TYPE_COUNT = Object.keys(ADDED_TYPES).length;
const EMPTY_BLOCK_TYPE = -64;

export function layoutOf(module: ParsedModule): Layout {
  const hasMemory = module.memories.length > 0;
  const wide = wordSizeOf(module) === 64;
  const { importedFunctions } = module;
  const addedImports = hasMemory ? 4 : 1;
  return {
    wide,
    hasMemory,
    mapBytes: hasMemory ? (wide ? MAP_BYTES_64 : MAP_BYTES_32) : 0,
    importedFunctions,
    addedImports,
    outOfInstructions: importedFunctions,
    markPage: importedFunctions + 1,
    markRange: importedFunctions + 2,
    growMemory: importedFunctions + 3,
    counter: module.globals.length,
    firstType: module.types.length,
    types: module.types,
    resultTypes: [...new Set(module.types.filter(({ results }) => results.length > 1).map(({ results }) => results.join(' ')))],
    wideTables: module.tables.map((table) => table.wide),
    firstHelper: module.functions.length + addedImports,
    helpers: [],
  };
}

/** New index of a function of the original module. */
export function shiftFunction(layout: Layout, index: number): number {
  return index < layout.importedFunctions ? index : index + layout.addedImports;
}

/** The type that a defined function has instead of `type`: the counter is its last parameter and its last result. */
export function meteredType({ firstType }: Layout, type: number): number {
  return firstType + ADDED_TYPE_COUNT + type;
}

/** Block type of these results, as a signed number. */
export function resultsType(layout: Layout, results: readonly ValueType[]): number {
  const [first] = results;
  if (first === undefined) return EMPTY_BLOCK_TYPE;
  if (results.length === 1) return valueTypeCode(first) - 0x80;
  return meteredType(layout, layout.types.length) + layout.resultTypes.indexOf(results.join(' '));
}

/** What a reference to a function of the original module refers to. */
export function referenceTo(layout: Layout, index: number): number {
  return index < layout.importedFunctions ? helperIndex(layout, `thunk ${index}`) : shiftFunction(layout, index);
}

/** Index of a helper function, which is appended at its first use. */
export function helperIndex(layout: Layout, helper: Helper): number {
  const known = layout.helpers.indexOf(helper);
  return layout.firstHelper + (known >= 0 ? known : layout.helpers.push(helper) - 1);
}
