import { ABSENT, ABSENT_PROGRAMS } from './absent.ts';
import { readArguments } from './arguments.ts';
import { DFX_VERSION } from './dfx-project.ts';
import { type Command, type Env, Failure, UsageError } from './grammar.ts';
import { familyHelp, helpOf, isWithin, similar, subcommands } from './help.ts';
import { ICP_VERSION } from './icp-project.ts';

/** Finds the command of some words and runs it; what goes wrong is printed as the tool prints it. */

const VERSIONS: Readonly<Record<string, string>> = { dfx: `dfx ${DFX_VERSION}`, icp: `icp ${ICP_VERSION}` };
/** What a failure of each tool exits with. */
const FAILED: Readonly<Record<string, number>> = { dfx: 255, icp: 1 };
const MISUSED = 2;
const NOT_FOUND = 127;

/** Gives the exit code. Never rejects, except with what is no failure of a command. */
export async function dispatch(env: Env, words: readonly string[]): Promise<number> {
  const [tool = ''] = words;
  if (tool === 'echo') return runCommand(env, words, words.slice(1));
  if (tool === 'help' && !isFlag(words[1] ?? '-')) return explain(env, words.slice(1), true);
  const command = findCommand(env.table, words);
  if (command) {
    const rest = withoutPath(command, words);
    if (asksForHelp(command, rest)) return explain(env, [...command.path]);
    return runCommand(env, command.path, rest);
  }
  if (VERSIONS[tool] !== undefined && (words[1] === '--version' || words[1] === '-V')) {
    env.out(`${VERSIONS[tool]} as this page speaks it`);
    return 0;
  }
  return isKnown(env.table, tool) ? explain(env, words) : unknownProgram(env, tool);
}

const isKnown = (table: readonly Command[], tool: string): boolean => table.some(({ path }) => path[0] === tool);
const isFlag = (word: string): boolean => word.startsWith('-');

/** Flags may stand between the words of a name: `dfx --identity bob canister call`. */
function findCommand(table: readonly Command[], words: readonly string[]): Command | undefined {
  const named = leading(words).names;
  return [...table].sort((a, b) => b.path.length - a.path.length).find(({ path }) => isWithin(named, path));
}

/** Flags of all commands of dfx and icp that take a value, when they stand before the command's last word. */
const EARLY_VALUES = ['--network', '--identity', '-n', '-e', '--environment', '--project-root-override', '--log'];

function leading(words: readonly string[]): { readonly names: readonly string[]; readonly flags: readonly string[] } {
  const names: string[] = [];
  const flags: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!isFlag(word)) names.push(word);
    else flags.push(...words.slice(at, (EARLY_VALUES.includes(word) ? ++at : at) + 1));
  }
  return { names, flags };
}

/** What follows the name, with the flags that stood within it. */
function withoutPath({ path }: Command, words: readonly string[]): readonly string[] {
  let left = path.length;
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (left === 0) rest.push(word);
    else if (!isFlag(word)) left--;
    else {
      rest.push(word);
      const value = EARLY_VALUES.includes(word) ? words[++at] : undefined;
      if (value !== undefined) rest.push(value);
    }
  }
  return rest;
}

function asksForHelp(command: Command, rest: readonly string[]): boolean {
  const asked = rest.findIndex((word) => word === '--help' || word === '-h');
  const before = rest[asked - 1];
  return asked >= 0 && !command.flags.some(({ name, value }) => value !== undefined && before === `--${name}`);
}

async function runCommand(env: Env, path: readonly string[], rest: readonly string[]): Promise<number> {
  const command = env.table.find((each) => each.path.length <= path.length && isWithin(path, each.path));
  if (!command) return NOT_FOUND;
  const [tool = ''] = command.path;
  try {
    const args = tool === 'echo' ? { positionals: {}, words: rest, has: () => false, get: () => undefined, all: () => [] } : readArguments(command, rest);
    return await command.run(env, args);
  } catch (error) {
    if (error instanceof UsageError) {
      env.err(error.message);
      return MISUSED;
    }
    if (!(error instanceof Failure)) throw error;
    printFailure(env, tool, error);
    return FAILED[tool] ?? 1;
  }
}

function printFailure({ err }: Env, tool: string, { chain, fix }: Failure): void {
  const isTool = FAILED[tool] !== undefined;
  chain.forEach((cause, index) => err(isTool ? `${index === 0 ? 'Error' : 'Caused by'}: ${cause}` : cause, index === 0 ? 'bad' : 'warn'));
  if (fix !== undefined) err(`To fix: ${fix}`, 'soft');
}

/** Help for a command or a family of them; or a word on what is not there. */
function explain(env: Env, words: readonly string[], asked = words.some((word) => word === '--help' || word === '-h')): number {
  const { names } = leading(words);
  const command = findCommand(env.table, names);
  if (command) {
    env.out(helpOf(command));
    return 0;
  }
  const absent = ABSENT.find(({ path }) => isWithin(names, path));
  if (absent) {
    env.err(`${absent.path.join(' ')} is not here. ${absent.instead}`, 'warn');
    return FAILED[absent.path[0] ?? ''] ?? 1;
  }
  return explainFamily(env, names, asked);
}

function explainFamily(env: Env, names: readonly string[], asked: boolean): number {
  let known = 0;
  while (known < names.length && subcommands(env.table, names.slice(0, known)).includes(names[known] ?? '')) known++;
  const family = names.slice(0, known);
  const unknown = names[known];
  if (known === 0) return unknownProgram(env, names[0] ?? '');
  if (unknown === undefined) {
    (asked ? env.out : env.err)(familyHelp(env.table, ABSENT, family));
    return asked ? 0 : MISUSED;
  }
  const tip = similar(unknown, subcommands(env.table, family));
  const lines = [`error: unrecognized subcommand '${unknown}'`, ...(tip === undefined ? [] : [`\n  tip: a similar subcommand exists: '${tip}'`])];
  env.err(`${lines.join('\n')}\n\nUsage: ${family.join(' ')} <COMMAND>\n\nFor more information, try '--help'.`);
  return MISUSED;
}

function unknownProgram({ err, table }: Env, name: string): number {
  const instead = Object.hasOwn(ABSENT_PROGRAMS, name) ? ABSENT_PROGRAMS[name] : undefined;
  const tip = similar(name, subcommands(table, []));
  err(instead === undefined ? `${name}: command not found` : `${name} is not here. ${instead}`, 'warn');
  if (instead === undefined) err(tip === undefined ? "'help' lists what there is." : `Did you mean ${tip}? 'help' lists what there is.`, 'soft');
  return NOT_FOUND;
}
