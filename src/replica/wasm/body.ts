import type { Layout } from './layout.ts';
import { ENGINE_MAX_FUNCTION_BYTES, ENGINE_MAX_LOCALS } from './limits.ts';
import { I32, I64, OP } from './opcodes.ts';
import { ModuleRefused } from './refusal.ts';
import { Writer } from './writer.ts';

const V128 = 0x7b;
const PAGE_SHIFT = 12;

/** Bytes that an insertion in front of one operator may take, generously. */
const ROOM = 96;
/** Room for the declarations of temporaries: each is a count and a type. */
const TEMPORARIES = 6;
const ADDRESS = TEMPORARIES - 1;

/** Operators that the production replica injects for a charge. */
const CHARGE_OPERATORS = { plain: 4, checked: 10 } as const;

/** Writes one body at a time: copies runs of the original, with charges, page tests and moved offsets between them. Positions are those of the original. */
export class BodyWriter {
  readonly out: Writer;
  readonly #source: Uint8Array;
  readonly #layout: Layout;
  readonly #int: typeof I32 | typeof I64;
  /** Start of the run of original bytes that have not been copied yet. */
  #run = 0;
  /** Where the current body's entry starts in `out`, and where its code does. */
  #entry = 0;
  #code = 0;
  #declarations: { start: number; end: number; groups: number } = { start: 0, end: 0, groups: 0 };
  #nextLocal = 0;
  /** Local index by temporary, -1 where it is not used in this body; value types are stored at 0x7f - type. */
  readonly #temporaries = new Int32Array(TEMPORARIES);
  readonly #order: number[] = [];
  /** Cost of the current block so far; where its charge was written, -1 where nothing has cost yet. */
  #cost = 0;
  #chargeAt = -1;
  #injected = 0;

  constructor(source: Uint8Array, layout: Layout) {
    this.#source = source;
    this.#layout = layout;
    this.#int = layout.wide ? I64 : I32;
    this.out = new Writer(source.length * 2 + 4096);
  }

  /** Starts a body whose local declarations lie in [declarations, code) of the original. */
  begin(declarations: number, code: number, groups: number, locals: number): void {
    const { out } = this;
    this.#declarations = { start: declarations, end: code, groups };
    this.#entry = out.at;
    out.reserve(code - declarations + 16 + 7 * TEMPORARIES);
    out.at += code - declarations + 16 + 7 * TEMPORARIES;
    this.#code = out.at;
    this.#nextLocal = locals;
    this.#temporaries.fill(-1);
    this.#order.length = 0;
    this.#run = code;
    this.#injected = 0;
    this.#beginCharge(true);
    this.#cost = 1;
  }

