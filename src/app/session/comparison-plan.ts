import { t } from '@lingui/core/macro';
import type { Build, Persistence } from '../../protocol/compiler.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import { chosenSteps, comparedCalls } from '../state/comparison-calls.ts';
import { sampleFiles } from '../state/comparison-offers.ts';
import type { ComparedCall, ComparisonRequest, ModuleSource } from '../state/comparison-model.ts';
import { foreignOutlines } from '../state/modules.ts';
import type { Installed, Project } from '../state/model.ts';
import type { CallStep, ScriptStep } from '../state/scripts-model.ts';
import { projectSource } from './build-run.ts';
import type { Builds } from './builds.ts';
import { type Context, currentProject } from './context.ts';
import { buildForeign } from './foreign-builds.ts';
import type { Installation } from './installed.ts';

/** What one world does. */
export interface Side {
  readonly title: string;
  readonly begin: Installation;
  /** The number of the version that it begins with. */
  readonly version: number;
  readonly action: { readonly mode: 'upgrade' | 'reinstall'; readonly to: Installation } | undefined;
}

export interface Plan {
  readonly canister: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly arguments: Project['installArguments'];
  /** Other canisters that are needed, in the order in which they are installed, as they are installed now. */
  readonly others: readonly { readonly name: string; readonly installation: Installation; readonly version: number }[];
  readonly sides: readonly [Side, Side];
  readonly calls: readonly ComparedCall[];
}

interface Planning {
  readonly context: Context;
  readonly builds: Builds;
  readonly project: Project;
  readonly installed: Installed;
  readonly request: ComparisonRequest;
}

/** Gets everything a comparison needs, so that its worlds only run. Rejects where some code cannot be had, saying why. */
export async function planComparison(context: Context, builds: Builds, request: ComparisonRequest): Promise<Plan> {
  const { canister } = request;
  const project = currentProject(context);
  const installed = project?.installed[canister];
  if (!project || !installed) throw new PlaygroundError('not-installed', t`${canister} has no code yet.`, t`Press Deploy first.`);
  const planning = { context, builds, project, installed, request };
  const sides = await planSides(planning);
  const steps = chosenSteps(context.store.getState(), canister, request.calls);
  const others = await Promise.all(
    neededNames(planning, steps).map(async (name) => {
      const there = project.installed[name] as Installed;
      return { name, version: there.version, installation: await installedCode(context, name, project.canisterIds[name] ?? '', there) };
    }),
  );
  const candidOf = (name: string): string | undefined => (name === canister ? sides[0].begin.build.candid : project.installed[name]?.candid);
  const isQuery = ({ canister: target, method, mode, args }: CallStep): boolean => {
    const candid = candidOf(target);
    const encoded = candid === undefined ? undefined : context.options.candidText.encode(candid, method, args);
    return mode === 'query' && encoded?.ok === true && encoded.queryable;
  };
  const ids = Object.fromEntries([canister, ...others.map(({ name }) => name)].map((name) => [name, project.canisterIds[name] ?? '']));
  return { canister, ids, arguments: project.installArguments, others, sides, calls: comparedCalls(request.kind, steps, isQuery) };
}

async function planSides(planning: Planning): Promise<readonly [Side, Side]> {
  const { kind, beginning } = planning.request;
  const version = beginning === 'installed' ? planning.installed.version : 1;
  if (kind === 'persistence') {
    const side = async (title: string, persistence: Persistence): Promise<Side> => {
      const begin = await builtFor(planning, beginning, persistence);
      const to = beginning === 'editor' ? begin : await builtFor(planning, 'editor', persistence);
      return { title, begin, version, action: { mode: 'upgrade', to } };
    };
    // Compilers run in workers of their own, but memory is scarce where both work at once.
    const enhanced = await side(t`Enhanced`, 'enhanced');
    return [enhanced, await side(t`Classical`, 'classical')];
  }
  const editor = await editorCode(planning);
  const begin = await beginningCode(planning, editor);
  if (kind === 'upgrade') {
    return [
      { title: t`Upgrade`, begin, version, action: { mode: 'upgrade', to: editor } },
      { title: t`Reinstall`, begin, version, action: { mode: 'reinstall', to: editor } },
    ];
  }
  return [
    { title: t`Version ${version}`, begin, version, action: undefined },
    { title: t`Version ${{ version: version + 1 }}`, begin: editor, version: version + 1, action: undefined },
  ];
}

