import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { ProjectArchive } from '../state/archive-model.ts';
import type { Project } from '../state/model.ts';
import { saveMoment } from './checkpoints.ts';
import { type Context, updateProject } from './context.ts';
import { callsKey } from './workspace.ts';

/** Canisters that know each other by their ids can have no others. Where the ids are taken, who has them may be set aside: saved whole, as a moment. */

/** Title of the moment that is saved of a project before its canisters make room. */
const SET_ASIDE = t`Set aside for a link`;

/** Whether the state was refused because others have its ids. */
export const isIdTaken = (error: unknown): boolean => error instanceof PlaygroundError && error.code === 'archive-id-taken';

/** Projects here whose canisters have ids of those that come. */
export function projectsInTheWay({ library }: Context, { canisters }: ProjectArchive): readonly Project[] {
  const coming = new Set(canisters.map(({ id }) => id));
  return [...library.values()].filter(({ canisterIds }) => Object.values(canisterIds).some((id) => coming.has(id)));
}

export interface Aside {
  /** Canisters to be replaced by those that come. */
  readonly replace: readonly string[];
  /** Notes that they are gone; the projects stay, with their code and the moment. */
  readonly done: () => void;
}

/** Saves each project as a moment. Rejects where one cannot be saved: nothing is gone then. */
export async function setAside(context: Context, projects: readonly Project[]): Promise<Aside> {
  for (const project of projects) await saveMoment(context, project, SET_ASIDE);
  return {
    replace: projects.flatMap(({ canisterIds }) => Object.values(canisterIds)),
    done: () => projects.forEach(({ id }) => forgetCanisters(context, id)),
  };
}

function forgetCanisters(context: Context, projectId: string): void {
  context.history.delete(projectId);
  context.workspace.remove([callsKey(projectId)]);
  updateProject(context, projectId, (project) => ({ ...project, canisterIds: {}, installed: {}, upgrades: {}, timelines: undefined }));
}
