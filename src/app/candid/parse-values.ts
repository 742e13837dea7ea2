import { t } from '@lingui/core/macro';
import { Principal } from '@dfinity/principal';
import { CandidSyntaxError, placeOf, type Token } from './lexer.ts';
import { isFloat, isInteger, readFloat, readInteger } from './numbers.ts';
import { type CandidError, TypeParser } from './parse-types.ts';
import { fieldText, printType } from './print.ts';
import { TokenStream, describe } from './token-stream.ts';
import { type Argument, type CandidType, type Field, type FunctionType, type PrimitiveName, type TypeEnvironment, fieldId, fieldKey, isBlob, resolve } from './types.ts';

export type ParsedValues =
  | { readonly ok: true; readonly values: readonly unknown[] }
  | { readonly ok: false; readonly error: CandidError };

/**
 * Reads Candid values, `(42, "a", opt record { x = 1 })`, for arguments of known types. A single value may stand without parentheses.
 * Never throws: an error says where the text is wrong and what would be right.
 */
export function parseValues(text: string, args: readonly Argument[], environment: TypeEnvironment): ParsedValues {
  try {
    return { ok: true, values: new ValueParser(new TokenStream(text), environment).arguments(args) };
  } catch (error) {
    if (!(error instanceof CandidSyntaxError)) throw error;
    return { ok: false, error: { message: error.message, ...placeOf(text, error.offset) } };
  }
}

class ValueParser {
  private readonly stream: TokenStream;
  private readonly environment: TypeEnvironment;

  constructor(stream: TokenStream, environment: TypeEnvironment) {
    this.stream = stream;
    this.environment = environment;
  }

  arguments(args: readonly Argument[]): unknown[] {
    if (args.length === 1 && !this.stream.is('(')) {
      const value = this.annotated((args[0] as Argument).type);
      this.stream.expectEnd();
      return [value];
    }
    this.stream.expect('(', t`around the arguments`);
    const values: unknown[] = [];
    for (const [index, { type }] of args.entries()) {
      if (this.stream.is(')')) this.stream.fail(t`Argument ${{ position: index + 1 }} of ${{ count: args.length }} is missing: it must be of type ${{ type: printType(type) }}.`);
      values.push(this.annotated(type));
      const more = this.stream.accept(',');
      if (!more && index + 1 < args.length && !this.stream.is(')')) this.stream.expect(',', t`between two arguments`);
    }
    if (!this.stream.accept(')')) {
      const found = describe(this.stream.peek());
      const unclosed = args.length === 1 ? t`Expected “)” after the only argument, found ${found}.` : t`Expected “)” after ${{ count: args.length }} arguments, found ${found}.`;
      this.stream.fail(args.length === 0 ? t`This method takes no arguments: write ().` : unclosed);
    }
    this.stream.expectEnd();
    return values;
  }

  /** A value as it stands in a list: `3`, or `3 : nat`. */
  private annotated(type: CandidType): unknown {
    const value = this.value(type);
    this.annotation(type);
    return value;
  }

  private value(type: CandidType): unknown {
    return this.stream.nested(() => {
      if (!this.stream.accept('(')) return this.bare(type);
      const value = this.value(type);
      this.annotation(type);
      this.stream.expect(')', t`to close the parenthesis`);
      return value;
    });
  }

  /** `: nat8` after a value, which must agree with the type that is expected. */
  private annotation(type: CandidType): void {
    if (!this.stream.accept(':')) return;
    const token = this.stream.peek();
    const given = printType(new TypeParser(this.stream).type());
    const wanted = printType(type);
    const allowed = [wanted, printType(resolve(type, this.environment))];
    if (!allowed.includes(given)) this.stream.fail(t`The type here is ${wanted}, not ${given}.`, token);
  }

