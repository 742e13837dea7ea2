/** A folder or file of the tree. */
export type TreeNode =
  | { readonly kind: 'file'; readonly name: string; readonly path: string }
  | { readonly kind: 'folder'; readonly name: string; readonly path: string; readonly children: readonly TreeNode[] };

/** Paths as a tree: folders first, then by name. */
export function treeOf(paths: readonly string[], prefix = ''): readonly TreeNode[] {
  const files: TreeNode[] = [];
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const rest = path.slice(prefix.length);
    const slash = rest.indexOf('/');
    if (slash < 0) files.push({ kind: 'file', name: rest, path });
    else folders.set(rest.slice(0, slash), [...(folders.get(rest.slice(0, slash)) ?? []), path]);
  }
  const byName = (a: TreeNode, b: TreeNode): number => a.name.localeCompare(b.name, 'en');
  const nested = [...folders].map(([name, inside]): TreeNode => ({ kind: 'folder', name, path: `${prefix}${name}`, children: treeOf(inside, `${prefix}${name}/`) }));
  return [...nested.sort(byName), ...files.sort(byName)];
}
