import { PAGE_BYTES, STABLE_PAGES_LIMIT, STABLE_RESIDENT_BYTES } from '../params.ts';
import { CHUNK_BYTES, type MemoryId } from '../state/store.ts';
import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { PageLedger } from './page-ledger.ts';

/** Thrown through Wasm frames where a chunk is not resident: the message is undone, the chunk loaded, the message run again. */
export class ChunkMiss {
  readonly chunk: number;
  constructor(chunk: number) {
    this.chunk = chunk;
  }
}

/** The chunks that changed since a commit, and the size in Wasm pages. */
export interface StableImage {
  readonly pages: number;
  readonly chunks: readonly { readonly index: number; readonly bytes: Uint8Array }[];
}

const ZEROS = new Uint8Array(CHUNK_BYTES);
const PAGES_PER_CHUNK = CHUNK_BYTES / PAGE_BYTES;

/**
 * Stable memory: sparse, in chunks, with undo by copy on write. Chunks live in the store and come when they are needed,
 * so that it may be larger than what fits into RAM; chunks that never were written do not exist at all.
 */
export class StableMemory {
  /** What became of each page; see {@link PageLedger}. */
  readonly ledger = new PageLedger();
  #pages: number;
  #committedPages: number;
  /** Resident chunks; an entry is never written in place unless it was replaced in this execution. */
  #resident = new Map<number, Uint8Array>();
  /** Chunks that exist in the store. */
  readonly #stored: Set<number>;
  /** Old content of the chunks replaced in this execution; `undefined` for one that did not exist. */
  #undo = new Map<number, Uint8Array | undefined>();
  #dirtyChunks = new Set<number>();
  /** Pages of 4 KiB that were written since the last commit. */
  #writtenPages = new Set<number>();
  #readBytes = 0;
  #writtenBytes = 0;

  /** Where the store keeps the stored chunks until the next commit brings them here; `undefined` where they are here. */
  home: MemoryId | undefined;

