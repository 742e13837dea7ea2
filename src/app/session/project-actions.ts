import { t } from '@lingui/core/macro';
import { newPathProblem } from '../state/paths.ts';
import type { Actions, Project } from '../state/model.ts';
import { notices } from '../state/notices.ts';
import {
  BLANK_MAIN,
  createProject,
  freeTitle,
  projectFromSample,
  projectList,
  resetProject,
  withFile,
  withoutFile,
  withRenamedFile,
  withSampleVersion,
} from '../state/projects.ts';
import type { Builds } from './builds.ts';
import { forgetBytes } from './checkpoints.ts';
import { type Context, currentProject, notify, putProject, sampleOf, say } from './context.ts';
import { dropUnused } from './modules.ts';
import type { Opening } from './opening.ts';
import { callsKey, projectKey } from './workspace.ts';

const FIRST_SAMPLE = 'counter';

type ProjectActions = Pick<
  Actions,
  | 'openProject'
  | 'openSample'
  | 'newProject'
  | 'deleteProject'
  | 'renameProject'
  | 'resetProject'
  | 'loadSampleVersion'
  | 'setLanguage'
  | 'setPersistence'
>;
type FileActions = Pick<Actions, 'openFile' | 'editFile' | 'addFile' | 'renameFile' | 'deleteFile'>;

interface Parts {
  readonly builds: Builds;
  readonly opening: Opening;
}

export function createProjectActions(context: Context, { builds, opening }: Parts): ProjectActions {
  const open = async (project: Project): Promise<void> => {
    putProject(context, project);
    await opening.open(project.id);
  };
  const change = (how: (project: Project) => Project): void => changeSource(context, builds, how);

  const openSample = async (id: string): Promise<void> => {
    const known = [...context.library.values()].find(({ sample }) => sample === id);
    const sample = context.store.getState().samples.find((candidate) => candidate.id === id);
    if (known) await opening.open(known.id);
    else if (sample) await open(projectFromSample(context.options.newId(), sample));
    else notify(context, notices.failed(t`The sample was not opened`, t`there is none called ${id}`, ''));
  };

  const newProject = async (): Promise<void> => {
    const title = freeTitle(t`Untitled`, [...context.library.values()]);
    const files = { 'Main.mo': BLANK_MAIN };
    const id = context.options.newId();
    await open(createProject({ id, title, sample: undefined, files, language: 'persistent', persistence: 'enhanced' }));
  };

  return {
    openProject: (id) => opening.open(id),
    openSample,
    newProject,
    deleteProject: async (id) => {
      const project = context.library.get(id);
      if (!project) return;
      const isCurrent = currentProject(context)?.id === id;
      removeProject(context, project);
      const other = [...context.library.values()].at(-1);
      if (isCurrent) await (other ? opening.open(other.id) : openFirst(context, openSample, newProject));
      await context.link.call('forget', { ids: Object.values(project.canisterIds) });
      say(context, t`${{ title: project.title }} was deleted.`);
    },
    renameProject: (title) => {
      const project = currentProject(context);
      const wanted = title.trim().slice(0, 200);
      if (project && wanted !== '') putProject(context, { ...project, title: wanted });
    },
    resetProject: () => reset(context, opening),
    loadSampleVersion: (version) => {
      const project = currentProject(context);
      const sample = project && sampleOf(context, project);
      if (!sample) return;
      change((current) => withSampleVersion(current, sample, version));
      say(context, version === 3 ? t`The way out is in the editor.` : t`Version ${version} of the sample is in the editor.`);
    },
    setLanguage: (language) => change((project) => ({ ...project, language })),
    setPersistence: (persistence) => {
      const { enhanced } = context.store.getState();
      if (persistence === 'enhanced' && !enhanced.available) return notify(context, notices.noEnhanced(enhanced.reason));
      change((project) => ({ ...project, persistence }));
    },
  };
}

/** What a first visit shows. */
export const openFirst = (context: Context, openSample: Actions['openSample'], newProject: Actions['newProject']): Promise<void> => {
  const { samples } = context.store.getState();
  const first = samples.find(({ id }) => id === FIRST_SAMPLE) ?? samples[0];
  return first ? openSample(first.id) : newProject();
};

function removeProject(context: Context, { id, checkpoints = [] }: Project): void {
  const { library, history, workspace, store } = context;
  library.delete(id);
  history.delete(id);
  workspace.remove([projectKey(id), callsKey(id)]);
  store.update((state) => ({ ...state, projects: projectList(library.values()) }));
  dropUnused(context);
  forgetBytes(context, checkpoints.map((checkpoint) => checkpoint.id));
}

async function reset(context: Context, opening: Opening): Promise<void> {
  const project = currentProject(context);
  if (!project) return;
  await startOver(context, opening, resetProject(project, sampleOf(context, project)));
  say(context, t`${{ title: project.title }} is back at its beginning.`);
}

/** Puts a project in the place of the one with its id, whose canisters are deleted, and opens it. */
export async function startOver(context: Context, opening: Opening, project: Project): Promise<void> {
  const ids = Object.values(context.library.get(project.id)?.canisterIds ?? {});
  await context.link.call('forget', { ids });
  context.history.delete(project.id);
  context.workspace.remove([callsKey(project.id)]);
  putProject(context, project);
  await opening.open(project.id);
}

/** Changes the current project so that it has to be built again. */
function changeSource(context: Context, builds: Builds, how: (project: Project) => Project): void {
  const project = currentProject(context);
  const next = project && how(project);
  if (!next || next === project) return;
  putProject(context, next);
  builds.changed();
}

/** Gives files new texts, as one change; paths that are not there yet are added. */
export function writeFiles(context: Context, builds: Builds, files: Readonly<Record<string, string>>): void {
  changeSource(context, builds, (project) => Object.entries(files).reduce((next, [path, text]) => withFile(next, path, text), project));
}

export function createFileActions(context: Context, builds: Builds): FileActions {
  const change = (how: (project: Project) => Project): void => changeSource(context, builds, how);
  return {
    openFile: (path) => {
      const project = currentProject(context);
      if (project && path in project.files && path !== project.openFile) putProject(context, { ...project, openFile: path });
    },
    editFile: (path, text) => change((project) => (path in project.files ? withFile(project, path, text) : project)),
    addFile: (path) => {
      const problem = newPathProblem(path, currentProject(context)?.files ?? {});
      if (problem === undefined) change((project) => ({ ...withFile(project, path, ''), openFile: path }));
      return problem;
    },
    renameFile: (from, to) => {
      const files = currentProject(context)?.files ?? {};
      if (!(from in files)) return t`There is no file ${{ path: from }}.`;
      if (from === to) return undefined;
      const others = Object.fromEntries(Object.entries(files).filter(([path]) => path !== from));
      const problem = newPathProblem(to, others);
      if (problem === undefined) change((project) => withRenamedFile(project, from, to));
      return problem;
    },
    deleteFile: (path) => {
      const files = currentProject(context)?.files ?? {};
      if (!(path in files)) return t`There is no file ${path}.`;
      if (Object.keys(files).length === 1) return t`A project needs a file: this is its last one.`;
      change((project) => withoutFile(project, path));
      return undefined;
    },
  };
}
