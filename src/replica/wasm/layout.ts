import { MAP_BYTES_32, MAP_BYTES_64 } from './limits.ts';
import { wordSizeOf } from './validate.ts';
import type { ParsedModule } from './parse.ts';

/** Helper functions that stand for bulk operations, appended to the module in order of first use. */
export type Helper = 'fill' | 'copy' | `init ${number}`;

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
  /** Index of the first appended type. */
  readonly firstType: number;
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
} as const;

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
    firstHelper: module.functions.length + addedImports,
    helpers: [],
  };
}

/** New index of a function of the original module. */
export function shiftFunction(layout: Layout, index: number): number {
  return index < layout.importedFunctions ? index : index + layout.addedImports;
}

/** Index of a helper function, which is appended at its first use. */
export function helperIndex(layout: Layout, helper: Helper): number {
  const known = layout.helpers.indexOf(helper);
  return layout.firstHelper + (known >= 0 ? known : layout.helpers.push(helper) - 1);
}
