import type { Command, Flag, Positional } from './grammar.ts';
import { requireNetwork } from './world.ts';

/** Flags and arguments that several commands of icp-cli share. */

export const COMMON: readonly Flag[] = [
  { name: 'network', short: 'n', value: 'NETWORK', values: ['local', 'ic', 'mainnet'], summary: 'The network to act on; here there is only local' },
  { name: 'environment', short: 'e', value: 'ENVIRONMENT', values: ['local', 'ic'], summary: 'The environment to act on; here there is only local' },
  { name: 'identity', value: 'IDENTITY', completes: 'identity', summary: 'Who gives the command' },
  { name: 'debug', summary: 'Accepted; there is no more to tell here' },
];
export const CANISTER: Positional = { name: 'CANISTER', completes: 'canister', summary: 'Name or id of the canister' };
export const CANISTERS: Positional = { name: 'CANISTERS', completes: 'canister', optional: true, repeated: true, summary: 'Names of canisters; all where none is named' };
export const SNAPSHOT: Positional = { name: 'SNAPSHOT_ID', completes: 'snapshot', summary: 'Id of the snapshot' };
export const YES: Flag = { name: 'yes', short: 'y', summary: 'Answers yes where it would ask' };
export const MODE: Flag = { name: 'mode', short: 'm', value: 'MODE', values: ['auto', 'install', 'reinstall', 'upgrade'], summary: 'How the code is installed; auto, the default, installs or upgrades' };
export const ARGS: readonly Flag[] = [
  { name: 'args', value: 'ARGS', summary: 'What the canister’s init or post_upgrade is given, such as \'("Ann")\'' },
  { name: 'args-format', value: 'FORMAT', values: ['candid', 'hex'], summary: 'How the arguments are written' },
];

/** A command of icp-cli that needs the network to be there. */
export function online(command: Omit<Command, 'path'> & { readonly path: string }): Command {
  return {
    ...command,
    path: ['icp', ...command.path.split(' ')],
    flags: [...command.flags, ...COMMON],
    run: (env, args) => {
      requireNetwork(env, args, 'icp');
      return command.run(env, args);
    },
  };
}