  constructor(pages: number, stored: Iterable<number>) {
    this.#pages = pages;
    this.#committedPages = pages;
    this.#stored = new Set(stored);
    for (const chunk of this.#stored) this.ledger.loaded(chunk * PAGES_PER_CHUNK, (chunk + 1) * PAGES_PER_CHUNK);
  }

  /** In Wasm pages of 64 KiB. */
  get pages(): number {
    return this.#pages;
  }

  get size(): number {
    return this.#pages * WASM_PAGE_BYTES;
  }

  /** Bytes that were asked for and written since the replica has this memory, what was undone included: two readings tell what lies between. */
  get traffic(): { readonly readBytes: number; readonly writtenBytes: number } {
    return { readBytes: this.#readBytes, writtenBytes: this.#writtenBytes };
  }

  /** Whether `delta` pages more are within the limit. */
  canGrow(delta: number): boolean {
    return this.#pages + delta <= STABLE_PAGES_LIMIT;
  }

  /** The previous size in pages, or -1 beyond the limit. */
  grow(delta: number): number {
    if (!this.canGrow(delta)) return -1;
    const previous = this.#pages;
    this.#pages += delta;
    return previous;
  }

  /** The caller has checked the bounds. @throws ChunkMiss */
  read(offset: number, length: number): Uint8Array {
    this.#readBytes += length;
    const out = new Uint8Array(length);
    this.#pieces(offset, length, (chunk, start, end, at) => {
      out.set(this.#load(chunk).subarray(start, end), at);
    });
    return out;
  }

  /** The caller has checked the bounds. @throws ChunkMiss */
  write(offset: number, bytes: Uint8Array): void {
    this.#writtenBytes += bytes.length;
    for (let page = Math.floor(offset / PAGE_BYTES); page * PAGE_BYTES < offset + bytes.length; page++) this.#writtenPages.add(page);
    this.#pieces(offset, bytes.length, (chunk, start, end, at) => {
      this.#writable(chunk, end - start === CHUNK_BYTES).set(bytes.subarray(at, at + end - start), start);
    });
  }

  #pieces(offset: number, length: number, use: (chunk: number, start: number, end: number, at: number) => void): void {
    let at = 0;
    while (at < length) {
      const chunk = Math.floor((offset + at) / CHUNK_BYTES);
      const start = (offset + at) % CHUNK_BYTES;
      const end = Math.min(CHUNK_BYTES, start + length - at);
      use(chunk, start, end, at);
      at += end - start;
    }
  }

  #load(chunk: number): Uint8Array {
    const bytes = this.#resident.get(chunk);
    if (bytes) return bytes;
    if (this.#stored.has(chunk)) throw new ChunkMiss(chunk);
    return ZEROS;
  }

  #writable(chunk: number, whole: boolean): Uint8Array {
    const resident = this.#resident.get(chunk);
    if (this.#undo.has(chunk)) return resident as Uint8Array;
    const old = whole ? resident : this.#load(chunk);
    if (whole && resident === undefined && this.#stored.has(chunk)) throw new ChunkMiss(chunk);
    const copy = old === undefined ? new Uint8Array(CHUNK_BYTES) : old.slice();
    this.#undo.set(chunk, resident);
    this.#resident.set(chunk, copy);
    return copy;
  }

  rollback(): void {
    for (const [chunk, old] of this.#undo) {
      if (old) this.#resident.set(chunk, old);
      else this.#resident.delete(chunk);
    }
    this.#undo = new Map();
    this.#writtenPages = new Set();
    this.#pages = this.#committedPages;
  }

  /** What has changed since the last commit. */
  image(): StableImage {
    return { pages: this.#pages, chunks: [...this.#undo.keys()].map((index) => ({ index, bytes: this.chunk(index).slice() })) };
  }

  /** Changes the memory of the last commit into the image that was taken after it. */
  restore({ pages, chunks }: StableImage): void {
    this.#pages = pages;
    for (const { index, bytes } of chunks) this.write(index * CHUNK_BYTES, bytes);
  }

  commit(): void {
    for (const chunk of this.#undo.keys()) this.#dirtyChunks.add(chunk);
    this.#undo = new Map();
    this.ledger.committed(this.#writtenPages);
    this.#writtenPages = new Set();
    this.#committedPages = this.#pages;
  }

  /** Makes chunks resident that were read from the store. */
  supply(chunks: readonly { index: number; bytes: Uint8Array }[]): void {
    this.#evict();
    for (const { index, bytes } of chunks) if (!this.#resident.has(index)) this.#resident.set(index, bytes);
  }

  /** Gives up clean chunks, oldest first, where more are resident than the budget allows. */
  #evict(): void {
    for (const chunk of this.#resident.keys()) {
      if (this.#resident.size * CHUNK_BYTES <= STABLE_RESIDENT_BYTES) return;
      if (this.#stored.has(chunk) && !this.#dirtyChunks.has(chunk) && !this.#undo.has(chunk)) this.#resident.delete(chunk);
    }
  }

  takeDirtyChunks(): number[] {
    const chunks = [...this.#dirtyChunks];
    for (const chunk of chunks) this.#stored.add(chunk);
    this.#dirtyChunks = new Set();
    return chunks;
  }

  chunk(index: number): Uint8Array {
    return this.#resident.get(index) ?? ZEROS;
  }

  /** Another memory with the same content, between two executions: what is resident is shared until one of both writes to it. */
  fork(): StableMemory {
    const copy = new StableMemory(this.#pages, this.#stored);
    copy.#resident = new Map(this.#resident);
    copy.#dirtyChunks = new Set(this.#dirtyChunks);
    for (const chunk of this.#resident.keys()) copy.ledger.loaded(chunk * PAGES_PER_CHUNK, (chunk + 1) * PAGES_PER_CHUNK);
    return copy;
  }

  /** Gives a chunk a new content, whatever it was. */
  replaceChunk(index: number, bytes: Uint8Array): void {
    this.#resident.set(index, bytes);
    this.#dirtyChunks.add(index);
  }

  /** Chunks that are in memory: they count where the store has others. */
  residentChunks(): ReadonlyMap<number, Uint8Array> {
    return this.#resident;
  }

  /** A chunk without making it resident; `undefined` where it is only in the store. */
  peek(index: number): Uint8Array | undefined {
    return this.#resident.get(index) ?? (this.#stored.has(index) ? undefined : ZEROS);
  }
}
