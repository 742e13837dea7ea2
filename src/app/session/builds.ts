import { t } from '@lingui/core/macro';
import type { CanisterOutline, CheckResult, Diagnostic } from '../../protocol/compiler.ts';
import { outlinesToShow, withOutlines } from '../state/canisters.ts';
import { type BuildOutcome, type BuildRun, createBuildRun } from './build-run.ts';
import type { CanisterIds } from './canister-ids.ts';
import { type Context, currentProject, patch } from './context.ts';
import type { Forecasts } from './forecasts.ts';

/** Milliseconds without a keystroke after which the project is checked and built. */
const DEBOUNCE = 300;

type Settled = Exclude<BuildOutcome, { kind: 'obsolete' }>;

/** Builds the current project in the background, so that a click finds the build made, or under way. */
export interface Builds {
  /** The source changed, or another project is current. `at once`: nobody is typing. */
  changed(when?: 'at once'): void;
  /** The build of a canister, from the newest source; begins now where it waits for the user to stop typing. */
  ready(name: string): Promise<Settled>;
  checked(): Promise<readonly CanisterOutline[] | undefined>;
  /** The build with this key is now what is installed. */
  adopted(name: string, key: string): void;
}

export function createBuilds(context: Context, ids: CanisterIds, forecasts: Forecasts, onShown: (names: readonly string[]) => void): Builds {
  let run: BuildRun | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const changed: Builds['changed'] = (when) => {
    clearTimeout(timer);
    run?.abandon();
    forecasts.changed();
    const project = currentProject(context);
    run = undefined;
    if (!project) return;
    for (const name of context.store.getState().canisterOrder) patch(context, project.id, name, () => ({ build: { phase: 'waiting' } }));
    const next = createBuildRun(context, {
      project,
      ids,
      onChecked: (result) => {
        const fresh = showChecked(context, project.id, result);
        if (fresh.length > 0) forecasts.changed();
        onShown(fresh);
      },
      onDiagnostics: (diagnostics) => addDiagnostics(context, project.id, diagnostics),
    });
    run = next;
    if (when === 'at once') next.start();
    else timer = setTimeout(() => next.start(), DEBOUNCE);
  };

  const latest = async <T>(ask: (run: BuildRun) => Promise<T>): Promise<T | undefined> => {
    for (;;) {
      const current = run;
      if (!current) return undefined;
      current.start();
      const answer = await ask(current);
      if (current === run) return answer;
    }
  };

  return {
    changed,
    ready: async (name) => {
      const outcome = await latest((current) => current.outcome(name));
      return !outcome || outcome.kind === 'obsolete' ? { kind: 'failed', message: t`no project is open.` } : outcome;
    },
    checked: () => latest((current) => current.checked),
    adopted: (name, key) => {
      forecasts.changed();
      if (!run?.adopt(name, key)) changed('at once');
    },
  };
}

/** Shows what a check found; gives the names of canisters that were not shown before. */
function showChecked(context: Context, projectId: string, { canisters, diagnostics }: CheckResult): readonly string[] {
  const before = context.store.getState().canisters;
  context.store.update((state) => {
    if (state.project?.id !== projectId) return state;
    const known = Object.values(state.canisters).map(({ outline }) => outline);
    return withOutlines({ ...state, diagnostics }, outlinesToShow(canisters, known, state.project, diagnostics));
  });
  return context.store.getState().canisterOrder.filter((name) => !(name in before));
}

function addDiagnostics(context: Context, projectId: string, found: readonly Diagnostic[]): void {
  context.store.update((state) => {
    if (state.project?.id !== projectId) return state;
    const known = new Set(state.diagnostics.map((diagnostic) => JSON.stringify(diagnostic)));
    const added = found.filter((diagnostic) => !known.has(JSON.stringify(diagnostic)));
    return added.length === 0 ? state : { ...state, diagnostics: [...state.diagnostics, ...added] };
  });
}
