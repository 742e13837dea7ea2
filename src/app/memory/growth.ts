import { t } from '@lingui/core/macro';
import { memoryPanels, type ChartModel } from '../common/chart/model.ts';
import { roundNumbers } from '../common/chart/scale.ts';
import type { MemorySizes } from '../state/model.ts';

/** How both memories grew, message by message; `undefined` where there is nothing to compare yet. */
export function growthChart(growth: readonly MemorySizes[]): ChartModel | undefined {
  const count = growth.length;
  if (count < 2) return undefined;
  return {
    panels: memoryPanels(growth, ({ name, first, last }) => t`${name}: from ${first} to ${last} in the last ${count} messages`),
    count,
    direction: t`the last ${count} messages`,
    ticks: [...roundNumbers(count).map((number) => ({ at: number - 1, label: number.toString() })), { at: count, label: t`now` }],
    marks: [],
    place: (at) => t`after message ${{ number: at + 1 }} of ${count}`,
  };
}
