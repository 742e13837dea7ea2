import { counted, formatBytes } from '../common/format.ts';
import type { Outcome, UpgradeReport } from '../state/model.ts';

/** Outcomes in the order in which they are told. */
export const OUTCOMES: readonly Outcome[] = ['kept', 'migrated', 'retyped', 'reset', 'new', 'dropped'];

/** How many rows ended how; outcomes that did not occur are left out. */
export function countOutcomes(rows: readonly { readonly outcome: Outcome | undefined }[]): { readonly outcome: Outcome; readonly count: number }[] {
  return OUTCOMES.map((outcome) => ({ outcome, count: rows.filter((row) => row.outcome === outcome).length })).filter(({ count }) => count > 0);
}

/** The sentence on memory after an upgrade: `Main memory was kept; heap 5.3 MB → 5.4 MB, stable memory 0 → 64 KB.` */
export function memorySentence(report: UpgradeReport): string {
  const heap = sizes('heap', report.before.heapBytes, report.after.heapBytes);
  const stable = sizes('stable memory', report.before.stableBytes, report.after.stableBytes);
  const timer = report.timerDeactivated ? ' Its timer was switched off: an upgrade cancels it, so set it again in the new version.' : '';
  return `${mainMemory(report)}; ${heap}, ${stable}.${timer}`;
}

function mainMemory({ mode, mainMemory: treatment }: UpgradeReport): string {
  if (mode === 'reinstall') return 'Reinstalled: all memory was cleared';
  return treatment === 'kept' ? 'Main memory was kept' : 'Main memory was replaced';
}

function sizes(what: string, before: number, after: number): string {
  return before === after ? `${what} still ${formatBytes(after)}` : `${what} ${formatBytes(before)} → ${formatBytes(after)}`;
}

/** The whole summary as one text: `3 kept, 1 reset. Main memory was kept; …` */
export function summarySentence(report: UpgradeReport): string {
  const counts = countOutcomes(report.rows).map(({ outcome, count }) => `${count} ${outcome}`);
  const variables = counts.length > 0 ? counts.join(', ') : `${counted(0, 'variable')}`;
  return `${variables}. ${memorySentence(report)}`;
}
