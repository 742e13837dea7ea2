import { useMemo } from 'react';
import type { Forecast, Persistence } from '../../protocol/compiler.ts';
import type { AppState, Installed } from '../state/model.ts';
import { type Verdict, verdictOf } from '../state/verdict.ts';
import { useApp, useAppWhile } from './store-context.tsx';

interface Known {
  readonly installed: Installed;
  readonly persistence: Persistence;
  readonly verdict: Verdict;
}

/** Each verdict once: the same facts give the same object, so that who draws it can tell that nothing changed. */
const known = new WeakMap<Forecast, Known>();

function verdictFor(forecast: Forecast, installed: Installed, persistence: Persistence): Verdict {
  const last = known.get(forecast);
  if (last && last.installed === installed && last.persistence === persistence) return last.verdict;
  const verdict = verdictOf(forecast, installed, persistence);
  known.set(forecast, { installed, persistence, verdict });
  return verdict;
}

/** What an upgrade would do to a canister; `undefined` where nothing is installed or known yet, and while the learner is to say it. */
export function useVerdict(canister: string): Verdict | undefined {
  const forecast = useApp((state) => state.canisters[canister]?.forecast);
  const installed = useApp((state) => state.project?.installed[canister]);
  const persistence = useApp((state) => state.project?.persistence);
  const asked = useApp((state) => state.project?.predictions?.[canister]?.on ?? false);
  return forecast && installed && persistence && !asked ? verdictFor(forecast, installed, persistence) : undefined;
}

/** What verdicts are made of. */
const facts = ({ canisters, project }: AppState): readonly unknown[] => [
  ...Object.entries(canisters).flatMap(([name, { forecast }]) => [name, forecast]),
  project?.installed,
  project?.predictions,
  project?.persistence,
];

/** What an upgrade would do to each canister of the project that {@link useVerdict} tells of. */
export function useVerdicts(): readonly Verdict[] {
  const { canisters, project } = useAppWhile(facts);
  return useMemo(() => {
    if (!project) return [];
    return Object.entries(canisters).flatMap(([name, { forecast }]) => {
      const installed = project.installed[name];
      const asked = project.predictions?.[name]?.on ?? false;
      return forecast && installed && !asked ? [verdictFor(forecast, installed, project.persistence)] : [];
    });
  }, [canisters, project]);
}
