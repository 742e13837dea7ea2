import { t } from '@lingui/core/macro';
import type { LifecycleActions } from '../state/lifecycle-model.ts';
import type { CanisterState } from '../state/model.ts';
import { notices, withoutNotices } from '../state/notices.ts';
import { liveRows } from '../state/rows.ts';
import type { Builds } from './builds.ts';
import type { Answer } from './canister-calls.ts';
import { calls, type Context, currentProject, notify, patch, say, updateProject } from './context.ts';
import { OWNER } from './callers.ts';
import { type Inspector, readState } from './inspect.ts';
import { encodeTarget, MANAGEMENT_CANISTER } from './management.ts';
import { decodeSnapshot, decodeSnapshots, encodeSnapshot, encodeTake } from './management-lifecycle.ts';
import { withoutSnapshotCode, withSnapshotCode, withSnapshotLoaded } from './snapshot-code.ts';

interface Target {
  readonly projectId: string;
  readonly name: string;
  readonly canisterId: string;
}

type Handling = NonNullable<CanisterState['handling']>;

/** Stopping, starting and snapshots of the selected canister, asked of the management canister as any controller would. */
export function createLifecycle(context: Context, inspector: Inspector, builds: Builds): LifecycleActions {
  const handle = async (handling: Handling, act: (target: Target) => Promise<void>): Promise<void> => {
    const target = selectedTarget(context);
    if (!target || context.store.getState().canisters[target.name]?.handling) return;
    context.store.update((state) => withoutNotices(state, 'failed'));
    patch(context, target.projectId, target.name, () => ({ handling }));
    try {
      await act(target);
    } finally {
      patch(context, target.projectId, target.name, () => ({ handling: undefined }));
    }
    await refreshed(context, inspector, target);
  };

  return {
    stopCanister: () => handle('stopping', (target) => stop(context, target)),
    startCanister: () =>
      handle('starting', async (target) => {
        if (await managed(context, target, 'start_canister', t`It was not started`)) say(context, t`${{ name: target.name }} is running again.`);
      }),
    listSnapshots: async () => {
      const target = selectedTarget(context);
      if (target) await listSnapshots(context, target);
    },
    takeSnapshot: () => handle('taking', (target) => takeSnapshot(context, target)),
    loadSnapshot: (id) => handle('loading', (target) => loadSnapshot(context, builds, target, id)),
    deleteSnapshot: (id) =>
      handle('deleting', async (target) => {
        if (!(await managed(context, target, 'delete_canister_snapshot', t`The snapshot was not deleted`, encodeSnapshot(target.canisterId, id)))) return;
        updateProject(context, target.projectId, (project) => withoutSnapshotCode(project, id));
        await listSnapshots(context, target);
        say(context, t`The snapshot was deleted.`);
      }),
    setUpgradeLimit: async (instructions) => {
      const target = selectedTarget(context);
      if (!target) return;
      await context.link.call('setUpgradeLimit', { id: target.canisterId, instructions });
      patch(context, target.projectId, target.name, ({ view }) => ({ view: view && { ...view, upgradeInstructionLimit: instructions } }));
    },
  };
}

function selectedTarget(context: Context): Target | undefined {
  const project = currentProject(context);
  const name = context.store.getState().selected;
  const canisterId = project?.canisterIds[name ?? ''];
  return project && name !== undefined && canisterId !== undefined ? { projectId: project.id, name, canisterId } : undefined;
}

/** Calls a method of the management canister. */
const manage = (context: Context, { canisterId }: Target, method: string, arg = encodeTarget(canisterId)): Promise<Answer> =>
  calls(context).update(OWNER, { canisterId: MANAGEMENT_CANISTER, method, arg, effectiveCanisterId: canisterId });

/** As {@link manage}; a rejection becomes a notice that begins with `failure`. */
async function managed(context: Context, target: Target, method: string, failure: string, arg?: Uint8Array): Promise<Uint8Array | undefined> {
  const answer = await manage(context, target, method, arg);
  if (answer.ok) return answer.reply;
  notify(context, notices.failed(`${failure} (${target.name})`, answer.message, ''));
  return undefined;
}

