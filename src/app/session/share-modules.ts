import type { ModuleFile, Project } from '../state/model.ts';
import { isModuleFile, moduleName } from '../state/modules.ts';
import { fromBase64Url, toBase64Url } from './base64-url.ts';

/** A module that was made elsewhere, in a link. */
export interface SharedModule {
  /** The canister's. */
  readonly name: string;
  readonly fileName: string;
  /** Base64url of its bytes. */
  readonly bytes: string;
}

/** Of all modules in one link together. Compressed, that is a link of some ten thousand characters. */
const MAX_BYTES = 48_000;
const MAX_MODULES = 20;

/** Which modules a link carries, smallest first, and the files of those that it leaves out. */
export function sharedModules(modules: Project['modules'], bytes: ReadonlyMap<string, Uint8Array>): { readonly carried: readonly SharedModule[]; readonly left: readonly string[] } {
  const carried: SharedModule[] = [];
  const left: string[] = [];
  let total = 0;
  const entries: readonly (readonly [string, ModuleFile])[] = Object.entries(modules ?? {});
  for (const [name, { fileName, hash }] of [...entries].sort(([, a], [, b]) => a.bytes - b.bytes)) {
    const content = bytes.get(hash);
    if (content && total + content.length <= MAX_BYTES && carried.length < MAX_MODULES) {
      total += content.length;
      carried.push({ name, fileName, bytes: toBase64Url(content) });
    } else left.push(fileName);
  }
  return { carried, left };
}

export const bytesOf = ({ bytes }: SharedModule): Uint8Array<ArrayBuffer> => fromBase64Url(bytes) ?? new Uint8Array();

/** What a link says of modules, trusting nothing; `undefined` where it cannot be. */
export function validateModules(value: unknown): readonly SharedModule[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MAX_MODULES) return undefined;
  const modules = (value as readonly unknown[]).map(validateModule);
  const names = new Set(modules.map((module) => module?.name));
  return modules.every((module) => module !== undefined) && names.size === modules.length ? modules : undefined;
}

function validateModule(value: unknown): SharedModule | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, fileName, bytes } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof fileName !== 'string' || typeof bytes !== 'string') return undefined;
  const named = name === moduleName(name) && isModuleFile(fileName) && fileName.length <= 200;
  return named && fromBase64Url(bytes) ? { name, fileName, bytes } : undefined;
}
