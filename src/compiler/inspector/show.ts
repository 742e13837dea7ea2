import { collectionOf, type Collection } from './collections.ts';
import { textLimit } from './runtime.ts';
import { parseType, type Field, type TypeText } from './type-text.ts';

const DEPTH_LIMIT = 8;
/** Larger hash maps are shown unsorted: sorting takes time by the square of their size. */
const SORT_LIMIT = 300;
/** How deep values of a recursive type are followed; less deep where they can contain themselves. */
const CHAIN_LIMIT = 200;
const CYCLE_LIMIT = 24;

/** A named type: what it stands for, and how it is written at this place. */
export interface Expansion {
  readonly text: string;
  readonly name: string;
}

export interface ShowContext {
  /** What a named type stands for, as the compiler prints it; `undefined` for built-in types and what cannot be named here. */
  readonly expand: (type: string) => Expansion | undefined;
  /** Name under which a module of a package is imported. */
  readonly moduleName: (module: string) => string;
}

/**
 * A Motoko statement that writes the value of `expression` for a reader, with the functions of `runtime.ts`. Like `debug_show`, but maps read
 * `{"ann" -> 3; …}`, sets `{1; 2}` and sequences `[1, 2]` in place of the trees they are made of, what is long is cut, and what contains itself
 * comes to an end. `undefined` where plain `debug_show` does as well.
 */
export function showStatement(type: string, expression: string, context: ShowContext): string | undefined {
  const functions = new Map<string, NamedFunction>();
  const statement = show(parseType(type), expression, { ...context, depth: 0, functions });
  if (statement === undefined) return undefined;
  const used = [...functions.values()].filter((each) => !each.plain);
  const mutable = used.some((each) => each.mutable);
  return used.map((each) => `${declaration(each, mutable)}; `).join('') + statement;
}

/** Shows values of a named type, which may be a recursive one. */
interface NamedFunction {
  readonly name: string;
  readonly type: string;
  body: string;
  /** Whether plain `debug_show` does as well. */
  plain: boolean;
  /** Whether a value of the type can be changed so that it contains itself. */
  readonly mutable: boolean;
}

function declaration({ name, type, body }: NamedFunction, mutable: boolean): string {
  const limit = mutable ? CYCLE_LIMIT : CHAIN_LIMIT;
  const why = mutable ? 'It contains itself, or is nested' : 'It is nested';
  const note = ` … ${why} more than ${limit} levels deep: only the beginning is shown.`;
  return `func ${name}(__x : ${type}) { __depth += 1; if (__down(__depth, ${limit}, "${note}")) { ${body} }; __depth -= 1 }`;
}

interface Place extends ShowContext {
  /** Distinguishes the names of nested blocks. */
  readonly depth: number;
  /** Functions for the named types met so far, by type. */
  readonly functions: Map<string, NamedFunction>;
}

const deeper = (place: Place): Place => ({ ...place, depth: place.depth + 1 });
const put = (text: string): string => `__put(${text})`;
const literal = (text: string): string => put(`"${text}"`);
const plain = (expression: string): string => put(`debug_show (${expression})`);
const orPlain = (type: TypeText, expression: string, place: Place): string => show(type, expression, place) ?? plain(expression);

function show(type: TypeText, expression: string, place: Place): string | undefined {
  if (place.depth > DEPTH_LIMIT) return undefined;
  switch (type.kind) {
    case 'named':
      return showNamed(type, expression, place);
    case 'option':
      return showOption(type.item, expression, place);
    case 'array':
      return showArray(type.item, type.mutable, expression, place);
    case 'tuple':
      return showTuple(type.items, expression, place);
    case 'record':
      return showRecord(type.fields, expression, place);
    case 'variant':
      return showVariant(type.cases, expression, place);
    case 'other':
      return undefined;
  }
}

/** Each named type gets a function, as it may be recursive. */
function showNamed(type: TypeText & { readonly kind: 'named' }, expression: string, place: Place): string | undefined {
  if (type.text === 'Text') return `__text(${expression}, ${textLimit(place.depth)})`;
  if (type.text === 'Blob') return `__blob(${expression}, ${textLimit(place.depth)})`;
  const known = place.functions.get(type.text);
  if (known) return known.plain ? undefined : `${known.name}(${expression})`;
  const expansion = place.expand(type.text);
  if (expansion === undefined) return undefined;
  const structure = parseType(expansion.text);
  const collection = collectionOf(type.name, structure);
  return collection ? showCollection(collection, expression, deeper(place)) : showDefined(type.text, expansion, structure, expression, place);
}

function showDefined(key: string, expansion: Expansion, structure: TypeText, expression: string, place: Place): string | undefined {
  const { functions } = place;
  const own: NamedFunction = { name: `__s${functions.size}`, type: expansion.name, body: '', plain: false, mutable: /\bvar /.test(expansion.text) };
  functions.set(key, own);
  const body = show(structure, '__x', { ...place, depth: 1 });
  own.plain = body === undefined;
  own.body = body ?? plain('__x');
  return own.plain ? undefined : `${own.name}(${expression})`;
}

