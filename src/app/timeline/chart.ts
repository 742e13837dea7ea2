import { plural, t } from '@lingui/core/macro';
import { memoryPanels, type ChartModel } from '../common/chart/model.ts';
import type { Mark } from '../state/timeline-model.ts';
import { markText } from './words.ts';

/** Both memories from size to size through a life, its installations as marks; `undefined` where no size is known. */
export function lifeChart(marks: readonly Mark[]): ChartModel | undefined {
  const sizes = marks.flatMap((mark) => mark.sizes);
  const count = sizes.length;
  if (count === 0) return undefined;
  const starts = startsOf(marks);
  return {
    panels: memoryPanels(sizes, ({ name, first, last, most }) => t`${name} in the life of this canister: from ${first} to ${last}, at most ${most}`),
    count,
    direction: t`messages, oldest first`,
    ticks: [{ at: count, label: t`now` }],
    marks: marks.map((mark, index) => ({ at: starts[index] ?? 0, label: mark.error ? '✕' : `v${mark.version}`, failed: mark.error !== undefined })),
    place: (at) => placeText(marks, starts, at),
  };
}

/** Where the sizes of each mark begin. */
function startsOf(marks: readonly Mark[]): readonly number[] {
  let next = 0;
  return marks.map(({ sizes }) => {
    const start = next;
    next += sizes.length;
    return start;
  });
}

/** `version 2 upgraded: 3 kept, 1 reset`, then `version 2, after 1 message`. */
function placeText(marks: readonly Mark[], starts: readonly number[], at: number): string {
  const index = starts.findLastIndex((start) => start <= at);
  const mark = marks[index];
  if (!mark) return '';
  const later = at - (starts[index] ?? 0);
  if (later === 0) return markText(mark);
  const all = mark.calls + mark.others;
  const { version } = mark;
  // Where sizes were thinned out, which message one belongs to is not known any more.
  if (mark.sizes.length <= all) return t`version ${version}, among its ${{ all: all.toLocaleString('en') }} messages`;
  return plural(later, { one: `version ${version}, after 1 message`, other: `version ${version}, after ${later} messages` });
}
