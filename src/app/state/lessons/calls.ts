import type { CallText } from './model.ts';

const CALL = /^\s*(?:([A-Za-z_][\w/-]{0,99})\.)?([A-Za-z_]\w{0,99})\s*(\([\s\S]*\))\s*$/;

/** `ledger.pay("Ada", 3)`; `undefined` where it is not written as a call. */
export function readCall(text: string, canister: string, caller?: string): CallText | undefined {
  const [, named, method, args] = CALL.exec(text) ?? [];
  return method === undefined || args === undefined ? undefined : { canister: named ?? canister, method, args, caller };
}

/** As it is shown: the canister is named where it is another than `usual`. */
export const callText = ({ canister, method, args }: CallText, usual: string): string => `${canister === usual ? '' : `${canister}.`}${method}${args}`;

/** A value as an author writes it, `3` or `(3, "Ada")`, as the Candid text of a reply. */
export const replyText = (value: string): string => (/^\s*\(.*\)\s*$/s.test(value) ? value : `(${value})`);

/** Whether two texts of `debug_show` are the same value: spaces between tokens, `+` before numbers and `_` within them do not count. */
export const sameShown = (expected: string, actual: string): boolean => normalized(expected) === normalized(actual);

function normalized(text: string): string {
  return text
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/\s+/g, '').replaceAll(/(\d)_(?=\d)/g, '$1').replaceAll(/(^|[^\w)])\+(?=\d)/g, '$1')))
    .join('');
}
