import { BodyWriter } from './body.ts';
import { CodeRewriter } from './code.ts';
import { helperBody, helperType } from './helpers.ts';
import { bridgeBody, bridgeType, isBridge } from './bridges.ts';
import { helperIndex, layoutOf, meteredType, referenceTo, shiftFunction, type Layout } from './layout.ts';
import { shiftFunctionNames } from './names.ts';
import { CALLBACK_EXPORT, COUNTER_EXPORT, START_EXPORT, TABLE_EXPORT } from './module.ts';
import { skipConstant } from './constant.ts';
import { readGlobalType, readValueType, SECTION, valueTypeCode, type FunctionType, type ParsedModule, type ValueType } from './parse.ts';
import { Reader } from './reader.ts';
import { undecodable } from './refusal.ts';
import { Writer } from './writer.ts';
import { utf8 } from '../../primitives/bytes.ts';

const FUNCTION = 0x60;
const I64 = 0x7e;
const REF_FUNC = 0xd2;
const END = 0x0b;

export interface Rewritten {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly layout: Layout;
  readonly dropsSegments: boolean;
  /** Operators of all functions of the module as the production replica instruments it. */
  readonly instrumentedOperators: number;
}

/** Name of the export of a mutable global, by its index in the original module. */
export const globalExport = (index: number): string => `replica:global:${index}`;

/** Writes the module anew as `module.ts` describes it. */
export function rewriteModule(module: ParsedModule): Rewritten {
  const layout = layoutOf(module);
  const { body, code } = rewriteCode(module, layout);
  // These may append functions, so they come before the sections that list them.
  const [globalSection, exportSection, elementSection] = [globals(module, layout), exports(module, layout), elements(module, layout)];
  const out = new Writer(module.bytes.length + body.out.at + 16_384);
  out.copy(module.bytes.subarray(0, 8));
  const section = (id: number, content: Uint8Array | undefined): void => {
    if (!content) return;
    out.byte(id);
    out.vector(content);
  };
  const original = (id: number): Uint8Array | undefined => {
    const range = module.sections.get(id);
    return range && module.bytes.subarray(range.start, range.end);
  };
  section(SECTION.type, types(module, layout));
  section(SECTION.import, imports(module, layout));
  section(SECTION.function, functions(module, layout));
  section(SECTION.table, original(SECTION.table));
  section(SECTION.global, globalSection);
  section(SECTION.export, exportSection);
  section(SECTION.element, elementSection);
  section(SECTION.dataCount, original(SECTION.dataCount));
  section(SECTION.code, body.out.at + layout.helpers.length > 0 ? codeSection(module, layout, body) : undefined);
  section(SECTION.data, data(module));
  section(SECTION.custom, shiftFunctionNames(module.customs.find(({ name }) => name === 'name')?.content, (index) => shiftFunction(layout, index)));
  return { bytes: out.written().slice(), layout, dropsSegments: code.dropsSegments, instrumentedOperators: code.instrumentedOperators };
}

function types(module: ParsedModule, layout: Layout): Uint8Array {
  const range = module.sections.get(SECTION.type);
  const reader = range && new Reader(module.bytes, range.start, range.end);
  const known = reader?.u32() ?? 0;
  const added = [...addedTypes(layout), ...module.types.map(metered), ...layout.resultTypes.map((results) => ({ params: [], results: results.split(' ') as ValueType[] }))];
  const out = new Writer((range ? range.end - range.start : 0) + 16 * added.length + 64);
  out.u32(known + added.length);
  if (reader) out.copy(module.bytes.subarray(reader.at, reader.end));
  for (const { params, results } of added) {
    out.byte(FUNCTION);
    for (const list of [params, results]) {
      out.u32(list.length);
      for (const type of list) out.byte(valueTypeCode(type));
    }
  }
  return out.written();
}

const metered = ({ params, results }: FunctionType): FunctionType => ({ params: [...params, 'i64'], results: [...results, 'i64'] });

/** In the order of `ADDED_TYPES`. */
function addedTypes({ wide, wideTables }: Layout): FunctionType[] {
  const int = wide ? 'i64' : 'i32';
  const index = wideTables[0] ? 'i64' : 'i32';
  return [
    { params: [], results: [] },
    { params: [int], results: [] },
    { params: [int, int], results: [] },
    { params: [int], results: [int] },
    { params: [int, 'i32', int], results: [] },
    { params: [int, int, int], results: [] },
    { params: [int, 'i32', 'i32'], results: [] },
    { params: [index, int], results: [] },
    { params: [int, 'i64'], results: ['i64'] },
  ];
}

function imports(module: ParsedModule, layout: Layout): Uint8Array {
  const kept = module.imports.filter(({ kind }) => kind !== 'memory');
  const out = new Writer(1024);
  out.u32(kept.length + layout.addedImports + (layout.hasMemory ? 1 : 0));
  for (const { start, end } of kept) out.copy(module.bytes.subarray(start, end));
  const add = (name: string, ...description: number[]): void => {
    out.vector(utf8('replica'));
    out.vector(utf8(name));
    for (const part of description) out.u32(part);
  };
  const { firstType, wide, mapBytes } = layout;
  add('out_of_instructions', 0, firstType);
  const [memory] = module.memories;
  if (!memory) return out.written();
  add('mark_page', 0, firstType + 1);
  add('mark_range', 0, firstType + 2);
  add('grow_memory', 0, firstType + 3);
  add('memory', 2, wide ? 4 : 0, mapBytes / 65_536 + memory.minimum);
  return out.written();
}