  private bare(type: CandidType): unknown {
    const resolved = resolve(type, this.environment);
    switch (resolved.kind) {
      case 'primitive':
        return this.primitive(resolved.name);
      case 'opt':
        if (this.stream.accept('null')) return [];
        if (!this.stream.accept('opt')) this.mismatch(t`${{ type: printType(type) }}: write “opt …”, or “null” for none`);
        return [this.value(resolved.of)];
      case 'vec':
        return this.vector(resolved.of, isBlob(resolved, this.environment));
      case 'record':
        return this.record(resolved.fields);
      case 'variant':
        return this.variant(resolved.fields);
      case 'func':
        return this.functionReference(resolved);
      case 'service':
        this.keyword('service', t`a service: write ${{ example: 'service "aaaaa-aa"' }}`);
        return this.principalText();
      case 'named':
        return this.mismatch(t`a value`);
    }
  }

  private primitive(name: PrimitiveName): unknown {
    const token = this.stream.peek();
    if (isInteger(name) || isFloat(name)) return this.number(name);
    switch (name) {
      case 'bool':
        if (this.stream.accept('true')) return true;
        if (this.stream.accept('false')) return false;
        return this.mismatch(t`true or false`);
      case 'text':
        if (token.kind !== 'text') return this.mismatch(t`a text in double quotes, such as "hello"`);
        return this.utf8(this.stream.next());
      case 'principal':
        this.keyword('principal', t`a principal: write ${{ example: 'principal "aaaaa-aa"' }}`);
        return this.principalText();
      case 'null':
      case 'reserved':
        this.keyword('null', t`“${{ text: 'null' }}”`);
        return null;
      default:
        return this.stream.fail(t`There is no value of the type empty.`);
    }
  }

  private number(name: PrimitiveName): number | bigint {
    const token = this.stream.peek();
    const special = token.kind === 'word' && ['inf', 'nan'].includes(token.text.toLowerCase());
    if (token.kind !== 'number' && !(special && isFloat(name))) this.mismatch(t`a number (${{ type: name }})`);
    const read = isFloat(name) ? readFloat(token.text, name) : readInteger(token.text, name);
    if (!read.ok) this.stream.fail(`${token.text} ${read.message} (${name}).`, token);
    this.stream.next();
    return read.value;
  }

