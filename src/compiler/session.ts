import type { Language, Persistence } from '../protocol/compiler.ts';
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
 * mode and one language.
 */
export interface Session {
  readonly moc: Moc;
  /** Makes the file system hold exactly these project files: writes what changed, removes what is gone. */
  sync(files: Readonly<Record<string, string>>): void;
  /** Runs `action` while the file at `path` has another text. */
  withFile<T>(path: string, text: string, action: () => T): T;
  /** Writes a file of the playground's own and gives its path. */
  writeOwn(name: string, text: string): string;
  setAliases(aliases: Readonly<Record<string, Alias>>): void;
  hasPackage(name: PackageName): boolean;
  addPackage(name: PackageName, files: PackageFiles): void;
  /** Checks the modules of packages among `imports` once, so that they cost nothing later. */
  preload(imports: readonly string[]): void;
  check(path: string): readonly MocDiagnostic[];
}

export function createSession(moc: Moc, persistence: Persistence, language: Language): Session {
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
    withFile: store.withFile,
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

function createFileStore(moc: Moc): Pick<Session, 'sync' | 'withFile'> {
  const written = new Map<string, string>();
  const save = (path: string, text: string): void => {
    callMoc(() => moc.saveFile(path, text));
    written.set(path, text);
  };
  return {
    sync: (files) => {
      for (const path of [...written.keys()].filter((candidate) => !Object.hasOwn(files, candidate))) {
        callMoc(() => moc.removeFile(path));
        written.delete(path);
      }
      for (const [path, text] of Object.entries(files)) if (written.get(path) !== text) save(path, text);
    },
    withFile: (path, text, action) => {
      const original = written.get(path);
      save(path, text);
      try {
        return action();
      } finally {
        if (original !== undefined) save(path, original);
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
