import type { MocTree } from '../moc.ts';
import type { Positions, Span } from './positions.ts';

/** A node of the syntax tree with its place. */
export interface Syntax {
  readonly name: string;
  readonly args: readonly MocTree[];
  /** `undefined` for nodes that the compiler made up. */
  readonly span: Span | undefined;
}

/** Takes a node out of its wrappers: `@` gives the place, `:` the type, `*` the comment before it. */
export function readNode(tree: MocTree | undefined, positions: Positions): Syntax | undefined {
  let node = tree;
  let span: Span | undefined;
  for (;;) {
    if (!isNode(node)) return undefined;
    if (node.name === '@') {
      span = readSpan(node.args, positions) ?? span;
      node = node.args[2];
    } else if (node.name === ':') {
      node = node.args[0];
    } else if (node.name === '*') {
      node = node.args[1];
    } else {
      return { name: node.name, args: node.args, span };
    }
  }
}

function isNode(tree: MocTree | undefined): tree is { readonly name: string; readonly args: readonly MocTree[] } {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

function readSpan([from, to]: readonly MocTree[], positions: Positions): Span | undefined {
  const offset = (place: MocTree | undefined): number | undefined => {
    if (!isNode(place)) return undefined;
    const line = Number(place.args[1]);
    return line > 0 ? positions.offset({ line: line - 1, character: Number(place.args[2]) }) : undefined;
  };
  const start = offset(from);
  const end = offset(to);
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** The text of an identifier node. */
export function identifier(tree: MocTree | undefined, positions: Positions): { readonly text: string; readonly span: Span | undefined } | undefined {
  const node = readNode(tree, positions);
  const text = node?.name === 'ID' ? node.args[0] : undefined;
  return typeof text === 'string' ? { text, span: node?.span } : undefined;
}
