import { type Arguments, type Command, type Flag, type Positional, UsageError } from './grammar.ts';

/** Reads what follows a command's name by the command's own table, and complains as command-line tools do. Pure. */

/** `dfx canister call [OPTIONS] <CANISTER_NAME> <METHOD_NAME> [ARGUMENT]` */
export function usageOf({ path, flags, positionals }: Command): string {
  const options = flags.length > 0 ? ['[OPTIONS]'] : [];
  return [...path, ...options, ...positionals.map(placeholder)].join(' ');
}

export function placeholder({ name, optional, unless, repeated }: Positional): string {
  const text = optional || unless !== undefined ? `[${name}]` : `<${name}>`;
  return repeated ? `${text}...` : text;
}

/** `-m, --mode <MODE>` */
export const flagText = ({ name, short, value }: Flag): string => `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` <${value}>`}`;

function misuse(command: Command, message: string): never {
  throw new UsageError(`error: ${message}\n\nUsage: ${usageOf(command)}\n\nFor more information, try '--help'.`);
}

/** @throws UsageError where the words do not fit the command. */
export function readArguments(command: Command, words: readonly string[]): Arguments {
  const given = new Map<string, string[]>();
  const plain: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      plain.push(...words.slice(at + 1));
      break;
    }
    if (!/^-[^\d]/.test(word)) plain.push(word);
    else at += readFlag(command, word, words[at + 1], given);
  }
  const positionals = readPositionals(command, plain, given);
  return { positionals, words: plain, has: (flag) => given.has(flag), get: (flag) => given.get(flag)?.at(-1), all: (flag) => given.get(flag) ?? [] };
}

/** Gives how many more words the flag took. */
function readFlag(command: Command, word: string, next: string | undefined, given: Map<string, string[]>): number {
  const [written = '', ...rest] = word.split('=');
  const inline = rest.length > 0 ? rest.join('=') : undefined;
  const flag = command.flags.find(({ name, short }) => written === `--${name}` || (short !== undefined && written === `-${short}`));
  if (!flag) return misuse(command, `unexpected argument '${written}' found`);
  if (flag.value === undefined) {
    if (inline !== undefined) misuse(command, `unexpected value '${inline}' for '--${flag.name}' found; no more were expected`);
    given.set(flag.name, ['']);
    return 0;
  }
  const value = inline ?? next;
  if (value === undefined) return misuse(command, `a value is required for '--${flag.name} <${flag.value}>' but none was supplied`);
  checkValue(command, `--${flag.name} <${flag.value}>`, value, flag.values);
  if (given.has(flag.name) && !flag.repeated) misuse(command, `the argument '--${flag.name} <${flag.value}>' cannot be used multiple times`);
  given.set(flag.name, [...(given.get(flag.name) ?? []), value]);
  return inline === undefined ? 1 : 0;
}

function checkValue(command: Command, what: string, value: string, values: readonly string[] | undefined): void {
  if (values && !values.includes(value)) misuse(command, `invalid value '${value}' for '${what}'\n  [possible values: ${values.join(', ')}]`);
}

function readPositionals(command: Command, plain: readonly string[], given: ReadonlyMap<string, unknown>): Record<string, string> {
  const { positionals } = command;
  const missing = positionals.filter(({ optional, unless }, index) => index >= plain.length && !optional && !(unless !== undefined && given.has(unless)));
  if (missing.length > 0) {
    const names = missing.map(({ name, unless }) => (unless === undefined ? `  <${name}>` : `  <${name}> or --${unless}`));
    misuse(command, `the following required arguments were not provided:\n${names.join('\n')}`);
  }
  const extra = plain[positionals.length];
  if (extra !== undefined && !positionals.at(-1)?.repeated) misuse(command, `unexpected argument '${extra}' found`);
  const pairs = positionals.flatMap(({ name, values }, index): [string, string][] => {
    const value = plain[index];
    if (value === undefined) return [];
    checkValue(command, `<${name}>`, value, values);
    return [[name, value]];
  });
  return Object.fromEntries(pairs);
}
