import type { Language, Persistence } from '../protocol/compiler.ts';
import { migrationFolder } from './migrations/folder.ts';
import { callMoc, type Moc, type MocDiagnostic, type ScopeCache } from './moc.ts';
import { packageImport, type PackageFiles, type PackageName } from './packages.ts';

/** Folder for the playground's own files; nothing in it belongs to the project. */
export const OWN_FOLDER = '.playground';
const CANDID_FOLDER = `${OWN_FOLDER}/candid`;
const PRELOAD_FILE = `${OWN_FOLDER}/preload.mo`;

/** What a canister alias stands for. */
export interface Alias {
  readonly id: string;
  readonly candid: string;
}

/**
 * One compiler instance with its virtual file system. Flags of an instance cannot be taken back, so it serves one persistence
 * mode and one language, with folders of migrations or without.
 */
export interface Session {
  readonly moc: Moc;
  /** Makes the file system hold exactly these project files: writes what changed, removes what is gone. */
  sync(files: Readonly<Record<string, string>>): void;
  /** Runs `action` while the file at `path` has another text. */
  withFile<T>(path: string, text: string, action: () => T): T;
  /** Runs `action` while files have other texts, or are not there. */
  withFiles<T>(changes: Readonly<Record<string, string | undefined>>, action: () => T): T;
  /** In an instance for migrations: what comes next is about the canister at `path`, so its folder is applied. */
  aim(path: string): void;
  /** Writes a file of the playground's own and gives its path. */
  writeOwn(name: string, text: string): string;
  setAliases(aliases: Readonly<Record<string, Alias>>): void;
  hasPackage(name: PackageName): boolean;
  addPackage(name: PackageName, files: PackageFiles): void;
  /** Checks the modules of packages among `imports` once, so that they cost nothing later. */
  preload(imports: readonly string[]): void;
  check(path: string): readonly MocDiagnostic[];
}

export function createSession(moc: Moc, persistence: Persistence, language: Language, migrations = false): Session {
  callMoc(() => {
    if (persistence === 'classical') moc.gcFlags('classicOP');
    if (language === 'legacy') moc.setExtraFlags(['--legacy-actors']);
    moc.setCandidPath(CANDID_FOLDER);
  });
  const store = createFileStore(moc);
  const packages = createPackageScopes(moc);
  return {
    moc,
    sync: store.sync,
    withFile: (path, text, action) => store.withFiles({ [path]: text }, action),
    withFiles: store.withFiles,
    aim: (path) => {
      const folder = migrations ? migrationFolder(store.paths(), path) : undefined;
      if (folder !== undefined) callMoc(() => moc.setExtraFlags(['--enhanced-migration', folder]));
    },
    writeOwn: (name, text) => {
      const path = `${OWN_FOLDER}/${name}`;
      callMoc(() => moc.saveFile(path, text));
      return path;
    },
    setAliases: (aliases) => callMoc(() => {
      for (const { id, candid } of Object.values(aliases)) moc.saveFile(`${CANDID_FOLDER}/${id}.did`, candid);
      moc.setActorAliases(Object.entries(aliases).map(([name, { id }]) => [name, id] as const));
    }),
    ...packages,
  };
}

interface FileStore extends Pick<Session, 'sync' | 'withFiles'> {
  paths(): readonly string[];
}

function createFileStore(moc: Moc): FileStore {
  const written = new Map<string, string>();
  const put = (path: string, text: string | undefined): void => {
    if (written.get(path) === text) return;
    callMoc(() => (text === undefined ? moc.removeFile(path) : moc.saveFile(path, text)));
    if (text === undefined) written.delete(path);
    else written.set(path, text);
  };
  return {
    paths: () => [...written.keys()],
    sync: (files) => {
      for (const path of [...written.keys()].filter((candidate) => !Object.hasOwn(files, candidate))) put(path, undefined);
      for (const [path, text] of Object.entries(files)) put(path, text);
    },
    withFiles: (changes, action) => {
      const originals = Object.keys(changes).map((path) => [path, written.get(path)] as const);
      for (const [path, text] of Object.entries(changes)) put(path, text);
      try {
        return action();
      } finally {
        for (const [path, text] of originals) put(path, text);
      }
    },
  };
}

type PackageScopes = Pick<Session, 'hasPackage' | 'addPackage' | 'preload' | 'check'>;

/** Keeps the checked scopes of package modules. Those of the project's own modules are dropped: they change. */
function createPackageScopes(moc: Moc): PackageScopes {
  const modules = new Map<PackageName, ReadonlySet<string>>();
  const preloaded = new Set<string>();
  let scopes: ScopeCache = new Map();
  const check = (path: string): readonly MocDiagnostic[] => {
    const { diagnostics, scopeCache } = callMoc(() => moc.checkWithScopeCache(path, scopes));
    if (scopeCache) scopes = new Map([...scopeCache].filter(([key]) => key === '@prim' || key.startsWith(`${OWN_FOLDER}/packages/`)));
    return diagnostics;
  };
  const exists = (path: string): boolean => {
    const found = packageImport(path);
    return found !== undefined && (modules.get(found.name)?.has(found.module) ?? false);
  };
  return {
    check,
    hasPackage: (name) => modules.has(name),
    addPackage: (name, files) => {
      const folder = `${OWN_FOLDER}/packages/${name}`;
      callMoc(() => {
        for (const [path, text] of Object.entries(files)) moc.saveFile(`${folder}/${path}`, text);
        moc.addPackage(name, folder);
      });
      modules.set(name, new Set(Object.keys(files).map((path) => path.replace(/\.mo$/, ''))));
    },
    preload: (imports) => {
      const fresh = [...new Set(imports)].filter((path) => !preloaded.has(path) && exists(path));
      if (fresh.length === 0) return;
      callMoc(() => moc.saveFile(PRELOAD_FILE, `${fresh.map((path, index) => `import M${index} "${path}"; `).join('')}module {}`));
      check(PRELOAD_FILE);
      for (const path of fresh) preloaded.add(path);
    },
  };
}
