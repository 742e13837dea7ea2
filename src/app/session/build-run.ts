import { t } from '@lingui/core/macro';
import type { Build, CanisterOutline, CheckResult, CompilerMethods, Diagnostic, Persistence, ProjectSource } from '../../protocol/compiler.ts';
import { breakingDiagnostics } from '../state/breaking.ts';
import { deploymentOrder } from '../state/canisters.ts';
import { foreignOutlines, isForeign } from '../state/modules.ts';
import type { InstalledSource } from '../state/installed-source.ts';
import type { Project } from '../state/model.ts';
import type { CanisterIds } from './canister-ids.ts';
import { type Context, errorText, patch } from './context.ts';
import { type Deferred, deferred } from './deferred.ts';
import { buildForeign } from './foreign-builds.ts';

export type BuildOutcome =
  | { readonly kind: 'ready'; readonly build: Build; readonly persistence: Persistence; readonly source?: InstalledSource | undefined; readonly incompatible: readonly Diagnostic[]; readonly breaking: readonly Diagnostic[] }
  | { readonly kind: 'failed'; readonly message: string }
  /** The source changed before it was built. */
  | { readonly kind: 'obsolete' };

/** Building one state of a project's source: check it, then build its canisters, what is looked at first. */
export interface BuildRun {
  /** Begins, or does nothing where it has begun. */
  start(): void;
  abandon(): void;
  /** Canisters of the source; `undefined` where the run was abandoned or the compiler failed. */
  readonly checked: Promise<readonly CanisterOutline[] | undefined>;
  outcome(name: string): Promise<BuildOutcome>;
  /** The build with this key was installed, so it is compatible with what is installed; false where the run is not of that build. */
  adopt(name: string, key: string): boolean;
}

export interface BuildRunOptions {
  readonly project: Project;
  readonly ids: CanisterIds;
  readonly onChecked: (result: CheckResult) => void;
  /** Diagnostics that only building found. */
  readonly onDiagnostics: (diagnostics: readonly Diagnostic[]) => void;
}

/** One check of a project with the builds that follow from it. Longer than other functions, since its steps share what one run knows and forget it together. */
export function createBuildRun(context: Context, options: BuildRunOptions): BuildRun {
  const { project } = options;
  const outcomes = createOutcomes();
  const ready = new Map<string, BuildOutcome & { kind: 'ready' }>();
  const checked = deferred<readonly CanisterOutline[] | undefined>();
  const candids = new Map<string, string>();
  let started = false;
  let abandoned = false;

  const finish = (last: BuildOutcome): void => {
    checked.resolve(undefined);
    outcomes.finish(last);
  };
  const compile: Compile = (method, argument) => context.compilers.call(project.persistence, method, argument);
  const source = (): ProjectSource => projectSource(context, project, candids);

  const buildAll = async (outlines: readonly CanisterOutline[]): Promise<void> => {
    for (const outline of buildOrder(outlines, context.store.getState().selected)) {
      if (abandoned) return;
      patch(context, project.id, outline.name, () => ({ build: { phase: 'building' } }));
      const outcome = await buildOne(context, { project, source: source(), outline, compile, onDiagnostics: options.onDiagnostics });
      if (abandoned) return;
      if (outcome.kind === 'ready') {
        candids.set(outline.name, outcome.build.candid);
        ready.set(outline.name, outcome);
      }
      patch(context, project.id, outline.name, () => ({ build: buildState(outcome), ...(outcome.kind === 'ready' ? { candid: outcome.build.candid } : {}) }));
      outcomes.of(outline.name).resolve(outcome);
    }
  };

  const run = async (): Promise<void> => {
    const foreign = foreignOutlines(project);
    const first = foreign.length > 0 && !hasMotoko(project) ? NOTHING_TO_CHECK : await compile('check', { project: source() });
    if (abandoned) return;
    const outlines = [...first.canisters, ...foreign];
    const imports = outlines.flatMap((outline) => outline.imports);
    const defined = outlines.filter(({ name }) => imports.includes(name));
    const before = JSON.stringify(source().aliases);
    await Promise.all(defined.map(({ name }) => options.ids.ensure(project.id, name)));
    if (abandoned) return;
    // Errors about a canister whose interface is not known yet would vanish by themselves: they are not shown.
    options.onChecked(defined.length > 0 ? { ...first, diagnostics: first.diagnostics.filter(({ severity }) => severity !== 'error') } : first);
    checked.resolve(outlines);
    await buildAll(outlines);
    if (abandoned || defined.length === 0) return;
    const settled = JSON.stringify(source().aliases) === before;
    const last = settled ? first : await compile('check', { project: source() });
    if (!isAbandoned()) options.onChecked(last);
  };
  const isAbandoned = (): boolean => abandoned;

  return {
    start: () => {
      if (started || abandoned) return;
      started = true;
      run().then(
        () => {
          if (!abandoned) failAll(context, project.id, NOT_DEFINED, UNFINISHED);
          finish({ kind: 'failed', message: NOT_DEFINED });
        },
        (error: unknown) => {
          if (!abandoned) failAll(context, project.id, errorText(error), UNBUILT);
          finish({ kind: 'failed', message: errorText(error) });
        },
      );
    },
    abandon: () => {
      abandoned = true;
      finish({ kind: 'obsolete' });
    },
    checked: checked.promise,
    outcome: (name) => outcomes.of(name).promise,
    adopt: (name, key) => {
      const outcome = ready.get(name);
      if (abandoned || outcome?.build.key !== key) return false;
      const adopted = { ...outcome, incompatible: [], breaking: [] };
      ready.set(name, adopted);
      outcomes.replace(name, adopted);
      patch(context, project.id, name, () => ({ build: buildState(adopted) }));
      return true;
    },
  };
}

