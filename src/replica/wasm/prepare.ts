import { COMPILATION_COST_PER_OPERATOR, MAX_CODE_SECTION_BYTES, MAX_MODULE_BYTES } from './limits.ts';
import type { ModuleInfo, PreparedModule } from './module.ts';
import { readFunctionNames } from './names.ts';
import { eachSection, parseModule, SECTION, type ParsedModule } from './parse.ts';
import { asReject, ModuleRefused, refusedWithAdvice, undecodable } from './refusal.ts';
import { globalExport, rewriteModule, type Rewritten } from './rewrite.ts';
import { readMetadata, validateCounts, validateExports, validateImports, validateMemory, wordSizeOf } from './validate.ts';

/** Decompresses gzip; `undefined` where the data are damaged or longer than `maxBytes`. */
export type Gunzip = (bytes: Uint8Array, maxBytes: number) => Uint8Array | undefined;

/** Operators of the helper functions and injected globals that the production replica adds to each module and compiles as well. */
const PRODUCTION_HELPER_OPERATORS = 66;
const PRODUCTION_GLOBALS = 3;

/**
 * Decodes, validates and rewrites a module as it was uploaded (raw, or compressed with gzip). What the Internet Computer
 * refuses is a reject IC0505 with its text, to be prefixed `Error from Canister CID: `. Never throws on bad input.
 *
 * @param hash SHA-256 of `uploaded`, hex
 */
export function prepareModule(uploaded: Uint8Array, gunzip: Gunzip, hash: string): PreparedModule {
  try {
    const bytes = decode(uploaded, gunzip);
    validateByEngine(bytes);
    return { ok: true, module: describe(parseModule(bytes), hash, uploaded.length) };
  } catch (error) {
    if (error instanceof ModuleRefused) return { ok: false, reject: asReject(error) };
    throw error;
  }
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}

function decode(uploaded: Uint8Array, gunzip: Gunzip): Uint8Array<ArrayBuffer> {
  if (startsWith(uploaded, [0x00, 0x61, 0x73, 0x6d])) {
    checkModuleSize(uploaded.length);
    return uploaded.slice();
  }
  if (!startsWith(uploaded, [0x1f, 0x8b, 0x08])) throw undecodable('unsupported canister module format');
  if (uploaded.length < 16) throw undecodable('invalid Wasm module: gzip stream is too short');
  const size = new DataView(uploaded.buffer, uploaded.byteOffset + uploaded.length - 4, 4).getUint32(0, true);
  checkModuleSize(size);
  const bytes = gunzip(uploaded, size);
  if (!bytes) throw undecodable('failed to decode compressed Wasm module: invalid gzip stream');
  if (bytes.length !== size) throw undecodable(`specified uncompressed size ${size} does not match extracted size ${bytes.length}`);
  return bytes.slice();
}

function checkModuleSize(size: number): void {
  if (size <= MAX_MODULE_BYTES) return;
  throw refusedWithAdvice(
    `Wasm module size of ${size} exceeds the maximum allowed size of ${MAX_MODULE_BYTES}.`,
    'Try shrinking the module using tools like `ic-wasm` or splitting the logic across multiple canisters.',
    'wasm-module-too-large',
  );
}

function validateByEngine(bytes: Uint8Array<ArrayBuffer>): void {
  if (bytes.length >= 8) eachSection(bytes, checkCodeSection);
  if (WebAssembly.validate(bytes)) return;
  throw new ModuleRefused(`Wasmtime failed to validate wasm module wasmtime::Module::validate() failed with ${engineMessage(bytes)}`);
}

function checkCodeSection(id: number, { start, end }: { start: number; end: number }): void {
  const size = end - start;
  if (id !== SECTION.code || size <= MAX_CODE_SECTION_BYTES) return;
  throw refusedWithAdvice(
    `Wasm module code section size of ${size} exceeds the maximum allowed size of ${MAX_CODE_SECTION_BYTES}.`,
    'Try shrinking the module code section using tools like `ic-wasm` or splitting the logic across multiple canisters.',
    'wasm-module-code-section-too-large',
  );
}

/** Why the engine refuses a module, in its own words. */
function engineMessage(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    new WebAssembly.Module(bytes);
    return 'unknown error';
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^WebAssembly\.Module\(\): /, '') : String(error);
  }
}

function describe(parsed: ParsedModule, hash: string, uploadedBytes: number): ModuleInfo {
  validateImports(parsed);
  const { entryPoints, methods } = validateExports(parsed);
  validateCounts(parsed);
  validateMemory(parsed);
  const metadata = readMetadata(parsed);
  const rewritten = rewriteModule(parsed);
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
    activeData: activeData(parsed),
    hasStart: parsed.start !== undefined,
    dropsSegments: rewritten.dropsSegments,
    entryPoints,
    methods,
    metadata,
    functionNames: readFunctionNames(parsed.customs.find(({ name }) => name === 'name')?.content),
    imports: new Set(parsed.imports.filter(({ module }) => module === 'ic0').map(({ field }) => field)),
    compilationCost: compilationCost(parsed, rewritten),
  };
}

function mutableGlobals(parsed: ParsedModule): ModuleInfo['mutableGlobals'] {
  return parsed.globals.flatMap(({ type, mutable }, index) =>
    mutable && (type === 'i32' || type === 'i64' || type === 'f32' || type === 'f64' || type === 'v128') ? [{ exportName: globalExport(index), type }] : [],
  );
}

function activeData(parsed: ParsedModule): ModuleInfo['activeData'] {
  return parsed.data.flatMap(({ offset, bytes }) => (offset === undefined ? [] : [{ offset: Number(offset), bytes: bytes.slice() }]));
}

/** Operators of the module as the production replica instruments it, its stable memory functions excepted, and two per global. */
function compilationCost(parsed: ParsedModule, { instrumentedOperators }: Rewritten): number {
  const operators = instrumentedOperators + PRODUCTION_HELPER_OPERATORS;
  return COMPILATION_COST_PER_OPERATOR * (operators + 2 * (parsed.globals.length + PRODUCTION_GLOBALS));
}
