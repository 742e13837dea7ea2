import { IDL } from '@dfinity/candid';
import { type Argument, type CandidType, type Field, type TypeEnvironment, fieldKey } from './types.ts';

const PRIMITIVE_IDL: Readonly<Record<string, IDL.Type>> = {
  nat: IDL.Nat, nat8: IDL.Nat8, nat16: IDL.Nat16, nat32: IDL.Nat32, nat64: IDL.Nat64,
  int: IDL.Int, int8: IDL.Int8, int16: IDL.Int16, int32: IDL.Int32, int64: IDL.Int64,
  float32: IDL.Float32, float64: IDL.Float64, bool: IDL.Bool, text: IDL.Text, null: IDL.Null,
  reserved: IDL.Reserved, empty: IDL.Empty, principal: IDL.Principal,
};

/**
 * The `IDL` type of each argument. Fields of records and cases of variants are kept under {@link fieldKey}, tuples too, so that no
 * name can collide with what JavaScript objects bring along.
 */
export function toIdl(args: readonly Argument[], environment: TypeEnvironment): IDL.Type[] {
  const converter = new Converter(environment);
  return args.map(({ type }) => converter.convert(type));
}

class Converter {
  private readonly environment: TypeEnvironment;
  private readonly done = new Map<string, IDL.Type>();
  /** Names under conversion; a recursion marker is made when one is met again. */
  private readonly open = new Map<string, IDL.RecClass | undefined>();

  constructor(environment: TypeEnvironment) {
    this.environment = environment;
  }

  convert(type: CandidType): IDL.Type {
    switch (type.kind) {
      case 'primitive':
        return PRIMITIVE_IDL[type.name] as IDL.Type;
      case 'opt':
        return IDL.Opt(this.convert(type.of));
      case 'vec':
        return IDL.Vec(this.convert(type.of));
      case 'record':
        return IDL.Record(this.fields(type.fields));
      case 'variant':
        return IDL.Variant(this.fields(type.fields));
      case 'func':
        return IDL.Func(this.list(type.args), this.list(type.results), type.annotation ? [type.annotation] : []);
      case 'service':
        return IDL.Service(Object.fromEntries(type.methods.map((method) => [method.name, this.convert(method.type) as IDL.FuncClass])));
      case 'named':
        return this.named(type.name);
    }
  }

  private fields(fields: readonly Field[]): Record<string, IDL.Type> {
    return Object.fromEntries(fields.map((field) => [fieldKey(field), this.convert(field.type)]));
  }

  private list(args: readonly Argument[]): IDL.GenericIdlFuncArgs {
    return args.map(({ type }) => this.convert(type)) as IDL.GenericIdlFuncArgs;
  }

  private named(name: string): IDL.Type {
    const known = this.done.get(name);
    if (known) return known;
    if (this.open.has(name)) {
      const marker = this.open.get(name) ?? IDL.Rec();
      this.open.set(name, marker);
      return marker;
    }
    const target = this.environment.get(name) ?? { kind: 'primitive', name: 'empty' };
    // A marker must stand for a constructor, never for another marker: an alias is followed first.
    if (target.kind === 'named') return this.convert(target);
    this.open.set(name, undefined);
    const converted = this.convert(target);
    const marker = this.open.get(name);
    this.open.delete(name);
    marker?.fill(converted as IDL.ConstructType);
    const result = marker ?? converted;
    this.done.set(name, result);
    return result;
  }
}
