import { t } from '@lingui/core/macro';
import { formatBytes } from '../common/format.ts';
import { OUTCOME_WORDS } from '../state/outcome-words.ts';
import type { Outcome, UpgradeReport } from '../state/model.ts';

/** Outcomes in the order in which they are told. */
export const OUTCOMES: readonly Outcome[] = ['kept', 'migrated', 'retyped', 'reset', 'new', 'dropped'];

/** How many rows ended how; outcomes that did not occur are left out. */
export function countOutcomes(rows: readonly { readonly outcome: Outcome | undefined }[]): { readonly outcome: Outcome; readonly count: number }[] {
  return OUTCOMES.map((outcome) => ({ outcome, count: rows.filter((row) => row.outcome === outcome).length })).filter(({ count }) => count > 0);
}

/** The sentence on memory after an upgrade: `Main memory was kept; heap 5.3 MB → 5.4 MB, stable memory 0 → 64 KB.` */
export function memorySentence(report: UpgradeReport): string {
  const sizes = `${mainMemory(report)}; ${heap(report)}, ${stableMemory(report)}.`;
  return report.timerDeactivated ? `${sizes} ${t`Its timer was switched off: an upgrade cancels it, so set it again in the new version.`}` : sizes;
}

function mainMemory({ mode, mainMemory: treatment }: UpgradeReport): string {
  if (mode === 'reinstall') return t`Reinstalled: all memory was cleared`;
  return treatment === 'kept' ? t`Main memory was kept` : t`Main memory was replaced`;
}

function heap({ before: { heapBytes: before }, after: { heapBytes: after } }: UpgradeReport): string {
  const size = formatBytes(after);
  return before === after ? t`heap still ${size}` : t`heap ${{ before: formatBytes(before) }} → ${size}`;
}

function stableMemory({ before: { stableBytes: before }, after: { stableBytes: after } }: UpgradeReport): string {
  const size = formatBytes(after);
  return before === after ? t`stable memory still ${size}` : t`stable memory ${{ before: formatBytes(before) }} → ${size}`;
}

/** The whole summary as one text: `3 kept, 1 reset. Main memory was kept; …` */
export function summarySentence(report: UpgradeReport): string {
  const counts = countOutcomes(report.rows).map(({ outcome, count }) => `${count} ${OUTCOME_WORDS[outcome]}`);
  const variables = counts.length > 0 ? counts.join(', ') : t`0 variables`;
  return `${variables}. ${memorySentence(report)}`;
}
