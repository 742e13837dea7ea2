import { t } from '@lingui/core/macro';
import type { AppState, CallRecord } from '../state/model.ts';
import type { Command } from './grammar.ts';
import { TABLE } from './table.ts';
import { identityName } from './world.ts';

/** The commands that the page's buttons stand for, made of the same table that runs them. Pure. */

export interface AsCommand {
  /** What the button says. */
  readonly button: string;
  readonly dfx: string;
  readonly icp: string;
}

interface Words {
  readonly words?: readonly string[];
  readonly flags?: readonly (readonly [name: string, value?: string])[];
}

/** A text as one word of a shell. */
export const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** A command line; every flag is one that the command has. @throws Error where it has not */
export function commandLine(path: string, { words = [], flags = [] }: Words, table: readonly Command[] = TABLE): string {
  const command = table.find((each) => each.path.join(' ') === path);
  const unknown = flags.find(([name]) => !command?.flags.some((flag) => flag.name === name));
  if (!command || unknown) throw new Error(`The table has no ${path}${unknown ? ` --${unknown[0]}` : ''}.`);
  return [...command.path, ...words.map(shellWord), ...flags.flatMap(([name, value]) => [`--${name}`, ...(value === undefined ? [] : [shellWord(value)])])].join(' ');
}

/** Buttons of a canister that no command stands for, with why. */
export function withoutCommand({ project }: Pick<AppState, 'project'>, name: string): readonly { readonly button: string; readonly why: string }[] {
  if (!project?.installed[name]) return [];
  return [{ button: t`Rehearse`, why: t`Nothing at home does this: neither dfx nor icp can try an upgrade on the true state and undo it. The nearest is a snapshot of the stopped canister, the upgrade, and the way back to the snapshot.` }];
}

/** The buttons of a canister as commands. */
export function canisterCommands({ project, canisterOrder }: Pick<AppState, 'project' | 'canisterOrder'>, name: string): readonly AsCommand[] {
  const words = [name];
  if (!project?.installed[name]) {
    const all = canisterOrder.length > 1 ? [] : words;
    return [{ button: t`Deploy`, dfx: commandLine('dfx deploy', { words: all }), icp: commandLine('icp deploy', { words: all }) }];
  }
  const mode = (path: string, value: string): string => commandLine(path, { words, flags: [['mode', value]] });
  return [
    { button: t`Upgrade`, dfx: mode('dfx canister install', 'upgrade'), icp: mode('icp canister install', 'upgrade') },
    { button: t`Reinstall`, dfx: mode('dfx canister install', 'reinstall'), icp: mode('icp canister install', 'reinstall') },
    { button: t`Status`, dfx: commandLine('dfx canister status', { words }), icp: commandLine('icp canister status', { words }) },
    { button: t`Logs`, dfx: commandLine('dfx canister logs', { words }), icp: commandLine('icp canister logs', { words }) },
  ];
}

/** A call that was made, as a command. */
export function callCommand({ identity }: Pick<AppState, 'identity'>, canister: string, { method, mode, args, caller }: CallRecord): AsCommand {
  const words = [canister, method, args.replace(/\s+/g, ' ')];
  const who = caller === identity ? [] : [['identity', identityName(caller)] as const];
  return {
    button: mode === 'query' ? t`Query` : t`Call`,
    dfx: commandLine('dfx canister call', { words, flags: [...(mode === 'query' ? [['query'] as const] : []), ...who] }),
    icp: commandLine('icp canister call', { words, flags: [...(mode === 'query' ? [['query'] as const] : []), ...who] }),
  };
}
