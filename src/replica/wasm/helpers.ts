import { ADDED_TYPES, type BulkHelper, type Layout } from './layout.ts';
import { I32, I64, OP } from './opcodes.ts';
import { Writer } from './writer.ts';

/**
 * Functions that stand for the bulk operations: charge the size, announce the pages, write. Their parameters are those of the
 * operation: destination, value or source, size.
 */

const VOID = OP.empty;
const PAGE_SHIFT = 12;
const PAGE_BYTES = 4096;

/** Index of the type of a helper. */
export function helperType(layout: Layout, helper: BulkHelper): number {
  return layout.firstType + (helper === 'fill' ? ADDED_TYPES.fill : helper === 'copy' ? ADDED_TYPES.copy : ADDED_TYPES.init);
}

/** The entry of the code section. */
export function helperBody(layout: Layout, helper: BulkHelper): Uint8Array {
  const body = new HelperWriter(layout, helper);
  body.charge();
  body.markPages();
  body.operate();
  return body.finish();
}

class HelperWriter {
  readonly #layout: Layout;
  readonly #helper: BulkHelper;
  readonly #out = new Writer(256);
  readonly #wide: boolean;
  /** True where the size is an i64. */
  readonly #wideSize: boolean;
  readonly #int: typeof I32 | typeof I64;

  constructor(layout: Layout, helper: BulkHelper) {
    this.#layout = layout;
    this.#helper = helper;
    this.#wide = layout.wide;
    this.#wideSize = layout.wide && !helper.startsWith('init');
    this.#int = layout.wide ? I64 : I32;
    this.#emit(1, 1, 0x7e); // one local: i64
  }

  #emit(...bytes: number[]): void {
    for (const byte of bytes) this.#out.byte(byte);
  }

  #index(opcode: number, index: number): void {
    this.#out.byte(opcode);
    this.#out.u32(index);
  }

  #constant(value: number): void {
    this.#emit(this.#int.const);
    this.#out.reserve(10);
    this.#out.rawSigned(value);
  }

  #size(): void {
    this.#emit(OP.localGet, 2);
  }

  /** The size as an address. */
  #length(): void {
    this.#size();
    if (this.#wide && !this.#wideSize) this.#emit(I64.extendU);
  }

  /** counter -= size, not below the least i64; out of instructions where it is negative then. */
  charge(): void {
    const { counter, outOfInstructions } = this.#layout;
    this.#index(OP.globalGet, counter);
    this.#size();
    if (!this.#wideSize) this.#emit(I64.extendU);
    this.#emit(I64.sub, OP.localTee, 3);
    this.#index(OP.globalGet, counter);
    this.#emit(I64.gtS, OP.if, VOID, I64.const);
    this.#emit(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f, OP.localSet, 3, OP.end, OP.localGet, 3);
    this.#index(OP.globalSet, counter);
    this.#emit(OP.localGet, 3, I64.const, 0, I64.ltS, OP.if, VOID);
    this.#index(OP.call, outOfInstructions);
    this.#emit(OP.end);
  }

  /** Calls the host, unless the range lies in one or two pages that are marked already. */
  markPages(): void {
    const int = this.#int;
    this.#length();
    this.#constant(1);
    this.#emit(int.sub);
    this.#constant(PAGE_BYTES);
    this.#emit(int.ltU, OP.if, 0x7f);
    this.#mapByte(() => this.#emit(OP.localGet, 0));
    this.#emit(I32.eqz, I32.eqz);
    this.#mapByte(() => {
      this.#emit(OP.localGet, 0);
      this.#length();
      this.#emit(int.add);
      this.#constant(1);
      this.#emit(int.sub);
    });
    this.#emit(I32.eqz, I32.eqz, I32.and, OP.else, I32.const, 0, OP.end, I32.eqz, OP.if, VOID);
    this.#emit(OP.localGet, 0);
    this.#length();
    this.#index(OP.call, this.#layout.markRange);
    this.#emit(OP.end);
  }

  #mapByte(address: () => void): void {
    address();
    this.#constant(PAGE_SHIFT);
    this.#emit(this.#int.shrU, OP.load8U, 0, 0);
  }

  /** The operation behind the map. An address that would wrap around is out of bounds: such an operation traps. */
  operate(): void {
    this.#wraps(0);
    if (this.#helper === 'copy') {
      this.#wraps(1);
      this.#emit(I32.or);
    }
    this.#emit(OP.if, VOID);
    this.#constant(-1);
    this.#emit(I32.const, 0);
    this.#constant(2);
    this.#emit(0xfc, 11, 0, OP.end);
    this.#address(0);
    if (this.#helper === 'copy') this.#address(1);
    else this.#emit(OP.localGet, 1);
    this.#size();
    if (this.#helper === 'fill') this.#emit(0xfc, 11, 0);
    else if (this.#helper === 'copy') this.#emit(0xfc, 10, 0, 0);
    else {
      this.#emit(0xfc, 8);
      this.#out.u32(Number(this.#helper.slice('init '.length)));
      this.#emit(0);
    }
    this.#emit(OP.end);
  }

  #wraps(local: number): void {
    this.#emit(OP.localGet, local);
    this.#constant(-1 - this.#layout.mapBytes);
    this.#emit(this.#int.gtU);
  }

  #address(local: number): void {
    this.#emit(OP.localGet, local);
    this.#constant(this.#layout.mapBytes);
    this.#emit(this.#int.add);
  }

  finish(): Uint8Array {
    const body = new Writer(this.#out.at + 5);
    body.vector(this.#out.written());
    return body.written();
  }
}
