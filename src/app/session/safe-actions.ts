import { PlaygroundError } from '../../protocol/rpc.ts';
import type { Actions } from '../state/model.ts';
import { notices } from '../state/notices.ts';
import { type Context, errorText, notify } from './context.ts';

/** What to say where an action failed for a reason of its own. The others cannot fail, or tell by themselves. */
const FAILURES = {
  openProject: 'The project was not opened',
  openSample: 'The sample was not opened',
  newProject: 'No project was made',
  deleteProject: 'The project was not deleted',
  resetProject: 'The project was not reset',
  addModule: 'No module was added',
  removeModule: 'The module was not removed',
  deploy: 'Nothing was deployed',
  upgrade: 'Nothing was upgraded',
  reinstall: 'Nothing was reinstalled',
  rehearse: 'Nothing was rehearsed',
  applyRehearsal: 'Nothing was upgraded',
  replay: 'The script was not replayed',
  stop: 'The message was not stopped',
  advanceTime: 'The clock was not moved',
  setEndlessCycles: 'The cycles were not changed',
  acceptIncoming: 'The shared project was not opened',
  runNotice: 'That did not work',
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