  /** Ends the body at `end`. Gives the number of operators that the production replica would have injected. */
  finish(end: number): number {
    this.endBlock();
    this.#flush(end);
    const { out } = this;
    const codeEnd = out.at;
    const codeLength = codeEnd - this.#code;
    if (codeLength > ENGINE_MAX_FUNCTION_BYTES - 1024 || this.#nextLocal > ENGINE_MAX_LOCALS) {
      throw new ModuleRefused('Could not instrument wasm module of canister: a function is too large for this engine');
    }
    out.at = this.#entry;
    const header = this.#header();
    out.rawUnsigned(header.length + codeLength);
    out.rawRun(header, 0, header.length);
    out.bytes.copyWithin(out.at, this.#code, codeEnd);
    out.at += codeLength;
    return this.#injected;
  }

  /** The local declarations, the temporaries' included. */
  #header(): Uint8Array {
    const { start, end, groups } = this.#declarations;
    const header = new Writer(end - start + 5 + 2 * TEMPORARIES);
    header.u32(groups + this.#order.length);
    let first = start;
    while ((this.#source[first++] as number) >= 0x80);
    header.copy(this.#source.subarray(first, end));
    for (const temporary of this.#order) {
      header.byte(1);
      header.byte(temporary === ADDRESS ? this.#int.type : 0x7f - temporary);
    }
    return header.written();
  }

  #temporary(which: number): number {
    const known = this.#temporaries[which] as number;
    if (known >= 0) return known;
    this.#temporaries[which] = this.#nextLocal;
    this.#order.push(which);
    return this.#nextLocal++;
  }

  #flush(to: number): void {
    this.out.reserve(to - this.#run + ROOM);
    this.out.rawRun(this.#source, this.#run, to);
    this.#run = to;
  }

  #op(opcode: number): void {
    const { out } = this;
    out.bytes[out.at++] = opcode;
  }

  #index(opcode: number, index: number): void {
    const { out } = this;
    out.bytes[out.at++] = opcode;
    out.rawUnsigned(index);
  }

  /** Accounts for an operator at `start`; the first in a block that costs anything is where the block is charged. */
  charge(start: number, cost: number): void {
    if (this.#chargeAt < 0) {
      this.#flush(start);
      this.#beginCharge(false);
    }
    this.#cost += cost;
  }

  /** counter -= cost, with two bytes kept for the cost; in a block that may be entered again, with a test of the sign. */
  #beginCharge(reentrant: boolean): void {
    const { counter, outOfInstructions } = this.#layout;
    this.#index(OP.globalGet, counter);
    this.#op(I64.const);
    this.#chargeAt = this.out.at;
    this.out.at += 2;
    this.#op(I64.sub);
    if (!reentrant) {
      this.#index(OP.globalSet, counter);
      this.#injected += CHARGE_OPERATORS.plain;
      return;
    }
    this.#index(OP.globalSet, counter);
    this.#index(OP.globalGet, counter);
    this.#op(I64.const);
    this.#op(0);
    this.#op(I64.ltS);
    this.#op(OP.if);
    this.#op(OP.empty);
    this.#index(OP.call, outOfInstructions);
    // The call never returns; saying so spares the engine from keeping values alive across it.
    this.#op(OP.unreachable);
    this.#op(OP.end);
    this.#injected += CHARGE_OPERATORS.checked;
  }

  /** The block ends with the operator before `end`. */
  endBlock(): void {
    if (this.#chargeAt >= 0) this.#patch(this.#cost);
    this.#chargeAt = -1;
    this.#cost = 0;
  }

  #patch(cost: number): void {
    const { out } = this;
    const at = this.#chargeAt;
    if (cost < 64) {
      out.bytes[at] = cost;
      out.rawDelete(at + 1);
      return;
    }
    if (cost < 0x2000) {
      out.bytes[at] = (cost & 0x7f) | 0x80;
      out.bytes[at + 1] = cost >> 7;
      return;
    }
    out.reserve(3);
    out.bytes.copyWithin(at + 5, at + 2, out.at);
    out.at += 3;
    for (let i = 0; i < 5; i++) out.bytes[at + i] = (Math.floor(cost / 128 ** i) % 128) | (i < 4 ? 0x80 : 0);
  }

  enterLoop(end: number): void {
    this.endBlock();
    this.#flush(end);
    this.#beginCharge(true);
  }

  /** Counts operators that the production replica would inject. */
  injected(operators: number): void {
    this.#injected += operators;
  }

  /** Replaces the operator in [start, end) by a call. */
  replaceByCall(start: number, end: number, index: number): void {
    this.#flush(start);
    this.#index(OP.call, index);
    this.#run = end;
  }

  /** Replaces the index in [start, end). */
  replaceIndex(start: number, end: number, index: number): void {
    this.#flush(start);
    this.out.rawUnsigned(index);
    this.#run = end;
  }

  /** After `memory.size`, which ends at `end`: without the pages of the map. */
  memorySize(end: number): void {
    this.#flush(end);
    this.#op(this.#int.const);
    this.out.rawSigned(this.#layout.mapBytes / 65_536);
    this.#op(this.#int.sub);
  }

  /** Writes the offset, whose original is in [start, end), with the map added. */
  moveOffset(start: number, end: number, offset: number): void {
    this.#flush(start);
    this.out.rawUnsigned(offset + this.#layout.mapBytes);
    this.#run = end;
  }

  /** A load whose offset is out of bounds anyway: it traps for any address. */
  trappingLoad(start: number, offsetStart: number, offsetEnd: number): void {
    this.#flush(start);
    this.#op(OP.drop);
    this.#outOfBoundsAddress();
    this.#outOfBoundsOffset(offsetStart, offsetEnd);
  }

  trappingLaneLoad(start: number, offsetStart: number, offsetEnd: number): void {
    this.#flush(start);
    const value = this.#temporary(0x7f - V128);
    this.#index(OP.localSet, value);
    this.#op(OP.drop);
    this.#outOfBoundsAddress();
    this.#index(OP.localGet, value);
    this.#outOfBoundsOffset(offsetStart, offsetEnd);
  }

  #outOfBoundsAddress(): void {
    this.#op(this.#int.const);
    this.#op(0x7f);
  }

  #outOfBoundsOffset(start: number, end: number): void {
    this.#flush(start);
    this.out.rawUnsigned(0xffff_ffff);
    this.#run = end;
  }

  /** The store that starts at `start`, with its page tested before. */
  store(start: number, offsetStart: number, offsetEnd: number, offset: number, type: number, outOfBounds: boolean): void {
    this.#flush(start);
    const value = this.#temporary(0x7f - type);
    this.#index(OP.localSet, value);
    if (outOfBounds) {
      this.#op(OP.drop);
      this.#outOfBoundsAddress();
      this.#index(OP.localGet, value);
      this.#outOfBoundsOffset(offsetStart, offsetEnd);
      return;
    }
    const address = this.#temporary(ADDRESS);
    this.#index(OP.localTee, address);
    this.#pageTest(address, offset);
    this.#index(OP.localGet, address);
    this.#index(OP.localGet, value);
    this.moveOffset(offsetStart, offsetEnd, offset);
  }

  /** With the address on the stack: announces its page, unless it is marked. */
  #pageTest(address: number, offset: number): void {
    this.#page(offset);
    this.#op(OP.load8U);
    this.#op(0);
    this.#op(0);
    this.#op(I32.eqz);
    this.#op(OP.if);
    this.#op(OP.empty);
    this.#index(OP.localGet, address);
    this.#page(offset);
    this.#index(OP.call, this.#layout.markPage);
    this.#op(OP.end);
  }

  #page(offset: number): void {
    if (offset !== 0) {
      this.#op(this.#int.const);
      this.out.rawSigned(this.#layout.wide ? offset : offset | 0);
      this.#op(this.#int.add);
    }
    this.#op(this.#int.const);
    this.#op(PAGE_SHIFT);
    this.#op(this.#int.shrU);
  }
}
