import { t, plural } from '@lingui/core/macro';
import type { InstallStep } from '../../protocol/install-detail.ts';
import { formatBytes, formatCycles } from '../common/format.ts';

/** A figure of a step: what it is, and how much. */
export type Figure = readonly [label: string, value: string];

/** `2.1 M`, `300 B`: cycles are written so, too. */
const compact = (count: number): string => formatCycles(BigInt(count));

/** `2.1 M instructions`. */
export function compactInstructions(count: number): string {
  const number = compact(count);
  return plural(count, { one: `${number} instruction`, other: `${number} instructions` });
}

/** Instructions beside what an installation may take as a whole. */
export function instructionsFigure(label: string, count: number, limit: number): Figure {
  const used = t`${{ instructions: compactInstructions(count) }} of at most ${{ limit: compact(limit) }}`;
  return [label, used + percentage(count, limit)];
}

function percentage(count: number, limit: number): string {
  const percent = (100 * count) / limit;
  if (percent >= 0.1) return ` (${percent.toFixed(1)} %)`;
  return count > 0 ? ` (${t`less than 0.1 %`})` : '';
}

/** What an execution took and did. */
export function figuresOf({ instructions, work }: InstallStep, limit: number): readonly Figure[] {
  const figures: Figure[] = [instructionsFigure(t`executed`, instructions, limit)];
  if (!work) return figures;
  if (work.heapPages > 0) figures.push([t`main memory written`, pagesText(work.heapPages)]);
  if (work.stableWrittenBytes > 0) figures.push([t`stable memory written`, formatBytes(work.stableWrittenBytes)]);
  if (work.stableReadBytes > 0) figures.push([t`stable memory read`, formatBytes(work.stableReadBytes)]);
  return figures;
}

function pagesText(count: number): string {
  const pages = count.toLocaleString('en');
  return plural(count, { one: `${pages} page of 4 KB`, other: `${pages} pages of 4 KB` });
}
