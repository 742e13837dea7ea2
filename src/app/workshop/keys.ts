import { t } from '@lingui/core/macro';
/** What a presenter's keys do. Clickers send Page Down and Page Up. */
export type Command = 'next' | 'previous' | 'checkpoint' | 'restore' | 'timer' | 'code' | 'keys' | 'leave';

export interface Key {
  readonly key: string;
  /** The key's place, as letters with Alt differ from keyboard to keyboard. */
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const ARROWS: Readonly<Record<string, Command>> = { ArrowRight: 'next', ArrowDown: 'next', ArrowLeft: 'previous', ArrowUp: 'previous' };
const PAGES: Readonly<Record<string, Command>> = { PageDown: 'next', PageUp: 'previous' };
const WITH_ALT: Readonly<Record<string, Command>> = { KeyS: 'checkpoint', KeyR: 'restore', KeyT: 'timer', KeyQ: 'code' };
const PLAIN: Readonly<Record<string, Command>> = { '?': 'keys', Escape: 'leave' };

/** `typing`: the key goes to where text is written, and is only taken where it writes none. */
export function commandOf({ key, code, altKey, ctrlKey, metaKey }: Key, typing: boolean): Command | undefined {
  if (metaKey) return undefined;
  if (altKey && ctrlKey) return ARROWS[key];
  if (altKey) return WITH_ALT[code];
  if (ctrlKey) return undefined;
  return PAGES[key] ?? (typing ? undefined : PLAIN[key]);
}

/** What the page tells of them. */
export const KEY_HELP: readonly (readonly [keys: readonly string[], what: string])[] = [
  [[t`Page Down`, t`Ctrl+Alt+→`], t`The next step: of the lesson, or else of the last upgrade`],
  [[t`Page Up`, t`Ctrl+Alt+←`], t`The step before`],
  [['Alt+S'], t`Checkpoint: save this moment, code and state`],
  [['Alt+R'], t`Restore: go back to the last checkpoint`],
  [['Alt+T'], t`Stop the timer, or let it go on`],
  [['Alt+Q'], t`QR code of the link`],
  [['?'], t`These keys`],
  [['Esc'], t`End the spotlight, then the presentation`],
];
