import { MalformedBytes } from '../../primitives/codec.ts';
import { applyDelta, encodeDelta } from '../../primitives/delta.ts';
import type { Build } from '../../protocol/compiler.ts';
import type { ArchivedInstallation, ProjectArchive } from '../state/archive-model.ts';
import type { InstalledSource } from '../state/installed-source.ts';
import type { Installed, Project } from '../state/model.ts';
import { sharedPlace } from '../state/shared-place.ts';
import { archiveOf, installedOf } from './archiving.ts';
import { fromBase64Url, toBase64Url } from './base64-url.ts';
import { damaged, FILE_VERSION, fromFile, pack, toFile, unpack } from './container.ts';
import type { Context } from './context.ts';
import { decodeProject, encodeProject } from './project-archive.ts';

/** Links and files that carry a project with the state of its canisters: `#p=2.` and base64url of the same bytes as in a file. */

/** In characters. Browsers open longer addresses, but hardly any other program passes them on. */
const MAX_LINK = 100_000;
/** Unpacked: of a link, and of a file. */
const MAX_BYTES = { link: 8_388_608, file: 268_435_456 } as const;

/** A longer patch is not worth its building: the module is carried. */
const MAX_PATCH_BYTES = 16_384;

/** The project with its state, packed. Modules that can be made again from their source are left out. */
export async function packWithState(context: Context, project: Project): Promise<Uint8Array<ArrayBuffer>> {
  const patches = await patchesOf(context, project);
  const known = [...Object.values(project.modules ?? {}).map(({ hash }) => hash), ...patches.keys()];
  const world = await context.link.call('exportWorld', { ids: Object.values(project.canisterIds), known });
  return pack(encodeProject(archiveOf(context, project, { calls: false, patches, world, place: sharedPlace(context.store.getState()) })));
}

type Patch = NonNullable<ArchivedInstallation['patch']>;

/** What makes each installed module of what a fresh compiler builds, by hash. */
async function patchesOf(context: Context, { installed, canisterIds }: Project): Promise<ReadonlyMap<string, Patch>> {
  const patches = new Map<string, Patch>();
  for (const [name, { source, persistence, moduleHash }] of Object.entries(installed)) {
    const id = canisterIds[name];
    const module = source && id !== undefined ? await context.link.call('moduleOf', { id }) : undefined;
    const build = source && module ? await rebuild(context, { source, persistence }).catch(() => undefined) : undefined;
    if (!module || !build || moduleHash === undefined) continue;
    const delta = encodeDelta(build.wasm, module);
    if (delta.length <= MAX_PATCH_BYTES) patches.set(moduleHash, { delta, length: module.length });
  }
  return patches;
}

interface Origin {
  readonly source: InstalledSource;
  readonly persistence: Installed['persistence'];
}

/** With a compiler that has built nothing else: what it builds depends in details on what it has built before. */
async function rebuild(context: Context, { source, persistence }: Origin): Promise<Build | undefined> {
  const { client, terminate } = context.options.createCompiler(persistence);
  try {
    await client.call('start', { persistence });
    const result = await client.call('build', source);
    return result.ok ? result.build : undefined;
  } finally {
    terminate();
  }
}

export interface Rebuilt {
  /** Modules to supply, beside those that the archive carries. */
  readonly modules: readonly Uint8Array[];
  /** The record of each installation, by the canister's name. */
  readonly installed: Readonly<Record<string, Installed>>;
}

/** Builds what was left out. What cannot be built is missing afterwards; whether a module is the right one, the replica decides by its hash. */
export async function rebuildAll(context: Context, { canisters, modules }: ProjectArchive): Promise<Rebuilt> {
  const wasm: Uint8Array[] = modules.map(({ bytes }) => bytes);
  const installed: [string, Installed][] = [];
  for (const { name, installed: archived } of canisters) {
    if (!archived) continue;
    const { source, persistence, patch } = archived;
    const build = patch && source ? await rebuild(context, { source, persistence }) : undefined;
    if (build && patch) wasm.push(patched(build.wasm, patch));
    const record = recordOf(archived, build);
    if (record) installed.push([name, record]);
  }
  return { modules: wasm, installed: Object.fromEntries(installed) };
}

/** Where the patch does not fit, the build as it is: the replica sees that it is another module. */
function patched(wasm: Uint8Array, { delta, length }: Patch): Uint8Array {
  try {
    return applyDelta(wasm, delta, length);
  } catch (error) {
    if (error instanceof MalformedBytes) return wasm;
    throw error;
  }
}

function recordOf(archived: ArchivedInstallation, build: Build | undefined): Installed | undefined {
  if (archived.rest) return installedOf(archived);
  if (!build) return undefined;
  const { version, persistence, initialValues, moduleHash, source } = archived;
  const { key, candid, stableSignature, variables, inspected, hooks } = build;
  return { version, persistence, initialValues, moduleHash, source, key, candid, stableSignature, variables, inspected, hooks };
}

/** The fragment; `undefined` where it is longer than links can be. */
export function linkOf(packed: Uint8Array): string | undefined {
  const fragment = `#p=${FILE_VERSION}.${toBase64Url(packed)}`;
  return fragment.length > MAX_LINK ? undefined : fragment;
}

export const fileOf = (packed: Uint8Array): Uint8Array<ArrayBuffer> => toFile(packed);

/** Rejects with codes `share-damaged`, `share-invalid` and `share-too-large`. */
export async function readStateLink(fragment: string): Promise<ProjectArchive> {
  const text = fragment.slice(`#p=${FILE_VERSION}.`.length);
  const packed = /^[\w-]+$/.test(text) ? fromBase64Url(text) : undefined;
  if (!packed) throw damaged('link');
  return decodeProject(await unpack(packed, 'link', MAX_BYTES.link), 'link');
}

/** Rejects as {@link readStateLink} does, and with `share-version`. */
export const readProjectFile = async (bytes: Uint8Array): Promise<ProjectArchive> => decodeProject(await unpack(fromFile(bytes), 'file', MAX_BYTES.file), 'file');
