import { LIMITS } from './limits.ts';
import type { Entry, Node, Report } from './yaml.ts';

/** Reads the keys of a mapping and tells what is wrong with them. What cannot be read is told once and then treated as absent. */
export class Fields {
  readonly line: number;
  private readonly entries: ReadonlyMap<string, Entry>;
  private readonly report: Report;

  /** `node` is `undefined` where the text could not be read: then nothing more is told about it. */
  constructor(node: Node | undefined, what: string, known: readonly string[], report: Report) {
    this.line = node?.line ?? 1;
    this.report = node ? report : () => undefined;
    const entries = node?.kind === 'map' ? node.entries : [];
    if (node && node.kind !== 'map' && !isEmpty(node)) report(node.line, `${what} needs keys here, such as \`${known[0] ?? ''}:\`.`);
    for (const { key, line } of entries) if (!known.includes(key)) report(line, unknownKey(what, key, known));
    this.entries = new Map(entries.filter(({ key }) => known.includes(key)).map((entry) => [entry.key, entry]));
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  lineOf(key: string): number {
    return this.entries.get(key)?.line ?? this.line;
  }

  node(key: string): Node | undefined {
    return this.entries.get(key)?.value;
  }

  /** Reports at the line of a key. */
  wrong(key: string, message: string): undefined {
    this.report(this.lineOf(key), message);
    return undefined;
  }

  text(key: string, longest: number = LIMITS.valueLength): string | undefined {
    const value = this.node(key);
    if (!value) return undefined;
    if (value.kind !== 'text') return this.wrong(key, `\`${key}\` has to be a text.${value.kind === 'map' ? ' Put it between quotes.' : ''}`);
    if (value.text.trim() === '') return this.wrong(key, `\`${key}\` is empty.`);
    if (value.text.length > longest) return this.wrong(key, `\`${key}\` is too long: at most ${longest} characters.`);
    return value.text;
  }

  needed(key: string, longest?: number): string | undefined {
    if (this.has(key)) return this.text(key, longest);
    this.report(this.line, `\`${key}\` is missing.`);
    return undefined;
  }

  choice<Choice extends string>(key: string, choices: readonly Choice[]): Choice | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    return choices.find((choice) => choice === text) ?? this.wrong(key, `\`${key}\` has to be ${choicesText(choices)}, not \`${shortened(text)}\`.`);
  }

  flag(key: string): boolean | undefined {
    const choice = this.choice(key, ['true', 'false']);
    return choice === undefined ? undefined : choice === 'true';
  }

  /** The items of a list; empty where there is none. */
  list(key: string, most: number): readonly Node[] {
    const value = this.node(key);
    if (!value) return [];
    if (value.kind !== 'list') {
      this.wrong(key, `\`${key}\` has to be a list: each item on a line of its own, after a dash.`);
      return [];
    }
    if (value.items.length > most) this.wrong(key, `\`${key}\` has more than ${most} items.`);
    return value.items.slice(0, most);
  }

  /** A list of texts, each with its line. */
  texts(key: string, most: number, longest: number = LIMITS.valueLength): readonly { readonly line: number; readonly text: string }[] {
    return this.list(key, most).flatMap((item) => {
      if (item.kind === 'text' && item.text.trim() !== '' && item.text.length <= longest) return [{ line: item.line, text: item.text }];
      this.report(item.line, `Each item of \`${key}\` has to be a text of at most ${longest} characters${item.kind === 'map' ? '. Put it between quotes' : ''}.`);
      return [];
    });
  }
}

const isEmpty = (node: Node): boolean => node.kind === 'text' && node.text === '' && !node.quoted;

/** What an author wrote, short enough to be told. */
export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text).replaceAll('\n', ' ');

export const choicesText = (choices: readonly string[]): string => {
  const quoted = choices.map((choice) => `\`${choice}\``);
  return quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1) ?? ''}` : quoted.join('');
};

export function unknownKey(what: string, key: string, known: readonly string[]): string {
  const near = known.map((each) => ({ each, distance: distance(key.slice(0, 40), each) })).sort((a, b) => a.distance - b.distance)[0];
  const hint = near && near.distance <= 2 ? ` Is \`${near.each}\` meant?` : ` It knows ${choicesText(known).replace(' or ', ' and ')}.`;
  return `${what} has no key \`${shortened(key)}\`.${hint}`;
}

/** Edits that make one word of another. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
