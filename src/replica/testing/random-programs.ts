import { pseudoRandom } from './mutations.ts';

type Type = 'i32' | 'i64' | 'f32' | 'f64';
interface Signature {
  readonly params: readonly Type[];
  readonly results: readonly Type[];
}

const TYPES: readonly Type[] = ['i32', 'i64', 'f32', 'f64'];
const INTEGER_BINARY = ['add', 'sub', 'mul', 'and', 'or', 'xor', 'shl', 'shr_s', 'shr_u', 'rotl', 'div_s', 'div_u', 'rem_s', 'rem_u'];
const FLOAT_BINARY = ['add', 'sub', 'mul', 'div', 'min', 'max'];
const INTEGER_COMPARISON = ['eq', 'ne', 'lt_s', 'lt_u', 'gt_s', 'le_u', 'ge_s'];
const FLOAT_COMPARISON = ['eq', 'ne', 'lt', 'gt', 'le', 'ge'];
const CONVERSIONS: Readonly<Record<Type, readonly (readonly [name: string, from: Type])[]>> = {
  i32: [['i32.wrap_i64', 'i64'], ['i32.trunc_sat_f64_s', 'f64'], ['i32.trunc_f32_u', 'f32'], ['i32.extend8_s', 'i32'], ['i32.popcnt', 'i32']],
  i64: [['i64.extend_i32_u', 'i32'], ['i64.trunc_sat_f32_u', 'f32'], ['i64.clz', 'i64'], ['i64.reinterpret_f64', 'f64']],
  f32: [['f32.convert_i64_s', 'i64'], ['f32.demote_f64', 'f64'], ['f32.sqrt', 'f32']],
  f64: [['f64.convert_i32_s', 'i32'], ['f64.promote_f32', 'f32'], ['f64.floor', 'f64'], ['f64.neg', 'f64']],
};
const LOADS: Readonly<Record<Type, readonly string[]>> = {
  i32: ['i32.load', 'i32.load8_s', 'i32.load16_u'],
  i64: ['i64.load', 'i64.load32_s', 'i64.load8_u'],
  f32: ['f32.load'],
  f64: ['f64.load'],
};
const STORES: Readonly<Record<Type, readonly string[]>> = {
  i32: ['i32.store', 'i32.store8', 'i32.store16'],
  i64: ['i64.store', 'i64.store32', 'i64.store8'],
  f32: ['f32.store'],
  f64: ['f64.store'],
};

const isFloat = (type: Type): boolean => type === 'f32' || type === 'f64';
const typeList = (word: string, types: readonly Type[]): string => (types.length > 0 ? `(${word} ${types.join(' ')})` : '');
const functionType = ({ params, results }: Signature): string => `${typeList('param', params)} ${typeList('result', results)}`;

/**
 * Writes programs in the text format that validate and end: all functions share `fuel`, of which each call takes one, and loops count down.
 * They export functions `f0`, `f1`, ..., the memory, the globals, and the update methods `f0`, ..., which call them; they have no imports.
 */
export class RandomProgram {
  readonly #next: () => number;
  readonly signatures: readonly Signature[];
  #locals: Type[] = [];
  #labels = 0;

  constructor(seed: number) {
    this.#next = pseudoRandom(seed);
    this.signatures = Array.from({ length: 5 }, () => ({ params: this.#types(4), results: this.#types(3) }));
  }

  #below(count: number): number {
    return this.#next() % count;
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)] as T;
  }

