import { parseType, type Field, type TypeText } from './type-text.ts';

/** A collection whose content can be read with a function of its library, or with a method of its own. */
export interface Collection {
  readonly kind: 'map' | 'set' | 'sequence';
  /** Types of key and value of a map, of the one item otherwise. */
  readonly items: readonly TypeText[];
  /** Module and function that gives the iterator; `undefined` where the value is an object with that method. */
  readonly module: string | undefined;
  readonly iterator: string;
  /** Whether `size` tells at once how many items there are. */
  readonly sized: boolean;
}

/**
 * Recognises the collections of `mo:core`, and those of `mo:base` that are objects, by the structure of their type. The names
 * that programs give them do not matter.
 */
export function collectionOf(name: string, structure: TypeText): Collection | undefined {
  if (structure.kind === 'record') return recordCollection(structure.fields) ?? objectCollection(structure.fields);
  const own = name.split('.').at(-1);
  if (own === 'List' && structure.kind === 'option' && structure.item.kind === 'tuple') {
    const [head, tail] = structure.item.items;
    return head && isNamed(tail, 'List') ? sequence(head, 'mo:core/pure/List') : undefined;
  }
  if (own === 'Queue' && structure.kind === 'tuple' && structure.items.length === 3) {
    const [front, , back] = structure.items;
    const item = isNamed(front, 'List') && isNamed(back, 'List') ? front.args[0] : undefined;
    return item && sequence(item, 'mo:core/pure/Queue');
  }
  return undefined;
}

const sequence = (item: TypeText, module: string): Collection => ({ kind: 'sequence', items: [item], module, iterator: 'values', sized: true });

function isNamed(type: TypeText | undefined, name: string): type is TypeText & { readonly kind: 'named' } {
  return type?.kind === 'named' && type.name.split('.').at(-1) === name;
}

function recordCollection(fields: readonly Field[]): Collection | undefined {
  const types = new Map(fields.map((field) => [field.name, field]));
  const has = (...names: readonly string[]): boolean => fields.length === names.length && names.every((name) => types.has(name));
  if (has('root', 'size')) return treeCollection(types.get('root'));
  if (has('blockIndex', 'blocks', 'elementIndex')) {
    const item = innermost(types.get('blocks')?.type);
    return item && sequence(item, 'mo:core/List');
  }
  if (has('back', 'front', 'size')) {
    const node = types.get('front')?.type;
    const item = node?.kind === 'option' && isNamed(node.item, 'Node') ? node.item.args[0] : undefined;
    return item && sequence(item, 'mo:core/Queue');
  }
  const top = has('size', 'top') ? types.get('top')?.type : undefined;
  return isNamed(top, 'List') && top.args[0] ? sequence(top.args[0], 'mo:core/Stack') : undefined;
}

/** `mo:core`'s maps and sets: a tree and a size, both `var` in the mutable ones. */
function treeCollection(root: Field | undefined): Collection | undefined {
  const type = root?.type;
  if (!root || !isNamed(type, root.mutable ? 'Node' : 'Tree')) return undefined;
  const folder = root.mutable ? 'mo:core' : 'mo:core/pure';
  if (type.args.length === 2) return { kind: 'map', items: type.args, module: `${folder}/Map`, iterator: 'entries', sized: true };
  return type.args.length === 1 ? { kind: 'set', items: type.args, module: `${folder}/Set`, iterator: 'values', sized: true } : undefined;
}

/** Item of `[var [var ?T]]`, the blocks of a list. */
function innermost(type: TypeText | undefined): TypeText | undefined {
  if (type?.kind === 'array') return innermost(type.item);
  return type?.kind === 'option' ? type.item : undefined;
}

const ITERATOR = /^\(\) -> (?:\w+\.)*(?:Iter<(.*)>|\{ ?next : \(\) -> \?(.*?) ?\})$/;

/** Objects of `mo:base` such as `HashMap` (with `entries`) and `Buffer` (with `vals`). */
function objectCollection(fields: readonly Field[]): Collection | undefined {
  for (const iterator of ['entries', 'vals']) {
    const method = fields.find(({ name }) => name === iterator)?.type.text;
    const match = method === undefined ? null : ITERATOR.exec(method);
    const item = match && parseType(match[1] ?? match[2] ?? '()');
    if (!item) continue;
    const sized = fields.some(({ name, type }) => name === 'size' && type.text === '() -> Nat');
    if (iterator === 'vals') return { kind: 'sequence', items: [item], module: undefined, iterator, sized };
    if (item.kind === 'tuple' && item.items.length === 2 && sized) return { kind: 'map', items: item.items, module: undefined, iterator, sized };
  }
  return undefined;
}
