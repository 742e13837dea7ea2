import type { ArchivedInstallation, ArchivedModuleFile, ArchivedProjectCanister, Place, ProjectArchive } from '../state/archive-model.ts';
import type { Installed, Project } from '../state/model.ts';
import type { Context } from './context.ts';

/** A project taken apart for its way, and put together again. */

interface Wanted {
  /** Calls that were made; links leave them out. */
  readonly calls: boolean;
  /** What makes modules of what is built from their sources, by hash; what the source tells is left out for these. */
  readonly patches: ReadonlyMap<string, NonNullable<ArchivedInstallation['patch']>>;
  readonly world: Uint8Array | undefined;
  /** Where in a course it stands. */
  readonly place?: Place | undefined;
}

export function archiveOf(context: Context, project: Project, { calls, patches, world, place }: Wanted): ProjectArchive {
  const { title, sample, language, persistence, files, openFile, scripts = [], installArguments = {} } = project;
  const history = calls ? context.history.get(project.id) : undefined;
  const canisters = Object.entries(project.canisterIds).map(
    ([name, id]): ArchivedProjectCanister => ({
      name,
      id,
      installed: project.installed[name] && archivedInstallation(project.installed[name], patches),
      upgrade: project.upgrades[name] && (calls ? project.upgrades[name] : { ...project.upgrades[name], ran: undefined }),
      calls: (history?.[name] ?? []).filter(({ phase }) => phase !== 'running').slice(-200),
    }),
  );
  const selected = context.store.getState().selected;
  return { title, sample, language, persistence, files, openFile, selected, scripts, modules: modulesOf(context, project), installArguments, place, canisters: world ? canisters : [], world };
}

function modulesOf({ modules }: Context, project: Project): ArchivedModuleFile[] {
  return Object.entries(project.modules ?? {}).flatMap(([name, { fileName, hash }]) => {
    const bytes = modules.get(hash);
    return bytes ? [{ name, fileName, bytes }] : [];
  });
}

function archivedInstallation(installed: Installed, patches: Wanted['patches']): ArchivedInstallation {
  const { version, persistence, initialValues, moduleHash, source, key, candid, stableSignature, variables, inspected, hooks } = installed;
  const patch = patches.get(moduleHash ?? '');
  const known = { version, persistence, initialValues, moduleHash, source, patch };
  if (source && patch) return { ...known, rest: undefined };
  return { ...known, rest: { key, candid, stableSignature, variables, inspected, ...(hooks ? { hooks } : {}) } };
}

/** The record of an installation that came whole. */
export function installedOf({ version, persistence, initialValues, moduleHash, source, rest }: ArchivedInstallation): Installed | undefined {
  return rest && { version, persistence, initialValues, moduleHash, source, ...rest };
}

/** Values by the names of canisters, where there are any. */
export const byName = <T>(canisters: readonly ArchivedProjectCanister[], value: (canister: ArchivedProjectCanister) => T | undefined): Record<string, T> =>
  Object.fromEntries(canisters.flatMap((canister) => {
    const found = value(canister);
    return found === undefined ? [] : [[canister.name, found]];
  }));
