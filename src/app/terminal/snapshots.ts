import type { ListedSnapshot } from '../state/lifecycle-model.ts';
import { type Arguments, type Env, Failure } from './grammar.ts';
import { order, statusOf, type Tool } from './world.ts';

/** Snapshots, for the commands of both tools. */

/** A snapshot is taken and loaded while nothing runs. @throws Failure */
export async function requireStopped(env: Env, args: Arguments, canister: string, tool: Tool, done: 'taken of' | 'applied to'): Promise<void> {
  const { status } = await statusOf(env, args, canister);
  if (status === 'stopped') return;
  const id = env.state().project?.canisterIds[canister] ?? '';
  if (tool === 'icp') throw new Failure([`Canister ${canister} (${id}) is currently running. Please stop the canister first with \`icp canister stop\`.`]);
  throw new Failure([
    status === 'running'
      ? `Canister ${canister} is running and snapshots should not be ${done} running canisters. Run \`dfx canister stop\` first`
      : `Canister ${canister} is stopping but is not yet stopped. Wait a few seconds and try again`,
  ]);
}

export const take = (env: Env, args: Arguments, canister: string, replaced: string | undefined): Promise<ListedSnapshot> =>
  order(env, args, { kind: 'takeSnapshot', canister, failed: `Failed to take snapshot of canister ${canister}` }, replaced);

export const list = (env: Env, args: Arguments, canister: string): Promise<readonly ListedSnapshot[]> =>
  order(env, args, { kind: 'listSnapshots', canister, failed: `Failed to retrieve snapshot list from canister ${canister}` }, undefined);

export const load = (env: Env, args: Arguments, canister: string, id: string): Promise<undefined> =>
  order(env, args, { kind: 'loadSnapshot', canister, failed: `Failed to load snapshot ${id} in canister ${canister}` }, id);

export const remove = (env: Env, args: Arguments, canister: string, id: string): Promise<undefined> =>
  order(env, args, { kind: 'deleteSnapshot', canister, failed: `Failed to delete snapshot ${id} in canister ${canister}` }, id);

/** `2021-05-06 19:17:10 UTC` */
export const takenAt = ({ takenAt: nanos }: ListedSnapshot): string => `${new Date(Number(nanos / 1_000_000n)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `5.25 MiB`, as the tools write sizes. */
export function binarySize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Math.round(value * 100) / 100} ${units[unit] ?? ''}`;
}
