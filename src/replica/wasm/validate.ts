/** What the Internet Computer demands of a module beyond validity. `embedders/src/wasm_utils/validation.rs`. */
import { SYSTEM_API } from '../system-api/bind.ts';
import {
  ENGINE_MAX_PARAMETERS,
  MAX_FUNCTION_COMPLEXITY,
  MAX_FUNCTION_OPERATORS,
  MAX_FUNCTIONS,
  MAX_GLOBALS,
  MAX_METADATA_BYTES,
  MAX_METADATA_SECTIONS,
  MAX_METHOD_NAME_BYTES,
  MAX_METHODS,
  MAX_TABLE_ELEMENTS,
  MAX_WASM32_PAGES,
  MAX_WASM64_PAGES,
} from './limits.ts';
import type { ModuleInfo } from './module.ts';
import type { Export, FunctionType, Import, ParsedModule, ValueType } from './parse.ts';
import { ModuleRefused, refusedWithAdvice, undecodable, uninstantiable, uninstrumentable } from './refusal.ts';

const RESERVED = new Set([
  'canister counter_instructions',
  'canister_start',
  'canister counter_dirty_pages',
  'canister counter_accessed_pages',
  'stable_memory',
  'stable_bytemap_memory',
]);

const ENTRY_POINTS = new Set([
  'canister_init',
  'canister_inspect_message',
  'canister_pre_upgrade',
  'canister_post_upgrade',
  'canister_heartbeat',
  'canister_global_timer',
  'canister_on_low_wasm_memory',
]);

const METHOD = /^canister_(update|query|composite_query) /;

/** Imports that a module with a 64-bit memory cannot have: their amounts or addresses are 32-bit, or 64-bit amounts of cycles. */
const ONLY_32_BIT = new Set([
  'msg_cycles_available',
  'msg_cycles_refunded',
  'msg_cycles_accept',
  'canister_cycle_balance',
  'call_cycles_add',
  'stable_size',
  'stable_grow',
  'stable_read',
  'stable_write',
]);

const list = (types: readonly ValueType[]): string => `[${types.map((type) => type[0]?.toUpperCase() + type.slice(1)).join(', ')}]`;

export function wordSizeOf(module: ParsedModule): 32 | 64 {
  return module.memories[0]?.wide ? 64 : 32;
}

/** Throws `ModuleRefused` with the replica's text for the first rule that the module breaks, code excepted. */
export function validateImports(module: ParsedModule): void {
  const wordSize = wordSizeOf(module);
  for (const entry of module.imports) {
    if (entry.kind === 'function') validateSystemCall(entry, module.types[entry.type], wordSize);
    else validateEnvironment(entry);
  }
}

function validateSystemCall(entry: Import, type: FunctionType | undefined, wordSize: 32 | 64): void {
  const { module: from, field } = entry;
  const call = Object.hasOwn(SYSTEM_API, field) && !(wordSize === 64 && ONLY_32_BIT.has(field)) ? SYSTEM_API[field] : undefined;
  if (!call) {
    throw new ModuleRefused(`Wasm module has an invalid import section. Module imports function '${field}' from '${from}' that is not exported by the runtime.`);
  }
  if (from !== 'ic0') {
    throw new ModuleRefused(`Wasm module has an invalid import section. Module imports function "${field}" from "${from}", expected to be imported from one of ["ic0"] instead.`);
  }
  const address = wordSize === 64 ? 'i64' : 'i32';
  const asWasm = (type: typeof call.result & string): ValueType => (type === 'I' || type === 'E' ? address : type);
  const params = call.params.map(asWasm);
  const results = call.result === undefined ? [] : [asWasm(call.result)];
  validateSignature(field, type, { params, results });
}

function validateEnvironment({ module: from, field, kind }: Import): void {
  if (from === 'env' || field !== kind) return;
  const what = kind === 'memory' ? 'memory imported from env.memory is' : 'tables imported from env.table are';
  throw new ModuleRefused(`Wasm module has an invalid import section. Only ${what} allowed.`);
}

function validateSignature(name: string, actual: FunctionType | undefined, expected: FunctionType): void {
  if (!actual) throw undecodable(`function '${name}' has no type`);
  const compare = (what: string, wanted: readonly ValueType[], got: readonly ValueType[]): void => {
    if (list(wanted) === list(got)) return;
    throw new ModuleRefused(`Wasm module has an invalid function signature. Expected ${what} ${list(wanted)} for '${name}', got ${list(got)}.`);
  };
  compare('input params', expected.params, actual.params);
  compare('return type', expected.results, actual.results);
}

