import { flagText, placeholder, usageOf } from './arguments.ts';
import type { Command, NotHere } from './grammar.ts';

/** Help texts, made of the table of commands. Pure. */

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.min(34, Math.max(0, ...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) => (left.length > width ? `  ${left}\n  ${' '.repeat(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`)).join('\n');
};

/** What `--help` prints. */
export function helpOf(command: Command): string {
  const { summary, positionals, flags, note } = command;
  const parts = [summary, `Usage: ${usageOf(command)}`];
  const values = (list: readonly string[] | undefined): string => (list ? ` [possible values: ${list.join(', ')}]` : '');
  if (positionals.length > 0) parts.push(`Arguments:\n${columns(positionals.map((each) => [placeholder(each), each.summary + values(each.values)]))}`);
  const rows = [...flags.map((flag): [string, string] => [flagText(flag), flag.summary + values(flag.values)]), ['-h, --help', 'Print help'] as const];
  parts.push(`Options:\n${columns(rows)}`);
  if (note !== undefined) parts.push(`Here: ${note}`);
  return parts.join('\n\n');
}

/** Whether a command's name begins with these words. */
export const isWithin = (path: readonly string[], prefix: readonly string[]): boolean => prefix.every((word, index) => path[index] === word);

/** What comes after some words in the names of commands. */
export const subcommands = (table: readonly Pick<Command, 'path'>[], prefix: readonly string[]): readonly string[] =>
  [...new Set(table.filter(({ path }) => path.length > prefix.length && isWithin(path, prefix)).map(({ path }) => path[prefix.length] ?? ''))];

/** Help for a family of commands, such as `dfx canister`. */
export function familyHelp(table: readonly Command[], absent: readonly NotHere[], prefix: readonly string[]): string {
  const rows = subcommands(table, prefix).map((word): [string, string] => {
    const exact = table.find(({ path }) => path.length === prefix.length + 1 && isWithin(path, [...prefix, word]));
    return [word, exact?.summary ?? `Commands: ${subcommands(table, [...prefix, word]).join(', ')}`];
  });
  const missing = subcommands(absent, prefix).filter((word) => !rows.some(([known]) => known === word));
  const parts = [`Usage: ${prefix.join(' ')} <COMMAND>`, `Commands:\n${columns(rows)}`];
  if (missing.length > 0) parts.push(`Not here: ${missing.join(', ')}`);
  return parts.join('\n\n');
}

const MAXIMUM_TYPOS = 2;

/** The known word that is closest to what was written. */
export function similar(word: string, known: readonly string[]): string | undefined {
  const [best] = known.map((each) => ({ each, distance: distance(word, each) })).sort((a, b) => a.distance - b.distance);
  return best && best.distance <= MAXIMUM_TYPOS ? best.each : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
