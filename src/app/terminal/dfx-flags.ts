import type { Command, Flag, Positional } from './grammar.ts';
import { requireNetwork } from './world.ts';

/** Flags and arguments that several commands of dfx share. */

const NETWORK: readonly Flag[] = [
  { name: 'network', value: 'NETWORK', values: ['local', 'playground', 'ic'], summary: 'The network to act on; here there is only local' },
  { name: 'ic', summary: 'Shorthand for --network ic' },
  { name: 'playground', summary: 'Shorthand for --network playground' },
];
export const IDENTITY: Flag = { name: 'identity', value: 'IDENTITY', completes: 'identity', summary: 'Who gives the command' };
const LOUDNESS: readonly Flag[] = [
  { name: 'quiet', short: 'q', summary: 'Accepted; nothing is left out here' },
  { name: 'verbose', short: 'v', summary: 'Accepted; there is no more to tell here' },
];
export const COMMON: readonly Flag[] = [...NETWORK, IDENTITY, ...LOUDNESS];

export const YES: Flag = { name: 'yes', short: 'y', summary: 'Answers yes where it would ask' };
export const ALL: Flag = { name: 'all', summary: 'All canisters of the project' };
export const CANISTER: Positional = { name: 'CANISTER', completes: 'canister', summary: 'Name or id of the canister' };
export const CANISTER_OR_ALL: Positional = { ...CANISTER, unless: 'all' };
export const SNAPSHOT: Positional = { name: 'SNAPSHOT', completes: 'snapshot', summary: 'Id of the snapshot' };
export const ARGUMENT: readonly Flag[] = [
  { name: 'argument', value: 'ARGUMENT', summary: 'What the canister’s init or post_upgrade is given, such as \'("Ann")\'' },
  { name: 'argument-type', value: 'TYPE', values: ['idl', 'raw'], summary: 'How the argument is written: Candid text, or bytes in hex' },
];
export const MODE: readonly Flag[] = [
  { name: 'mode', short: 'm', value: 'MODE', values: ['install', 'reinstall', 'upgrade', 'auto'], summary: 'How the code is installed; auto installs or upgrades' },
  { name: 'skip-pre-upgrade', summary: 'Does not run the pre_upgrade hook of the old code' },
  { name: 'wasm-memory-persistence', value: 'PERSISTENCE', values: ['keep', 'replace'], summary: 'Whether main memory is kept by an upgrade' },
  { name: 'upgrade-unchanged', summary: 'Upgrades although the module is the same' },
];

/** A command of dfx that needs the network to be there. */
export function online(command: Omit<Command, 'path'> & { readonly path: string }): Command {
  return {
    ...command,
    path: ['dfx', ...command.path.split(' ')],
    flags: [...command.flags, ...COMMON.filter(({ name }) => !command.flags.some((flag) => flag.name === name))],
    run: (env, args) => {
      requireNetwork(env, args, 'dfx');
      return command.run(env, args);
    },
  };
}
