const ESCAPES: Readonly<Record<string, string>> = { SP: '@', BP: '*', RF: '&', LT: '<', GT: '>', LP: '(', RP: ')', C: ',' };

const HASH = /^h[0-9a-f]{16}$/;

function unescape(escape: string, word: string): string {
  const code = /^u([0-9a-f]{1,6})$/.exec(word)?.[1];
  if (code === undefined) return ESCAPES[word] ?? escape;
  const point = Number.parseInt(code, 16);
  return point <= 0x10_ffff ? String.fromCodePoint(point) : escape;
}

/** One part of a path with its `$LT$` and the like put back. */
const shownPart = (part: string): string =>
  part
    .replace(/^_(?=\$)/, '')
    .replaceAll('..', '::')
    .replace(/\$([^$]*)\$/g, unescape);

/**
 * A name as the production replica shows it: names that the Rust compiler mangled (`_ZN`, lengths and parts, `E`) are shown as paths
 * without their hash; all others as they are.
 */
export function demangle(name: string): string {
  const mangled = /^_ZN(.*)E(?:\.llvm\.[0-9A-Fa-f@]*)?$/s.exec(name)?.[1];
  if (mangled === undefined) return name;
  const parts: string[] = [];
  for (let rest = mangled; rest !== ''; ) {
    const digits = /^[1-9]\d*/.exec(rest)?.[0];
    if (digits === undefined) return name;
    const part = rest.slice(digits.length, digits.length + Number(digits));
    if (part.length !== Number(digits)) return name;
    parts.push(part);
    rest = rest.slice(digits.length + part.length);
  }
  if (parts.length > 1 && HASH.test(parts.at(-1) as string)) parts.pop();
  return parts.map(shownPart).join('::');
}
