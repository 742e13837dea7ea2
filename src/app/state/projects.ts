import type { AppState, Project, Sample, SampleVersion } from './model.ts';

/** Reducers of a project. Pure; paths are checked before they come here. */

export const BLANK_MAIN = `persistent actor {
  var counter = 0;

  public func increment() : async Nat {
    counter += 1;
    counter
  };

  public query func read() : async Nat {
    counter
  };
}
`;

type Fresh = Pick<Project, 'id' | 'title' | 'sample' | 'files' | 'language' | 'persistence'>;

export function createProject(fresh: Fresh): Project {
  return { ...fresh, openFile: firstFile(fresh.files), canisterIds: {}, installed: {}, upgrades: {} };
}

export function projectFromSample(id: string, sample: Sample): Project {
  const { title, language, files } = sample;
  return createProject({ id, title, sample: sample.id, language, persistence: sample.persistence[0] ?? 'enhanced', files });
}

/** The file that is shown first: `Main.mo` where there is one, else the first Motoko file. */
export function firstFile(files: Readonly<Record<string, string>>): string {
  const names = Object.keys(files).sort();
  const main = names.find((name) => name.toLowerCase().endsWith('main.mo'));
  return main ?? names.find((name) => name.endsWith('.mo')) ?? names.find((name) => name.endsWith('.wat')) ?? names[0] ?? '';
}

/** Files of one version of a sample. */
export function sampleFiles({ files, version2, wayOut }: Sample, version: SampleVersion): Readonly<Record<string, string>> {
  return { ...files, ...(version >= 2 && version2), ...(version === 3 && wayOut) };
}

/** Puts a version of the sample's files into the project; files of the user's own stay. */
export function withSampleVersion(project: Project, sample: Sample, version: SampleVersion): Project {
  const changed = sampleFiles(sample, version);
  const versioned = { ...sample.version2, ...sample.wayOut };
  const files = { ...withoutFiles(project.files, Object.keys(versioned)), ...changed };
  // What the other version has differently is what there is to read.
  const differing = Object.fromEntries(Object.entries(changed).filter(([path]) => path in versioned));
  return { ...project, files, openFile: project.openFile in differing ? project.openFile : firstFile(differing) };
}

const withoutFiles = (files: Readonly<Record<string, string>>, paths: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));

/** The project as it was when it was made; its canisters are forgotten, its scripts stay. One that comes from no sample keeps its files. */
export function resetProject(project: Project, sample: Sample | undefined): Project {
  const start = sample ? projectFromSample(project.id, sample) : createProject(project);
  return { ...start, title: project.title, scripts: project.scripts, checkpoints: project.checkpoints, predictions: undefined, timelines: undefined };
}

export function withFile(project: Project, path: string, text: string): Project {
  if (project.files[path] === text) return project;
  return { ...project, files: { ...project.files, [path]: text } };
}

export function withRenamedFile(project: Project, from: string, to: string): Project {
  const files = Object.fromEntries(Object.entries(project.files).map(([path, text]) => [path === from ? to : path, text]));
  return { ...project, files, openFile: project.openFile === from ? to : project.openFile };
}

export function withoutFile(project: Project, path: string): Project {
  const files = withoutFiles(project.files, [path]);
  return { ...project, files, openFile: project.openFile === path ? firstFile(files) : project.openFile };
}

/** True where a user would miss something if this project were gone: edits, or a deployed canister. */
export function hasWork(project: Project, sample: Sample | undefined): boolean {
  if (Object.keys(project.canisterIds).length + Object.keys(project.modules ?? {}).length > 0) return true;
  const start = sample ? sample.files : { 'Main.mo': BLANK_MAIN };
  const paths = Object.keys(project.files);
  return paths.length !== Object.keys(start).length || paths.some((path) => project.files[path] !== start[path]);
}

/** A title that no project has yet: `Untitled`, `Untitled 2` ... */
export function freeTitle(wanted: string, taken: readonly { readonly title: string }[]): string {
  const titles = new Set(taken.map(({ title }) => title));
  let title = wanted;
  for (let number = 2; titles.has(title); number++) title = `${wanted} ${number}`;
  return title;
}

export const projectList = (projects: Iterable<Project>): AppState['projects'] =>
  [...projects].map(({ id, title, sample }) => ({ id, title, sample }));
