const FOLDER = 'migrations';

/**
 * The folder of migrations of the canister at `path`: `migrations` beside its file, or else in the nearest folder above. The path has no slash at
 * its end; `undefined` where there is no such folder, or no file in it.
 */
export function migrationFolder(paths: readonly string[], path: string): string | undefined {
  if (isMigration(path)) return undefined;
  const parents = path.split('/').slice(0, -1);
  for (let depth = parents.length; depth >= 0; depth--) {
    const folder = [...parents.slice(0, depth), FOLDER].join('/');
    if (migrationFiles(paths, folder).length > 0) return folder;
  }
  return undefined;
}

/** The folder's migration files in the order in which they are applied. */
export function migrationFiles(paths: readonly string[], folder: string): readonly string[] {
  const pattern = /^[^/]+\.mo$/;
  return paths.filter((path) => path.startsWith(`${folder}/`) && pattern.test(path.slice(folder.length + 1))).sort((a, b) => (a < b ? -1 : 1));
}

/** Whether the file stands in a folder of migrations. */
export const isMigration = (path: string): boolean => path.split('/').at(-2) === FOLDER;

/** The name under which the compiler lists a migration file. */
export const migrationName = (path: string): string => (path.split('/').at(-1) ?? '').replace(/\.mo$/, '');

/** Where the first migration of the canister at `path` goes. */
export const newFolder = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1) + FOLDER;
