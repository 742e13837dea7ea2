import { t } from '@lingui/core/macro';
import type { CSSProperties } from 'react';
import { formatBytes } from '../common/format.ts';
import type { RanInstallation } from '../state/timeline-model.ts';
import type { Moment } from './moments.ts';
import type { StoryStep } from './story.ts';

/** Blocks that a bar is cut into; each memory has its own scale. */
const BLOCKS = 24;

interface BarsProps {
  readonly ran: RanInstallation;
  readonly story: readonly StoryStep[];
  readonly index: number;
}

/** Both memories as they are after the step. */
export function MemoryBars({ ran: { before }, story, index }: BarsProps) {
  const step = story[index] as StoryStep;
  const largest = (of: (step: StoryStep) => number, first: number): number => Math.max(first, ...story.map(of));
  return (
    <div className="steps-memories">
      <Bar name={t`Main memory`} index={index} moment={step.heap} largest={largest(({ heap }) => heap.bytes, before.heapBytes)} />
      <Bar name={t`Stable memory`} index={index} moment={step.stable} largest={largest(({ stable }) => stable.bytes, before.stableBytes)} />
    </div>
  );
}

function Bar({ name, index, moment, largest }: { readonly name: string; readonly index: number; readonly moment: Moment; readonly largest: number }) {
  const { bytes, before, fate, note, writtenBytes } = moment;
  const share = (part: number): string => `${largest === 0 ? 0 : (100 * part) / largest}%`;
  const moved = fate === 'fresh' || (fate === 'restored' && bytes !== before);
  return (
    <figure className={`steps-memory ${fate}`}>
      <figcaption>
        <span className="steps-memory-name">{name}</span>
        <span className="steps-memory-size">{bytes === 0 ? t`empty` : formatBytes(bytes)}</span>
        <span className="steps-memory-note">{note}</span>
      </figcaption>
      <div className="steps-track" style={{ '--before': share(before), '--after': share(bytes) } as CSSProperties} aria-hidden="true">
        {fate === 'fresh' && <div className="steps-gone" style={{ width: share(before) }} />}
        <div key={moved ? index : 'fill'} className="steps-fill" style={{ width: share(bytes) }} />
        {writtenBytes > 0 && <div key={`written ${index}`} className="steps-written" style={{ width: share(writtenBytes) }} />}
      </div>
      <p className="faint">{largest > 0 && t`one block is ${{ size: formatBytes(Math.ceil(largest / BLOCKS)) }}`}</p>
    </figure>
  );
}
