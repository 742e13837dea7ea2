import { Reader } from './reader.ts';
import { ModuleRefused, undecodable } from './refusal.ts';

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

/** `offset` is `undefined` in a passive segment. */
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
} as const;

/** Describes a module that the engine has found valid. Throws `ModuleRefused` for what the Internet Computer does not know. */
export function parseModule(bytes: Uint8Array): ParsedModule {
  const customs: ParsedModule['customs'] = [];
  const sections = new Map<number, Section>();
  eachSection(bytes, (id, section) => {
    if (id !== SECTION.custom) {
      if (id > SECTION.dataCount) throw undecodable(`unsupported section ${id}`);
      sections.set(id, section);
      return;
    }
    const reader = new Reader(bytes, section.start, section.end);
    customs.push({ name: reader.name(), content: bytes.subarray(reader.at, section.end) });
  });
  const module: ParsedModule = {
    bytes, sections, types: [], imports: [], functions: [], importedFunctions: 0, tables: [], memories: [], globals: [], exports: [],
    start: undefined, data: [], customs,
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
  each(module, SECTION.global, (reader) => {
    module.globals.push(readGlobalType(reader));
    skipConstant(reader);
  });
  each(module, SECTION.export, (reader) => module.exports.push(readExport(reader)));
  each(module, SECTION.data, (reader) => module.data.push(readData(reader)));
  const start = module.sections.get(SECTION.start);
  if (start) module.start = new Reader(module.bytes, start.start, start.end).u32();
}

function each(module: ParsedModule, id: number, read: (reader: Reader) => void): void {
  const section = module.sections.get(id);
  if (!section) return;
  const reader = new Reader(module.bytes, section.start, section.end);
  for (let count = reader.u32(); count > 0; count--) read(reader);
}

export function readValueType(reader: Reader): ValueType {
  const code = reader.byte();
  const type = VALUE_TYPES[code as keyof typeof VALUE_TYPES] as ValueType | undefined;
  if (!type) throw undecodable(`unsupported value type 0x${code.toString(16)}`);
  return type;
}

function readFunctionType(reader: Reader): FunctionType {
  if (reader.byte() !== 0x60) throw undecodable('only function types are supported');
  const list = (): ValueType[] => Array.from({ length: Math.min(reader.u32(), reader.end) }, () => readValueType(reader));
  return { params: list(), results: list() };
}

function readLimits(reader: Reader): Limits {
  const flags = reader.byte();
  if ((flags & ~5) !== 0) throw undecodable('shared memories and custom page sizes are not supported');
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
  if (flag > 1) throw undecodable('shared globals are not supported');
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
  if (flags === 2 && reader.u32() !== 0) throw undecodable('multiple memories are not supported');
  const code = reader.byte();
  if (code !== 0x41 && code !== 0x42) {
    throw new ModuleRefused('Wasm module has an invalid data section. Invalid offset expression in data segment: it must be a single constant.');
  }
  const value = reader.s64();
  if (reader.byte() !== 0x0b) throw undecodable('extended constant expressions are not supported');
  return { offset: BigInt.asUintN(code === 0x41 ? 32 : 64, value), bytes: reader.vector() };
}

/** Passes a constant expression and gives the function that it refers to, if any. Only a single constant is supported. */
export function skipConstant(reader: Reader): { readonly function: number } | undefined {
  const code = reader.byte();
  let refers: { function: number } | undefined;
  if (code === 0x41 || code === 0x42) reader.skipLeb();
  else if (code === 0x43) reader.skip(4);
  else if (code === 0x44) reader.skip(8);
  else if (code === 0xd0) readValueType(reader);
  else if (code === 0xd2) refers = { function: reader.u32() };
  else if (code === 0xfd && reader.u32() === 12) reader.skip(16);
  else throw undecodable(`unsupported operator 0x${code.toString(16)} in a constant expression`);
  if (reader.byte() !== 0x0b) throw undecodable('extended constant expressions are not supported');
  return refers;
}

/** Local declarations of a function body: in how many groups, how many locals, and where the code begins. */
export function readLocals(bytes: Uint8Array, start: number, end: number): { groups: number; locals: number; code: number } {
  const reader = new Reader(bytes, start, end);
  const groups = reader.u32();
  let locals = 0;
  for (let i = 0; i < groups; i++) {
    locals += reader.u32();
    readValueType(reader);
  }
  return { groups, locals, code: reader.at };
}
