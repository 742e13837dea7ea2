import { collectionOf, type Collection } from './collections.ts';
import { parseType, type Field, type TypeText } from './type-text.ts';

/** How many items of a collection are shown. */
const ITEM_LIMIT = 50;
const DEPTH_LIMIT = 8;
/** Larger hash maps are shown unsorted: sorting takes time by the square of their size. */
const SORT_LIMIT = 300;

export interface ShowContext {
  /** What a named type stands for, as the compiler prints it; `undefined` for built-in types and what cannot be named here. */
  readonly expand: (type: string) => string | undefined;
  /** Name under which a module of a package is imported. */
  readonly moduleName: (module: string) => string;
}

/**
 * A Motoko expression of type `Text` that shows the value of `expression` for a reader. Like `debug_show`, but maps read
 * `{"ann" -> 3; …}`, sets `{1; 2}` and sequences `[1, 2]` in place of the trees they are made of. `undefined` where plain `debug_show`
 * does as well.
 */
export function showExpression(type: string, expression: string, context: ShowContext): string | undefined {
  return show(parseType(type), expression, { ...context, depth: 0, open: [] });
}

interface Place extends ShowContext {
  /** Distinguishes the names of nested blocks. */
  readonly depth: number;
  /** Named types that are being shown: one of them again means a recursive type. */
  readonly open: readonly string[];
}

const deeper = (place: Place): Place => ({ ...place, depth: place.depth + 1 });
const plain = (expression: string): string => `debug_show (${expression})`;
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

function showNamed(type: TypeText & { readonly kind: 'named' }, expression: string, place: Place): string | undefined {
  if (place.open.includes(type.text)) return undefined;
  const expansion = place.expand(type.text);
  if (expansion === undefined) return undefined;
  const structure = parseType(expansion);
  const inner: Place = { ...deeper(place), open: [...place.open, type.text] };
  const collection = collectionOf(type.name, structure);
  return collection ? showCollection(collection, expression, inner) : show(structure, expression, inner);
}

function showCollection(collection: Collection, expression: string, place: Place): string {
  const { depth } = place;
  const [first, second] = collection.items as readonly [TypeText, TypeText | undefined];
  const inner = deeper(place);
  const key = `__k${depth}`;
  const value = `__v${depth}`;
  const isMap = collection.kind === 'map' && second;
  const source = collection.module === undefined
    ? `${expression}.${collection.iterator}()`
    : `${place.moduleName(collection.module)}.${collection.iterator}(${expression})`;
  const [open, separator, close] = collection.kind === 'sequence' ? ['[', ', ', ']'] : ['{', '; ', '}'];
  const content: Loop = {
    depth,
    pattern: isMap ? `(${key}, ${value})` : key,
    source,
    item: isMap ? `${orPlain(first, key, inner)} # " -> " # ${orPlain(second, value, inner)}` : orPlain(first, key, inner),
    open,
    separator,
    close,
  };
  return isMap && collection.module === undefined
    ? `(if (${expression}.size() > ${SORT_LIMIT}) ${loop(content)} else ${sortedLoop(content)})`
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
    `(do { type ${list} = ?(Text, ${list}); var ${sorted} : ${list} = null; `
    + `func ${add}(x : Text, l : ${list}) : ${list} { switch (l) { case (?(h, t)) { if (x < h) { ?(x, l) } else { ?(h, ${add}(x, t)) } }; case null { ?(x, null) } } }; `
    + `for (${pattern} in ${source}) { ${sorted} := ${add}(${item}, ${sorted}) }; ${loop({ ...content, pattern: head, source: rest, item: head })} })`
  );
}

interface Loop {
  readonly depth: number;
  readonly pattern: string;
  readonly source: string;
  readonly item: string;
  readonly open: string;
  readonly separator: string;
  readonly close: string;
}

/** A block that shows the first items of an iterator and counts the rest. */
function loop({ depth, pattern, source, item, open, separator, close }: Loop): string {
  const text = `__t${depth}`;
  const count = `__n${depth}`;
  return (
    `(do { var ${text} = "${open}"; var ${count} = 0; for (${pattern} in ${source}) { if (${count} < ${ITEM_LIMIT}) { `
    + `if (${count} > 0) { ${text} #= "${separator}" }; ${text} #= ${item} }; ${count} += 1 }; `
    + `if (${count} > ${ITEM_LIMIT}) { ${text} #= "${separator}… " # debug_show (${count} - ${ITEM_LIMIT} : Nat) # " more" }; ${text} # "${close}" })`
  );
}

/** Arrays are shown by item also where items are plain, as long ones would be too much. */
function showArray(item: TypeText, mutable: boolean, expression: string, place: Place): string | undefined {
  const key = `__k${place.depth}`;
  const inner = show(item, key, deeper(place));
  if (inner === undefined && place.depth > 0) return undefined;
  return loop({
    depth: place.depth,
    pattern: key,
    source: `${expression}.vals()`,
    item: inner ?? plain(key),
    open: mutable ? '[var ' : '[',
    separator: ', ',
    close: ']',
  });
}

function showOption(item: TypeText, expression: string, place: Place): string | undefined {
  const key = `__k${place.depth}`;
  const inner = show(item, key, deeper(place));
  return inner === undefined ? undefined : `(switch (${expression}) { case null { "null" }; case (?${key}) { "?" # ${inner} } })`;
}

function showTuple(items: readonly TypeText[], expression: string, place: Place): string | undefined {
  const inner = items.map((item, index) => show(item, `${expression}.${index}`, deeper(place)));
  if (inner.every((text) => text === undefined)) return undefined;
  return `("(" # ${inner.map((text, index) => text ?? plain(`${expression}.${index}`)).join(' # ", " # ')} # ")")`;
}

function showRecord(fields: readonly Field[], expression: string, place: Place): string | undefined {
  const access = ({ name }: Field): string => `${expression}.${name}`;
  const inner = fields.map((field) => show(field.type, access(field), deeper(place)));
  if (inner.every((text) => text === undefined)) return undefined;
  const parts = fields.map((field, index) => `"${field.name} = " # ${inner[index] ?? plain(access(field))}`);
  return `("{" # ${parts.join(' # "; " # ')} # "}")`;
}

function showVariant(cases: readonly Field[], expression: string, place: Place): string | undefined {
  const key = `__k${place.depth}`;
  const inner = cases.map(({ type }) => show(type, key, deeper(place)));
  if (inner.every((text) => text === undefined)) return undefined;
  const special = cases.flatMap(({ name }, index) => {
    const text = inner[index];
    return text === undefined ? [] : [`case (#${name} ${key}) { "#${name}(" # ${text} # ")" }`];
  });
  const rest = special.length < cases.length ? [`case _ { ${plain(expression)} }`] : [];
  return `(switch (${expression}) { ${[...special, ...rest].join('; ')} })`;
}