  #types(below: number): Type[] {
    return Array.from({ length: this.#below(below) }, () => this.#pick(TYPES));
  }

  text(): string {
    const functions = this.signatures.map((signature, i) => this.#function(signature, i));
    return `(module (memory (export "memory") 1 3) (table ${this.signatures.length + 1} funcref)
      (elem (i32.const 0) ${this.signatures.map((_, i) => `$f${i}`).join(' ')})
      ${this.signatures.map((signature, i) => `(type $t${i} (func ${functionType(signature)}))`).join('\n')}
      (global $fuel (export "fuel") (mut i32) (i32.const 40)) ${TYPES.map((type) => `(global $${type} (export "${type}") (mut ${type}) (${type}.const 3))`).join(' ')}
      ${functions.join('\n')} ${this.signatures.map((signature, i) => this.#method(signature, i)).join('\n')})`;
  }

  /** Gives the fuel anew, so that each call does something. */
  #method({ params, results }: Signature, index: number): string {
    return `(func (export "canister_update f${index}") (global.set $fuel (i32.const 40))
      (call $f${index} ${params.map((type) => this.#constant(type)).join(' ')}) ${'drop '.repeat(results.length)})`;
  }

  #function({ params, results }: Signature, index: number): string {
    const extra = this.#types(5);
    this.#locals = [...params, ...extra];
    const counters = this.#locals.length;
    const give = results.map((type) => `(${type}.const 1)`).join(' ');
    const body = Array.from({ length: 2 + this.#below(5) }, () => this.#statement(3, counters)).join('\n');
    const end = results.map((type) => this.#value(type, 3)).join(' ');
    return `(func $f${index} (export "f${index}") ${functionType({ params, results })} ${typeList('local', [...extra, 'i32', 'i32', 'i32', 'i32'])}
      (if (i32.eqz (global.get $fuel)) (then ${give} return)) (global.set $fuel (i32.sub (global.get $fuel) (i32.const 1)))
      ${body} ${end})`;
  }

  /** An address in the first page, mostly. */
  #address(depth: number): string {
    const value = this.#value('i32', depth);
    return this.#below(12) === 0 ? value : `(i32.and ${value} (i32.const 0xfff0))`;
  }

  #constant(type: Type): string {
    if (isFloat(type)) return `(${type}.const ${this.#pick(['0', '1.5', '-3', '1e10', 'inf', '-0.25'])})`;
    return `(${type}.const ${this.#pick([0, 1, 2, -1, 127, 128, 4096, 65_535, -2_147_483_648, this.#below(100_000)])})`;
  }

  #value(type: Type, depth: number): string {
    const local = this.#pick([...this.#locals.keys(), -1].filter((i) => i < 0 || this.#locals[i] === type));
    if (depth <= 0) return local >= 0 ? `(local.get ${local})` : this.#constant(type);
    const value = (of: Type = type): string => this.#value(of, depth - 1);
    switch (this.#below(11)) {
      case 0:
        return this.#constant(type);
      case 1:
        return local >= 0 ? `(local.tee ${local} ${value()})` : `(global.get $${type})`;
      case 2:
      case 3:
        return `(${type}.${this.#pick(isFloat(type) ? FLOAT_BINARY : INTEGER_BINARY)} ${value()} ${value()})`;
      case 4:
        return `(${this.#pick(LOADS[type])} offset=${this.#below(9)} ${this.#address(depth - 1)})`;
      case 5:
        return `(if (result ${type}) ${value('i32')} (then ${value()}) (else ${value()}))`;
      case 6:
        return `(select ${value()} ${value()} ${value('i32')})`;
      case 7:
        return this.#converted(type, value);
      case 8:
        return `(block (result ${type}) (drop (br_if 0 ${value()} ${value('i32')})) ${value()})`;
      case 9:
        return this.#call(depth - 1, [type]) ?? value();
      default:
        return type === 'i32' ? this.#pick(['(memory.size)', `(memory.grow (i32.and ${value()} (i32.const 1)))`, this.#compared(value)]) : value();
    }
  }

  #converted(type: Type, value: (of: Type) => string): string {
    const [name, from] = this.#pick(CONVERSIONS[type]);
    return `(${name} ${value(from)})`;
  }

  #compared(value: (of: Type) => string): string {
    const type = this.#pick(TYPES);
    return `(${type}.${this.#pick(isFloat(type) ? FLOAT_COMPARISON : INTEGER_COMPARISON)} ${value(type)} ${value(type)})`;
  }

  /** A call, direct or through the table, of a function with just these results. */
  #call(depth: number, results: readonly Type[]): string | undefined {
    const fitting = [...this.signatures.keys()].filter((i) => this.signatures[i]?.results.join(' ') === results.join(' '));
    if (fitting.length === 0) return undefined;
    const callee = this.#pick(fitting);
    const operands = (this.signatures[callee] as Signature).params.map((type) => this.#value(type, depth)).join(' ');
    if (this.#below(3) > 0) return `(call $f${callee} ${operands})`;
    const index = this.#below(4) === 0 ? `(i32.and ${this.#value('i32', depth)} (i32.const 7))` : `(i32.const ${callee})`;
    return `(call_indirect (type $t${callee}) ${operands} ${index})`;
  }

  #statement(depth: number, counter: number): string {
    const type = this.#pick(TYPES);
    const value = (of: Type = type): string => this.#value(of, depth);
    const inner = (): string => (depth > 0 ? Array.from({ length: 1 + this.#below(3) }, () => this.#statement(depth - 1, counter + 1)).join(' ') : '(nop)');
    switch (this.#below(10)) {
      case 0:
        return `(if ${value('i32')} (then ${inner()}) (else ${inner()}))`;
      case 1:
        return depth > 0 ? this.#loop(counter, inner) : '(nop)';
      case 2: {
        const label = `$b${this.#labels++}`;
        return `(block ${label} ${inner()} (br_table 0 ${label} 0 ${value('i32')}) ${inner()})`;
      }
      case 3:
      case 4:
        return `(${this.#pick(STORES[type])} offset=${this.#below(20)} ${this.#address(depth)} ${value()})`;
      case 5:
        return `(global.set $${type} ${value()})`;
      case 6:
        return this.#call(depth, []) ?? `(drop ${value()})`;
      case 7:
        return `(memory.fill ${this.#address(1)} ${value('i32')} (i32.and ${value('i32')} (i32.const 31)))`;
      case 8:
        return `(memory.copy ${this.#address(1)} ${this.#address(1)} (i32.and ${value('i32')} (i32.const 63)))`;
      default:
        return `(drop ${value()})`;
    }
  }

  #loop(counter: number, inner: () => string): string {
    return `(local.set ${counter} (i32.const ${1 + this.#below(3)}))
      (loop ${inner()} (br_if 0 (local.tee ${counter} (i32.sub (local.get ${counter}) (i32.const 1)))))`;
  }
}
