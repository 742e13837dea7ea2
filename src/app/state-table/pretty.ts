/** Lines are broken where they would be longer than this many characters. */
const WIDTH = 44;

/** Deeper groups stay on one line: indentation would leave them no room, and recursion has an end. */
const MAX_DEPTH = 24;

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/**
 * Lays a value as `debug_show` prints it out in lines: what does not fit on one line is broken after each `;` or `,` of its outermost
 * brackets, and so on inside. Text literals stay whole. Text that is not well nested, such as a value that was cut, stays as it is.
 */
export function prettyValue(value: string): string {
  const partners = matchBrackets(value);
  return partners ? layOut({ value, partners }, 0, value.length, 0) : value;
}

/** Like {@link prettyValue}, for the beginning of a value: what is still open there stays open. */
export function prettyBeginning(value: string): string {
  const open: string[] = [];
  let quote = '';
  for (let index = 0; index < value.length; ) {
    const character = value.charAt(index);
    const end = afterLiteral(value, index);
    if (end > value.length) quote = character;
    else if (character in CLOSING) open.push(CLOSING[character] ?? '');
    else if (character === open.at(-1)) open.pop();
    index = end;
  }
  const closing = quote + open.reverse().join('');
  const laidOut = prettyValue(value + closing);
  let kept = laidOut.length;
  for (let left = closing.length; left > 0; kept--) if (/\S/.test(laidOut.charAt(kept - 1))) left--;
  return laidOut.slice(0, kept).trimEnd();
}

interface Source {
  readonly value: string;
  /** Index of the closing bracket, by index of its opening one. */
  readonly partners: ReadonlyMap<number, number>;
}

function matchBrackets(value: string): ReadonlyMap<number, number> | undefined {
  const partners = new Map<number, number>();
  const open: number[] = [];
  for (let index = 0; index < value.length; index = afterLiteral(value, index)) {
    const character = value.charAt(index);
    if (character in CLOSING) open.push(index);
    else if (character === '}' || character === ']' || character === ')') {
      const start = open.pop();
      if (start === undefined || CLOSING[value.charAt(start)] !== character) return undefined;
      partners.set(start, index);
    }
  }
  return open.length === 0 ? partners : undefined;
}

/** The index after the character or the literal at `index`. */
export function afterLiteral(value: string, index: number): number {
  const quote = value.charAt(index);
  if (quote !== '"' && quote !== "'") return index + 1;
  let end = index + 1;
  while (end < value.length && value.charAt(end) !== quote) end += value.charAt(end) === '\\' ? 2 : 1;
  return end + 1;
}

function layOut(source: Source, from: number, to: number, depth: number): string {
  let text = '';
  let index = from;
  while (index < to) {
    const close = source.partners.get(index);
    const end = close === undefined ? afterLiteral(source.value, index) : close + 1;
    text += close === undefined ? source.value.slice(index, end) : group(source, index, close, depth);
    index = end;
  }
  return text;
}

function group(source: Source, open: number, close: number, depth: number): string {
  const { value } = source;
  const flat = value.slice(open, close + 1);
  const items = itemsOf(source, open + 1, close);
  const plain = items.every(({ nested }) => !nested) && value.charAt(open) !== '{';
  if (plain || depth >= MAX_DEPTH || flat.length + 2 * depth <= WIDTH) return flat;
  const indent = '  '.repeat(depth + 1);
  const lines = items.map(({ from, to }) => `${indent}${layOut(source, from, to, depth + 1)}`);
  return `${value.charAt(open)}\n${lines.join('\n')}\n${'  '.repeat(depth)}${value.charAt(close)}`;
}

interface Item {
  readonly from: number;
  /** Behind its separator. */
  readonly to: number;
  readonly nested: boolean;
}

function itemsOf({ value, partners }: Source, from: number, to: number): readonly Item[] {
  const items: Item[] = [];
  let nested = false;
  let start = from;
  const finish = (end: number): void => {
    while (start < end && value.charAt(start) === ' ') start++;
    if (start < end) items.push({ from: start, to: end, nested });
    start = end;
    nested = false;
  };
  for (let index = from; index < to; ) {
    const close = partners.get(index);
    nested ||= close !== undefined;
    const separator = value.charAt(index) === ';' || value.charAt(index) === ',';
    index = close === undefined ? afterLiteral(value, index) : close + 1;
    if (separator) finish(index);
  }
  finish(to);
  return items;
}