async function editorCode({ builds, request }: Planning): Promise<Installation> {
  const outcome = await builds.ready(request.canister);
  if (outcome.kind === 'failed') throw new PlaygroundError('build-failed', t`The code in the editor was not built: ${{ message: outcome.message }}`, '');
  return outcome;
}

async function beginningCode(planning: Planning, editor: Installation): Promise<Installation> {
  const { context, project, installed, request } = planning;
  if (request.beginning === 'editor') return editor;
  if (request.beginning === 'sample') return builtFor(planning, 'sample', project.persistence);
  return installedCode(context, request.canister, project.canisterIds[request.canister] ?? '', installed);
}

/** The very module that runs now. */
async function installedCode({ link }: Context, canister: string, id: string, installed: Installed): Promise<Installation> {
  const wasm = await link.call('module', { id });
  if (!wasm) throw new PlaygroundError('no-module', t`The module of ${canister} is not here any more.`, t`Press Deploy first.`);
  const { key, candid, stableSignature, variables, inspected, persistence, hooks = { preupgrade: false, postupgrade: false } } = installed;
  return { build: { key, canister, wasm: new Uint8Array(wasm), candid, stableSignature, variables, inspected, migrates: false, hooks }, persistence };
}

/** Code built for one persistence, from source that need not be that of the editor. */
async function builtFor({ context, project, installed, request }: Planning, from: ComparisonRequest['beginning'], persistence: Persistence): Promise<Installation> {
  const { canister } = request;
  const source = sourceOf(context, project, installed, from);
  const other: Project = { ...project, ...source, persistence };
  const foreign = foreignOutlines(other).find(({ name }) => name === canister);
  if (foreign) return made(await foreignBuild(context, other, foreign));
  const compile = projectSource(context, other, new Map());
  const { canisters, diagnostics } = await context.compilers.call(persistence, 'check', { project: compile });
  const outline = canisters.find(({ name }) => name === canister);
  if (!outline) throw notBuilt(diagnostics);
  const result = await context.compilers.call(persistence, 'build', { project: compile, canister: outline });
  return made(result.ok ? { ...result, persistence } : result);
}

/** Under an id that no project has, so that nothing of the user's project changes. */
const foreignBuild = (context: Context, project: Project, outline: Parameters<typeof buildForeign>[2]) => buildForeign(context, { ...project, id: '' }, outline);

type Result = { readonly ok: true; readonly build: Build; readonly persistence: Persistence } | { readonly ok: false; readonly diagnostics: Parameters<typeof notBuilt>[0] };

function made(result: Result): Installation {
  if (!result.ok) throw notBuilt(result.diagnostics);
  return { build: result.build, persistence: result.persistence };
}

function notBuilt(diagnostics: readonly { readonly severity: string; readonly message: string }[]): PlaygroundError {
  const error = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  return new PlaygroundError('build-failed', error ? t`It was not built: ${{ message: error.message }}` : t`It was not built: the code has no such canister.`, '');
}

function sourceOf(context: Context, project: Project, { source }: Installed, from: ComparisonRequest['beginning']): ModuleSource {
  if (from === 'installed' && source) return { files: source.project.files, language: source.project.language };
  const files = from === 'sample' ? sampleFiles(context.store.getState()) : undefined;
  return { files: files ?? project.files, language: project.language };
}

/** Canisters that the compared one imports, directly or not, and those that the script calls, imported ones first. */
function neededNames({ context, project, request }: Planning, steps: readonly ScriptStep[]): readonly string[] {
  const { canisters, canisterOrder } = context.store.getState();
  const needed = new Set<string>();
  const add = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    canisters[name]?.outline.imports.forEach(add);
  };
  [request.canister, ...steps.map(({ canister }) => canister)].forEach(add);
  return canisterOrder.filter((name) => name !== request.canister && needed.has(name) && project.installed[name] && project.canisterIds[name] !== undefined);
}
