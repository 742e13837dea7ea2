import { t } from '@lingui/core/macro';
import type { ActorVariable, CanisterOutline } from '../../protocol/compiler.ts';
import type { ModuleFile, Project } from './model.ts';
import { parseStableSignature } from '../../protocol/stable-signature.ts';

/** Canisters that are not Motoko: modules made elsewhere, and WebAssembly in text form. Pure. */

const MODULE = /\.wasm(\.gz)?$/i;
const TEXT = /\.wat$/i;

export const isModuleFile = (fileName: string): boolean => MODULE.test(fileName);
export const isTextModule = (path: string): boolean => TEXT.test(path);
/** Whether a canister is built from something else than Motoko. */
export const isForeign = ({ path }: Pick<CanisterOutline, 'path'>): boolean => isModuleFile(path) || isTextModule(path);

/** The canister's name: the file's without folder and ending, in lower case, of letters, digits, `_` and `-` only. */
export function moduleName(fileName: string): string {
  const base = (fileName.split('/').at(-1) ?? '').replace(MODULE, '').replace(TEXT, '').toLowerCase();
  const tidy = base.replaceAll(/[^a-z0-9_-]+/g, '_').replaceAll(/^_+|_+$/g, '');
  return tidy === '' || tidy === '__proto__' || tidy === 'constructor' ? 'module' : tidy.slice(0, 60);
}

/** Where the interface of a module is looked for, beside what the module itself says. */
export const candidPath = (canister: string): string => `${canister}.did`;

/** A name that no canister of the project has: `greeter`, `greeter2` ... */
export function freeModuleName(project: Pick<Project, 'files' | 'modules'>, fileName: string): string {
  const taken = new Set([...Object.keys(project.modules ?? {}), ...Object.keys(project.files).filter(definesCanister).map(sourceName)]);
  const wanted = moduleName(fileName);
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
  return name;
}

const definesCanister = (path: string): boolean => path.endsWith('.mo') || isTextModule(path);
const sourceName = (path: string): string => (isTextModule(path) ? moduleName(path) : (path.split('/').at(-1) ?? path).replace(/\.mo$/, '').toLowerCase());

/** The canisters that modules and text files of a project define. A text file of a name that Motoko has gets a number. */
export function foreignOutlines({ files, modules }: Pick<Project, 'files' | 'modules'>): readonly CanisterOutline[] {
  const motoko = Object.keys(files).filter((path) => path.endsWith('.mo'));
  const outlines = Object.keys(modules ?? {}).map((name): CanisterOutline => ({ name, path: `${name}.wasm`, imports: [] }));
  const taken = new Set([...motoko.map(sourceName), ...outlines.map(({ name }) => name)]);
  for (const path of Object.keys(files).filter(isTextModule).sort()) {
    const base = moduleName(path);
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
    taken.add(name);
    outlines.push({ name, path, imports: [] });
  }
  return outlines;
}

export function withModule(project: Project, name: string, module: ModuleFile, candid: string | undefined): Project {
  const files = candid === undefined ? project.files : { ...project.files, [candidPath(name)]: candid };
  return { ...project, files, modules: { ...project.modules, [name]: module } };
}

/** The project without a module and without the canister that it was. */
export function withoutModule(project: Project, name: string): Project {
  const others = <T>(record: Readonly<Record<string, T>> | undefined): Record<string, T> =>
    Object.fromEntries(Object.entries(record ?? {}).filter(([key]) => key !== name));
  return {
    ...project,
    modules: others(project.modules),
    installArguments: others(project.installArguments),
    canisterIds: others(project.canisterIds),
    installed: others(project.installed),
    upgrades: others(project.upgrades),
  };
}

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const UNREADABLE = t`Only its name and type are known, from the module’s metadata: a module made elsewhere cannot be asked for values.`;

/** The stable variables that a module's metadata names (`motoko:stable-types`); their values cannot be read. */
export function variablesOfSignature(signature: string): readonly ActorVariable[] {
  return [...parseStableSignature(signature).provides].map(([name, type]) => ({
    name,
    declaration: 'var',
    kind: 'stable',
    type,
    unshown: UNREADABLE,
    range: START,
  }));
}
