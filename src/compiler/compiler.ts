import type { Build, BuildResult, CanisterOutline, CheckResult, CompilerMethods, Persistence, ProjectSource } from '../protocol/compiler.ts';
import { PlaygroundError } from '../protocol/rpc.ts';
import { activateLanguage, isLanguage } from '../texts/language.ts';
import { buildCanister } from './build.ts';
import { createRecentCache, digest } from './cache.ts';
import { checkProject } from './check.ts';
import { compatibility } from './compatible.ts';
import { exportable, exportModule } from './export.ts';
import { fixesFor } from './fixes/fixes.ts';
import { laboratory } from './fixes/laboratory.ts';
import { foretell } from './forecast/foretell.ts';
import { migrationFiles } from './migrations/folder.ts';
import { callMoc, MOC_VERSION } from './moc.ts';
import { reachable, type Outlines, wholeActor } from './project.ts';
import { sessionsFor } from './sessions-for.ts';
import { createWorkspaces, type CompilerDependencies, type Workspace } from './workspaces.ts';

export interface Compiler extends CompilerMethods {
  /** Compiles something tiny where nothing has been built yet, so that the first build finds warm code. */
  warmUp: () => Promise<void>;
}

/** Part of every key: another version makes other modules of the same source. */
const FORMAT = `${MOC_VERSION}, inspector 3`;
const BUILDS_KEPT = 12;
const CHECKS_KEPT = 24;

/**
 * The compiler's core: pure but for what its dependencies load. Calls run one after another. Each language gets a compiler instance of its
 * own when it is first used, as flags cannot be taken back; the persistence mode is set once, by `start`. Longer than other functions, since each method
 * of the protocol stands here once, with what it asks of the parts.
 */
export function createCompiler(dependencies: CompilerDependencies): Compiler {
  let persistence: Persistence | undefined;
  let built = false;
  const workspaces = createWorkspaces(dependencies, () => persistence);
  const checks = createRecentCache<CheckResult>(CHECKS_KEPT);
  const builds = createRecentCache<BuildResult>(BUILDS_KEPT);
  const inTurn = createQueue();

  /** An instance that stopped unexpectedly is not used again. */
  const withProject = <T>(project: ProjectSource, path: string | undefined, action: (workspace: Workspace, outlines: Outlines) => Promise<T>): Promise<T> =>
    inTurn(async () => {
      try {
        const { workspace, outlines } = await workspaces.load(project, path);
        return await action(workspace, outlines);
      } catch (error) {
        if (error instanceof PlaygroundError && error.code === 'compiler-failed') workspaces.discard(project.language);
        throw error;
      }
    });

  const makeBuild = (project: ProjectSource, canister: CanisterOutline, { session, aliases }: Workspace, outlines: Outlines): BuildResult => {
    const resolved = aliases.resolve(session, project, outlines, canister.imports, false);
    const folder = workspaces.folderOf(project, canister.path);
    const roots = [canister.path, ...(folder === undefined ? [] : migrationFiles([...outlines.keys()], folder))];
    const sources = [...new Set(roots.flatMap((root) => reachable(outlines, root)))].map((path) => [path, project.files[path]]);
    const key = digest([FORMAT, persistence, project.language, canister.name, canister.path, sources, resolved]);
    built = true;
    return remembered(builds, key, () => buildCanister(session, { project, canister, outlines, key }));
  };

  return {
    start: async ({ persistence: wanted, language }) => {
      if (isLanguage(language)) await activateLanguage(language);
      if (persistence && persistence !== wanted) throw otherMode(persistence);
      persistence = wanted;
      await inTurn(() => workspaces.open('persistent'));
      return { version: MOC_VERSION };
    },

    check: ({ project }) =>
      withProject(project, undefined, async (workspace, outlines) => {
        const key = digest([FORMAT, project]);
        const known = checks.get(key);
        if (known) return known;
        const sessionFor = await sessionsFor(workspaces, project, workspace, outlines);
        return remembered(checks, key, () => checkProject(sessionFor, project, outlines));
      }),

    exported: ({ project, canister }) =>
      withProject(project, canister.path, async ({ session, aliases }, outlines) => {
        aliases.resolve(session, project, outlines, canister.imports, false);
        const checked = exportable(session, project, canister, outlines);
        return checked ?? exportModule(await workspaces.fresh(project, canister.path), project, canister, aliases.resolve(session, project, outlines, canister.imports, false));
      }),

    build: ({ project, canister }) => withProject(project, canister.path, async (workspace, outlines) => makeBuild(project, canister, workspace, outlines)),

    compatible: ({ project, canister, ...question }) =>
      withProject(project, canister.path, async ({ session, aliases }, outlines) => {
        const { path } = canister;
        const found = compatibility(session, { ...question, path, text: project.files[path] ?? '', actor: wholeActor(outlines, path)?.actor });
        const folder = workspaces.folderOf(project, path);
        if (folder === undefined) return found;
        aliases.resolve(session, project, outlines, canister.imports, false);
        return foretell({ session, project, outlines, path, folder }, { stableSignature: question.before, variables: question.variables })?.refusals ?? found;
      }),

    forecast: ({ project, canister, installed }) =>
      withProject(project, canister.path, async ({ session, aliases }, outlines) => {
        aliases.resolve(session, project, outlines, canister.imports, false);
        return foretell({ session, project, outlines, path: canister.path, folder: workspaces.folderOf(project, canister.path) }, installed);
      }),

    fixes: ({ project, canister, installed, problem }) =>
      withProject(project, canister.path, async (workspace, outlines) => {
        const { path } = canister;
        const outline = outlines.get(path);
        if (!outline) return [];
        const build = (): Build | undefined => buildOf(makeBuild(project, canister, workspace, outlines));
        const migrations = persistence === 'enhanced';
        const folder = workspaces.folderOf(project, path);
        return fixesFor({ ...project, path, outline, installed, problem, migrations, folder, now: new Date() }, laboratory(workspaces, project, { canister, installed, build }));
      }),

    warmUp: () =>
      inTurn(async () => {
        if (built || !persistence) return;
        built = true;
        const { session } = await workspaces.open('persistent');
        const path = session.writeOwn('warm-up.mo', 'persistent actor { public query func f() : async Nat { 1 } }');
        callMoc(() => session.moc.compileWasm('ic', path));
      }),
  };
}

const buildOf = (result: BuildResult): Build | undefined => (result.ok ? result.build : undefined);

function otherMode(persistence: Persistence): PlaygroundError {
  return new PlaygroundError(
    'restart-needed',
    `This compiler makes modules for ${persistence} persistence.`,
    'Start another compiler worker for the other mode.',
  );
}

function remembered<T>(cache: ReturnType<typeof createRecentCache<T>>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const value = make();
  cache.set(key, value);
  return value;
}

/** Runs actions one after another: a compiler instance has one file system and one set of aliases. */
function createQueue(): <T>(action: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const next = last.then(action, action);
    last = next.catch(() => undefined);
    return next;
  };
}
