import type { CommandActions } from '../state/terminal-model.ts';
import type { Context } from './context.ts';
import type { CommandParts } from './commanding.ts';
import { once } from './once.ts';

/** What commands do, loaded with the first of them. */
export function createCommands(context: Context, parts: CommandParts): CommandActions {
  const commands = once(async () => (await import('./commanding.ts')).createCommanding(context, parts));
  return {
    buildCanister: async (canister) => (await commands()).buildCanister(canister),
    createCanister: async (canister) => (await commands()).createCanister(canister),
    manage: async (...order) => (await commands()).manage(...order),
    callTyped: async (call) => (await commands()).callTyped(call),
    forgetCanisters: async () => (await commands()).forgetCanisters(),
    initArgument: async (...argument) => (await commands()).initArgument(...argument),
  };
}
