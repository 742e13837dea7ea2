import { COMPLEXITY, COMPLEXITY_FC, COST, COST_FC, COST_SIMD, MEMORY64_SURCHARGE } from './costs.ts';
import type { BodyWriter } from './body.ts';
import { helperIndex, meteredType, referenceTo, resultsType, shiftFunction, type Layout } from './layout.ts';
import { KIND, KINDS, OP, REFUSED_FC, SWITCHED_OFF, SIMD, STORED_TYPE } from './opcodes.ts';
import { OperandReader } from './operands.ts';
import { readLocals, type FunctionType } from './parse.ts';
import { ModuleRefused, switchedOff, undecodable } from './refusal.ts';
import { checkFunctionSize } from './validate.ts';

/** An offset from here on is out of bounds of any memory; adding the map to it could overflow. */
const NO_OFFSET_64 = 2 ** 40;
const V128 = 0x7b;

/**
 * Rewrites function bodies in one pass. The engine has found the module valid, so operators are well-formed and
 * well-typed; what is left to refuse are operators that the Internet Computer does not know.
 */
export class CodeRewriter extends OperandReader {
  readonly #layout: Layout;
  readonly #body: BodyWriter;
  readonly #memoryCost: number;
  /** Of the current operator. */
  #start = 0;
  #function = 0;
  #depth = 0;
  /** Original index of the local that moves to make room for the counter; -1 where none does. */
  #moved = -1;
  #operators = 0;
  #complexity = 0;
  /** Operators of all functions with those that the production replica injects. */
  instrumentedOperators = 0;
  dropsSegments = false;

  constructor(bytes: Uint8Array, layout: Layout, body: BodyWriter) {
    super(bytes);
    this.#layout = layout;
    this.#body = body;
    this.#memoryCost = layout.wide ? MEMORY64_SURCHARGE : 0;
  }

  /** Rewrites the body in [start, end), that of the function `index`, counted with the imported ones, with this type. */
  rewrite(index: number, start: number, end: number, { params, results }: FunctionType): void {
    const body = this.#body;
    this.#function = index;
    this.#operators = 0;
    this.#complexity = 0;
    this.#depth = 1;
    const { locals, code } = readLocals(this.bytes, start, end);
    this.at = code;
    this.#moved = locals > 0 ? params.length : -1;
    body.begin({ start, code, parameters: params.length, declared: locals }, resultsType(this.#layout, results));
    while (this.at < end) {
      this.#straight(end);
      if (this.at < end) this.#operator();
    }
    if (this.#depth !== 0) throw undecodable('function body without end');
    this.instrumentedOperators += this.#operators + body.finish(this.at);
    checkFunctionSize(index, this.#operators, this.#complexity);
  }

  #switchedOff(feature: string): ModuleRefused {
    return switchedOff(`${feature} support is not enabled`, this.#start);
  }

  #unsupported(name: string): ModuleRefused {
    return new ModuleRefused(`Wasm module contains a function at index ${this.#function} with unsupported instruction ${name}.`);
  }

  /** Passes the operators that are only copied: most of them, so without a call for each. They all cost something. */
  #straight(end: number): void {
    const bytes = this.bytes;
    const moved = this.#moved;
    const start = this.at;
    let at = start;
    let cost = 0;
    for (;;) {
      const opcode = bytes[at] as number;
      const kind = KINDS[opcode] as number;
      if (at >= end || kind > KIND.leb || kind === KIND.unsupported) break;
      if (kind === KIND.leb) {
        const first = bytes[at + 1] as number;
        if ((first === moved || (first >= 0x80 && moved >= 0x80)) && opcode <= OP.localTee) break;
        at++;
        while ((bytes[at++] as number) >= 0x80);
      } else at++;
      cost += COST[opcode] as number;
      this.#operators++;
      this.#complexity += COMPLEXITY[opcode] as number;
    }
    if (at === start) return;
    this.at = at;
    this.#body.charge(start, cost);
  }

  /** One case per kind of operator: a table in the form of a switch, for speed. */
  #operator(): void {
    this.#start = this.at;
    const opcode = this.byte();
    this.#operators++;
    this.#complexity += COMPLEXITY[opcode] as number;
    const cost = COST[opcode] as number;
    const kind = KINDS[opcode] as number;
    if (kind >= KIND.prefixFc) {
      if (opcode === 0xfc) this.#numericOrBulk();
      else this.#vector();
      return;
    }
    if (cost !== 0) this.#body.charge(this.#start, kind === KIND.load || kind === KIND.store ? cost + this.#memoryCost : cost);
    switch (kind) {
      case KIND.leb:
        this.#local();
        return;
      case KIND.trapping:
        this.#body.spill(this.#start);
        return;
      case KIND.tableGet:
        this.#body.spill(this.#start);
        this.skipLeb();
        return;
      case KIND.load:
        this.#load();
        return;
      case KIND.store:
        this.#store(STORED_TYPE[opcode - 0x36] as number);
        return;
      case KIND.bytes4:
        this.at += 4;
        return;
      case KIND.bytes8:
        this.at += 8;
        return;
      case KIND.byte:
        this.heapType();
        return;
      case KIND.typedSelect:
        this.skipLeb();
        this.heapType();
        return;
      case KIND.unsupported:
        throw this.#switchedOff(SWITCHED_OFF[opcode] ?? 'this operator');
      default:
        this.#special(kind);
    }
  }

  #special(kind: number): void {
    if (kind < KIND.call) {
      this.#control(kind);
      return;
    }
    switch (kind) {
      case KIND.refFunc:
        this.#reference();
        return;
      case KIND.call:
        this.#call();
        return;
      case KIND.returnCall:
        this.#returnCall();
        return;
      case KIND.callIndirect:
      case KIND.returnCallIndirect:
        this.#callIndirect(kind === KIND.returnCallIndirect);
        return;
      case KIND.memorySize:
        this.at++;
        this.#body.memorySize(this.at);
        return;
      case KIND.memoryGrow:
        this.at++;
        this.#body.callOutside(this.#start, this.at, this.#layout.growMemory);
        this.#body.injected(3);
        return;
      default:
        throw this.#unsupported('table.set');
    }
  }

