import { t } from '@lingui/core/macro';
import { PAGE_FATE, type MemoryMapView } from '../../protocol/replica.ts';

/** How a page looks: the one thing about it that matters most. */
export type Look = 'touched' | 'rewritten' | 'wiped' | 'kept' | 'used' | 'zero';

/** In the order of the legend; of the looks that fit a page, the first one shows. */
export const LOOKS: readonly { readonly look: Look; readonly words: string; readonly colour: string }[] = [
  { look: 'touched', words: t`changed by the last message`, colour: 'var(--accent)' },
  { look: 'rewritten', words: t`written by the last upgrade`, colour: 'var(--amber)' },
  { look: 'wiped', words: t`wiped by the last upgrade`, colour: 'var(--red)' },
  { look: 'kept', words: t`kept by the last upgrade`, colour: 'var(--green)' },
  { look: 'used', words: t`in use`, colour: 'var(--ink-faint)' },
  { look: 'zero', words: t`never written, all zero`, colour: 'var(--line-strong)' },
];

const BITS: readonly (readonly [Look, number])[] = [
  ['touched', PAGE_FATE.touched],
  ['rewritten', PAGE_FATE.rewritten],
  ['wiped', PAGE_FATE.wiped],
  ['kept', PAGE_FATE.kept],
  ['used', PAGE_FATE.data],
];

export const lookOf = (bits: number): Look => BITS.find(([, bit]) => (bits & bit) !== 0)?.[0] ?? 'zero';

const WORDS = new Map(LOOKS.map(({ look, words }) => [look, words]));

/** Everything that is true of a page, or of some page of a group: `kept by the last upgrade, changed by the last message`. */
export function fateWords(bits: number): string {
  const looks = BITS.filter(([look, bit]) => (bits & bit) !== 0 && (look !== 'used' || bits === bit)).map(([look]) => look);
  return (looks.length > 0 ? looks : (['zero'] as const)).map((look) => WORDS.get(look)).join(', ');
}

/** `12 of 1,344 pages changed by the last message` and so on, for what occurred. */
export function countWords({ counts, pages, from, groups, pagesPerGroup }: MemoryMapView): string {
  const told = (['touched', 'rewritten', 'wiped', 'kept'] as const).filter((fate) => counts[fate] > 0);
  const number = (value: number): string => value.toLocaleString('en');
  const parts = told.map((fate) => `${number(counts[fate])} ${WORDS.get(fate) ?? ''}`);
  const shown = Math.min(pages - from, groups.length * pagesPerGroup);
  const total = number(pages);
  const used = number(counts.data);
  const all = shown === pages ? t`${total} pages of 4 KB, ${used} in use` : t`${{ shown: number(shown) }} of ${total} pages of 4 KB, ${used} in use`;
  return [all, ...parts].join('; ');
}
