import type { AppState } from '../state/model.ts';
import type { Command, Completes, Flag, Positional } from './grammar.ts';
import { isWithin, subcommands } from './help.ts';
import { identityNames } from './world.ts';

/** What could stand where the cursor is, by the table of commands and by what the page has. Pure. */

export interface Completion {
  /** Where the word that is completed begins. */
  readonly start: number;
  readonly candidates: readonly string[];
}

/** @param text the line up to the cursor @param snapshots ids of snapshots that were seen */
export function complete(text: string, table: readonly Command[], state: AppState, snapshots: readonly string[]): Completion {
  const segment = text.split(/&&|\|\||;|\$\(/).at(-1) ?? '';
  const words = segment.trimStart().split(/\s+/);
  const word = words.pop() ?? '';
  const known: Known = { table, state, snapshots, words: words.filter((each) => each !== '') };
  const candidates = [...new Set(candidatesFor(known, word))].filter((candidate) => candidate.startsWith(word)).sort();
  return { start: text.length - word.length, candidates };
}

interface Known {
  readonly table: readonly Command[];
  readonly state: AppState;
  readonly snapshots: readonly string[];
  /** Before the one that is completed. */
  readonly words: readonly string[];
}

function candidatesFor(known: Known, word: string): readonly string[] {
  const { table, words } = known;
  const names = words.filter((each) => !each.startsWith('-'));
  const command = [...table].sort((a, b) => b.path.length - a.path.length).find(({ path }) => isWithin(names, path));
  const next = subcommands(table, names);
  if (!command) return word.startsWith('-') ? ['--help', ...(names.length === 1 ? ['--version'] : [])] : next;
  const pending = pendingFlag(command, words.at(-1) ?? '');
  if (pending) return pending.values ?? values(known, command, pending.completes);
  if (word.startsWith('-')) return [...command.flags.map(({ name }) => `--${name}`), '--help'];
  const positional = positionalAt(command, words.slice(command.path.length));
  return positional ? (positional.values ?? values(known, command, positional.completes)) : [];
}

const pendingFlag = ({ flags }: Command, last: string): Flag | undefined => flags.find(({ name, short, value }) => value !== undefined && (last === `--${name}` || (short !== undefined && last === `-${short}`)));

/** Which positional comes after these words. */
function positionalAt(command: Command, words: readonly string[]): Positional | undefined {
  let index = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) index++;
    else if (pendingFlag(command, word)) at++;
  }
  return command.positionals[index] ?? (command.positionals.at(-1)?.repeated ? command.positionals.at(-1) : undefined);
}

function values({ state, snapshots, table, words }: Known, command: Command, what: Completes | undefined): readonly string[] {
  switch (what) {
    case 'canister':
      return state.canisterOrder;
    case 'method':
      return methodsOf(state, words.filter((word) => !word.startsWith('-'))[command.path.length] ?? '');
    case 'arguments':
      return ["'()'"];
    case 'file':
      return Object.keys(state.project?.files ?? {});
    case 'identity':
      return identityNames(state);
    case 'snapshot':
      return snapshots;
    case 'command':
      return subcommands(table, words.slice(command.path.length));
    case undefined:
      return [];
  }
}

/** Public methods that a canister exports; those with two underscores are the system's. */
const methodsOf = ({ canisters }: AppState, name: string): readonly string[] =>
  (canisters[name]?.view?.methods ?? []).map((method) => method.name).filter((method) => !method.startsWith('__'));

/** The longest beginning that all have in common. */
export function commonPrefix(words: readonly string[]): string {
  const [first = '', ...others] = words;
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length--;
  }
  return first.slice(0, length);
}
