import { INSPECTOR_METHOD } from '../../protocol/compiler.ts';
import type { Installed, Values } from '../state/model.ts';
import { liveRows, staleRows } from '../state/rows.ts';
import { calls, type Context, currentProject, errorText, patch } from './context.ts';
import { OWNER } from './identities.ts';
import { decodeInspector, NO_ARGUMENTS } from './management.ts';

export type Reading = { readonly ok: true; readonly values: Values } | { readonly ok: false; readonly reason: string };

/** Asks a canister for its variables. A build that cannot answer has no values to read. */
export async function readState(context: Context, canisterId: string, installed: Pick<Installed, 'inspected'>): Promise<Reading> {
  if (!installed.inspected) return { ok: true, values: {} };
  try {
    const answer = await calls(context).query(OWNER, { canisterId, method: INSPECTOR_METHOD, arg: NO_ARGUMENTS });
    return answer.ok ? { ok: true, values: decodeInspector(answer.reply) } : { ok: false, reason: answer.message };
  } catch (error) {
    return { ok: false, reason: errorText(error) };
  }
}

/** Keeps the State table up to date: one query at a time for each canister, and one more where something happened meanwhile. */
export interface Inspector {
  /** Reads the canister of the current project with this name, soon. */
  refresh(name: string): Promise<void>;
}

export function createInspector(context: Context): Inspector {
  const reading = new Map<string, Promise<void>>();
  const again = new Set<string>();

  const loop = async (key: string, projectId: string, name: string): Promise<void> => {
    do {
      again.delete(key);
      await readOnce(context, projectId, name);
    } while (again.has(key));
    reading.delete(key);
  };

  return {
    refresh: (name) => {
      const project = currentProject(context);
      if (!project?.installed[name]) return Promise.resolve();
      const key = `${project.id}/${name}`;
      const running = reading.get(key);
      if (running) again.add(key);
      const promise = running ?? loop(key, project.id, name);
      reading.set(key, promise);
      return promise;
    },
  };
}

/** An installation under way reads the state itself, before and after. */
async function readOnce(context: Context, projectId: string, name: string): Promise<void> {
  const project = context.library.get(projectId);
  const installed = project?.installed[name];
  const canisterId = project?.canisterIds[name];
  if (!installed || canisterId === undefined || isBusy(context, name)) return;
  const result = await readState(context, canisterId, installed);
  const report = context.library.get(projectId)?.upgrades[name];
  patch(context, projectId, name, ({ busy, rows }) => {
    if (busy !== undefined || context.library.get(projectId)?.installed[name] !== installed) return {};
    if (result.ok) return { rows: liveRows(installed, result.values, report, rows) };
    const last = rows.length > 0 ? rows : liveRows(installed, undefined, report, rows);
    return { rows: staleRows(last, `Its value could not be read: ${result.reason}`) };
  });
}

const isBusy = ({ store }: Context, name: string): boolean => store.getState().canisters[name]?.busy !== undefined;
