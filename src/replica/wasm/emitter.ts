import type { Layout } from './layout.ts';
import { ENGINE_MAX_FUNCTION_BYTES, ENGINE_MAX_LOCALS } from './limits.ts';
import { I32, I64, OP } from './opcodes.ts';
import { Reader } from './reader.ts';
import { uninstrumentable } from './refusal.ts';
import { Writer } from './writer.ts';

/** Bytes that the insertions in front of one operator may take, generously. */
const ROOM = 160;
/** Temporaries by number: those for values of a type are numbered 0x7f - type. */
export const TEMPORARY = { i32: 0, i64: 1, f32: 2, f64: 3, v128: 4, address: 5, tableIndex32: 6, tableIndex64: 7 } as const;
const TEMPORARIES = 8;
/** Room for the declarations of temporaries and of the moved local: each is a count and a type. */
const HEADER_ROOM = 16 + 7 * (TEMPORARIES + 1);

/** Where the locals of a body are declared in the original, and how many there are. */
export interface Locals {
  /** Position of the number of groups. */
  readonly start: number;
  /** Where the code begins. */
  readonly code: number;
  readonly parameters: number;
  readonly declared: number;
}

/**
 * Writes one body at a time: copies runs of the original, and what its user puts between them. Positions are those of the original.
 *
 * The instruction counter is one more parameter, after the function's own. So the first declared local, whose index that would be,
 * moves behind the last; the others keep their indices. Temporaries come after it.
 */
export class Emitter {
  readonly out: Writer;
  protected readonly source: Uint8Array;
  protected readonly layout: Layout;
  protected readonly int: typeof I32 | typeof I64;
  /** Local that holds the counter. */
  protected counter = 0;
  /** New index of the first declared local. */
  protected moved = 0;
  /** Start of the run of original bytes that have not been copied yet. */
  #run = 0;
  /** Where the current body's entry starts in `out`, and where its code does. */
  #entry = 0;
  #code = 0;
  #locals: Locals = { start: 0, code: 0, parameters: 0, declared: 0 };
  #nextLocal = 0;
  /** Local index by temporary, -1 where it is not used in this body. */
  readonly #temporaries = new Int32Array(TEMPORARIES);
  readonly #order: number[] = [];

  constructor(source: Uint8Array, layout: Layout) {
    this.source = source;
    this.layout = layout;
    this.int = layout.wide ? I64 : I32;
    this.out = new Writer(source.length * 2 + 4096);
  }

  protected beginBody(locals: Locals): void {
    const { out } = this;
    this.#locals = locals;
    this.#entry = out.at;
    const room = locals.code - locals.start + HEADER_ROOM;
    out.reserve(room + ROOM);
    out.at += room;
    this.#code = out.at;
    this.counter = locals.parameters;
    this.moved = locals.parameters + locals.declared;
    this.#nextLocal = this.moved + 1;
    this.#temporaries.fill(-1);
    this.#order.length = 0;
    this.#run = locals.code;
  }

  protected finishBody(): void {
    const { out } = this;
    const codeEnd = out.at;
    const codeLength = codeEnd - this.#code;
    if (codeLength > ENGINE_MAX_FUNCTION_BYTES - 1024 || this.#nextLocal > ENGINE_MAX_LOCALS) {
      throw uninstrumentable('a function is too large for this engine');
    }
    out.at = this.#entry;
    const header = this.#header();
    out.rawUnsigned(header.length + codeLength);
    out.rawRun(header, 0, header.length);
    out.bytes.copyWithin(out.at, this.#code, codeEnd);
    out.at += codeLength;
  }

  /** The local declarations: without the first local, with it after the others, and with the temporaries. */
  #header(): Uint8Array {
    const { start, code, declared } = this.#locals;
    const reader = new Reader(this.source, start, code);
    const groups = reader.u32();
    const header = new Writer(code - start + HEADER_ROOM);
    header.u32(groups + (declared > 0 ? 1 : 0) + this.#order.length);
    let movedType = 0;
    for (let i = 0; i < groups; i++) {
      const count = reader.u32();
      const type = reader.byte();
      const isFirst = count > 0 && movedType === 0;
      header.u32(isFirst ? count - 1 : count);
      header.byte(type);
      if (isFirst) movedType = type;
    }
    if (declared > 0) {
      header.byte(1);
      header.byte(movedType);
    }
    for (const temporary of this.#order) {
      header.byte(1);
      header.byte(this.#typeOf(temporary));
    }
    return header.written();
  }

  #typeOf(temporary: number): number {
    if (temporary === TEMPORARY.address) return this.int.type;
    if (temporary === TEMPORARY.tableIndex32) return I32.type;
    if (temporary === TEMPORARY.tableIndex64) return I64.type;
    return 0x7f - temporary;
  }

  protected temporary(which: number): number {
    const known = this.#temporaries[which] as number;
    if (known >= 0) return known;
    this.#temporaries[which] = this.#nextLocal;
    this.#order.push(which);
    return this.#nextLocal++;
  }

  /** Copies the original up to `to`; there is room for some insertions afterwards. */
  protected flush(to: number): void {
    this.out.reserve(to - this.#run + ROOM);
    this.out.rawRun(this.source, this.#run, to);
    this.#run = to;
  }

  /** Leaves out the original up to `to`. */
  protected skip(to: number): void {
    this.#run = to;
  }

  protected op(opcode: number): void {
    const { out } = this;
    out.bytes[out.at++] = opcode;
  }

  protected indexed(opcode: number, index: number): void {
    const { out } = this;
    out.bytes[out.at++] = opcode;
    out.rawUnsigned(index);
  }

  protected number(value: number): void {
    this.op(this.int.const);
    this.out.rawSigned(value);
  }

  /** Replaces the index in [start, end). */
  replaceIndex(start: number, end: number, index: number): void {
    this.flush(start);
    this.out.rawUnsigned(index);
    this.skip(end);
  }

  /** Replaces the index of the first declared local in [start, end). */
  replaceLocal(start: number, end: number): void {
    this.replaceIndex(start, end, this.moved);
  }

  protected counterGet(): void {
    this.indexed(OP.localGet, this.counter);
  }
}
