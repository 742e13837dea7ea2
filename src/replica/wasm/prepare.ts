import { decodeModule, type Gunzip } from './decode.ts';
import { checkFrame } from './frame.ts';
import { COMPILATION_COST_PER_OPERATOR } from './limits.ts';
import type { ModuleInfo, PreparedModule } from './module.ts';
import { readFunctionNames } from './names.ts';
import { parseModule, type ParsedModule } from './parse.ts';
import { asReject, invalid, located, ModuleRefused } from './refusal.ts';
import { globalExport, rewriteModule, type Rewritten } from './rewrite.ts';
import { activeData, readMetadata, validateCounts, validateExports, validateImports, validateInstantiation, validateMemory, wordSizeOf } from './validate.ts';

/** Operators of the helper functions and injected globals that the production replica adds to each module and compiles as well. */
const PRODUCTION_HELPER_OPERATORS = 66;
const PRODUCTION_GLOBALS = 3;

/**
 * Decodes, validates and rewrites a module as it was uploaded (raw, or compressed with gzip). What the Internet Computer
 * refuses is a reject IC0505 or IC0521 with its text, to be prefixed `Error from Canister CID: `. Never throws on bad input.
 *
 * @param hash SHA-256 of `uploaded`, hex
 */
export function prepareModule(uploaded: Uint8Array, gunzip: Gunzip, hash: string): PreparedModule {
  try {
    const bytes = decodeModule(uploaded, gunzip);
    checkFrame(bytes);
    validateByEngine(bytes);
    return { ok: true, module: describe(parseModule(bytes), hash, uploaded.length) };
  } catch (error) {
    if (error instanceof ModuleRefused) return { ok: false, reject: asReject(error) };
    throw error;
  }
}

function validateByEngine(bytes: Uint8Array<ArrayBuffer>): void {
  if (!WebAssembly.validate(bytes)) throw switchedOff(bytes) ?? invalid(engineMessage(bytes));
}

/** A feature that is switched off and that this engine may not know either: said in the same words in all engines. */
function switchedOff(bytes: Uint8Array): ModuleRefused | undefined {
  try {
    parseModule(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ModuleRefused) return error.isFeature ? error : undefined;
    throw error;
  }
}

/** Why the engine refuses a module, in its own words. */
function engineMessage(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    new WebAssembly.Module(bytes);
    return 'unknown error';
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^WebAssembly\.Module\(\): /, '').replace(/ @\+(\d+)$/, (_, offset: string) => located('', Number(offset)));
  }
}

function describe(parsed: ParsedModule, hash: string, uploadedBytes: number): ModuleInfo {
  validateImports(parsed);
  const { entryPoints, methods } = validateExports(parsed);
  validateCounts(parsed);
  validateMemory(parsed);
  const rewritten = rewriteModule(parsed);
  const metadata = readMetadata(parsed);
  const data = activeData(parsed);
  validateInstantiation(parsed);
  const [memory] = parsed.memories;
  return {
    hash,
    uploadedBytes,
    rewritten: rewritten.bytes,
    wordSize: wordSizeOf(parsed),
    memory: memory && { minimum: memory.minimum, maximum: memory.maximum },
    mapBytes: rewritten.layout.mapBytes,
    tableSize: parsed.tables[0]?.wide ? 64 : 32,
    mutableGlobals: mutableGlobals(parsed),
    activeData: data,
    hasStart: parsed.start !== undefined,
    dropsSegments: rewritten.dropsSegments,
    entryPoints,
    methods,
    metadata,
    functionNames: readFunctionNames(parsed.customs.find(({ name }) => name === 'name')?.content),
    functions: {
      imports: parsed.imports.filter(({ kind }) => kind === 'function').map(({ field }) => field),
      added: rewritten.layout.addedImports,
      defined: parsed.functions.length - parsed.importedFunctions,
    },
    imports: new Set(parsed.imports.filter(({ module }) => module === 'ic0').map(({ field }) => field)),
    compilationCost: compilationCost(parsed, rewritten),
  };
}

function mutableGlobals(parsed: ParsedModule): ModuleInfo['mutableGlobals'] {
  return parsed.globals.flatMap(({ type, mutable }, index) =>
    mutable && (type === 'i32' || type === 'i64' || type === 'f32' || type === 'f64' || type === 'v128') ? [{ exportName: globalExport(index), type }] : [],
  );
}

/** Operators of the module as the production replica instruments it, its stable memory functions excepted, and two per global. */
function compilationCost(parsed: ParsedModule, { instrumentedOperators }: Rewritten): number {
  const operators = instrumentedOperators + PRODUCTION_HELPER_OPERATORS;
  return COMPILATION_COST_PER_OPERATOR * (operators + 2 * (parsed.globals.length + PRODUCTION_GLOBALS));
}
