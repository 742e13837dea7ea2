import { type Arguments, type Command, type Env, Failure } from './grammar.ts';

/** What the shell itself can do. */

function help({ out, table }: Env): number {
  out(
    [
      'This terminal acts on the same canisters as the buttons of the page.',
      '',
      ...GROUPS.map(([text, summary]) => `  ${text.padEnd(34)}${summary}`),
      '',
      `  ${table.filter(({ path }) => path.length === 1).map(({ path }) => path[0]).join(', ')}`,
      '',
      'Every command has --help. Tab completes, the arrow keys bring back earlier lines,',
      'Ctrl-C interrupts, Ctrl-L clears, Ctrl-R searches, Esc leaves the terminal.',
    ].join('\n'),
  );
  return 0;
}

const GROUPS = [
  ['dfx deploy', 'create, build and install, or upgrade'],
  ["dfx canister call main get '()'", 'call a method'],
  ['dfx canister --help', 'all that dfx can do with a canister'],
  ['dfx identity list', 'who can call'],
  ['icp deploy, icp canister --help', 'the same in the words of icp-cli'],
] as const;

function cat({ state, out }: Env, { words }: Arguments): number {
  const files = state().project?.files ?? {};
  for (const path of words) {
    const text = files[path.replace(/^\.\//, '')];
    if (text === undefined) throw new Failure([`cat: ${path}: No such file or directory`]);
    out(text.replace(/\n$/, ''));
  }
  return 0;
}

function ls({ state, out }: Env, { words }: Arguments): number {
  const [folder = '.'] = words;
  const within = folder.replace(/^\.\/?/, '').replace(/\/?$/, '/').replace(/^\/$/, '');
  const paths = Object.keys(state().project?.files ?? {}).filter((path) => path.startsWith(within));
  if (paths.length === 0 && within !== '') throw new Failure([`ls: cannot access '${folder}': No such file or directory`]);
  if (paths.length > 0) out(paths.sort().join('\n'));
  return 0;
}

const path = { name: 'FILE', repeated: true, completes: 'file', summary: 'Path of a file of the project' } as const;

export const BUILTINS: readonly Command[] = [
  { path: ['help'], summary: 'Tells what there is', positionals: [{ name: 'COMMAND', optional: true, repeated: true, completes: 'command', summary: 'A command to explain' }], flags: [], run: help },
  {
    path: ['clear'],
    summary: 'Clears the screen',
    positionals: [],
    flags: [],
    run: ({ clear }) => {
      clear();
      return 0;
    },
  },
  { path: ['ls'], summary: 'Lists the files of the project', positionals: [{ name: 'FOLDER', optional: true, summary: 'A folder of the project' }], flags: [], run: ls },
  { path: ['cat'], summary: 'Prints files of the project', positionals: [path], flags: [], run: cat },
  {
    path: ['history'],
    summary: 'Lists the lines that were typed',
    positionals: [],
    flags: [],
    run: ({ memory, out }) => {
      memory.history.forEach((line, index) => out(`${(index + 1).toString().padStart(5)}  ${line}`));
      return 0;
    },
  },
  {
    path: ['echo'],
    summary: 'Prints its words, such as the exit code $?',
    positionals: [{ name: 'WORD', optional: true, repeated: true, summary: 'What to print' }],
    flags: [],
    run: ({ out }, { words }) => {
      out(words.join(' '));
      return 0;
    },
  },
  {
    path: ['pwd'],
    summary: 'Prints the name of the project',
    positionals: [],
    flags: [],
    run: ({ state, out }) => {
      out(`/${state().project?.title ?? ''}`);
      return 0;
    },
  },
];
