import type { MessageReport } from '../../protocol/replica.ts';
import { canisterName } from '../state/canisters.ts';
import type { TimelineActions } from '../state/timeline-model.ts';
import { type Installed, type Passed, withMark, withPassed } from '../state/timeline.ts';
import { type Context, currentProject, patch, updateProject } from './context.ts';
import { changesState } from './messages.ts';

/** Messages come in bursts: what they left behind is noted together, after so many milliseconds. */
const GATHERED = 200;

/** Steps of an installation, which is a mark of its own. */
const OF_INSTALLATIONS: ReadonlySet<MessageReport['kind']> = new Set<MessageReport['kind']>(['init', 'start', 'pre_upgrade', 'post_upgrade']);

/** Adds an installation to the life of a canister; its steps are then those to be shown. */
export function noteInstallation(context: Context, projectId: string, name: string, installed: Installed): void {
  updateProject(context, projectId, (project) => withMark(project, name, installed));
  patch(context, projectId, name, () => ({ toldMark: undefined }));
}

/** Notes the messages of canisters between their installations. `flush` notes what is still gathered. */
export function followLives(context: Context): { readonly flush: () => void } {
  let gathered = new Map<string, Passed[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const ready = gathered;
    gathered = new Map();
    for (const [canisterId, passed] of ready) notePassed(context, canisterId, passed);
  };
  context.link.on('message', (report) => {
    if (!changesState(report) || OF_INSTALLATIONS.has(report.kind)) return;
    const { canisterId, kind, heapBytes, stableBytes } = report;
    gathered.set(canisterId, [...(gathered.get(canisterId) ?? []), { call: kind === 'update', heapBytes, stableBytes }]);
    timer ??= setTimeout(flush, GATHERED);
  });
  // Arrives before the answer that becomes a mark: what was gathered belongs to the mark before it.
  context.link.on('install', flush);
  return { flush };
}

function notePassed(context: Context, canisterId: string, passed: readonly Passed[]): void {
  for (const project of context.library.values()) {
    const name = canisterName(project, canisterId);
    if (name !== undefined) return updateProject(context, project.id, (current) => withPassed(current, name, passed));
  }
}

export function createTimelineActions(context: Context): TimelineActions {
  return {
    showSteps: (canister, serial) => {
      const project = currentProject(context);
      if (project) patch(context, project.id, canister, () => ({ toldMark: serial }));
    },
  };
}
