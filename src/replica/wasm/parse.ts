import { Reader } from './reader.ts';
import { skipConstant, unsupportedType } from './constant.ts';
import { invalid, located, ModuleRefused, switchedOff } from './refusal.ts';

/** Value types as the binary format writes them. */
export const VALUE_TYPES = { 0x7f: 'i32', 0x7e: 'i64', 0x7d: 'f32', 0x7c: 'f64', 0x7b: 'v128', 0x70: 'funcref', 0x6f: 'externref' } as const;
export type ValueType = (typeof VALUE_TYPES)[keyof typeof VALUE_TYPES];

const CODES = new Map(Object.entries(VALUE_TYPES).map(([code, type]) => [type, Number(code)]));
export const valueTypeCode = (type: ValueType): number => CODES.get(type) as number;

export interface FunctionType {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

export interface Import {
  readonly module: string;
  readonly field: string;
  readonly kind: 'function' | 'table' | 'memory';
  /** Index of the type of a function. */
  readonly type: number;
  /** The entry in the import section. */
  readonly start: number;
  readonly end: number;
}

/** In pages of 64 KiB or table elements. */
export interface Limits {
  readonly wide: boolean;
  readonly minimum: number;
  readonly maximum: number | undefined;
}

export interface Export {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  /** 0 function, 1 table, 2 memory, 3 global. */
  readonly kind: number;
  readonly index: number;
}

/** An active segment; `offset` is an index. */
export interface ElementSegment {
  readonly table: number;
  readonly offset: bigint;
  readonly count: number;
}

/** `offset` is `undefined` in a passive segment; otherwise as it is written: a signed number. */
export interface DataSegment {
  readonly offset: bigint | undefined;
  readonly bytes: Uint8Array;
}

/** The content of a section, without id and length. */
export interface Section {
  readonly start: number;
  readonly end: number;
}

/** What the sections of a module say, code excepted. */
export interface ParsedModule {
  readonly bytes: Uint8Array;
  readonly sections: ReadonlyMap<number, Section>;
  readonly types: FunctionType[];
  readonly imports: Import[];
  /** Type index of each function: imported ones first. */
  readonly functions: number[];
  importedFunctions: number;
  readonly tables: (Limits & { readonly element: ValueType })[];
  readonly memories: Limits[];
  readonly globals: { readonly type: ValueType; readonly mutable: boolean }[];
  readonly exports: Export[];
  start: number | undefined;
  readonly elements: ElementSegment[];
  readonly data: DataSegment[];
  readonly customs: { readonly name: string; readonly content: Uint8Array }[];
}

export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;

/** Describes a module that the engine has found valid. Throws `ModuleRefused` for what the Internet Computer does not know. */
export function parseModule(bytes: Uint8Array): ParsedModule {
  const customs: ParsedModule['customs'] = [];
  const sections = new Map<number, Section>();
  eachSection(bytes, (id, section) => {
    if (id !== SECTION.custom) {
      if (id === SECTION.tag) throw switchedOff('exceptions proposal not enabled', section.start);
      if (id > SECTION.tag) throw switchedOff(`malformed section id: ${id}`, section.start);
      sections.set(id, section);
      return;
    }
    const reader = new Reader(bytes, section.start, section.end);
    customs.push({ name: reader.name(), content: bytes.subarray(reader.at, section.end) });
  });
  const module: ParsedModule = {
    bytes, sections, types: [], imports: [], functions: [], importedFunctions: 0, tables: [], memories: [], globals: [], exports: [],
    start: undefined, elements: [], data: [], customs,
  };
  readSections(module);
  return module;
}

/** Calls `visit` for each section in order. */
export function eachSection(bytes: Uint8Array, visit: (id: number, section: Section) => void): void {
  const reader = new Reader(bytes, 8);
  while (reader.at < reader.end) {
    const id = reader.byte();
    const size = reader.u32();
    const start = reader.at;
    reader.skip(size);
    visit(id, { start, end: reader.at });
  }
}

function readSections(module: ParsedModule): void {
  each(module, SECTION.type, (reader) => module.types.push(readFunctionType(reader)));
  each(module, SECTION.import, (reader) => readImport(module, reader));
  module.importedFunctions = module.functions.length;
  each(module, SECTION.function, (reader) => module.functions.push(reader.u32()));
  each(module, SECTION.table, (reader) => readTable(module, reader));
  each(module, SECTION.memory, (reader) => module.memories.push(readLimits(reader)));
  if (module.memories.length > 1) throw switchedOff('multiple memories', module.sections.get(SECTION.memory)?.start ?? 0);
  each(module, SECTION.global, (reader) => {
    module.globals.push(readGlobalType(reader));
    skipConstant(reader);
  });
  each(module, SECTION.export, (reader) => {
    const entry = readExport(reader);
    // Nothing can call an export with such a name, but the rewritten module has its own: see `module.ts`.
    if (!entry.name.startsWith('replica:')) module.exports.push(entry);
  });
  each(module, SECTION.element, (reader) => {
    const segment = readElements(module, reader);
    if (segment) module.elements.push(segment);
  });
  each(module, SECTION.data, (reader) => module.data.push(readData(reader)));
  const start = module.sections.get(SECTION.start);
  if (start) module.start = new Reader(module.bytes, start.start, start.end).u32();
}

function each(module: ParsedModule, id: number, read: (reader: Reader) => void): void {
  const section = module.sections.get(id);
  if (!section) return;
  const reader = new Reader(module.bytes, section.start, section.end);
  for (let count = reader.u32(); count > 0; count--) {
    reader.item = reader.at;
    read(reader);
  }
}

export function readValueType(reader: Reader): ValueType {
  const code = reader.byte();
  const type = VALUE_TYPES[code as keyof typeof VALUE_TYPES] as ValueType | undefined;
  if (!type) throw unsupportedType(code, reader.item);
  return type;
}

/** Forms of types other than functions. */
const TYPE_FORMS: Readonly<Record<number, string>> = {
  0x4e: 'rec group usage requires `gc` proposal to be enabled',
  0x4f: 'gc proposal must be enabled to use subtypes',
  0x50: 'gc proposal must be enabled to use subtypes',
  0x5e: 'array indexed types not supported without the gc feature',
  0x5f: 'struct indexed types not supported without the gc feature',
};

function readFunctionType(reader: Reader): FunctionType {
  const form = reader.byte();
  const refused = TYPE_FORMS[form];
  if (refused) throw switchedOff(refused, reader.item);
  if (form !== 0x60) throw invalid(located('invalid leading byte for type', reader.item));
  return { params: readValueTypes(reader), results: readValueTypes(reader) };
}

function readValueTypes(reader: Reader): ValueType[] {
  const types: ValueType[] = [];
  for (let count = reader.u32(); count > 0; count--) types.push(readValueType(reader));
  return types;
}

function readLimits(reader: Reader): Limits {
  const flags = reader.byte();
  if ((flags & 8) !== 0) throw switchedOff("the custom page sizes proposal must be enabled to customize a memory's page size", reader.item);
  if ((flags & 2) !== 0) throw switchedOff('threads must be enabled for shared memories', reader.item);
  const wide = (flags & 4) !== 0;
  const minimum = wide ? reader.u64() : reader.u32();
  const maximum = (flags & 1) === 0 ? undefined : wide ? reader.u64() : reader.u32();
  return { wide, minimum, maximum };
}

function readTable(module: ParsedModule, reader: Reader): void {
  const element = readValueType(reader);
  module.tables.push({ ...readLimits(reader), element });
}

function readImport(module: ParsedModule, reader: Reader): void {
  const start = reader.at;
  const from = reader.name();
  const field = reader.name();
  const code = reader.byte();
  let type = 0;
  if (code === 0) {
    type = reader.u32();
    module.functions.push(type);
  } else if (code === 1) readTable(module, reader);
  else if (code === 2) module.memories.push(readLimits(reader));
  else {
    const what = code === 3 ? 'globals' : 'tags';
    throw new ModuleRefused(`Wasm module has an invalid import section. Importing ${what} is not allowed.`);
  }
  const kind = (['function', 'table', 'memory'] as const)[code];
  module.imports.push({ module: from, field, kind, type, start, end: reader.at });
}

export function readGlobalType(reader: Reader): { type: ValueType; mutable: boolean } {
  const type = readValueType(reader);
  const flag = reader.byte();
  if (flag > 1) throw switchedOff('shared globals require the shared-everything-threads proposal', reader.item);
  return { type, mutable: flag === 1 };
}

function readExport(reader: Reader): Export {
  const start = reader.at;
  const nameBytes = reader.vector();
  reader.at = start;
  return { name: reader.name(), nameBytes, kind: reader.byte(), index: reader.u32() };
}

function readData(reader: Reader): DataSegment {
  const flags = reader.u32();
  if (flags === 1) return { offset: undefined, bytes: reader.vector() };
  if (flags === 2) reader.u32();
  return { offset: readOffset(reader), bytes: reader.vector() };
}

/** Where an active segment begins, as the number that it is written as: signed. */
function readOffset(reader: Reader): bigint {
  const peek = new Reader(reader.bytes, reader.at + 1, reader.end);
  skipConstant(reader);
  return peek.s64();
}

function readIndex(module: ParsedModule, table: number, reader: Reader): bigint {
  return BigInt.asUintN(module.tables[table]?.wide ? 64 : 32, readOffset(reader));
}

function readElements(module: ParsedModule, reader: Reader): ElementSegment | undefined {
  const flags = reader.u32();
  const active = (flags & 1) === 0;
  const table = active && (flags & 2) !== 0 ? reader.u32() : 0;
  const offset = active ? readIndex(module, table, reader) : undefined;
  if ((flags & 3) !== 0) {
    if ((flags & 4) !== 0) readValueType(reader);
    else reader.byte();
  }
  const count = reader.u32();
  for (let i = 0; i < count; i++) {
    if ((flags & 4) !== 0) skipConstant(reader);
    else reader.skipLeb();
  }
  return offset === undefined ? undefined : { table, offset, count };
}

/** Local declarations of a function body: in how many groups, how many locals, and where the code begins. */
export function readLocals(bytes: Uint8Array, start: number, end: number): { groups: number; locals: number; code: number } {
  const reader = new Reader(bytes, start, end);
  const groups = reader.u32();
  let locals = 0;
  for (let i = 0; i < groups; i++) {
    reader.item = reader.at;
    locals += reader.u32();
    readValueType(reader);
  }
  return { groups, locals, code: reader.at };
}
