/**
 * Hash trees. Interface Specification: "Certificate", "Lookup", "Encoding of certificates".
 * Every node carries its digest, so that pruning and re-rooting cost no hashing of what did not change.
 */
import { sha256 } from '@noble/hashes/sha2';
import { compareBytes, concat, utf8 } from '../../primitives/bytes.ts';

/** 32 bytes, SHA-256. */
type Digest = Uint8Array;

export type HashTree =
  | { readonly kind: 'empty'; readonly digest: Digest }
  | { readonly kind: 'fork'; readonly left: HashTree; readonly right: HashTree; readonly digest: Digest }
  | LabeledTree
  | { readonly kind: 'leaf'; readonly value: Uint8Array; readonly digest: Digest }
  | { readonly kind: 'pruned'; readonly digest: Digest };

export interface LabeledTree {
  readonly kind: 'labeled';
  readonly label: Uint8Array;
  readonly child: HashTree;
  readonly digest: Digest;
}

/** Labels from the root downwards. */
export type Path = readonly Uint8Array[];

/** A text preceded by its length in one byte, as every signed or hashed domain of the Internet Computer is. */
export const domainSeparator = (text: string): Uint8Array => concat([Uint8Array.of(text.length), utf8(text)]);

const EMPTY_DOMAIN = domainSeparator('ic-hashtree-empty');
const FORK_DOMAIN = domainSeparator('ic-hashtree-fork');
const LABELED_DOMAIN = domainSeparator('ic-hashtree-labeled');
const LEAF_DOMAIN = domainSeparator('ic-hashtree-leaf');

const EMPTY: HashTree = { kind: 'empty', digest: sha256(EMPTY_DOMAIN) };

export const empty = (): HashTree => EMPTY;

export const fork = (left: HashTree, right: HashTree): HashTree => ({
  kind: 'fork',
  left,
  right,
  digest: sha256(concat([FORK_DOMAIN, left.digest, right.digest])),
});

export const labeled = (label: Uint8Array | string, child: HashTree): LabeledTree => {
  const bytes = typeof label === 'string' ? utf8(label) : label;
  return { kind: 'labeled', label: bytes, child, digest: sha256(concat([LABELED_DOMAIN, bytes, child.digest])) };
};

export const leaf = (value: Uint8Array): HashTree => ({ kind: 'leaf', value, digest: sha256.create().update(LEAF_DOMAIN).update(value).digest() });

export const pruned = (digest: Digest): HashTree => ({ kind: 'pruned', digest });

/** Joins neighbours with balanced forks. The order is the caller's; no fork ever has an empty child. */
export function join(trees: readonly HashTree[]): HashTree {
  const [first] = trees;
  if (first === undefined) return EMPTY;
  if (trees.length === 1) return first;
  const middle = Math.ceil(trees.length / 2);
  return fork(join(trees.slice(0, middle)), join(trees.slice(middle)));
}

/** A map: labels in increasing order, as well-formed trees have them. Labels must differ. */
export const labeledMap = (entries: readonly LabeledTree[]): HashTree =>
  join([...entries].sort((a, b) => compareBytes(a.label, b.label)));

/**
 * The same tree with only `paths` revealed: for a path that exists, all that lies below it; for one that does not, the
 * labels beside the gap. The digest of the root stays the same.
 */
export function prune(tree: HashTree, paths: readonly Path[]): HashTree {
  if (paths.some((path) => path.length === 0) || tree.kind === 'leaf') return tree;
  const wanted = selectLabels(labeledNodes(tree), paths);
  return rebuild(tree, wanted);
}

/** What of a labeled node to show: the paths below it; none where its label alone proves a gap. */
type Selection = ReadonlyMap<LabeledTree, readonly Path[]>;

function selectLabels(nodes: readonly LabeledTree[], paths: readonly Path[]): Selection {
  const selection = new Map<LabeledTree, Path[]>();
  const select = (node: LabeledTree | undefined): Path[] => {
    const below = node && selection.get(node);
    if (below !== undefined) return below;
    const created: Path[] = [];
    if (node !== undefined) selection.set(node, created);
    return created;
  };
  for (const [head, ...rest] of paths) {
    if (head === undefined) continue;
    const found = nodes.find((node) => compareBytes(node.label, head) === 0);
    if (found !== undefined) {
      select(found).push(rest);
      continue;
    }
    select(nodes.findLast((node) => compareBytes(node.label, head) < 0));
    select(nodes.find((node) => compareBytes(node.label, head) > 0));
  }
  return selection;
}

function labeledNodes(tree: HashTree): LabeledTree[] {
  if (tree.kind === 'labeled') return [tree];
  return tree.kind === 'fork' ? [...labeledNodes(tree.left), ...labeledNodes(tree.right)] : [];
}

function rebuild(tree: HashTree, selection: Selection): HashTree {
  switch (tree.kind) {
    case 'fork': {
      const left = rebuild(tree.left, selection);
      const right = rebuild(tree.right, selection);
      const reveals = [left, right].some((side) => side.kind !== 'pruned' && side.kind !== 'empty');
      return reveals ? { kind: 'fork', left, right, digest: tree.digest } : pruned(tree.digest);
    }
    case 'labeled': {
      const paths = selection.get(tree);
      if (paths === undefined) return pruned(tree.digest);
      const child = paths.length === 0 ? pruned(tree.child.digest) : prune(tree.child, paths);
      return { ...tree, child };
    }
    case 'empty':
    case 'leaf':
    case 'pruned':
      return tree;
  }
}

/** CBOR shape of a tree: `[0]`, `[1, left, right]`, `[2, label, tree]`, `[3, value]`, `[4, digest]`. */
export type HashTreeValue = readonly (number | Uint8Array | HashTreeValue)[];

export function toValue(tree: HashTree): HashTreeValue {
  switch (tree.kind) {
    case 'empty':
      return [0];
    case 'fork':
      return [1, toValue(tree.left), toValue(tree.right)];
    case 'labeled':
      return [2, tree.label, toValue(tree.child)];
    case 'leaf':
      return [3, tree.value];
    case 'pruned':
      return [4, tree.digest];
  }
}