interface Outcomes {
  /** Of the canister with this name, whether or not anybody has asked for it yet. */
  of(name: string): Deferred<BuildOutcome>;
  replace(name: string, outcome: BuildOutcome): void;
  /** What all that are still open end with, and all that are asked for later. */
  finish(last: BuildOutcome): void;
}

function createOutcomes(): Outcomes {
  const known = new Map<string, Deferred<BuildOutcome>>();
  let end: BuildOutcome | undefined;
  return {
    of: (name) => {
      const outcome = known.get(name) ?? deferred<BuildOutcome>();
      known.set(name, outcome);
      if (end) outcome.resolve(end);
      return outcome;
    },
    replace: (name, outcome) => {
      known.set(name, { promise: Promise.resolve(outcome), resolve: () => undefined });
    },
    finish: (last) => {
      end = last;
      for (const outcome of known.values()) outcome.resolve(last);
    },
  };
}

const NOTHING_TO_CHECK: CheckResult = { diagnostics: [], canisters: [] };
const hasMotoko = ({ files }: Project): boolean => Object.keys(files).some((path) => path.endsWith('.mo'));

const NOT_DEFINED = t`The project does not define this canister any more: its file must end in an actor.`;
const UNFINISHED: readonly string[] = ['waiting', 'building'];
const UNBUILT: readonly string[] = [...UNFINISHED, 'failed'];

/** Every canister whose build is in one of these phases has failed. */
function failAll(context: Context, projectId: string, message: string, phases: readonly string[]): void {
  for (const name of context.store.getState().canisterOrder) {
    patch(context, projectId, name, ({ build }) => (phases.includes(build.phase) ? { build: { phase: 'failed', message } } : {}));
  }
}

const buildState = (outcome: BuildOutcome) => {
  if (outcome.kind === 'ready') return { phase: 'ready', key: outcome.build.key, incompatible: outcome.incompatible, breaking: outcome.breaking } as const;
  return { phase: 'failed', message: outcome.kind === 'failed' ? outcome.message : '' } as const;
};

/** The selected canister and what it imports, then the others. */
function buildOrder(outlines: readonly CanisterOutline[], selected: string | undefined): readonly CanisterOutline[] {
  const wanted = outlines.filter(({ name }) => name === selected);
  const byName = new Map(outlines.map((outline) => [outline.name, outline]));
  for (const outline of wanted) {
    for (const name of outline.imports) {
      const imported = byName.get(name);
      if (imported && !wanted.includes(imported)) wanted.push(imported);
    }
  }
  const order = [...deploymentOrder(wanted), ...deploymentOrder(outlines)];
  return [...new Set(order)].map((name) => byName.get(name) as CanisterOutline);
}

/** Everything a compiler needs to know of a project; `candids` are the interfaces of the newest builds. */
export function projectSource(context: Context, { id, files, language }: Project, candids: ReadonlyMap<string, string>): ProjectSource {
  const { canisterIds = {}, installed = {} } = context.library.get(id) ?? {};
  const importing = Object.values(files).some((text) => text.includes('"canister:'));
  const names = importing ? Object.entries(canisterIds) : [];
  const aliases = Object.fromEntries(names.map(([name, canisterId]) => [name, { id: canisterId, candid: candids.get(name) ?? installed[name]?.candid }]));
  return { files, language, aliases };
}

type Compile = <K extends keyof CompilerMethods>(
  method: K,
  argument: Parameters<CompilerMethods[K]>[0],
) => Promise<Awaited<ReturnType<CompilerMethods[K]>>>;

interface BuildStep {
  readonly project: Project;
  readonly source: ProjectSource;
  readonly outline: CanisterOutline;
  readonly compile: Compile;
  readonly onDiagnostics: BuildRunOptions['onDiagnostics'];
}

async function buildOne(context: Context, { project, source, outline, compile, onDiagnostics }: BuildStep): Promise<BuildOutcome> {
  const result = isForeign(outline)
    ? await buildForeign(context, project, outline)
    : { persistence: project.persistence, ...(await compile('build', { project: source, canister: outline })) };
  if (!result.ok) {
    onDiagnostics(result.diagnostics);
    return { kind: 'failed', message: firstError(result.diagnostics) };
  }
  const { build, persistence } = result;
  // The replica rewrites the module while the user is still reading; what is wrong with it shows when it is installed.
  context.link.call('prepare', { wasm: build.wasm }).catch(() => undefined);
  const installed = context.library.get(project.id)?.installed[outline.name];
  const changes = installed ? context.options.breakingChanges(installed.candid, build.candid) : [];
  const breaking = breakingDiagnostics(changes, outline.path, project.files[outline.path] ?? '');
  const origin = isForeign(outline) ? undefined : { project: source, canister: outline };
  const ready = { kind: 'ready', build, persistence, source: origin, incompatible: [] as readonly Diagnostic[], breaking } as const;
  // Code that migrates takes over what the version before it left, not what it leaves itself.
  const fits = installed?.key === build.key && !build.migrates;
  if (!installed || installed.stableSignature === '' || build.stableSignature === '' || fits) return ready;
  const { stableSignature: before, variables } = installed;
  return { ...ready, incompatible: await compile('compatible', { project: source, canister: outline, before, after: build.stableSignature, variables }) };
}

function firstError(diagnostics: readonly Diagnostic[]): string {
  const error = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  if (!error) return t`the compiler gave no reason.`;
  // What migrations do not lead to is said in plain words first; the compiler's own are long, and stand with the problem.
  const words = /^M0(?:169|170|216|263)$/.test(error.code) ? (error.message.split('\n')[0] ?? '') : error.message;
  return error.path === '' ? words : t`${{ path: error.path }}, line ${{ line: error.range.start.line + 1 }}: ${{ message: words }}`;
}
