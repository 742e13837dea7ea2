import { Emitter, TEMPORARY, type Locals } from './emitter.ts';
import { MAX_UNTESTED_OFFSET } from './limits.ts';
import { I32, I64, OP } from './opcodes.ts';

const PAGE_SHIFT = 12;

/** Operators that the production replica injects for a charge. */
const CHARGE_OPERATORS = { plain: 4, checked: 10 } as const;

/**
 * A body with charges, page tests and moved offsets. The instruction counter is in a local, where the engine can keep it in a register:
 * it comes as a parameter and goes back as the last result. The exported counter is brought up to date before whatever could end the
 * execution or look at it: operators that may trap, and calls to the host.
 */
export class BodyWriter extends Emitter {
  /** Cost of the current block so far; where its charge was written, -1 where nothing has cost yet. */
  #cost = 0;
  #chargeAt = -1;
  #injected = 0;
  /** True where the exported counter differs, or may differ, from the local one. */
  #stale = true;

  /** Starts a body; `results` is the block type of its results. */
  begin(locals: Locals, results: number): void {
    this.beginBody(locals);
    this.#injected = 0;
    this.#beginCharge(true);
    this.#cost = 1;
    // Branches out of the body end here, so that the counter can be added to the results.
    this.op(OP.block);
    this.out.rawSigned(results);
  }

  /** Ends the body at `end`. Gives the number of operators that the production replica would have injected. */
  finish(end: number): number {
    this.endBlock();
    this.flush(end);
    this.counterGet();
    this.op(OP.end);
    this.finishBody();
    return this.#injected;
  }

  /** Accounts for an operator at `start`; the first in a block that costs anything is where the block is charged. */
  charge(start: number, cost: number): void {
    if (this.#chargeAt < 0) {
      this.flush(start);
      this.#beginCharge(false);
    }
    this.#cost += cost;
  }

