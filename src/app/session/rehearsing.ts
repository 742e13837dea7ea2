import { t } from '@lingui/core/macro';
import { INSPECTOR_METHOD } from '../../protocol/compiler.ts';
import { isRehearsalCurrent } from '../state/canisters.ts';
import { notices } from '../state/notices.ts';
import type { Installed } from '../state/model.ts';
import type { Builds } from './builds.ts';
import { type Context, currentProject, notify, patch, say } from './context.ts';
import { readState } from './inspect.ts';
import { type Installations, whileBusy } from './installations.ts';
import { type Installation, upgradeReport, wasmMemoryPersistence } from './installed.ts';
import { decodeInspector, encodeInstall } from './management.ts';
import { ownerOf } from './owner.ts';

/** Rehearse, Apply, Discard. A rehearsal is an upgrade on the true state that the replica undoes as a whole. */
export interface Rehearsals {
  rehearse(): Promise<void>;
  applyRehearsal(): Promise<void>;
  discardRehearsal(): void;
}

/** `ended`: nothing executes any more. No message of the replica says so of a rehearsal. */
export function createRehearsals(context: Context, builds: Builds, installations: Installations, ended: () => void): Rehearsals {
  const rehearse = async (): Promise<void> => {
    const project = currentProject(context);
    const name = context.store.getState().selected;
    const installed = project?.installed[name ?? ''];
    if (!project || name === undefined || !installed || context.store.getState().canisters[name]?.busy) return;
    await whileBusy(context, project.id, [name], 'rehearsing', async () => {
      const outcome = await builds.ready(name);
      if (outcome.kind === 'failed') return notify(context, notices.buildFailed(name, outcome.message));
      const rehearsed = rehearseUpgrade(context, { projectId: project.id, name, canisterId: project.canisterIds[name] ?? '', installed, installation: outcome });
      await rehearsed.finally(ended);
    });
  };
  return {
    rehearse,
    applyRehearsal: () => {
      const { canisters, selected } = context.store.getState();
      const canister = canisters[selected ?? ''];
      return canister && isRehearsalCurrent(canister) ? installations.upgrade({ regardless: true }) : rehearse();
    },
    discardRehearsal: () => {
      const { project, selected } = context.store.getState();
      if (project && selected !== undefined) patch(context, project.id, selected, () => ({ rehearsal: undefined }));
    },
  };
}

interface Rehearsing {
  readonly projectId: string;
  readonly name: string;
  readonly canisterId: string;
  readonly installed: Installed;
  readonly installation: Installation;
}

async function rehearseUpgrade(context: Context, { projectId, name, canisterId, installed, installation }: Rehearsing): Promise<void> {
  const began = context.options.now();
  const sender = ownerOf(context);
  const arg = encodeInstall(canisterId, installation.build.wasm, 'upgrade', wasmMemoryPersistence(installed.persistence), context.library.get(projectId)?.installArguments?.[name]?.bytes);
  const probe = installation.build.inspected ? INSPECTOR_METHOD : undefined;
  // Sent together: the replica answers them one after the other.
  const [reading, view, { outcome, probed, ...told }] = await Promise.all([
    readState(context, canisterId, installed),
    context.link.call('canister', { id: canisterId }),
    context.link.call('rehearse', { sender, arg, probe }),
  ]);
  const report = upgradeReport({
    mode: 'upgrade',
    at: began,
    old: installed,
    fresh: installation,
    before: reading.ok ? reading.values : {},
    after: probed ? decodeInspector(probed) : {},
    report: outcome,
    views: [view, view],
    error: outcome.error,
  });
  const record = { report, steps: outcome.steps, logs: told.logs, cycles: told.cycles, milliseconds: context.options.now() - began, key: installation.build.key, canisterVersion: view?.version ?? 0n };
  patch(context, projectId, name, () => ({ rehearsal: record, toldMark: undefined }));
  say(context, outcome.error ? t`The rehearsed upgrade of ${name} would fail with ${{ errorCode: outcome.error.errorCode }}. Nothing changed.` : t`The upgrade of ${name} was rehearsed. Nothing changed yet.`);
}
