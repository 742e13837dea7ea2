import type { Language, Persistence, ProjectSource } from '../protocol/compiler.ts';
import { PlaygroundError } from '../protocol/rpc.ts';
import { createAliasResolver, type AliasResolver } from './aliases.ts';
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

/** One workspace per language, made when it is first used. Not safe for calls at the same time. */
export interface Workspaces {
  open(language: Language): Promise<Workspace>;
  /** Opens the workspace of the project's language and makes it hold the project and the packages that it imports. */
  load(project: ProjectSource): Promise<{ readonly workspace: Workspace; readonly outlines: Outlines }>;
  /** Forgets an instance that is not to be used again. */
  discard(language: Language): void;
}

export function createWorkspaces({ loadMoc, loadPackage }: CompilerDependencies, persistence: () => Persistence | undefined): Workspaces {
  const workspaces = new Map<Language, Workspace>();
  const packageFiles = createPackageLoader(loadPackage);

  const open = async (language: Language): Promise<Workspace> => {
    const mode = persistence();
    if (!mode) throw new PlaygroundError('not-started', 'The compiler has not been started.', 'Reload the page.');
    const known = workspaces.get(language);
    if (known) return known;
    const moc = await loadMoc();
    const workspace = { session: createSession(moc, mode, language), outline: createOutliner(moc), aliases: createAliasResolver() };
    workspaces.set(language, workspace);
    return workspace;
  };

  return {
    open,
    load: async (project) => {
      const workspace = await open(project.language);
      const { session } = workspace;
      const outlines = workspace.outline(project);
      for (const name of neededPackages(outlines.values())) {
        if (!session.hasPackage(name)) session.addPackage(name, await packageFiles(name));
      }
      session.sync(project.files);
      session.preload([...outlines.values()].flatMap(({ imports }) => imports.map(({ path }) => path)));
      return { workspace, outlines };
    },
    discard: (language) => {
      workspaces.delete(language);
    },
  };
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