function showCollection(collection: Collection, expression: string, place: Place): string {
  const { depth } = place;
  const [first, second] = collection.items as readonly [TypeText, TypeText | undefined];
  const inner = deeper(place);
  const key = `__k${depth}`;
  const value = `__v${depth}`;
  const isMap = collection.kind === 'map' && second;
  const called = (name: string): string =>
    collection.module === undefined ? `${expression}.${name}()` : `${place.moduleName(collection.module)}.${name}(${expression})`;
  const [open, separator, close] = collection.kind === 'sequence' ? ['[', ', ', ']'] : ['{', '; ', '}'];
  const content: Loop = {
    depth,
    pattern: isMap ? `(${key}, ${value})` : key,
    source: called(collection.iterator),
    total: collection.sized ? `?(${called('size')})` : 'null',
    item: isMap ? `${orPlain(first, key, inner)}; ${literal(' -> ')}; ${orPlain(second, value, inner)}` : orPlain(first, key, inner),
    open,
    separator,
    close,
  };
  return isMap && collection.module === undefined
    ? `if (${expression}.size() > ${SORT_LIMIT}) { ${loop(content)} } else { ${sortedLoop(content)} }`
    : loop(content);
}

/**
 * Hash maps have no order of their own, and a rebuilt one may have another: items are shown by their texts' order, so that the same content
 * reads the same.
 */
function sortedLoop(content: Loop): string {
  const { depth, pattern, source, item } = content;
  const [list, add, sorted, head] = [`__L${depth}`, `__add${depth}`, `__s${depth}`, `__h${depth}`];
  const rest = `{ next = func() : ?Text { switch (${sorted}) { case null { null }; case (?(h, t)) { ${sorted} := t; ?h } } } }`;
  return (
    `do { type ${list} = ?(Text, ${list}); var ${sorted} : ${list} = null; `
    + `func ${add}(x : Text, l : ${list}) : ${list} { switch (l) { case (?(h, t)) { if (x < h) { ?(x, l) } else { ?(h, ${add}(x, t)) } }; case null { ?(x, null) } } }; `
    + `for (${pattern} in ${source}) { ${sorted} := ${add}(__capture(func () { ${item} }), ${sorted}) }; ${loop({ ...content, pattern: head, source: rest, item: put(head) })} }`
  );
}

interface Loop {
  readonly depth: number;
  readonly pattern: string;
  readonly source: string;
  /** How many items there are, of type `?Nat`. */
  readonly total: string;
  readonly item: string;
  readonly open: string;
  readonly separator: string;
  readonly close: string;
}

/** A block that shows the first items of an iterator and tells how many follow. */
function loop({ depth, pattern, source, total, item, open, separator, close }: Loop): string {
  const count = `__n${depth}`;
  const name = `__l${depth}`;
  return (
    `do { ${literal(open)}; var ${count} = 0; label ${name} for (${pattern} in ${source}) { if (__stop(${count})) { break ${name} }; `
    + `if (${count} > 0) { ${literal(separator)} }; ${item}; ${count} += 1 }; __more(${count}, ${total}, "${separator}"); ${literal(close)} }`
  );
}

/** Arrays are shown by item also where items are plain, as long ones would be too much. */
function showArray(item: TypeText, mutable: boolean, expression: string, place: Place): string | undefined {
  const key = `__k${place.depth}`;
  return loop({
    depth: place.depth,
    pattern: key,
    source: `${expression}.vals()`,
    total: `?(${expression}.size())`,
    item: orPlain(item, key, deeper(place)),
    open: mutable ? '[var ' : '[',
    separator: ', ',
    close: ']',
  });
}

function showOption(item: TypeText, expression: string, place: Place): string | undefined {
  const key = `__k${place.depth}`;
  const inner = show(item, key, deeper(place));
  return inner === undefined ? undefined : `switch (${expression}) { case null { ${literal('null')} }; case (?${key}) { ${literal('?')}; ${inner} } }`;
}

function showTuple(items: readonly TypeText[], expression: string, place: Place): string | undefined {
  const inner = items.map((item, index) => show(item, `${expression}.${index}`, deeper(place)));
  if (inner.every((text) => text === undefined)) return undefined;
  const parts = inner.map((text, index) => text ?? plain(`${expression}.${index}`));
  return `${literal('(')}; ${inSteps(parts, ', ')}; ${literal(')')}`;
}

function showRecord(fields: readonly Field[], expression: string, place: Place): string | undefined {
  const access = ({ name }: Field): string => `${expression}.${name}`;
  const inner = fields.map((field) => show(field.type, access(field), deeper(place)));
  if (inner.every((text) => text === undefined)) return undefined;
  const parts = fields.map((field, index) => `${literal(`${field.name} = `)}; ${inner[index] ?? plain(access(field))}`);
  return `${literal('{')}; ${inSteps(parts, '; ')}; ${literal('}')}`;
}

/** One part after the other, as long as there is room. */
const inSteps = (parts: readonly string[], separator: string): string =>
  parts.slice(0, -1).reduceRight((rest, part) => `${part}; if (__go("${separator}")) { ${rest} }`, parts.at(-1) ?? '()');

function showVariant(cases: readonly Field[], expression: string, place: Place): string | undefined {
  const key = `__k${place.depth}`;
  const inner = cases.map(({ type }) => show(type, key, deeper(place)));
  if (inner.every((text) => text === undefined)) return undefined;
  const special = cases.flatMap(({ name, type }, index) => {
    const text = inner[index];
    if (text === undefined) return [];
    // A tuple brings its own parentheses.
    const whole = type.kind === 'tuple' ? `${literal(`#${name}`)}; ${text}` : `${literal(`#${name}(`)}; ${text}; ${literal(')')}`;
    return [`case (#${name} ${key}) { ${whole} }`];
  });
  const rest = special.length < cases.length ? [`case _ { ${plain(expression)} }`] : [];
  return `switch (${expression}) { ${[...special, ...rest].join('; ')} }`;
}
