/** A headline is cut where it is longer than this many characters. */
const HEADLINE_CHARACTERS = 180;

export interface SplitMessage {
  /** What to read first, on one line. */
  readonly headline: string;
  /** The rest, with its line breaks; empty where the headline says it all. */
  readonly rest: string;
}

/** Whose words they are is known where they are shown: beside the canister. */
const SPEAKER = /^Error from Canister [a-z0-9-]+: /;

/** As {@link splitMessage}, of what the replica says of a canister; where the headline is not all of it, the rest is the message as it came. */
export function splitReplicaMessage(message: string): SplitMessage {
  const { headline, rest } = splitMessage(message.replace(SPEAKER, ''));
  return { headline, rest: rest === '' ? '' : message.trim() };
}

/**
 * Splits a message of the compiler or the replica. A first line that is a sentence is the headline, and the rest explains it; otherwise
 * the lines are one sentence that was only laid out in lines, and its end is left out where it is long.
 */
export function splitMessage(message: string): SplitMessage {
  const [first = '', ...others] = message.trim().split('\n');
  // What went wrong comes first in the replica's words, and then the functions that led there.
  if (others[0]?.startsWith('Canister Backtrace:')) return { headline: first, rest: others.join('\n').trim() };
  if (/[.?!]$/.test(first)) return { headline: first, rest: others.join('\n').trim() };
  const whole = message.replace(/\s+/g, ' ').trim();
  if (whole.length <= HEADLINE_CHARACTERS) return { headline: whole, rest: '' };
  return { headline: `${whole.slice(0, HEADLINE_CHARACTERS).trimEnd()}…`, rest: message.trim() };
}
