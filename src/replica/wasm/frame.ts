/** The outermost layer of the binary format, checked before anything else. `check_code_section_size` of `embedders/src/wasm_utils/validation.rs`. */
import { MAX_CODE_SECTION_BYTES, MAX_NAME_BYTES } from './limits.ts';
import { SECTION } from './parse.ts';
import { located, refusedWithAdvice, undecodable, type ModuleRefused } from './refusal.ts';

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const HEADER_BYTES = 8;

/** Order of the sections in a module, by id; custom ones may stand anywhere. */
const ORDER: Readonly<Record<number, number>> = {
  [SECTION.type]: 1,
  [SECTION.import]: 2,
  [SECTION.function]: 3,
  [SECTION.table]: 4,
  [SECTION.memory]: 5,
  [SECTION.tag]: 6,
  [SECTION.global]: 7,
  [SECTION.export]: 8,
  [SECTION.start]: 9,
  [SECTION.element]: 10,
  [SECTION.dataCount]: 11,
  [SECTION.code]: 12,
  [SECTION.data]: 13,
};

const malformed = (why: string, offset: number): ModuleRefused => undecodable(`Error finding code section: ${located(why, offset)}`);
const endOfFile = (offset: number): ModuleRefused => malformed('unexpected end-of-file', offset);

/**
 * Goes over the sections up to the code section, which must not be too large, or to the end of the module where it has none.
 * Throws `ModuleRefused` where they are damaged; what is in them is not looked at.
 */
export function checkFrame(bytes: Uint8Array): void {
  if (bytes.length < HEADER_BYTES) throw endOfFile(bytes.length < MAGIC.length ? 0 : MAGIC.length);
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  if (version !== 1) throw malformed(`unknown binary version: 0x${version.toString(16).padStart(8, '0')}`, 4);
  new Frame(bytes).walk();
}

class Frame {
  readonly #bytes: Uint8Array;
  #at = HEADER_BYTES;
  #end: number;
  #order = 0;
  /** Items by section, where a module must give them twice. */
  readonly #counts = new Map<number, number>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length;
  }

  walk(): void {
    const { length } = this.#bytes;
    while (this.#at < length) {
      if (this.#section()) return;
      this.#end = length;
    }
    this.#checkFunctions(length);
    this.#checkData(length);
  }

  /** True where it was the code section. */
  #section(): boolean {
    const at = this.#at;
    if (MAGIC.every((byte, i) => this.#bytes[at + i] === byte)) throw malformed('expected section, got wasm magic number', at);
    const id = this.#byte();
    if (id >= 0x80) throw malformed('malformed section id', at);
    const size = this.#u32();
    const start = this.#at;
    this.#keepOrder(id, start);
    if (id === SECTION.code) {
      this.#codeSection(size, start);
      return true;
    }
    if (size > this.#end - start) throw endOfFile(start);
    this.#end = start + size;
    this.#contents(id);
    this.#at = start + size;
    return false;
  }

  #keepOrder(id: number, start: number): void {
    const order = ORDER[id];
    if (order === undefined) return;
    if (this.#order >= order) throw malformed('section out of order', start);
    this.#order = order;
  }

  #codeSection(size: number, start: number): void {
    this.#counts.set(SECTION.code, this.#u32());
    const rest = size - (this.#at - start);
    if (rest < 0) throw endOfFile(start);
    this.#checkFunctions(start);
    if (rest <= MAX_CODE_SECTION_BYTES) return;
    throw refusedWithAdvice(
      `Wasm module code section size of ${rest} exceeds the maximum allowed size of ${MAX_CODE_SECTION_BYTES}.`,
      'Try shrinking the module code section using tools like `ic-wasm` or splitting the logic across multiple canisters.',
      'wasm-module-code-section-too-large',
    );
  }

  /** Reads how the section in [`#at`, `#end`) begins. */
  #contents(id: number): void {
    if (id === SECTION.custom) {
      this.#name();
      return;
    }
    if (ORDER[id] === undefined) return;
    this.#counts.set(id, this.#u32());
    if ((id === SECTION.start || id === SECTION.dataCount) && this.#at < this.#end) {
      throw malformed(`unexpected content in the ${id === SECTION.start ? 'start' : 'data count'} section`, this.#at);
    }
    if (id === SECTION.data) this.#checkData(this.#end);
  }

  #checkFunctions(offset: number): void {
    const declared = this.#counts.get(SECTION.function);
    const defined = this.#counts.get(SECTION.code);
    if ((declared ?? 0) === (defined ?? 0)) return;
    if (declared === undefined) throw malformed('function section is absent but code section has non-zero count', offset);
    if (defined === undefined) throw malformed('function section has non-zero count but code section is absent', offset);
    throw malformed('function and code section have inconsistent lengths', offset);
  }

  #checkData(offset: number): void {
    const declared = this.#counts.get(SECTION.dataCount);
    const defined = this.#counts.get(SECTION.data);
    if (declared === undefined || declared === (defined ?? 0)) return;
    throw malformed(defined === undefined ? 'data count is non-zero but data section is absent' : 'data count and data section have inconsistent lengths', offset);
  }

  #name(): void {
    const length = this.#u32();
    if (length > MAX_NAME_BYTES) throw malformed('string size out of bounds', this.#at - 1);
    const start = this.#at;
    if (length > this.#end - start) throw endOfFile(start);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(this.#bytes.subarray(start, start + length));
    } catch {
      throw malformed('malformed UTF-8 encoding', start + length - 1);
    }
  }

  #byte(): number {
    if (this.#at >= this.#end) throw endOfFile(this.#at);
    return this.#bytes[this.#at++] as number;
  }

  #u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#byte();
      if (shift === 28 && byte > 0x0f) {
        throw malformed(`invalid var_u32: integer ${byte >= 0x80 ? 'representation too long' : 'too large'}`, this.#at - 1);
      }
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
}
