import type { AppState, CanisterState, Project, UpgradeReport } from '../model.ts';
import type { StepEvent } from './facts.ts';

/** What happened to the canisters of a project between two states of the page. */
export function eventsBetween(before: AppState, after: AppState): readonly StepEvent[] {
  const [old, now] = [before.project, after.project];
  if (!old || !now || old.id !== now.id) return [];
  const names = new Set([...Object.keys(now.installed), ...Object.keys(now.upgrades), ...Object.keys(after.canisters)]);
  return [...names].flatMap((name) => [
    ...installEvents(name, old, now),
    ...shownEvents(name, before.canisters[name], after.canisters[name]),
  ]);
}

function installEvents(canister: string, old: Project, now: Project): readonly StepEvent[] {
  const deployed: StepEvent[] = !old.installed[canister] && now.installed[canister] ? [{ kind: 'deployed', canister }] : [];
  const report = now.upgrades[canister];
  return report && report !== old.upgrades[canister] ? [...deployed, ...reportEvents(canister, report, now)] : deployed;
}

function reportEvents(canister: string, { mode, error, at }: UpgradeReport, project: Project): readonly StepEvent[] {
  if (error) return [{ kind: 'failed', canister, code: error.errorCode, message: error.message }];
  if (mode === 'reinstall') return [{ kind: 'reinstalled', canister }];
  const marked = project.predictions?.[canister]?.marked;
  const predicted = marked?.at === at && Object.keys(marked.guesses).length > 0;
  return [...(predicted ? [{ kind: 'predicted', canister } as const] : []), { kind: 'upgraded', canister }];
}

function shownEvents(canister: string, before: CanisterState | undefined, after: CanisterState | undefined): readonly StepEvent[] {
  const refusal = after?.refusal;
  const refused: StepEvent[] = refusal && refusal !== before?.refusal ? [{ kind: 'refused', canister, codes: refusal.flatMap(({ code }) => code ?? []) }] : [];
  const rehearsed: StepEvent[] = after?.rehearsal && after.rehearsal !== before?.rehearsal ? [{ kind: 'rehearsed', canister }] : [];
  return [...refused, ...rehearsed];
}
