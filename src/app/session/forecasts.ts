import type { Diagnostic, Fix } from '../../protocol/compiler.ts';
import type { Actions, Project } from '../state/model.ts';
import { projectSource } from './build-run.ts';
import { type Context, currentProject, patch } from './context.ts';

/** Milliseconds without a keystroke after which the verdict is asked for: one check, so much sooner than a build. */
const DEBOUNCE = 40;

/** What an upgrade of what is installed would do, told while the source is being typed. */
export interface Forecasts {
  /** The source changed, or what is installed. */
  changed(): void;
}

export function createForecasts(context: Context): Forecasts {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  const tell = async (): Promise<void> => {
    const project = currentProject(context);
    const turn = ++asked;
    if (!project) return;
    for (const name of inOrder(context, project)) {
      const found = await forecast(context, project, name);
      if (turn !== asked) return;
      // A source with errors has no verdict: the last one stays in the editor until there is another.
      if (found) patch(context, project.id, name, () => ({ forecast: found }));
    }
  };

  return {
    changed: () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // The compiler tells of its own failures when it builds.
        tell().catch(() => undefined);
      }, DEBOUNCE);
    },
  };
}

/** What is looked at first. */
function inOrder(context: Context, { installed }: Project): readonly string[] {
  const { selected, canisterOrder } = context.store.getState();
  const names = canisterOrder.filter((name) => (installed[name]?.stableSignature ?? '') !== '');
  return [...names.filter((name) => name === selected), ...names.filter((name) => name !== selected)];
}

async function forecast(context: Context, project: Project, name: string) {
  const installed = context.library.get(project.id)?.installed[name];
  const canister = context.store.getState().canisters[name]?.outline;
  if (!installed || !canister) return undefined;
  const { stableSignature, variables } = installed;
  const source = projectSource(context, project, new Map());
  return context.compilers.call(project.persistence, 'forecast', { project: source, canister, installed: { stableSignature, variables } });
}

type FixActions = Pick<Actions, 'fixes' | 'applyFix'>;

/** `write` puts the texts of a fix into the project, as if they had been typed. */
export function createFixActions(context: Context, write: (files: Fix['files']) => void): FixActions {
  return {
    fixes: async (problem) => {
      const project = currentProject(context);
      const found = project && canisterOf(context, problem);
      if (!project || !found) return [];
      const installed = context.library.get(project.id)?.installed[found.name];
      try {
        return await context.compilers.call(project.persistence, 'fixes', {
          project: projectSource(context, project, new Map()),
          canister: found,
          installed: installed && { stableSignature: installed.stableSignature, variables: installed.variables },
          problem,
        });
      } catch {
        // Help that cannot be had just now is no error of the user's.
        return [];
      }
    },
    applyFix: ({ files }) => write(files),
  };
}

function canisterOf({ store }: Context, { path }: Diagnostic) {
  return Object.values(store.getState().canisters).find(({ outline }) => outline.path === path)?.outline;
}
