import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { CanisterCalls } from './canister-calls.ts';
import { calls, type Context, updateProject } from './context.ts';
import { OWNER } from './callers.ts';
import { decodeCreate, encodeCreate, MANAGEMENT_CANISTER } from './management.ts';

/** Gives canisters their ids: an empty canister is created the first time one is asked for. */
export interface CanisterIds {
  /** Rejects where the replica refuses to create a canister. */
  ensure(projectId: string, name: string): Promise<string>;
}

export function createCanisterIds(context: Context): CanisterIds {
  const creating = new Map<string, Promise<string>>();

  const create = async (projectId: string, name: string): Promise<string> => {
    const id = await createCanister(calls(context));
    updateProject(context, projectId, (project) => ({ ...project, canisterIds: { ...project.canisterIds, [name]: id } }));
    await context.workspace.flush();
    return id;
  };

  return {
    ensure: (projectId, name) => {
      const known = context.library.get(projectId)?.canisterIds[name];
      if (known !== undefined) return Promise.resolve(known);
      const key = `${projectId}/${name}`;
      const running = creating.get(key) ?? create(projectId, name).finally(() => creating.delete(key));
      creating.set(key, running);
      return running;
    },
  };
}

/** Creates an empty canister; gives its id. Rejects where the replica refuses. */
export async function createCanister(calls: CanisterCalls): Promise<string> {
  const answer = await calls.update(OWNER, {
    canisterId: MANAGEMENT_CANISTER,
    method: 'provisional_create_canister_with_cycles',
    arg: encodeCreate(),
  });
  if (!answer.ok) throw new PlaygroundError(answer.errorCode ?? 'rejected', answer.message, t`Try again.`);
  return decodeCreate(answer.reply);
}
