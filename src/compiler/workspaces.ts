import type { Language, Persistence, ProjectSource } from '../protocol/compiler.ts';
import { PlaygroundError } from '../protocol/rpc.ts';
import { createAliasResolver, type AliasResolver } from './aliases.ts';
import { migrationFolder } from './migrations/folder.ts';
import type { Moc } from './moc.ts';
import { neededPackages, packageUnavailable, type PackageFiles, type PackageName } from './packages.ts';
import { createOutliner, type Outlines } from './project.ts';
import { createSession, type Session } from './session.ts';

export interface CompilerDependencies {
  /** A fresh instance of the compiler with each call. */
  readonly loadMoc: () => Promise<Moc>;
  readonly loadPackage: (name: PackageName) => Promise<PackageFiles>;
}

/** A compiler instance for one language, with what it remembers. */
export interface Workspace {
  readonly session: Session;
  readonly outline: (project: ProjectSource) => Outlines;
  readonly aliases: AliasResolver;
}

/**
 * One workspace per language, and another one per language for canisters with a folder of migrations, made when it is first used. Not safe for
 * calls at the same time.
 */
export interface Workspaces {
  open(language: Language): Promise<Workspace>;
  /** Opens the workspace for the canister at `path` and makes it hold the project and the packages that it imports. */
  load(project: ProjectSource, path?: string): Promise<{ readonly workspace: Workspace; readonly outlines: Outlines }>;
  /** The folder of migrations of the canister at `path`. */
  folderOf(project: ProjectSource, path: string): string | undefined;
  /** A compiler that has compiled nothing yet and holds the project: what it makes does not depend on what was made before. */
  fresh(project: ProjectSource, path: string): Promise<Session>;
  /** Forgets the instances of a language: one of them is not to be used again. */
  discard(language: Language): void;
}

export function createWorkspaces({ loadMoc, loadPackage }: CompilerDependencies, persistence: () => Persistence | undefined): Workspaces {
  const workspaces = new Map<string, Workspace>();
  const packageFiles = createPackageLoader(loadPackage);

  // As on the command line: the compiler has migrations for enhanced persistence only.
  const folderOf: Workspaces['folderOf'] = ({ files }, path) => (persistence() === 'enhanced' ? migrationFolder(Object.keys(files), path) : undefined);

  const open = async (language: Language, migrations = false): Promise<Workspace> => {
    const mode = started(persistence());
    const key = keyOf(language, migrations);
    const known = workspaces.get(key);
    if (known) return known;
    const moc = await loadMoc();
    const workspace = { session: createSession(moc, mode, language, migrations), outline: createOutliner(moc), aliases: createAliasResolver() };
    workspaces.set(key, workspace);
    return workspace;
  };

  return {
    open,
    folderOf,
    load: async (project, path) => {
      const workspace = await open(project.language, path !== undefined && folderOf(project, path) !== undefined);
      const { session } = workspace;
      const outlines = workspace.outline(project);
      for (const name of neededPackages(outlines.values())) {
        if (!session.hasPackage(name)) session.addPackage(name, await packageFiles(name));
      }
      session.sync(project.files);
      if (path !== undefined) session.aim(path);
      session.preload([...outlines.values()].flatMap(({ imports }) => imports.map(({ path }) => path)));
      return { workspace, outlines };
    },
    fresh: async (project, path) => {
      const session = createSession(await loadMoc(), started(persistence()), project.language, folderOf(project, path) !== undefined);
      const outlines = (await open(project.language)).outline(project);
      for (const name of neededPackages(outlines.values())) session.addPackage(name, await packageFiles(name));
      session.sync(project.files);
      session.aim(path);
      return session;
    },
    discard: (language) => {
      for (const migrations of [true, false]) workspaces.delete(keyOf(language, migrations));
    },
  };
}

const keyOf = (language: Language, migrations: boolean): string => `${language}${migrations ? ' with migrations' : ''}`;

function started(mode: Persistence | undefined): Persistence {
  if (!mode) throw new PlaygroundError('not-started', 'The compiler has not been started.', 'Reload the page.');
  return mode;
}

/** Loads each package once; again after it failed. */
function createPackageLoader(loadPackage: CompilerDependencies['loadPackage']): (name: PackageName) => Promise<PackageFiles> {
  const packages = new Map<PackageName, Promise<PackageFiles>>();
  return (name) => {
    const files = packages.get(name) ?? loadPackage(name);
    packages.set(name, files);
    return files.catch((cause: unknown) => {
      packages.delete(name);
      throw packageUnavailable(name, cause);
    });
  };
}