function functions(module: ParsedModule, layout: Layout): Uint8Array {
  const defined = module.functions.slice(module.importedFunctions);
  const out = new Writer(5 * (defined.length + layout.helpers.length + 1));
  out.u32(defined.length + layout.helpers.length);
  for (const type of defined) out.u32(meteredType(layout, type));
  for (const helper of layout.helpers) out.u32(isBridge(helper) ? bridgeType(module, layout, helper) : helperType(layout, helper));
  return out.written();
}

/** Copies what the reader has passed since `from`, with a reference to a function moved. */
function copyConstant(reader: Reader, out: Writer, from: number, layout: Layout): void {
  const start = reader.at;
  const reference = skipConstant(reader);
  if (!reference) {
    out.copy(reader.bytes.subarray(from, reader.at));
    return;
  }
  out.copy(reader.bytes.subarray(from, start));
  out.byte(REF_FUNC);
  out.u32(referenceTo(layout, reference.function));
  out.byte(END);
}

function globals(module: ParsedModule, layout: Layout): Uint8Array {
  const range = module.sections.get(SECTION.global);
  const out = new Writer((range ? range.end - range.start : 0) * 2 + 64);
  out.u32(module.globals.length + 1);
  if (range) {
    const reader = new Reader(module.bytes, range.start, range.end);
    for (let count = reader.u32(); count > 0; count--) {
      const start = reader.at;
      readGlobalType(reader);
      copyConstant(reader, out, start, layout);
    }
  }
  for (const byte of [I64, 1, 0x42, 0, END]) out.byte(byte);
  return out.written();
}

function exports(module: ParsedModule, layout: Layout): Uint8Array {
  const out = new Writer(4096);
  const mutable = [...module.globals.keys()].filter((index) => module.globals[index]?.mutable);
  const added: [name: string, kind: number, index: number][] = mutable.map((index) => [globalExport(index), 3, index]);
  added.push([COUNTER_EXPORT, 3, layout.counter]);
  if (module.tables[0]?.element === 'funcref') added.push([TABLE_EXPORT, 1, 0], [CALLBACK_EXPORT, 0, helperIndex(layout, 'callback')]);
  if (module.start !== undefined) added.push([START_EXPORT, 0, exportOf(layout, module.start)]);
  out.u32(module.exports.length + added.length);
  for (const { nameBytes, kind, index } of module.exports) {
    out.vector(nameBytes);
    out.byte(kind);
    out.u32(kind === 0 ? exportOf(layout, index) : index);
  }
  for (const [name, kind, index] of added) {
    out.vector(utf8(name));
    out.byte(kind);
    out.u32(index);
  }
  return out.written();
}

/** The function as the host calls it. */
const exportOf = (layout: Layout, index: number): number => (index < layout.importedFunctions ? index : helperIndex(layout, `export ${index}`));

/** All eight forms of element segments: bit 0 passive or declared, bit 1 explicit table or declared, bit 2 expressions. */
function elements(module: ParsedModule, layout: Layout): Uint8Array | undefined {
  const range = module.sections.get(SECTION.element);
  if (!range) return undefined;
  const reader = new Reader(module.bytes, range.start, range.end);
  const out = new Writer((range.end - range.start) * 2 + 64);
  const count = reader.u32();
  out.u32(count);
  for (let i = 0; i < count; i++) element(reader, out, layout);
  return out.written();
}

function element(reader: Reader, out: Writer, layout: Layout): void {
  const start = reader.at;
  const flags = reader.u32();
  if (flags > 7) throw undecodable('invalid flags of an element segment');
  const active = (flags & 1) === 0;
  if (active && (flags & 2) !== 0) reader.u32();
  if (active) copyConstant(reader, out, start, layout);
  const kindStart = active ? reader.at : start;
  if ((flags & 3) !== 0) {
    if ((flags & 4) !== 0) readValueType(reader);
    else reader.byte();
  }
  const count = reader.u32();
  out.copy(reader.bytes.subarray(kindStart, reader.at));
  for (let i = 0; i < count; i++) {
    if ((flags & 4) !== 0) copyConstant(reader, out, reader.at, layout);
    else out.u32(referenceTo(layout, reader.u32()));
  }
}

/** Active segments are left as empty passive ones, so that indices remain valid. */
function data(module: ParsedModule): Uint8Array | undefined {
  const range = module.sections.get(SECTION.data);
  if (!range) return undefined;
  const out = new Writer(range.end - range.start + 16);
  out.u32(module.data.length);
  for (const { offset, bytes } of module.data) {
    out.byte(1);
    out.vector(offset === undefined ? bytes : bytes.subarray(0, 0));
  }
  return out.written();
}

function rewriteCode(module: ParsedModule, layout: Layout): { body: BodyWriter; code: CodeRewriter } {
  const body = new BodyWriter(module.bytes, layout);
  const code = new CodeRewriter(module.bytes, layout, body);
  const range = module.sections.get(SECTION.code);
  if (!range) return { body, code };
  const reader = new Reader(module.bytes, range.start, range.end);
  const count = reader.u32();
  for (let i = 0; i < count; i++) {
    const size = reader.u32();
    const start = reader.at;
    reader.skip(size);
    const type = module.types[module.functions[module.importedFunctions + i] as number] as FunctionType;
    code.rewrite(module.importedFunctions + i, start, reader.at, type);
  }
  return { body, code };
}

function codeSection(module: ParsedModule, layout: Layout, body: BodyWriter): Uint8Array {
  const count = module.functions.length - module.importedFunctions + layout.helpers.length;
  const out = new Writer(body.out.at + 64 * layout.helpers.length + 1024);
  out.u32(count);
  out.copy(body.out.written());
  for (const helper of layout.helpers) out.copy(isBridge(helper) ? bridgeBody(module, layout, helper) : helperBody(layout, helper));
  return out.written();
}
