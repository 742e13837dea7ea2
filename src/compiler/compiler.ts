import type { BuildResult, CanisterOutline, CheckResult, CompilerMethods, Persistence, ProjectSource } from '../protocol/compiler.ts';
import { PlaygroundError } from '../protocol/rpc.ts';
import { buildCanister } from './build.ts';
import { createRecentCache, digest } from './cache.ts';
import { checkFile, checkProject } from './check.ts';
import { compatibility } from './compatible.ts';
import { hasErrors } from './diagnostics.ts';
import { fixesFor } from './fixes/fixes.ts';
import { laboratory } from './fixes/laboratory.ts';
import { forecast } from './forecast/forecast.ts';
import { callMoc, MOC_VERSION } from './moc.ts';
import { canisterImports, reachable, type Outlines } from './project.ts';
import { createWorkspaces, type CompilerDependencies, type Workspace } from './workspaces.ts';

export interface Compiler extends CompilerMethods {
  /** Compiles something tiny where nothing has been built yet, so that the first build finds warm code. */
  warmUp: () => Promise<void>;
}

/** Part of every key: another version makes other modules of the same source. */
const FORMAT = `${MOC_VERSION}, inspector 1`;
const BUILDS_KEPT = 12;
const CHECKS_KEPT = 24;

/**
 * The compiler's core: pure but for what its dependencies load. Calls run one after another. Each language gets a compiler instance of its
 * own when it is first used, as flags cannot be taken back; the persistence mode is set once, by `start`.
 */
export function createCompiler(dependencies: CompilerDependencies): Compiler {
  let persistence: Persistence | undefined;
  let built = false;
  const workspaces = createWorkspaces(dependencies, () => persistence);
  const checks = createRecentCache<CheckResult>(CHECKS_KEPT);
  const builds = createRecentCache<BuildResult>(BUILDS_KEPT);
  const inTurn = createQueue();

  /** An instance that stopped unexpectedly is not used again. */
  const withProject = <T>(project: ProjectSource, action: (workspace: Workspace, outlines: Outlines) => Promise<T>): Promise<T> =>
    inTurn(async () => {
      try {
        const { workspace, outlines } = await workspaces.load(project);
        return await action(workspace, outlines);
      } catch (error) {
        if (error instanceof PlaygroundError && error.code === 'compiler-failed') workspaces.discard(project.language);
        throw error;
      }
    });

  const makeBuild = (project: ProjectSource, canister: CanisterOutline, { session, aliases }: Workspace, outlines: Outlines): BuildResult => {
    const resolved = aliases.resolve(session, project, outlines, canister.imports, false);
    const sources = reachable(outlines, canister.path).map((path) => [path, project.files[path]]);
    const key = digest([FORMAT, persistence, project.language, canister.name, canister.path, sources, resolved]);
    built = true;
    return remembered(builds, key, () => buildCanister(session, { project, canister, outlines, key }));
  };

  return {
    start: async ({ persistence: wanted }) => {
      if (persistence && persistence !== wanted) throw otherMode(persistence);
      persistence = wanted;
      await inTurn(() => workspaces.open('persistent'));
      return { version: MOC_VERSION };
    },

    check: ({ project }) =>
      withProject(project, async ({ session, aliases }, outlines) => {
        const key = digest([FORMAT, project]);
        return remembered(checks, key, () => {
          aliases.resolve(session, project, outlines, [...outlines.values()].flatMap(canisterImports), true);
          return checkProject(session, project, outlines);
        });
      }),

    build: ({ project, canister }) => withProject(project, async (workspace, outlines) => makeBuild(project, canister, workspace, outlines)),

    compatible: ({ project, canister, ...question }) =>
      withProject(project, async ({ session }, outlines) => {
        const { path } = canister;
        return compatibility(session, { ...question, path, text: project.files[path] ?? '', actor: outlines.get(path)?.actor });
      }),

    forecast: ({ project, canister, installed }) =>
      withProject(project, async ({ session, aliases }, outlines) => {
        const outline = outlines.get(canister.path);
        if (!outline?.actor) return undefined;
        aliases.resolve(session, project, outlines, canister.imports, false);
        if (hasErrors(checkFile(session, project, canister.path, outline))) return undefined;
        return forecast(session, { path: canister.path, text: project.files[canister.path] ?? '', actor: outline.actor, installed });
      }),

    fixes: ({ project, canister, installed, problem }) =>
      withProject(project, async (workspace, outlines) => {
        const { path } = canister;
        const outline = outlines.get(path);
        if (!outline) return [];
        const signature = (): string | undefined => signatureOf(makeBuild(project, canister, workspace, outlines));
        return fixesFor({ ...project, path, outline, installed, problem }, laboratory(workspaces, project, { path, installed, signature }));
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

const signatureOf = (result: BuildResult): string | undefined => (result.ok ? result.build.stableSignature : undefined);

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
