import { t } from '@lingui/core/macro';
import { sha256 } from '@noble/hashes/sha2';
import { fromUtf8, toHex } from '../../primitives/bytes.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { Actions, ModuleFile, Project } from '../state/model.ts';
import { freeModuleName, isModuleFile, moduleName, withModule, withoutModule } from '../state/modules.ts';
import type { Builds } from './builds.ts';
import { type Context, currentProject, putProject, say, updateProject } from './context.ts';
import type { Opening } from './opening.ts';
import { moduleKey } from './workspace.ts';

type ModuleActions = Pick<Actions, 'addModule' | 'removeModule' | 'setInstallArgument'>;

/** Modules that were made elsewhere: their bytes are kept beside the projects, once for each hash. */
export function createModuleActions(context: Context, builds: Builds, opening: Opening): ModuleActions {
  return {
    addModule: async (files, replaces) => {
      const project = currentProject(context);
      if (!project) return;
      const { module, candid } = pick(files);
      const name = replaces ?? versionOf(project, module.name) ?? freeModuleName(project, module.name);
      const file = keepBytes(context, module);
      putProject(context, withModule(project, name, file, candid));
      dropUnused(context);
      await opening.open(project.id, name);
      const isInstalled = context.library.get(project.id)?.installed[name] !== undefined;
      const fileName = module.name;
      say(context, isInstalled ? t`${fileName} is here as ${name}: press Upgrade.` : t`${fileName} is here as ${name}: press Deploy.`);
    },
    removeModule: async (name) => {
      const project = currentProject(context);
      if (!project?.modules?.[name]) return;
      const id = project.canisterIds[name];
      putProject(context, withoutModule(project, name));
      dropUnused(context);
      await opening.open(project.id);
      if (id !== undefined) await context.link.call('forget', { ids: [id] });
      say(context, t`${name} was removed.`);
    },
    setInstallArgument: (name, argument) => {
      const project = currentProject(context);
      if (!project) return;
      const others = Object.fromEntries(Object.entries(project.installArguments ?? {}).filter(([key]) => key !== name));
      updateProject(context, project.id, (current) => ({ ...current, installArguments: argument ? { ...others, [name]: argument } : others }));
      builds.changed();
    },
  };
}

interface Given {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One module, and its interface where it came along. */
function pick(files: readonly Given[]): { readonly module: Given; readonly candid: string | undefined } {
  const modules = files.filter(({ name }) => isModuleFile(name));
  const [module] = modules;
  if (!module) throw new PlaygroundError('no-module', t`There is no .wasm or .wasm.gz file among them.`, t`Choose a compiled module, and its .did file along with it if you have one.`);
  if (modules.length > 1) throw new PlaygroundError('many-modules', t`There are several modules.`, t`Choose one module at a time, with its .did file.`);
  const interfaces = files.filter(({ name }) => name.toLowerCase().endsWith('.did'));
  const candid = interfaces.find(({ name }) => moduleName(name.replace(/\.did$/i, '')) === moduleName(module.name)) ?? interfaces[0];
  return { module, candid: candid && fromUtf8(candid.bytes) };
}

/** A file of the same name is the next version of the module that is here under it. */
const versionOf = ({ modules }: Project, fileName: string): string | undefined => Object.keys(modules ?? {}).find((name) => name === moduleName(fileName));

/** Keeps the bytes of a module for all projects that have it. */
export function keepBytes({ modules, workspace }: Context, { name, bytes }: Given): ModuleFile {
  const hash = toHex(sha256(bytes));
  modules.set(hash, bytes);
  workspace.put(moduleKey(hash), bytes);
  return { fileName: name, hash, bytes: bytes.length };
}

/** Forgets bytes that no project has any more. */
export function dropUnused({ modules, library, workspace }: Context): void {
  const used = new Set([...library.values()].flatMap((project) => Object.values(project.modules ?? {}).map(({ hash }) => hash)));
  for (const hash of modules.keys()) {
    if (used.has(hash)) continue;
    modules.delete(hash);
    workspace.remove([moduleKey(hash)]);
  }
}
