import type { CanisterOutline, Diagnostic } from '../../protocol/compiler.ts';
import type { CanisterView, LogRecord } from '../../protocol/replica.ts';
import type { AppState, CallRecord, CanisterState, Project } from './model.ts';
import { foreignOutlines } from './modules.ts';

/** Reducers of the canisters of the current project. Pure. */

export const MAX_CALLS = 50;
export const MAX_LOGS = 1000;

const emptyCanister = (outline: CanisterOutline): CanisterState => ({
  outline,
  view: undefined,
  build: { phase: 'waiting' },
  busy: undefined,
  rows: [],
  rehearsal: undefined,
  logs: [],
  calls: [],
  refusal: undefined,
});

/**
 * The canisters that there are to show: those the compiler found, those whose file cannot be read by it just now (an error while
 * typing must not make a canister vanish), and what is installed from a file that still exists.
 */
export function outlinesToShow(
  found: readonly CanisterOutline[] | undefined,
  known: readonly CanisterOutline[],
  project: Project,
  diagnostics: readonly Diagnostic[],
): readonly CanisterOutline[] {
  const broken = (path: string): boolean =>
    found === undefined || diagnostics.some((diagnostic) => diagnostic.severity === 'error' && (diagnostic.path === path || diagnostic.path === ''));
  const shown = new Map([...(found ?? []), ...foreignOutlines(project)].map((outline) => [outline.name, outline]));
  const usable = (outline: CanisterOutline): boolean => !shown.has(outline.name) && outline.path in project.files && broken(outline.path);
  for (const outline of [...known, ...installedOutlines(project)].filter(usable)) {
    if (![...shown.values()].some(({ path }) => path === outline.path)) shown.set(outline.name, outline);
  }
  return [...shown.values()];
}

/** Outlines of installed canisters by the rule that names them: the file's name without folder and `.mo`, in lower case. */
function installedOutlines(project: Project): readonly CanisterOutline[] {
  const paths = Object.keys(project.files);
  return Object.keys(project.installed).flatMap((name) => {
    const path = paths.find((candidate) => candidate.toLowerCase().split('/').at(-1) === `${name}.mo`);
    return path === undefined ? [] : [{ name, path, imports: [] }];
  });
}

/** Names so that each comes after those it imports; canisters that import each other come in the order they were found. */
export function deploymentOrder(outlines: readonly CanisterOutline[]): readonly string[] {
  const byName = new Map(outlines.map((outline) => [outline.name, outline]));
  const order = new Set<string>();
  const visiting = new Set<string>();
  const visit = (outline: CanisterOutline): void => {
    if (order.has(outline.name) || visiting.has(outline.name)) return;
    visiting.add(outline.name);
    for (const name of outline.imports) {
      const imported = byName.get(name);
      if (imported) visit(imported);
    }
    order.add(outline.name);
  };
  outlines.forEach(visit);
  return [...order];
}

/** Makes the state's canisters those of `outlines`; what is known of those that stay is kept. */
export function withOutlines(state: AppState, outlines: readonly CanisterOutline[]): AppState {
  const canisterOrder = deploymentOrder(outlines);
  const byName = new Map(outlines.map((outline) => [outline.name, outline]));
  const canisters = Object.fromEntries(
    canisterOrder.map((name) => {
      const outline = byName.get(name) as CanisterOutline;
      const known = state.canisters[name];
      return [name, known ? { ...known, outline } : emptyCanister(outline)];
    }),
  );
  const selected = state.selected !== undefined && state.selected in canisters ? state.selected : defaultCanister(canisterOrder);
  return { ...state, canisterOrder, canisters, selected };
}

/** The one a newcomer wants to see: `main`, or the one that imports the others. */
const defaultCanister = (order: readonly string[]): string | undefined => order.find((name) => name === 'main') ?? order.at(-1);

export function patchCanister(state: AppState, name: string, change: (canister: CanisterState) => Partial<CanisterState>): AppState {
  const canister = state.canisters[name];
  if (!canister) return state;
  return { ...state, canisters: { ...state.canisters, [name]: { ...canister, ...change(canister) } } };
}

/** The name in the current project of the canister with this id. */
export function canisterName(project: Project | undefined, id: string): string | undefined {
  return Object.entries(project?.canisterIds ?? {}).find(([, known]) => known === id)?.[0];
}

export const withView = (state: AppState, view: CanisterView): AppState => {
  const name = canisterName(state.project, view.id);
  return name === undefined ? state : patchCanister(state, name, () => ({ view }));
};

/** Adds a log record; one that is known already (by its index) changes nothing. */
export function withLog(logs: readonly LogRecord[], record: LogRecord): readonly LogRecord[] {
  const last = logs.at(-1);
  if (last !== undefined && record.index <= last.index) return logs;
  return [...logs, record].slice(-MAX_LOGS);
}

/** Adds a call's record, or replaces the one of the same number. */
export function withCall(calls: readonly CallRecord[], record: CallRecord): readonly CallRecord[] {
  const known = calls.some(({ id }) => id === record.id);
  return known ? calls.map((call) => (call.id === record.id ? record : call)) : [...calls, record].slice(-MAX_CALLS);
}

/** Whether an upgrade would still do what was rehearsed: the same code on the same state. */
export const isRehearsalCurrent = ({ rehearsal, view, build }: CanisterState): boolean =>
  rehearsal !== undefined && build.phase === 'ready' && build.key === rehearsal.key && view?.version === rehearsal.canisterVersion;
