import type { CanisterView } from '../../protocol/replica.ts';
import type { Installed, Project } from '../state/model.ts';
import { reconcile } from './installed.ts';

/** What the page knows of the code that a snapshot holds: loading it brings that code back. Pure. */

/** `replaced`: the snapshot whose place the new one took. */
export function withSnapshotCode(project: Project, id: string, installed: Installed, replaced?: string): Project {
  const { snapshotCode } = replaced === undefined ? project : withoutSnapshotCode(project, replaced);
  return { ...project, snapshotCode: { ...snapshotCode, [id]: installed } };
}

export function withoutSnapshotCode(project: Project, id: string): Project {
  return { ...project, snapshotCode: Object.fromEntries(Object.entries(project.snapshotCode ?? {}).filter(([key]) => key !== id)) };
}

/**
 * The project once a canister has been put back to a snapshot, as `view` tells of it: its code is that of the snapshot, and no upgrade led
 * there. A snapshot that was taken here is known; of another, only what the replica tells.
 */
export function withSnapshotLoaded(project: Project, name: string, id: string, view: CanisterView | undefined): Project {
  const installed = project.snapshotCode?.[id] ?? reconcile(project.installed[name], view);
  return {
    ...project,
    installed: installed ? { ...project.installed, [name]: installed } : project.installed,
    upgrades: Object.fromEntries(Object.entries(project.upgrades).filter(([other]) => other !== name)),
  };
}
