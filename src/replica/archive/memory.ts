import { blob, type Codec, count, decode, encode, list, MalformedBytes, struct } from '../../primitives/codec.ts';
import { PAGE_BYTES } from '../params.ts';
import { CHUNK_BYTES, type ChunkWrite, type MemoryId, type Store } from '../state/store.ts';
import { applyDelta, encodeDelta } from '../../primitives/delta.ts';

/** One memory: its pages that are not zero, as runs of pages, and their bytes as a delta to the bytes of the module. */

/** Of all memories of an archive together: 128 MiB. */
export const MAX_ARCHIVED_PAGES = 32_768;
const MAX_RUNS = MAX_ARCHIVED_PAGES;
/** Chunks that are read together. */
const BATCH = 1024;

interface Run {
  /** Pages between the end of the run before and this one. */
  readonly skipped: number;
  readonly pages: number;
}

interface Image {
  readonly runs: readonly Run[];
  readonly delta: Uint8Array;
}

const image: Codec<Image> = struct<Image>({
  runs: list(struct<Run>({ skipped: count(), pages: count(MAX_ARCHIVED_PAGES) }), MAX_RUNS),
  delta: blob(MAX_ARCHIVED_PAGES * PAGE_BYTES * 2),
});

/** What is said of a memory before it is written out. */
export interface Pages {
  readonly runs: readonly Run[];
  readonly bytes: Uint8Array;
}

/** Pages that are not zero, as the store has them; `undefined` where there are more than `most`. */
export async function readPages(store: Store, memory: MemoryId, most: number): Promise<Pages | undefined> {
  const indices = await store.chunkIndices(memory);
  const parts: { page: number; bytes: Uint8Array }[] = [];
  for (let i = 0; i < indices.length; i += BATCH) {
    const part = indices.slice(i, i + BATCH);
    for (const { index, bytes } of await store.loadChunks(memory, part[0] as number, (part.at(-1) as number) + 1)) parts.push(...pagesOf(index, bytes));
    if (parts.length > most) return undefined;
  }
  const bytes = new Uint8Array(parts.length * PAGE_BYTES);
  parts.forEach((part, i) => bytes.set(part.bytes, i * PAGE_BYTES));
  return { runs: runsOf(parts.map(({ page }) => page)), bytes };
}

const PAGES_PER_CHUNK = CHUNK_BYTES / PAGE_BYTES;

const pagesOf = (chunk: number, bytes: Uint8Array): { page: number; bytes: Uint8Array }[] =>
  Array.from({ length: PAGES_PER_CHUNK }, (_, i) => ({ page: chunk * PAGES_PER_CHUNK + i, bytes: bytes.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES) })).filter((page) =>
    page.bytes.some((byte) => byte !== 0),
  );

function runsOf(pages: readonly number[]): Run[] {
  const runs: { skipped: number; pages: number }[] = [];
  let next = 0;
  for (const page of pages) {
    const last = runs.at(-1);
    if (last && page === next) last.pages++;
    else runs.push({ skipped: page - next, pages: 1 });
    next = page + 1;
  }
  return runs;
}

export const encodePages = ({ runs, bytes }: Pages, base: Uint8Array): Uint8Array<ArrayBuffer> => encode(image, { runs, delta: encodeDelta(base, bytes) });

export interface Reading {
  readonly memory: MemoryId;
  /** Size of the memory. */
  readonly memoryBytes: number;
  readonly base: Uint8Array;
}

/** How many pages an encoded memory has. @throws MalformedBytes */
export const pageCount = (encoded: Uint8Array): number => decode(image, encoded).runs.reduce((sum, { pages }) => sum + pages, 0);

/**
 * The memory as chunks for the store.
 * @throws MalformedBytes where the pages are not what they say, or lie outside of the memory
 */
export function decodePages(encoded: Uint8Array, { memory, memoryBytes, base }: Reading): ChunkWrite[] {
  const { runs, delta } = decode(image, encoded);
  const total = runs.reduce((sum, { pages }) => sum + pages, 0);
  if (total > MAX_ARCHIVED_PAGES) throw new MalformedBytes('a memory is too large');
  const bytes = applyDelta(base, delta, total * PAGE_BYTES);
  const chunks = new Map<number, Uint8Array>();
  let page = 0;
  let at = 0;
  for (const { skipped, pages } of runs) {
    page += skipped;
    if ((page + pages) * PAGE_BYTES > memoryBytes) throw new MalformedBytes('a page lies outside of its memory');
    for (let i = 0; i < pages; i++, page++, at += PAGE_BYTES) place(chunks, page, bytes.subarray(at, at + PAGE_BYTES));
  }
  return [...chunks].map(([index, content]) => ({ ...memory, index, bytes: content }));
}

function place(chunks: Map<number, Uint8Array>, page: number, bytes: Uint8Array): void {
  const index = Math.floor(page / PAGES_PER_CHUNK);
  const chunk = chunks.get(index) ?? new Uint8Array(CHUNK_BYTES);
  chunk.set(bytes, (page % PAGES_PER_CHUNK) * PAGE_BYTES);
  chunks.set(index, chunk);
}
