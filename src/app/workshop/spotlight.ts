import type { AppState, StateRow, UpgradeReport } from '../state/model.ts';

/** The State table as it was seen. */
export interface Glimpse {
  /** Of which canister of which project. */
  readonly of: string;
  readonly rows: readonly StateRow[];
  readonly report: UpgradeReport | undefined;
}

const NOTHING: readonly StateRow[] = [];

export function glimpse({ project, selected = '', canisters }: AppState): Glimpse {
  return { of: `${project?.id ?? ''} ${selected}`, rows: canisters[selected]?.rows ?? NOTHING, report: project?.upgrades[selected] };
}

/** Variables that a message or an upgrade has changed. What is seen for the first time has not changed. */
export function changedSince(before: Glimpse, now: Glimpse): ReadonlySet<string> {
  if (before.of !== now.of || before.rows.length === 0) return new Set();
  const last = new Map(before.rows.map((row) => [row.variable, row]));
  const upgraded = now.report !== undefined && now.report !== before.report && !now.report.error;
  const changed = now.rows.filter(({ variable, after, outcome }) => {
    const earlier = last.get(variable)?.after;
    const otherValue = after !== undefined && earlier !== undefined && after !== earlier;
    return otherValue || (upgraded && outcome !== undefined && outcome !== 'kept');
  });
  return new Set(changed.map(({ variable }) => variable));
}