  private utf8(token: Token): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(token.bytes);
    } catch {
      return this.stream.fail(t`These bytes are not text in UTF-8.`, token);
    }
  }

  private vector(of: CandidType, blob: boolean): unknown {
    if (blob && this.stream.accept('blob')) {
      const token = this.stream.next();
      if (!token.bytes) this.stream.fail(t`After “blob” comes a text in double quotes, with ${{ escape: '\\ff' }} for the byte 255.`, token);
      return token.bytes;
    }
    this.keyword('vec', blob ? t`bytes: write ${{ blob: 'blob "…"' }} or ${{ vec: 'vec { 1; 2 }' }}` : t`a list: write ${{ example: 'vec { …; … }' }}`);
    const items: unknown[] = [];
    this.braces(() => items.push(this.annotated(of)));
    return blob ? Uint8Array.from(items as number[]) : items;
  }

  private record(fields: readonly Field[]): unknown {
    const example = `record { ${fields.map(fieldText).map((name) => `${name} = …`).join('; ')} }`;
    this.keyword('record', t`a record: write ${example}`);
    const value: Record<string, unknown> = {};
    const open = this.stream.peek();
    let position = 0;
    this.braces(() => {
      const token = this.stream.peek();
      const field = this.stream.is('=', 1) ? this.label(fields) : fields.find(({ id }) => id === position);
      if (!field) return this.stream.fail(t`Name the field: write name = value.`, token);
      position = field.id + 1;
      if (Object.hasOwn(value, fieldKey(field))) this.stream.fail(t`The field ${{ name: fieldText(field) }} is there twice.`, token);
      value[fieldKey(field)] = this.annotated(field.type);
    });
    for (const field of fields) {
      if (Object.hasOwn(value, fieldKey(field))) continue;
      const absent = this.absent(field.type);
      const name = fieldText(field);
      if (absent === undefined) this.stream.fail(t`The field ${name} is missing: add ${name} = … (${{ type: printType(field.type) }}).`, open);
      value[fieldKey(field)] = absent;
    }
    return value;
  }

  /** What a field that is left out stands for; `undefined` where it may not be left out. */
  private absent(type: CandidType): unknown {
    const resolved = resolve(type, this.environment);
    if (resolved.kind === 'opt') return [];
    return resolved.kind === 'primitive' && (resolved.name === 'null' || resolved.name === 'reserved') ? null : undefined;
  }

  private label(fields: readonly Field[]): Field {
    const token = this.stream.peek();
    const field = this.fieldNamed(fields);
    this.stream.next();
    if (!field) {
      const [wrong, known] = [token.text, fields.map(fieldText).join(', ')];
      this.stream.fail(fields.length === 1 ? t`There is no field “${wrong}”. There is only ${known}.` : t`There is no field “${wrong}”. There are ${known}.`, token);
    }
    return field;
  }

  private fieldNamed(fields: readonly Field[]): Field | undefined {
    const token = this.stream.next();
    if (token.kind === 'number') return fields.find(({ id }) => id === Number(token.text.replaceAll('_', '')));
    if (token.kind === 'word' || token.kind === 'text') return fields.find(({ id }) => id === fieldId(token.text));
    return this.stream.fail(t`Expected a name, found ${{ found: describe(token) }}.`, token);
  }

  private variant(fields: readonly Field[]): unknown {
    this.keyword('variant', t`a variant: write ${{ example: `variant { ${fields[0] ? fieldText(fields[0]) : '…'} }` }}`);
    this.stream.expect('{', t`after “variant”`);
    const token = this.stream.peek();
    const field = this.fieldNamed(fields);
    if (!field) {
      const [wrong, known] = [token.text, fields.map(fieldText).join(', ')];
      this.stream.fail(fields.length === 1 ? t`There is no case “${wrong}”. There is only ${known}.` : t`There is no case “${wrong}”. There are ${known}.`, token);
    }
    const given = this.stream.accept('=');
    const absent = given ? undefined : this.absent(field.type);
    const name = fieldText(field);
    if (!given && absent === undefined) this.stream.fail(t`The case ${name} holds a value: write ${name} = … (${{ type: printType(field.type) }}).`);
    const value = given ? this.annotated(field.type) : absent;
    this.stream.accept(';');
    this.stream.expect('}', t`after the one case of a variant`);
    return { [fieldKey(field)]: value };
  }

  private functionReference(type: FunctionType): unknown {
    this.keyword('func', t`a function (${{ type: printType(type) }}): write ${{ example: 'func "aaaaa-aa".method' }}`);
    const principal = this.principalText();
    this.stream.expect('.', t`between the canister and the method`);
    const method = this.stream.next();
    if (method.kind !== 'word' && method.kind !== 'text') this.stream.fail(t`Expected the name of a method, found ${{ found: describe(method) }}.`, method);
    return [principal, method.text];
  }

  private principalText(): Principal {
    const token = this.stream.next();
    if (token.kind !== 'text') this.stream.fail(t`A principal goes in double quotes, such as "aaaaa-aa".`, token);
    try {
      return Principal.fromText(token.text);
    } catch {
      return this.stream.fail(t`“${{ text: token.text.slice(0, 70) }}” is not a principal: its check sum does not fit, or it is not complete.`, token);
    }
  }

  private braces(item: () => unknown): void {
    this.stream.expect('{', t`here`);
    while (!this.stream.accept('}')) {
      item();
      if (this.stream.is(',')) this.stream.fail(t`Inside braces, “;” goes between the items, not “,”.`);
      if (!this.stream.accept(';') && !this.stream.is('}')) this.stream.fail(t`Expected “${{ separator: ';' }}” or “${{ close: '}' }}”, found ${{ found: describe(this.stream.peek()) }}.`);
    }
  }

  private keyword(word: string, wanted: string): void {
    if (!this.stream.accept(word)) this.mismatch(wanted);
  }

  private mismatch(wanted: string): never {
    return this.stream.fail(t`Expected ${wanted}; found ${{ found: describe(this.stream.peek()) }}.`);
  }
}
