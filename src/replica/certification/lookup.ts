/** Look-up in hash trees. Interface Specification: "Lookup". */
import { compareBytes } from '../../primitives/bytes.ts';
import type { HashTree, Path } from './hash-tree.ts';

/** `unknown`: the answer was pruned. `error`: the path exists but holds no value. */
export type Lookup = { readonly kind: 'found'; readonly value: Uint8Array } | { readonly kind: 'absent' | 'unknown' | 'error' };

export function lookup(tree: HashTree, path: Path): Lookup {
  const [label, ...rest] = path;
  if (label === undefined) return valueOf(tree);
  const child = findLabel(label, flattenForks(tree));
  return typeof child === 'string' ? { kind: child } : lookup(child, rest);
}

function valueOf(tree: HashTree): Lookup {
  switch (tree.kind) {
    case 'leaf':
      return { kind: 'found', value: tree.value };
    case 'empty':
      return { kind: 'absent' };
    case 'pruned':
      return { kind: 'unknown' };
    case 'fork':
    case 'labeled':
      return { kind: 'error' };
  }
}

function flattenForks(tree: HashTree): HashTree[] {
  if (tree.kind === 'empty') return [];
  return tree.kind === 'fork' ? [...flattenForks(tree.left), ...flattenForks(tree.right)] : [tree];
}

/** A gap proves absence only where nothing pruned lies in it. */
function findLabel(label: Uint8Array, trees: readonly HashTree[]): HashTree | 'absent' | 'unknown' {
  let gapIsOpen = false;
  for (const tree of trees) {
    if (tree.kind !== 'labeled') {
      gapIsOpen = tree.kind === 'pruned';
      continue;
    }
    const order = compareBytes(tree.label, label);
    if (order === 0) return tree.child;
    if (order > 0) return gapIsOpen ? 'unknown' : 'absent';
    gapIsOpen = false;
  }
  return gapIsOpen ? 'unknown' : 'absent';
}