/** Interface Specification, "stop_canister": after five minutes the request is given up, and the canister goes on stopping. */
const STOP_TIMED_OUT = 'IC0206';

async function stop(context: Context, target: Target): Promise<void> {
  const { name } = target;
  const answer = await manage(context, target, 'stop_canister');
  if (answer.ok) say(context, t`${name} is stopped: it takes no calls until it is started.`);
  else notify(context, answer.errorCode === STOP_TIMED_OUT ? notices.stopTimedOut(name) : notices.failed(`${t`It was not stopped`} (${name})`, answer.message, ''));
}

async function listSnapshots(context: Context, target: Target): Promise<void> {
  const reply = await managed(context, target, 'list_canister_snapshots', t`The snapshots were not listed`);
  if (reply) patch(context, target.projectId, target.name, () => ({ snapshots: decodeSnapshots(reply) }));
}

/** How many snapshots of a canister of the current project there are; a notice tells where that cannot be asked. */
export async function countSnapshots(context: Context, name: string): Promise<number> {
  const project = currentProject(context);
  const canisterId = project?.canisterIds[name];
  if (!project || canisterId === undefined) return 0;
  await listSnapshots(context, { projectId: project.id, name, canisterId });
  return context.store.getState().canisters[name]?.snapshots?.length ?? 0;
}

/** While a canister runs, half of a call that waits could be in a snapshot: it is stopped meanwhile, as the specification advises. */
async function whileStopped(context: Context, target: Target, act: () => Promise<boolean>): Promise<boolean> {
  const wasRunning = (await context.link.call('canister', { id: target.canisterId }))?.status === 'running';
  if (wasRunning && !(await managed(context, target, 'stop_canister', t`It was not stopped`))) {
    await managed(context, target, 'start_canister', t`It was not started again`);
    return false;
  }
  try {
    return await act();
  } finally {
    if (wasRunning) await managed(context, target, 'start_canister', t`It was not started again`);
  }
}

async function takeSnapshot(context: Context, target: Target): Promise<void> {
  const { projectId, name, canisterId } = target;
  const taken = await whileStopped(context, target, async () => {
    const reply = await managed(context, target, 'take_canister_snapshot', t`No snapshot was taken`, encodeTake(canisterId));
    if (!reply) return false;
    const { id } = decodeSnapshot(reply);
    updateProject(context, projectId, (project) => {
      const installed = project.installed[name];
      return installed ? withSnapshotCode(project, id, installed) : project;
    });
    return true;
  });
  if (!taken) return;
  await listSnapshots(context, target);
  say(context, t`A snapshot of ${name} was taken: its code and all of its state.`);
}

async function loadSnapshot(context: Context, builds: Builds, target: Target, id: string): Promise<void> {
  const { projectId, name, canisterId } = target;
  const loaded = await whileStopped(context, target, async () => Boolean(await managed(context, target, 'load_canister_snapshot', t`The snapshot was not loaded`, encodeSnapshot(canisterId, id))));
  if (!loaded) return;
  const view = await context.link.call('canister', { id: canisterId });
  updateProject(context, projectId, (project) => withSnapshotLoaded(project, name, id, view));
  const installed = context.library.get(projectId)?.installed[name];
  if (!installed) return;
  const reading = await readState(context, canisterId, installed);
  patch(context, projectId, name, () => ({ view, rehearsal: undefined, rows: liveRows(installed, reading.ok ? reading.values : undefined, undefined, []) }));
  if (currentProject(context)?.id === projectId) builds.adopted(name, installed.key);
  void context.workspace.flush();
  say(context, t`The snapshot was loaded: ${name} is version ${{ version: installed.version }} again, with the state it had then.`);
}

/** Stopped or not, the canister can be looked at. */
async function refreshed(context: Context, inspector: Inspector, { projectId, name, canisterId }: Target): Promise<void> {
  const view = await context.link.call('canister', { id: canisterId });
  patch(context, projectId, name, () => ({ view }));
  await inspector.refresh(name);
}
