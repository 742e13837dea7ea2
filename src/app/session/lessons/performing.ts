import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../../../protocol/rpc.ts';
import type { Actions } from '../../state/model.ts';
import type { Action, CallText } from '../../state/lessons/model.ts';
import type { Builds } from '../builds.ts';
import { targetOf } from '../calling.ts';
import { type Context, currentProject, errorText, notify } from '../context.ts';
import { notices } from '../../state/notices.ts';
import type { Opening } from '../opening.ts';

/** What lessons work with. */
export interface Parts {
  readonly opening: Opening;
  readonly builds: Builds;
  /** As the page's buttons have them. */
  readonly actions: () => Actions;
}

/** Does what a learner would do with the page's buttons. What is refused or fails shows as it would for a learner. */
export function createPerformer(context: Context, parts: Parts): (action: Action) => Promise<void> {
  const { builds, actions } = parts;
  const select = async (canister: string): Promise<void> => {
    await builds.checked();
    actions().selectCanister(canister);
  };
  const loadLatest = async (canister: string): Promise<void> => {
    await actions().listSnapshots();
    const [latest] = context.store.getState().canisters[canister]?.snapshots ?? [];
    if (!latest) throw new PlaygroundError('no-snapshot', t`There is no snapshot to go back to.`, t`Take one first.`);
    await actions().loadSnapshot(latest.id);
  };
  const upgrade = async (canister: string, regardless: boolean): Promise<void> => {
    await select(canister);
    await actions().upgrade();
    if (regardless && context.store.getState().canisters[canister]?.refusal) await actions().upgrade({ regardless: true });
  };

  const perform = async (action: Action): Promise<void> => {
    switch (action.kind) {
      case 'deploy':
        return actions().deploy();
      case 'upgrade':
      case 'upgrade-anyway':
        return upgrade(action.canister, action.kind === 'upgrade-anyway');
      case 'reinstall':
        await select(action.canister);
        return actions().reinstall();
      case 'rehearse':
        await select(action.canister);
        return actions().rehearse();
      case 'call':
        for (let time = 0; time < action.times; time++) await makeCall(context, actions(), action.call);
        return undefined;
      case 'predict':
        actions().setPredicting(action.canister, true);
        for (const [variable, guess] of Object.entries(action.guesses)) actions().guess(action.canister, variable, guess);
        return undefined;
      case 'advance':
        return actions().advanceTime(action.milliseconds);
      case 'language':
        return actions().setLanguage(action.language);
      case 'persistence':
        return actions().setPersistence(action.persistence);
      case 'stop':
        await select(action.canister);
        return actions().stopCanister();
      case 'start':
        await select(action.canister);
        return actions().startCanister();
      case 'snapshot':
        await select(action.canister);
        return actions().takeSnapshot();
      case 'load-snapshot':
        await select(action.canister);
        return loadLatest(action.canister);
    }
  };

  return async (action) => {
    try {
      await perform(action);
    } catch (error) {
      notify(context, notices.failed(t`A part of the solution did not work`, errorText(error), ''));
    }
  };
}

/** Calls as the button of the method does: recorded, and told in the live region. */
export async function makeCall(context: Context, actions: Actions, { canister, method, args, caller }: CallText): Promise<void> {
  const target = targetOf(currentProject(context), canister);
  const refuse = (message: string): void => notify(context, notices.failed(t`${method} was not called`, message, ''));
  if (!target) return refuse(t`${canister} has no code yet: press Deploy first.`);
  const encoded = context.options.candidText.encode(target.candid, method, args);
  if (!encoded.ok) return refuse(encoded.message);
  const before = context.store.getState().identity;
  actions.selectCanister(canister);
  if (caller !== undefined) actions.setIdentity(caller);
  await actions.call(method, encoded.queryable ? 'query' : 'update', encoded.args, args);
  if (caller !== undefined) actions.setIdentity(before);
}
