import { INSPECTOR_METHOD } from '../../protocol/compiler.ts';

/** How many items of a collection are shown at first. */
const ITEM_LIMIT = 50;
/** Characters after which a value is cut at the next item, and of one page of it. */
const VALUE_LIMIT = 4_000;
const PAGE_LIMIT = 20_000;
/** All values together stay far below the size of a reply, however many variables there are. */
const REPLY_LIMIT = 400_000;
/** Characters of a text, or bytes of a blob, that are shown at first inside of something else. */
const INNER_LIMIT = 400;
/** Texts up to this length are shown whole without counting. */
const SHORT_TEXT = 64;

/** The module of the compiler's own that the inspector uses; no package is needed for it. */
export const PRIMITIVES_IMPORT = 'import __playground_Prim "mo:⛔"; ';
const PRIM = '__playground_Prim';

/**
 * What the functions that show values share, as declarations on one line; they hold no state beyond the one query. Values are written by `__put`.
 * At first a value is an overview: it is cut at items and stays well nested. A page (`__whole`) is a stretch of the whole text, cut anywhere.
 */
export function runtime(variables: number): string {
  const limit = Math.max(200, Math.min(VALUE_LIMIT, Math.floor(REPLY_LIMIT / Math.max(1, variables))));
  return [
    'var __out = ""',
    'var __used = 0',
    'var __whole = false',
    'var __skip = 0',
    'var __left = 0',
    'var __depth = 0',
    'var __note = ""',
    `func __full() : Bool { if (__whole) { __left == 0 } else { __used > ${limit} } }`,
    PUT,
    `func __literal(t : Text) { let last = t.size() - 1 : Nat; var at = 0; var r = ""; for (c in t.chars()) { if (at > 0 and at < last) { r #= ${PRIM}.charToText(c) }; at += 1 }; __put(r) }`,
    TEXT,
    BLOB,
    `func __stop(n : Nat) : Bool { __full() or (not __whole and n >= ${ITEM_LIMIT}) }`,
    'func __more(n : Nat, all : ?Nat, separator : Text) { if (not __whole) { switch (all) { case (?total) { if (total > n) { __put((if (n > 0) { separator } else { "" }) # "… " # debug_show (total - n : Nat) # " more") } }; case null { if (__stop(n)) { __put(separator # "… more") } } } } }',
    'func __go(separator : Text) : Bool { let go = not __full(); if (not go and not __whole) { __put(separator # "…") }; if (go) { __put(separator) }; go }',
    'func __down(level : Nat, limit : Nat, note : Text) : Bool { if (level > limit) { __note := note; __put("…"); false } else if (__full()) { __put("…"); false } else { true } }',
    'func __capture(show : () -> ()) : Text { let (out, used, whole) = (__out, __used, __whole); __out := ""; __used := 0; __whole := false; show(); let text = __out; __out := out; __used := used; __whole := whole; text }',
  ].join('; ') + '; ';
}

const PUT =
  'func __put(t : Text) { let size = t.size(); if (not __whole) { __out #= t; __used += size } '
  + 'else if (__left == 0) {} else if (__skip >= size) { __skip -= size } '
  + 'else if (__skip == 0 and size <= __left) { __out #= t; __left -= size } '
  + `else { label cut for (c in t.chars()) { if (__skip > 0) { __skip -= 1 } else { if (__left == 0) { break cut }; __out #= ${PRIM}.charToText(c); __left -= 1 } } } }`;

/** The rest of a text is counted, not shown. Like `debug_show`, it knows no escapes. */
const TEXT =
  `func __text(t : Text, limit : Nat) { let size = t.size(); if (size <= ${SHORT_TEXT}) { __put(debug_show t) } else { __put("\\""); var piece = ""; var n = 0; `
  + `label pieces for (c in t.chars()) { if (__whole and __left == 0 or not __whole and n >= limit) { break pieces }; piece #= ${PRIM}.charToText(c); n += 1; if (n % 256 == 0) { __put(piece); piece := "" } }; `
  + '__put(piece); __put("\\""); if (not __whole and n < size) { __put(" … " # debug_show (size - n : Nat) # " more characters") } } }';

const BLOB =
  `func __blob(b : Blob, limit : Nat) { let size = b.size(); if (size <= ${SHORT_TEXT}) { __put(debug_show b) } else { __put("\\""); let bytes = b.vals(); var n = 0; `
  + 'label pieces while (n < size) { if (__whole and __left == 0 or not __whole and n >= limit) { break pieces }; var length = size - n : Nat; if (length > 64) { length := 64 }; if (not __whole and n + length > limit) { length := limit - n }; '
  + `__literal(debug_show (${PRIM}.arrayToBlob(${PRIM}.Array_tabulate<Nat8>(length, func _ = switch (bytes.next()) { case (?byte) { byte }; case null { 0 } })))); n += length }; `
  + '__put("\\""); if (not __whole and n < size) { __put(" … " # debug_show (size - n : Nat) # " more bytes") } } }';

/** Characters of a text that stands alone, or inside of something else. */
export const textLimit = (depth: number): number => (depth === 0 ? VALUE_LIMIT / 2 : INNER_LIMIT);

export interface Shown {
  readonly name: string;
  /** A statement on one line that shows the variable. */
  readonly statement: string;
}

/** Declares the function that shows a variable. */
export const shower = ({ statement }: Pick<Shown, 'statement'>, index: number): string => `func __v${index}() { ${statement} }`;

/**
 * The query. Without an argument it gives an overview of all variables; with names and a number of characters it gives what follows those characters
 * in the whole texts of these variables. A composite query is no message that an update call could name: `system func inspect` need not know it.
 */
export function inspectorMethod(shown: readonly Shown[], composite: boolean): string {
  const list = shown.map(({ name }, index) => `("${name}", __v${index})`).join(', ');
  const one =
    'func __one(name : Text, show : () -> (), from : ?Nat) : (Text, Text) { __out := ""; __used := 0; __depth := 0; __note := ""; '
    + `switch (from) { case null { __whole := false }; case (?n) { __whole := true; __skip := n; __left := ${PAGE_LIMIT} } }; show(); (name, __out # (if (__whole) { "" } else { __note })) }; `;
  const answer =
    'switch (__ask) { '
    + `case null { ${PRIM}.Array_tabulate<(Text, Text)>(__all.size(), func i = __one(__all[i].0, __all[i].1, null)) }; `
    + `case (?(names, from)) { ${PRIM}.Array_tabulate<(Text, Text)>(names.size(), func i { for ((name, show) in __all.vals()) { if (name == names[i]) { return __one(name, show, from) } }; (names[i], "") }) } }`;
  return (
    `public ${composite ? 'composite ' : ''}query func ${INSPECTOR_METHOD}(__ask : ?([Text], ?Nat)) : async [(Text, Text)] { `
    + `${runtime(shown.length)}${shown.map((each, index) => `${shower(each, index)}; `).join('')}${one}let __all : [(Text, () -> ())] = [${list}]; ${answer} };`
  );
}
