import { t } from '@lingui/core/macro';
import { afterLiteral } from './pretty.ts';

/** A value as it came, and what the inspector says about why it ends where it does. */
export interface Noted {
  readonly value: string;
  readonly note: string | undefined;
}

const NOTE = / … (It (?:contains itself|is nested)[^"]*)$/;

export function splitNote(text: string): Noted {
  const found = NOTE.exec(text);
  return found ? { value: text.slice(0, found.index), note: found[1] } : { value: text, note: undefined };
}

const DEPTH = /^It (contains itself, or )?is nested more than (\d+) levels deep/;

/** A note in the language of the page: the inspector is part of the canister, and writes it in English. */
export function noteText(note: string): string {
  const [, cyclic, levels] = DEPTH.exec(note) ?? [];
  if (levels === undefined) return note;
  return cyclic === undefined
    ? t`It is nested more than ${levels} levels deep: only the beginning is shown.`
    : t`It contains itself, or is nested more than ${levels} levels deep: only the beginning is shown.`;
}

/** Whether something of the value was left out; a `…` inside a text of its own does not count. */
export function isCut(value: string): boolean {
  if (!value.includes('…')) return false;
  for (let at = 0; at < value.length; at = afterLiteral(value, at)) if (value.charAt(at) === '…') return true;
  return false;
}

/** A stretch of a text: `to` is exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const WORD = /[^\s,;()[\]{}]/;

/** What differs between two values, widened to whole words; where something is only missing, the word that follows. `undefined` where nothing differs. */
export function changedStretch(was: string, is: string): Stretch | undefined {
  if (was === is) return undefined;
  const shorter = Math.min(was.length, is.length);
  let start = 0;
  while (start < shorter && was[start] === is[start]) start++;
  let tail = 0;
  while (tail < shorter - start && was[was.length - 1 - tail] === is[is.length - 1 - tail]) tail++;
  let from = start;
  let to = is.length - tail;
  while (from > 0 && WORD.test(is.charAt(from - 1))) from--;
  while (to < is.length && (to === from || WORD.test(is.charAt(to)))) to++;
  return { from, to };
}

/** Where a stretch of a value lies once the value is laid out in lines: only white space differs. */
export function stretchIn(laidOut: string, value: string, { from, to }: Stretch): Stretch {
  const ink = (text: string): number => text.replaceAll(/\s/g, '').length;
  const start = afterInk(laidOut, ink(value.slice(0, from)));
  return { from: start, to: start + lengthOfInk(laidOut.slice(start), ink(value.slice(from, to))) };
}

/** The index of the character that has so many visible ones before it. */
function afterInk(text: string, count: number): number {
  const at = lengthOfInk(text, count);
  return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
}

function lengthOfInk(text: string, count: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (seen === count) return at;
    if (/\S/.test(text.charAt(at))) seen++;
  }
  return text.length;
}

const BEFORE = 70;

/** The part of a folded value that shows its change: the beginning, or what is around the change where that lies further behind. */
export function foldedWindow(value: string, change: Stretch | undefined, characters: number): { readonly text: string; readonly change: Stretch | undefined } {
  if (!change || change.to <= BEFORE + 50) return { text: value.slice(0, characters), change };
  const start = Math.max(0, change.from - BEFORE);
  const lead = start > 0 ? '… ' : '';
  const moved = lead.length - start;
  return { text: lead + value.slice(start, start + characters), change: { from: change.from + moved, to: Math.min(change.to + moved, characters + lead.length) } };
}