  #control(kind: number): void {
    switch (kind) {
      case KIND.block:
      case KIND.loop:
      case KIND.if:
        this.blockType();
        this.#depth++;
        if (kind === KIND.loop) this.#body.enterLoop(this.at);
        else if (kind === KIND.if) this.#body.endBlock();
        return;
      case KIND.end:
        this.#depth--;
        break;
      case KIND.branch:
        this.skipLeb();
        break;
      case KIND.branchTable:
        for (let count = this.u32(); count >= 0; count--) this.skipLeb();
        break;
      case KIND.unreachable:
        this.#body.spill(this.#start);
        break;
      case KIND.return:
        this.#body.return(this.#start);
    }
    this.#body.endBlock();
  }

  /** An access to the local that moves, or one with a long index. */
  #local(): void {
    const from = this.at;
    if (this.u32() === this.#moved) this.#body.replaceLocal(from, this.at);
  }

  #reference(): void {
    const from = this.at;
    const index = this.u32();
    this.#body.replaceIndex(from, this.at, referenceTo(this.#layout, index));
  }

  #call(): void {
    const index = this.u32();
    if (index < this.#layout.importedFunctions) this.#body.callOutside(this.#start, this.at, index);
    else this.#body.callInside(this.#start, this.at, shiftFunction(this.#layout, index));
  }

  #returnCall(): void {
    const index = this.u32();
    this.#body.returnCall(this.#start, this.at, shiftFunction(this.#layout, index), index < this.#layout.importedFunctions);
    this.#body.endBlock();
  }

  #callIndirect(isTail: boolean): void {
    const type = meteredType(this.#layout, this.u32());
    const table = this.u32();
    const wide = this.#layout.wideTables[table] ?? false;
    if (!isTail) {
      this.#body.callIndirect(this.#start, this.at, type, table, wide);
      return;
    }
    this.#body.returnCallIndirect(this.#start, this.at, type, table, wide);
    this.#body.endBlock();
  }

  #outOfBounds(offset: number): boolean {
    return offset + this.#layout.mapBytes >= (this.#layout.wide ? NO_OFFSET_64 : 2 ** 32);
  }

  #load(): void {
    const opcodeEnd = this.at;
    const offset = this.memoryArgument();
    this.#body.spill(this.#start);
    if (this.#outOfBounds(offset)) this.#body.trappingLoad(this.#start, opcodeEnd + 1, this.at);
    else this.#body.moveOffset(opcodeEnd + 1, this.at, offset);
  }

  #store(type: number): void {
    const opcodeEnd = this.at;
    const offset = this.memoryArgument();
    this.#body.spill(this.#start);
    this.#body.store(this.#start, opcodeEnd + 1, this.at, offset, type, this.#outOfBounds(offset));
  }

  #numericOrBulk(): void {
    const code = this.u32();
    this.#complexity += (COMPLEXITY_FC[code] ?? 1) - 1;
    const refused = REFUSED_FC[code];
    if (refused) throw this.#unsupported(refused);
    if (code > 16) throw this.#switchedOff('wide arithmetic');
    this.#body.charge(this.#start, COST_FC[code] as number);
    if (code < 8) return;
    this.#bulk(code);
  }

  #bulk(code: number): void {
    const body = this.#body;
    switch (code) {
      case 8: {
        const segment = this.u32();
        this.at++;
        body.callOutside(this.#start, this.at, helperIndex(this.#layout, `init ${segment}`));
        body.injected(3);
        return;
      }
      case 10:
      case 11:
        this.at += code === 10 ? 2 : 1;
        body.callOutside(this.#start, this.at, helperIndex(this.#layout, code === 10 ? 'copy' : 'fill'));
        body.injected(this.#layout.wide ? 1 : 3);
        return;
      case 9:
      case 13:
        this.dropsSegments = true;
    }
    this.skipLeb();
  }

  #vector(): void {
    const code = this.u32();
    if (code > 0xff) throw this.#switchedOff('relaxed SIMD');
    const isLane = code >= SIMD.firstLoadLane && code <= SIMD.lastStoreLane;
    const isMemory = code <= SIMD.store || isLane || code === SIMD.loadZero32 || code === SIMD.loadZero64;
    this.#body.charge(this.#start, (COST_SIMD[code] as number) + (isMemory ? this.#memoryCost : 0));
    if (!isMemory) {
      if (code === SIMD.const || code === SIMD.shuffle) this.at += 16;
      else if (code >= SIMD.firstLane && code <= SIMD.lastLane) this.at++;
      return;
    }
    this.#vectorMemory(code, isLane);
  }

  #vectorMemory(code: number, isLane: boolean): void {
    const alignment = this.at;
    const offset = this.memoryArgument();
    this.#body.spill(this.#start);
    const isStore = code === SIMD.store || (code >= SIMD.firstStoreLane && isLane);
    if (isStore) this.#body.store(this.#start, alignment + 1, this.at, offset, V128, this.#outOfBounds(offset));
    else if (!this.#outOfBounds(offset)) this.#body.moveOffset(alignment + 1, this.at, offset);
    else if (isLane) this.#body.trappingLaneLoad(this.#start, alignment + 1, this.at);
    else this.#body.trappingLoad(this.#start, alignment + 1, this.at);
    if (isLane) this.at++;
  }
}
