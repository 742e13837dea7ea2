import { t } from '@lingui/core/macro';
import { CandidSyntaxError, placeOf, type Token } from './lexer.ts';
import { TokenStream, describe } from './token-stream.ts';
import { type Argument, type CandidType, type Field, type FunctionType, type Method, PRIMITIVES, type PrimitiveName, type TypeEnvironment, fieldId } from './types.ts';

/** What went wrong, in a sentence; lines and columns count from 1. */
export interface CandidError {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** A parsed interface description. `init` holds the arguments of a service constructor, empty where there are none. */
export type ParsedCandid =
  | { readonly ok: true; readonly service: readonly ServiceMethod[]; readonly init: readonly Argument[]; readonly types: TypeEnvironment }
  | { readonly ok: false; readonly error: CandidError };

/** A method of the service with its function type resolved. */
export interface ServiceMethod {
  readonly name: string;
  readonly type: FunctionType;
  readonly doc: string;
}

const MAX_FIELD_ID = 2 ** 32 - 1;
/** Candid, the same in every language. */
const SERVICE = 'service : { … }';

/** Reads a `.did` text. Never throws: an error says what is wrong and where. */
export function parseCandid(text: string): ParsedCandid {
  try {
    return { ok: true, ...parseProgram(new TokenStream(text)) };
  } catch (error) {
    if (!(error instanceof CandidSyntaxError)) throw error;
    return { ok: false, error: { message: error.message, ...placeOf(text, error.offset) } };
  }
}

interface Reference {
  readonly name: string;
  readonly token: Token;
}

function parseProgram(stream: TokenStream): { service: readonly ServiceMethod[]; init: readonly Argument[]; types: TypeEnvironment } {
  const types = new Map<string, CandidType>();
  const parser = new TypeParser(stream);
  while (stream.is('type') || stream.is('import')) {
    if (stream.is('import')) stream.fail(t`Imports of other .did files are not supported: put their types into this one.`);
    stream.next();
    const name = stream.next();
    if (name.kind !== 'word') stream.fail(t`Expected the name of a type, found ${{ found: describe(name) }}.`, name);
    if (types.has(name.text)) stream.fail(t`The type “${{ name: name.text }}” is defined twice.`, name);
    stream.expect('=', t`after the name of a type`);
    types.set(name.text, parser.type());
    if (!stream.accept(';') && !stream.is('service') && stream.peek().kind !== 'end') stream.expect(';', t`after a type definition`);
  }
  const main = stream.is('service') ? parseService(stream, parser) : { init: [], type: { kind: 'service', methods: [] } as CandidType };
  stream.accept(';');
  stream.expectEnd();
  checkReferences(stream, parser.references, types);
  return { service: methodsOf(stream, main.type, types), init: main.init, types };
}

function parseService(stream: TokenStream, parser: TypeParser): { init: readonly Argument[]; type: CandidType } {
  stream.next();
  if (!stream.is(':')) stream.next();
  stream.expect(':', t`after “service”`);
  let init: readonly Argument[] = [];
  if (stream.is('(')) {
    init = parser.arguments();
    stream.expect('->', t`after the arguments of the service`);
  }
  return { init, type: stream.is('{') ? parser.serviceBody() : parser.type() };
}

function checkReferences(stream: TokenStream, references: readonly Reference[], types: TypeEnvironment): void {
  for (const { name, token } of references) {
    const seen = new Set<string>();
    for (let at: string | undefined = name; at !== undefined; ) {
      const target = types.get(at);
      if (!target) stream.fail(t`The type “${{ name: at }}” is not defined.`, token);
      if (seen.has(at)) stream.fail(t`The type “${{ name: at }}” is defined by nothing but itself.`, token);
      seen.add(at);
      at = target.kind === 'named' ? target.name : undefined;
    }
  }
}

function methodsOf(stream: TokenStream, type: CandidType, types: TypeEnvironment): readonly ServiceMethod[] {
  const resolved = follow(type, types);
  if (resolved.kind !== 'service') stream.fail(t`The service must be of a service type: ${SERVICE}.`);
  return resolved.methods.map((method) => {
    const target = follow(method.type, types);
    if (target.kind !== 'func') stream.fail(t`The method “${{ name: method.name }}” must have a function type.`);
    return { name: method.name, type: target, doc: method.doc };
  });
}

function follow(type: CandidType, types: TypeEnvironment): CandidType {
  let current = type;
  while (current.kind === 'named') current = types.get(current.name) as CandidType;
  return current;
}

/** Reads types from a stream; remembers which names it met, to be checked when all definitions are known. */
export class TypeParser {
  readonly references: Reference[] = [];
  private readonly stream: TokenStream;

