import { PAGE_BYTES } from '../params.ts';
import { PageLedger, type PageSummary } from '../memory/page-ledger.ts';
import { heapBytes, type CanisterState } from '../state/canister-state.ts';
import { CHUNK_BYTES, type Store } from '../state/store.ts';

/** Looking at a canister's memories. Nothing here executes, changes state, makes anything resident, or costs cycles. */

/** Most bytes of one reading. */
const MAX_READ_BYTES = 65_536;

export type MemoryName = 'heap' | 'stable';

export interface MemoryMap extends PageSummary {
  readonly memory: MemoryName;
  /** Size of the memory now. */
  readonly bytes: number;
  /** 4 KiB pages that there are to show: those of the memory, and those beyond its end that an installation wiped. */
  readonly pages: number;
  /** First page of the first group. */
  readonly from: number;
  readonly pagesPerGroup: number;
}

export interface MapRequest {
  readonly memory: MemoryName;
  /** The pages to look at; all of them where it is absent. */
  readonly range?: { readonly from: number; readonly to: number } | undefined;
  readonly maximumGroups: number;
}

export async function memoryMap(store: Store, canister: CanisterState, { memory, range, maximumGroups }: MapRequest): Promise<MemoryMap> {
  const bytes = memory === 'heap' ? heapBytes(canister.code) : canister.stable.size;
  const ledger = await ledgerOf(store, canister, memory);
  const pages = Math.max(bytes / PAGE_BYTES, ledger.end);
  const from = Math.max(0, Math.min(Math.floor(range?.from ?? 0), pages));
  const to = Math.max(from, Math.min(Math.ceil(range?.to ?? pages), pages));
  const pagesPerGroup = groupSize(to - from, Math.max(1, maximumGroups));
  return { memory, bytes, pages, from, pagesPerGroup, ...ledger.summary(from, to, pagesPerGroup) };
}

/** The smallest power of two that needs no more groups than that. */
function groupSize(pages: number, maximumGroups: number): number {
  let size = 1;
  while (Math.ceil(pages / size) > maximumGroups) size *= 2;
  return size;
}

/** Of a heap that is not loaded, the store knows which chunks have content. */
async function ledgerOf(store: Store, canister: CanisterState, memory: MemoryName): Promise<PageLedger> {
  if (memory === 'stable') return canister.stable.ledger;
  const { code } = canister;
  if (code?.heap) return code.heap.ledger;
  const ledger = new PageLedger();
  const perChunk = CHUNK_BYTES / PAGE_BYTES;
  const stored = code && code.storedHeapPages > 0 ? await store.chunkIndices({ canister: canister.key, memory }) : [];
  for (const chunk of stored) ledger.loaded(chunk * perChunk, (chunk + 1) * perChunk);
  return ledger;
}

/** Bytes from `address` on: as many as there are of `length`, at most 64 KiB. */
export async function readMemory(store: Store, canister: CanisterState, memory: MemoryName, address: number, length: number): Promise<Uint8Array> {
  const size = memory === 'heap' ? heapBytes(canister.code) : canister.stable.size;
  const from = Math.max(0, Math.min(Math.floor(address), size));
  const out = new Uint8Array(Math.min(Math.max(0, length), MAX_READ_BYTES, size - from));
  const heap = memory === 'heap' ? canister.code?.heap : undefined;
  if (heap) return heap.read(from, out.length) ?? out;
  for (let at = 0; at < out.length; ) {
    const index = Math.floor((from + at) / CHUNK_BYTES);
    const start = (from + at) % CHUNK_BYTES;
    const chunk = (await chunkOf(store, canister, memory, index)).subarray(start, start + out.length - at);
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

async function chunkOf(store: Store, canister: CanisterState, memory: MemoryName, index: number): Promise<Uint8Array> {
  const known = memory === 'stable' ? canister.stable.peek(index) : undefined;
  if (known) return known;
  const [stored] = await store.loadChunks(memory === 'stable' && canister.stable.home ? canister.stable.home : { canister: canister.key, memory }, index, index + 1);
  return stored?.bytes ?? new Uint8Array(CHUNK_BYTES);
}

/** For {@link PageHistory}. */
export const ledgersOf = ({ code, stable }: CanisterState) => ({ code, heap: () => code?.heap?.ledger, stable: stable.ledger });
