import { t } from '@lingui/core/macro';
import type { Installed, StateRow, UpgradeReport, Values } from './model.ts';

/**
 * The rows of the State table while nothing is being upgraded: live values of what is installed, beside what the last upgrade did.
 * `values` is `undefined` until they have been read; `unread` says why one of them could not be.
 * `again`: no message was executed since `previous`, so what the last one changed stays marked.
 */
export function liveRows(
  installed: Installed,
  values: Values | undefined,
  report: UpgradeReport | undefined,
  previous: readonly StateRow[],
  { unread = {}, again = false }: { readonly unread?: Values; readonly again?: boolean } = {},
): readonly StateRow[] {
  const upgraded = new Map(report?.rows.map((row) => [row.variable, row]));
  const shown = new Map(previous.map((row) => [row.variable, row]));
  const live = installed.variables.map(({ name, kind, type, unshown }): StateRow => {
    const after = values?.[name];
    const last = shown.get(name);
    const { before, outcome, reason } = upgraded.get(name) ?? {};
    const changed = after !== undefined && last?.after !== undefined && last.after !== after;
    const mark = again && !changed && last ? { changed: last.changed, was: last.was } : { changed, was: changed ? last.after : undefined };
    const shownNot = unshown ?? unread[name] ?? absence(installed, values, name);
    return kept(last, { variable: name, kind, type, before, after, unshown: shownNot, outcome, reason, ...mark });
  });
  const declared = new Set(installed.variables.map(({ name }) => name));
  const dropped = report?.rows.filter((row) => !declared.has(row.variable)) ?? [];
  return [...live, ...dropped.map((row) => ({ ...row, changed: false }))];
}

/** The row as it was, where nothing of it is new: what has been drawn need not be drawn again. */
const kept = (last: StateRow | undefined, row: StateRow): StateRow =>
  last && (Object.keys(row) as (keyof StateRow)[]).every((key) => last[key] === row[key]) ? last : row;

function absence(installed: Installed, values: Values | undefined, name: string): string | undefined {
  if (!installed.inspected) return t`This build does not answer the playground’s question for its state.`;
  if (values === undefined) return t`Its value has not been read yet.`;
  return values[name] === undefined ? t`The canister did not tell its value.` : undefined;
}

/** The last rows that were read, with the reason why there is nothing newer. */
export function staleRows(rows: readonly StateRow[], reason: string): readonly StateRow[] {
  return rows.map((row) => (row.outcome === 'dropped' ? row : { ...row, unshown: row.after === undefined && row.unshown ? row.unshown : reason, changed: false }));
}
