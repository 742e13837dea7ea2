import { decodeUnsigned } from '../../primitives/leb128.ts';
import type { Argument, CandidType, Field, FunctionType, PrimitiveName, TypeEnvironment } from './types.ts';

/** Type codes of https://github.com/dfinity/candid/blob/master/spec/Candid.md#types-1, counted down from -1. */
const PRIMITIVE_CODES: readonly PrimitiveName[] = [
  'null', 'bool', 'nat', 'int', 'nat8', 'nat16', 'nat32', 'nat64', 'int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'text', 'reserved', 'empty',
];
const PRINCIPAL_CODE = -24;
const MAGIC = [0x44, 0x49, 0x44, 0x4c];

/** The types that a Candid message declares of itself; fields have numbers only. `undefined` where it is no Candid message. */
export function wireTypes(bytes: Uint8Array): { readonly args: readonly Argument[]; readonly environment: TypeEnvironment } | undefined {
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) return undefined;
  try {
    return new WireReader(bytes).header();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

class WireReader {
  private readonly bytes: Uint8Array;
  private offset = MAGIC.length;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  header(): { args: readonly Argument[]; environment: TypeEnvironment } {
    const environment = new Map<string, CandidType>();
    const count = this.unsigned();
    for (let index = 0; index < count; index++) environment.set(nameOf(index), this.definition());
    const args = this.repeat(() => ({ name: undefined, type: this.reference(count) }));
    return { args, environment };
  }

  private definition(): CandidType {
    switch (this.signed()) {
      case -18:
        return { kind: 'opt', of: this.reference() };
      case -19:
        return { kind: 'vec', of: this.reference() };
      case -20:
        return { kind: 'record', fields: this.repeat(() => this.field()) };
      case -21:
        return { kind: 'variant', fields: this.repeat(() => this.field()) };
      case -22:
        return this.functionType();
      case -23:
        return { kind: 'service', methods: this.repeat(() => ({ name: this.text(), type: this.reference(), doc: '' })) };
      default:
        throw new RangeError('unknown type code');
    }
  }

  private functionType(): FunctionType {
    const args = this.repeat(() => ({ name: undefined, type: this.reference() }));
    const results = this.repeat(() => ({ name: undefined, type: this.reference() }));
    const annotations = this.repeat(() => this.unsigned());
    const annotation = ([undefined, 'query', 'oneway', 'composite_query'] as const)[annotations[0] ?? 0];
    return { kind: 'func', args, results, annotation };
  }

  private field(): Field {
    return { id: this.unsigned(), name: undefined, type: this.reference() };
  }

  private reference(count = Number.MAX_SAFE_INTEGER): CandidType {
    const code = this.signed();
    if (code >= count) throw new RangeError('no such type');
    if (code >= 0) return { kind: 'named', name: nameOf(code) };
    const name = code === PRINCIPAL_CODE ? 'principal' : PRIMITIVE_CODES[-code - 1];
    if (!name) throw new RangeError('unknown type code');
    return { kind: 'primitive', name };
  }

  private repeat<T>(read: () => T): T[] {
    const count = this.unsigned();
    if (count > this.bytes.length) throw new RangeError('more items than bytes');
    return Array.from({ length: count }, read);
  }

  private text(): string {
    const length = this.unsigned();
    const bytes = this.bytes.subarray(this.offset, this.offset + length);
    this.offset += length;
    return new TextDecoder().decode(bytes);
  }

  private unsigned(): number {
    const read = decodeUnsigned(this.bytes, this.offset);
    if (!read || read.value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('number');
    this.offset = read.next;
    return Number(read.value);
  }

  private signed(): number {
    const start = this.offset;
    const unsigned = this.unsigned();
    const width = 7 * (this.offset - start);
    return unsigned >= 2 ** (width - 1) ? unsigned - 2 ** width : unsigned;
  }
}

const nameOf = (index: number): string => `t${index}`;