/** Checks the exports and gives what can be called. */
export function validateExports(module: ParsedModule): Pick<ModuleInfo, 'entryPoints' | 'methods'> {
  const entryPoints = new Set<string>();
  const methods = new Map<string, 'update' | 'query' | 'composite_query'>();
  for (const entry of module.exports) {
    if (RESERVED.has(entry.name)) throw invalidExport(`Exporting reserved symbol ${entry.name} not allowed.`);
    if (entry.kind === 0) readEntryPoint(module, entry, entryPoints, methods);
  }
  validateMethods([...methods.keys()]);
  return { entryPoints, methods };
}

const invalidExport = (why: string): ModuleRefused => new ModuleRefused(`Wasm module has an invalid export section. ${why}`);

function readEntryPoint(module: ParsedModule, { name, index }: Export, entryPoints: Set<string>, methods: Map<string, 'update' | 'query' | 'composite_query'>): void {
  const method = METHOD.exec(name);
  if (method) {
    const methodName = name.slice(method[0].length);
    if (methods.has(methodName)) throw duplicateMethod(methodName);
    methods.set(methodName, method[1] as 'update' | 'query' | 'composite_query');
  } else if (ENTRY_POINTS.has(name)) entryPoints.add(name);
  else if (name.startsWith('canister_')) throw invalidExport(`Exporting reserved function '${name}' with "canister_" prefix`);
  else return;
  validateSignature(name, module.types[module.functions[index] ?? -1], { params: [], results: [] });
}

function duplicateMethod(name: string): ModuleRefused {
  return refusedWithAdvice(
    `Duplicate function '${name}' exported multiple times with different call types: update, query, or composite_query.`,
    `Try defining different versions of the function for each call type, e.g. \`${name}_update\`, \`${name}_query\`, etc.`,
    'wasm-module-duplicate-exports',
  );
}

function validateMethods(names: readonly string[]): void {
  const called = 'called `canister_update <name>`, `canister_query <name>`, or `canister_composite_query <name>`';
  if (names.length > MAX_METHODS) {
    throw refusedWithAdvice(
      `The number of exported functions ${called} is ${names.length} which exceeds ${MAX_METHODS}.`,
      'Try combining multiple endpoints into a single endpoint.',
      'wasm-module-exports-too-many-methods',
    );
  }
  const total = names.reduce((sum, name) => sum + new TextEncoder().encode(name).length, 0);
  if (total > MAX_METHOD_NAME_BYTES) {
    throw refusedWithAdvice(
      `The sum of \`<name>\` lengths in exported functions ${called} is ${total} which exceeds the allowed limit of ${MAX_METHOD_NAME_BYTES}.`,
      'Try using shorter method names.',
      'wasm-module-sum-of-exported-name-lengths-too-large',
    );
  }
}

export function validateCounts(module: ParsedModule): void {
  const globals = module.globals.length;
  if (globals > MAX_GLOBALS) {
    throw refusedWithAdvice(
      `Wasm module defined ${globals} globals which exceeds the maximum number allowed ${MAX_GLOBALS}.`,
      'Try collecting multiple globals into a single structured which can be stored on the heap.',
      'wasm-module-too-many-globals',
    );
  }
  const unsupported = module.globals.find(({ type }) => type.endsWith('ref'));
  if (unsupported) throw new ModuleRefused(`Wasm module has an invalid global section. Unsupported global type: Ref(${unsupported.type})`);
  const defined = module.functions.length - module.importedFunctions;
  if (defined > MAX_FUNCTIONS) {
    throw refusedWithAdvice(
      `Wasm module defined ${defined} functions which exceeds the maximum number allowed ${MAX_FUNCTIONS}.`,
      'Try spliting this canister into multiple canisters.',
      'wasm-module-too-many-functions',
    );
  }
}

/** Checks the initial size of the memory. */
export function validateMemory(module: ParsedModule): void {
  const [memory] = module.memories;
  if (memory?.wide && memory.minimum > MAX_WASM64_PAGES) {
    throw refusedWithAdvice(
      `Wasm module declares an initial Wasm64 heap memory size of ${memory.minimum} pages which exceeds the maximum allowed size of ${MAX_WASM64_PAGES} pages.`,
      'Try reducing the initial Wasm64 heap memory size.',
      'wasm-module-initial-wasm64-memory-too-large',
    );
  }
  if (!memory?.wide && memory && memory.minimum > MAX_WASM32_PAGES) {
    throw uninstantiable(`a memory of ${memory.minimum} pages exceeds the ${MAX_WASM32_PAGES} that this engine has beside the page map`);
  }
}

