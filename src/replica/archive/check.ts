import { sha256 } from '@noble/hashes/sha2';
import { concat, equalBytes, toHex } from '../../primitives/bytes.ts';
import { MalformedBytes } from '../../primitives/codec.ts';
import { misfitOfSize } from '../management/main-memory.ts';
import { HEAP_PAGES_LIMIT } from '../params.ts';
import type { World } from '../state/world.ts';
import type { ModuleInfo } from '../wasm/module.ts';
import { prepareModule } from '../wasm/prepare.ts';
import type { Renaming } from './ids.ts';
import { type Archive, type ArchivedCanister, ArchiveError, type ArchivedSnapshot } from './model.ts';

/** What has to be true of an archive beside the types of its fields, so that nothing of it can make the machine stumble later. */

export interface ResolvedModule {
  readonly module: ModuleInfo;
  readonly uploaded: Uint8Array;
}

export type Modules = ReadonlyMap<string, ResolvedModule>;

/**
 * The modules of an archive, carried or supplied, each of them the one that its hash says and one that may be installed.
 * @throws ArchiveError `module-missing`
 * @throws MalformedBytes
 */
export function resolveModules(world: World, archive: Archive, supplied: ReadonlyMap<string, Uint8Array>): Modules {
  const resolved = new Map<string, ResolvedModule>();
  for (const { hash, bytes } of archive.modules) {
    const uploaded = bytes ?? supplied.get(hash);
    if (!uploaded) throw new ArchiveError('module-missing', 'The state comes without the code that made it, and that code could not be built here.');
    if (toHex(sha256(uploaded)) !== hash) throw new MalformedBytes('a module is another one than it says');
    const prepared = world.prepare(uploaded, hash, prepareModule);
    if (!prepared.ok) throw new MalformedBytes(`a module is refused: ${prepared.reject.message.split('\n')[0]}`);
    resolved.set(hash, { module: prepared.module, uploaded });
  }
  return resolved;
}

/** The module of a canister; `undefined` where it has none. @throws MalformedBytes where its heap or its globals do not fit it */
export function checkCode({ code }: ArchivedCanister, modules: Modules): ResolvedModule | undefined {
  if (!code) return undefined;
  const resolved = modules.get(code.module);
  if (!resolved) throw new MalformedBytes('a canister has a module that is not listed');
  const { module } = resolved;
  const misfit = misfitOfSize(code.heapPages, module);
  if (misfit !== undefined || code.heapPages > HEAP_PAGES_LIMIT[module.wordSize]) throw new MalformedBytes(misfit ?? 'the main memory is larger than its address space');
  const types = module.mutableGlobals.map(({ type }) => (type === 'i64' || type === 'v128' ? 'bigint' : 'number'));
  if (types.length !== code.globals.length || code.globals.some((value, i) => typeof value !== types[i])) throw new MalformedBytes('the globals are not those of the module');
  return resolved;
}

const NUMBER_BYTES = 8;

/** The id of a snapshot at the canister's new id. @throws MalformedBytes where it is not one of this canister */
export function checkSnapshot({ id, globals }: ArchivedSnapshot, { from, to }: Renaming): Uint8Array {
  if (!equalBytes(id.subarray(NUMBER_BYTES), from)) throw new MalformedBytes('a snapshot belongs to another canister');
  if (globals.some(({ type, value }) => typeof value !== (type === 'i64' || type === 'v128' ? 'bigint' : 'number'))) throw new MalformedBytes('a global of a snapshot has another type');
  return concat([id.subarray(0, NUMBER_BYTES), to]);
}
