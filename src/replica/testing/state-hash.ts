import { createHash } from 'node:crypto';
import { toHex } from '../../primitives/bytes.ts';
import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { loadedCode } from '../canister/execute.ts';
import type { CanisterState } from '../state/canister-state.ts';
import { CHUNK_BYTES, type Store } from '../state/store.ts';
import type { World } from '../state/world.ts';

/** All that there is of a canister, so that two states can be compared. */

/** Text that is the same for equal values and no others, for all that records hold. */
export function canonical(value: unknown): string {
  if (value instanceof Uint8Array) return `bytes:${toHex(value)}`;
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Map) return `map(${[...value].map((entry) => canonical(entry)).join()})`;
  if (value instanceof Set) return `set(${[...value].map(canonical).join()})`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : (JSON.stringify(value) ?? 'undefined');
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join()}}`;
}

/** What a canister has, each part as a hash or as text. */
export type CanisterParts = Readonly<Record<string, string>>;

/** What changes whatever an execution does: what it costs, and what it logs. */
const VARIABLE = new Set(['cycles', 'logs', 'nextLogIndex', 'chargedUntil']);

/** What is hashed by itself. */
const HASHED = new Set(['code', 'stable', 'chunkStore']);

/**
 * Each part of a canister's state: module, heap, stable memory byte for byte, globals, settings, timer, certified data, version, history,
 * queues, contexts, callbacks, chunks, and whatever fields are added. Cycles and logs are left out.
 */
export async function canisterParts(store: Store, canister: CanisterState): Promise<CanisterParts> {
  const { code, chunkStore } = canister;
  const loaded = code && (await loadedCode({ host: { store } } as World, canister));
  const heap = loaded?.heap;
  const rest = Object.entries(canister).filter(([name]) => !VARIABLE.has(name) && !HASHED.has(name));
  return {
    module: canonical(code?.module.hash),
    uploaded: digest(code?.uploaded),
    globals: canonical(code?.globals),
    heap: digest(heap?.read(0, heap.size)),
    stable: await stableDigest(store, canister),
    chunks: canonical(chunkStore.hashes),
    ...Object.fromEntries(rest.map(([name, value]) => [name, canonical(value)])),
  };
}

const digest = (bytes: Uint8Array | undefined): string => (bytes ? `${bytes.length}:${createHash('sha256').update(bytes).digest('hex')}` : 'none');

/** Of the chunks that are not zero, wherever they are. */
async function stableDigest(store: Store, { key, stable }: CanisterState): Promise<string> {
  const hash = createHash('sha256');
  const chunks = new Map((await store.loadChunks(stable.home ?? { canister: key, memory: 'stable' }, 0, Infinity)).map(({ index, bytes }) => [index, bytes]));
  for (const [index, bytes] of stable.residentChunks()) chunks.set(index, bytes);
  const last = (stable.pages * WASM_PAGE_BYTES) / CHUNK_BYTES;
  const kept = [...chunks].filter(([index, bytes]) => index < last && bytes.some((byte) => byte !== 0)).sort(([a], [b]) => a - b);
  for (const [index, bytes] of kept) hash.update(`${index}:`).update(bytes);
  return `${stable.pages}:${hash.digest('hex')}`;
}

/** One hash of everything that a store holds. */
export async function storeHash(store: Store): Promise<string> {
  const hash = createHash('sha256');
  const records = await store.loadRecords('');
  for (const { key, value } of records) hash.update(key).update(canonical(value));
  const owners = records.flatMap(({ key }) => /^(?:canister|snapshot)\/(.*)$/.exec(key)?.[1] ?? []);
  for (const canister of owners) {
    for (const memory of ['module', 'heap', 'stable'] as const) {
      for (const { index, bytes } of await store.loadChunks({ canister, memory }, 0, Infinity)) hash.update(`${canister}/${memory}/${index}`).update(bytes);
    }
  }
  return hash.digest('hex');
}