/** Gives the active data segments, which must lie in the initial memory. */
export function activeData(module: ParsedModule): ModuleInfo['activeData'] {
  const size = BigInt(module.memories[0]?.minimum ?? 0) * 65_536n;
  return module.data.flatMap(({ offset, bytes }) => {
    if (offset === undefined) return [];
    const start = BigInt.asUintN(64, offset);
    if (start + BigInt(bytes.length) > size) throw uninstrumentable(`Wasm module has invalid data segment of ${bytes.length} bytes at ${start}`);
    return [{ offset: Number(start), bytes: bytes.slice() }];
  });
}

/** Refuses modules of which the production replica can make no instance: at the installation, whatever they export. */
export function validateInstantiation(module: ParsedModule): void {
  const missing = module.imports.find(({ kind }) => kind !== 'function');
  if (missing) throw uninstantiable(`unknown import: \`${missing.module}::${missing.field}\` has not been defined`);
  const { tables, types } = module;
  // The rewritten module passes the instruction counter as one more of each.
  if (types.some(({ params, results }) => Math.max(params.length, results.length) >= ENGINE_MAX_PARAMETERS)) {
    throw uninstantiable(`a function with ${ENGINE_MAX_PARAMETERS} parameters or results is too large for this engine`);
  }
  if (tables.length > 1) throw uninstantiable(`resource limit exceeded: table count too high at ${tables.length}`);
  const size = tables[0]?.minimum ?? 0;
  if (size > MAX_TABLE_ELEMENTS) throw uninstantiable(`table minimum size of ${size} elements exceeds table limits`);
  if (module.elements.some(({ offset, count }) => offset + BigInt(count) > BigInt(size))) {
    throw uninstantiable('wasm trap: undefined element: out of bounds table access');
  }
}

/** Checks and gives the custom sections that canisters publish. */
export function readMetadata(module: ParsedModule): ModuleInfo['metadata'] {
  const metadata = new Map<string, { visibility: 'public' | 'private'; content: Uint8Array }>();
  let total = 0;
  for (const { name: section, content } of module.customs) {
    const scoped = parseMetadataName(section);
    if (!scoped) continue;
    const { name, visibility } = scoped;
    if (metadata.has(name)) throw invalidCustom(`Invalid custom section: name ${name} already exists`);
    total += content.length + new TextEncoder().encode(name).length;
    if (total > MAX_METADATA_BYTES) {
      throw invalidCustom(`Invalid custom sections: total size of the custom sections exceeds the maximum allowed: size ${total} bytes, allowed ${MAX_METADATA_BYTES} bytes`);
    }
    metadata.set(name, { visibility, content: content.slice() });
    if (metadata.size > MAX_METADATA_SECTIONS) {
      throw new ModuleRefused(`Wasm module defined ${metadata.size} custom sections which exceeds the maximum number allowed ${MAX_METADATA_SECTIONS}.`);
    }
  }
  return metadata;
}

const invalidCustom = (why: string): ModuleRefused => new ModuleRefused(`Wasm module has an invalid custom section. ${why}`);

function parseMetadataName(section: string): { name: string; visibility: 'public' | 'private' } | undefined {
  if (!section.startsWith('icp:')) return undefined;
  const scope = /^icp:(public|private)( |$)/.exec(section);
  if (!scope) throw invalidCustom(`Invalid custom section: Custom section '${section}' has no public/private scope defined.`);
  if (scope[2] === '') throw invalidCustom("'icp:' section names must have a space after the public/private scope");
  return { name: section.slice(scope[0].length), visibility: scope[1] as 'public' | 'private' };
}

/** Checks the defined function `index`, whose operators have been counted and weighed. */
export function checkFunctionSize(index: number, operators: number, complexity: number): void {
  const advice = 'Try breaking large functions up into multiple smaller functions.';
  if (complexity > MAX_FUNCTION_COMPLEXITY) {
    const text = `Wasm module contains a function at index ${index} with complexity ${complexity} which exceeds the maximum complexity allowed ${MAX_FUNCTION_COMPLEXITY}.`;
    throw refusedWithAdvice(text, advice, 'wasm-module-function-complexity-too-high');
  }
  if (operators > MAX_FUNCTION_OPERATORS) {
    const text = `Wasm module contains a function at index ${index} of size ${operators} that exceeds the maximum allowed size of ${MAX_FUNCTION_OPERATORS}.`;
    throw refusedWithAdvice(text, advice, 'wasm-module-function-too-large');
  }
}