  /** counter -= cost, with two bytes kept for the cost; in a block that may be entered again, with a test of the sign. */
  #beginCharge(reentrant: boolean): void {
    this.counterGet();
    this.op(I64.const);
    this.#chargeAt = this.out.at;
    this.out.at += 2;
    this.op(I64.sub);
    if (!reentrant) {
      this.#setCounter();
      this.#injected += CHARGE_OPERATORS.plain;
      return;
    }
    this.indexed(OP.localTee, this.counter);
    this.op(I64.const);
    this.op(0);
    this.op(I64.ltS);
    this.op(OP.if);
    this.op(OP.empty);
    this.#writeCounter();
    this.#stale = true;
    this.indexed(OP.call, this.layout.outOfInstructions);
    // The call never returns; saying so spares the engine from keeping values alive across it.
    this.op(OP.unreachable);
    this.op(OP.end);
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
    this.flush(end);
    this.#beginCharge(true);
  }

  /** Counts operators that the production replica would inject. */
  injected(operators: number): void {
    this.#injected += operators;
  }

  /** The local counter is what is on the stack. */
  #setCounter(): void {
    this.indexed(OP.localSet, this.counter);
    this.#stale = true;
  }

  /** Before an operator at `start` that may trap. */
  spill(start: number): void {
    if (!this.#stale) return;
    this.flush(start);
    this.#writeCounter();
    this.#stale = false;
  }

  #writeCounter(): void {
    this.counterGet();
    this.indexed(OP.globalSet, this.layout.counter);
  }

  #readCounter(): void {
    this.indexed(OP.globalGet, this.layout.counter);
    this.indexed(OP.localSet, this.counter);
    this.#stale = false;
  }

  /** In place of the operator in [start, end): a call of a function that keeps to the exported counter. */
  callOutside(start: number, end: number, index: number): void {
    this.spill(start);
    this.flush(start);
    this.indexed(OP.call, index);
    this.#readCounter();
    this.skip(end);
  }

  /** In place of the call in [start, end): a call of a function of the module. */
  callInside(start: number, end: number, index: number): void {
    this.flush(start);
    this.counterGet();
    this.indexed(OP.call, index);
    this.#setCounter();
    this.skip(end);
  }

  /** The indirect call in [start, end). */
  callIndirect(start: number, end: number, type: number, table: number, wideTable: boolean): void {
    this.#indirect(start, OP.callIndirect, type, table, wideTable);
    this.#setCounter();
    this.skip(end);
  }

  returnCallIndirect(start: number, end: number, type: number, table: number, wideTable: boolean): void {
    this.#indirect(start, OP.returnCallIndirect, type, table, wideTable);
    this.skip(end);
  }

  #indirect(start: number, opcode: number, type: number, table: number, wideTable: boolean): void {
    this.spill(start);
    this.flush(start);
    const index = this.temporary(wideTable ? TEMPORARY.tableIndex64 : TEMPORARY.tableIndex32);
    this.indexed(OP.localSet, index);
    this.counterGet();
    this.indexed(OP.localGet, index);
    this.indexed(opcode, type);
    this.out.rawUnsigned(table);
  }

  /** In place of the tail call in [start, end). */
  returnCall(start: number, end: number, index: number, outside: boolean): void {
    if (outside) {
      this.callOutside(start, end, index);
      this.counterGet();
      this.op(OP.return);
      return;
    }
    this.flush(start);
    this.counterGet();
    this.indexed(OP.returnCall, index);
    this.skip(end);
  }

  /** Before the return at `start`. */
  return(start: number): void {
    this.flush(start);
    this.counterGet();
  }

  /** After `memory.size`, which ends at `end`: without the pages of the map. */
  memorySize(end: number): void {
    this.flush(end);
    this.number(this.layout.mapBytes / 65_536);
    this.op(this.int.sub);
  }

  /** Writes the offset, whose original is in [start, end), with the map added. */
  moveOffset(start: number, end: number, offset: number): void {
    this.replaceIndex(start, end, offset + this.layout.mapBytes);
  }

  /** A load whose offset is out of bounds anyway: it traps for any address. */
  trappingLoad(start: number, offsetStart: number, offsetEnd: number): void {
    this.flush(start);
    this.op(OP.drop);
    this.number(-1);
    this.replaceIndex(offsetStart, offsetEnd, 0xffff_ffff);
  }

  trappingLaneLoad(start: number, offsetStart: number, offsetEnd: number): void {
    this.#trapping(start, TEMPORARY.v128, offsetStart, offsetEnd);
  }

  #trapping(start: number, type: number, offsetStart: number, offsetEnd: number): void {
    this.flush(start);
    const value = this.temporary(type);
    this.indexed(OP.localSet, value);
    this.op(OP.drop);
    this.number(-1);
    this.indexed(OP.localGet, value);
    this.replaceIndex(offsetStart, offsetEnd, 0xffff_ffff);
  }

  /** The store that starts at `start`, of a value of this type, with its page tested before. */
  store(start: number, offsetStart: number, offsetEnd: number, offset: number, type: number, outOfBounds: boolean): void {
    if (outOfBounds) {
      this.#trapping(start, 0x7f - type, offsetStart, offsetEnd);
      return;
    }
    this.flush(start);
    const value = this.temporary(0x7f - type);
    this.indexed(OP.localSet, value);
    const address = this.temporary(TEMPORARY.address);
    this.indexed(OP.localTee, address);
    this.#pageTest(address, offset);
    this.indexed(OP.localGet, address);
    this.indexed(OP.localGet, value);
    this.moveOffset(offsetStart, offsetEnd, offset);
  }

  /** With the address on the stack: announces its page, unless it is marked. */
  #pageTest(address: number, offset: number): void {
    const isFar = offset > MAX_UNTESTED_OFFSET;
    if (isFar) this.#add(offset);
    this.number(PAGE_SHIFT);
    this.op(this.int.shrU);
    this.op(OP.load8U);
    this.op(0);
    this.op(0);
    this.op(I32.eqz);
    this.op(OP.if);
    this.op(OP.empty);
    this.indexed(OP.localGet, address);
    if (isFar) this.#add(offset);
    this.indexed(OP.call, this.layout.markPage);
    this.op(OP.end);
  }

  #add(offset: number): void {
    this.number(this.layout.wide ? offset : offset | 0);
    this.op(this.int.add);
  }
}