  constructor(stream: TokenStream) {
    this.stream = stream;
  }

  type(): CandidType {
    return this.stream.nested(() => this.typeHere());
  }

  private typeHere(): CandidType {
    const token = this.stream.next();
    if (token.kind !== 'word') this.stream.fail(t`Expected a type, found ${{ found: describe(token) }}.`, token);
    if (PRIMITIVES.has(token.text)) return { kind: 'primitive', name: token.text as PrimitiveName };
    switch (token.text) {
      case 'blob':
        return { kind: 'vec', of: { kind: 'primitive', name: 'nat8' } };
      case 'opt':
      case 'vec':
        return { kind: token.text, of: this.type() };
      case 'record':
      case 'variant':
        return { kind: token.text, fields: this.fields(token.text) };
      case 'func':
        return this.functionType();
      case 'service':
        return this.serviceBody();
      default:
        this.references.push({ name: token.text, token });
        return { kind: 'named', name: token.text };
    }
  }

  private fields(kind: 'record' | 'variant'): readonly Field[] {
    const fields: Field[] = [];
    const ids = new Set<number>();
    this.list('{', '}', ';', () => {
      const token = this.stream.peek();
      const field = this.field(kind, fields.at(-1));
      if (ids.has(field.id)) this.stream.fail(t`Two fields have the same name or number (${{ field: field.name ?? field.id }}).`, token);
      ids.add(field.id);
      fields.push(field);
    });
    return fields;
  }

  private field(kind: 'record' | 'variant', previous: Field | undefined): Field {
    const token = this.stream.peek();
    const labelled = this.stream.is(':', 1);
    if (token.kind === 'number' && (labelled || kind === 'variant')) {
      this.stream.next();
      const id = Number(token.text.replaceAll('_', ''));
      if (!Number.isInteger(id) || id < 0 || id > MAX_FIELD_ID) this.stream.fail(t`A field number must be between 0 and 4,294,967,295.`, token);
      return { id, name: undefined, type: this.fieldType() };
    }
    if (labelled || kind === 'variant') {
      if (token.kind !== 'word' && token.kind !== 'text') this.stream.fail(t`Expected the name of a field, found ${{ found: describe(token) }}.`, token);
      this.stream.next();
      return { id: fieldId(token.text), name: token.text, type: this.fieldType() };
    }
    return { id: previous ? previous.id + 1 : 0, name: undefined, type: this.type() };
  }

  private fieldType(): CandidType {
    return this.stream.accept(':') ? this.type() : { kind: 'primitive', name: 'null' };
  }

  private functionType(): FunctionType {
    const args = this.arguments();
    this.stream.expect('->', t`between the arguments and the results of a function`);
    const results = this.arguments();
    let annotation: FunctionType['annotation'];
    for (const word of ['query', 'composite_query', 'oneway'] as const) if (this.stream.accept(word)) annotation = word;
    return { kind: 'func', args, results, annotation };
  }

  arguments(): readonly Argument[] {
    const all: Argument[] = [];
    this.list('(', ')', ',', () => {
      const named = this.stream.is(':', 1);
      const name = named ? this.stream.next().text : undefined;
      if (named) this.stream.next();
      all.push({ name, type: this.type() });
    });
    return all;
  }

  serviceBody(): CandidType {
    const methods: Method[] = [];
    this.list('{', '}', ';', () => {
      const token = this.stream.next();
      if (token.kind !== 'word' && token.kind !== 'text') this.stream.fail(t`Expected the name of a method, found ${{ found: describe(token) }}.`, token);
      if (methods.some((method) => method.name === token.text)) this.stream.fail(t`The method “${{ name: token.text }}” is there twice.`, token);
      this.stream.expect(':', t`after the name of a method`);
      const type = this.stream.is('(') ? this.stream.nested(() => this.functionType()) : this.type();
      methods.push({ name: token.text, type, doc: token.doc });
    });
    return { kind: 'service', methods };
  }

  private list(open: string, close: string, separator: string, item: () => void): void {
    this.stream.expect(open, t`here`);
    while (!this.stream.accept(close)) {
      item();
      if (!this.stream.accept(separator) && !this.stream.is(close)) this.stream.fail(t`Expected “${separator}” or “${close}”, found ${{ found: describe(this.stream.peek()) }}.`);
    }
  }
}
