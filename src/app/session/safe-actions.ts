import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { Actions } from '../state/model.ts';
import { notices } from '../state/notices.ts';
import { type Context, errorText, notify } from './context.ts';

/** What to say where an action failed for a reason of its own. The others cannot fail, or tell by themselves. */
const FAILURES = {
  openProject: t`The project was not opened`,
  openSample: t`The sample was not opened`,
  newProject: t`No project was made`,
  deleteProject: t`The project was not deleted`,
  resetProject: t`The project was not reset`,
  addModule: t`No module was added`,
  removeModule: t`The module was not removed`,
  deploy: t`Nothing was deployed`,
  upgrade: t`Nothing was upgraded`,
  reinstall: t`Nothing was reinstalled`,
  rehearse: t`Nothing was rehearsed`,
  applyRehearsal: t`Nothing was upgraded`,
  compare: t`Nothing was compared`,
  replay: t`The script was not replayed`,
  forgetCanisters: t`The canisters were not deleted`,
  openLesson: t`The lesson was not opened`,
  turnStep: t`The step was not opened`,
  prepareStep: t`The step was not prepared`,
  checkStep: t`Nothing was checked`,
  solveStep: t`The step was not solved`,
  restartStep: t`The step was not restarted`,
  runLessonCall: t`The call was not made`,
  stop: t`The message was not stopped`,
  advanceTime: t`The clock was not moved`,
  setEndlessCycles: t`The cycles were not changed`,
  stopCanister: t`The canister was not stopped`,
  startCanister: t`The canister was not started`,
  listSnapshots: t`The snapshots were not listed`,
  takeSnapshot: t`No snapshot was taken`,
  loadSnapshot: t`The snapshot was not loaded`,
  deleteSnapshot: t`The snapshot was not deleted`,
  setUpgradeLimit: t`The limit was not changed`,
  acceptIncoming: t`The shared project was not opened`,
  runNotice: t`That did not work`,
} as const;

/** What an action could not do becomes a notice: components need not catch anything. */
export function safeActions(context: Context, actions: Actions): Actions {
  const methods = actions as unknown as Record<string, (...args: readonly unknown[]) => Promise<void>>;
  const guarded = (Object.keys(FAILURES) as (keyof typeof FAILURES)[]).map((name) => {
    const safe = async (...args: readonly unknown[]): Promise<void> => {
      try {
        await methods[name]?.(...args);
      } catch (error) {
        const hint = error instanceof PlaygroundError ? error.hint : '';
        notify(context, notices.failed(FAILURES[name], errorText(error), hint));
      }
    };
    return [name, safe] as const;
  });
  return { ...actions, ...(Object.fromEntries(guarded) as Partial<Actions>) };
}
