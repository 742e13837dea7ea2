import { t, plural } from '@lingui/core/macro';
import { formatBytes } from '../common/format.ts';

/** What a memory looks like after a step, and what the step did to it. */

export type Fate = 'same' | 'kept' | 'written' | 'grown' | 'fresh' | 'restored';

export interface Moment {
  readonly bytes: number;
  /** Before the step. */
  readonly before: number;
  readonly fate: Fate;
  /** In words. */
  readonly note: string;
  /** How much of it the step wrote. */
  readonly writtenBytes: number;
}

/** What a step did to one memory. */
export interface Move {
  /** Its size afterwards; as before where it is absent. */
  readonly bytes?: number;
  readonly fate: Fate;
  readonly note: string;
  readonly writtenBytes?: number;
}

const PAGE_BYTES = 4096;
const UNTOUCHED: Move = { fate: 'same', note: t`not touched` };

/** Main memory after code ran in it. */
export const worked = (bytes: number, pages = 0): Move => ({
  bytes,
  fate: pages > 0 ? 'written' : 'same',
  note: pages > 0 ? pagesWritten(pages) : t`not changed`,
  writtenBytes: pages * PAGE_BYTES,
});

function pagesWritten(count: number): string {
  const pages = count.toLocaleString('en');
  return plural(count, { one: `${pages} page of 4 KB written`, other: `${pages} pages of 4 KB written` });
}

/** Stable memory after code could write to it. */
export const grew = (bytes: number, written = 0, read = 0): Move => ({
  bytes,
  fate: written > 0 ? 'written' : 'same',
  note: [read > 0 && t`${{ size: formatBytes(read) }} read`, written > 0 && t`${{ size: formatBytes(written) }} written`].filter(Boolean).join(', ') || t`not touched`,
  writtenBytes: written,
});

export const same = (note: string): Move => ({ fate: 'same', note });

/** A fresh memory in the place of what was there. */
export const adopted = (bytes: number): Move => ({ bytes, fate: 'fresh', note: bytes === 0 ? t`empty now` : t`fresh: nothing of the old one is in it` });

export const restored = (bytes: number): Move => ({ bytes, fate: 'restored', note: t`as it was before` });

/** Follows both memories from step to step. */
export class Memories {
  #heap: number;
  #stable: number;

  constructor({ heapBytes, stableBytes }: { readonly heapBytes: number; readonly stableBytes: number }) {
    this.#heap = heapBytes;
    this.#stable = stableBytes;
  }

  after({ heap = UNTOUCHED, stable = UNTOUCHED }: { readonly heap?: Move; readonly stable?: Move } = {}): { readonly heap: Moment; readonly stable: Moment } {
    const moments = { heap: momentAfter(this.#heap, heap), stable: momentAfter(this.#stable, stable) };
    this.#heap = moments.heap.bytes;
    this.#stable = moments.stable.bytes;
    return moments;
  }
}

function momentAfter(before: number, { bytes = before, fate, note, writtenBytes = 0 }: Move): Moment {
  const grown = bytes > before && (fate === 'written' || fate === 'same');
  const growth = t`grew by ${{ size: formatBytes(bytes - before) }}`;
  const grownNote = fate === 'written' ? `${growth}, ${note}` : growth;
  const shown = grown ? grownNote : note;
  return { bytes, before, fate: grown ? 'grown' : fate, note: shown, writtenBytes: Math.min(bytes, writtenBytes) };
}
