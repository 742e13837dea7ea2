import { plural } from '@lingui/core/macro';
import { formatBytes } from '../common/format.ts';
import type { MemorySizes } from '../state/model.ts';

type Growth = readonly MemorySizes[];

/** `+1.2 MB`; empty where a size is what it was. */
export function changeText(growth: Growth, of: (sizes: MemorySizes) => number): string {
  const [first, last] = [growth[0], growth.at(-1)];
  const change = first && last ? of(last) - of(first) : 0;
  return change === 0 ? '' : `${change > 0 ? '+' : '−'}${formatBytes(Math.abs(change))}`;
}

/** What changes of sizes are told of. */
export const sinceText = ({ length }: Growth): string => plural(length, { one: 'with the last message', other: `in the last ${length} messages` });
