import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { ReplicaBug } from '../errors.ts';
import { MAX_STORE_BYTES, MAX_UNTESTED_OFFSET } from '../wasm/limits.ts';
import { HEAP_PAGES_LIMIT, PAGE_BYTES } from '../params.ts';
import { CHUNK_BYTES } from '../state/store.ts';
import { PageLedger } from './page-ledger.ts';

/** A store may run over the end of the page that was tested by this many bytes. */
const SPILL_BYTES = MAX_UNTESTED_OFFSET + MAX_STORE_BYTES;
const SAVED_BYTES = PAGE_BYTES + SPILL_BYTES;
const SAVED_WORDS = SAVED_BYTES / 4;
const PAGE_WORDS = PAGE_BYTES / 4;
const SPILL_WORDS = SPILL_BYTES / 4;
const ZERO_PAGE = new Uint32Array(PAGE_WORDS);

/** The pages that changed since a commit, each with the first bytes of the next one, and the size in Wasm pages. */
export interface HeapImage {
  readonly pages: number;
  readonly pieces: readonly { readonly address: number; readonly bytes: Uint8Array }[];
}

/**
 * A canister's main memory with undo by page.
 *
 * The rewritten module marks a page before it first writes to it; the page's old bytes go into an arena. `rollback` puts them back in
 * reverse order, `commit` forgets them: both cost what was touched, not what the heap is large. The first bytes of the following page
 * are saved along, since a store may straddle the boundary and marks its first page only.
 *
 * The page map (one byte per page) lies before the canister's memory in the same `WebAssembly.Memory`; see `wasm/module.ts`.
 */
export class Heap {
  readonly wordSize: 32 | 64;
  readonly mapBytes: number;
  /** What became of each page; see {@link PageLedger}. */
  readonly ledger = new PageLedger();
  readonly #maximumPages: number;
  #memory: WebAssembly.Memory;
  #bytes: Uint8Array;
  /** Numbers of the marked pages in order of marking, beside their old content in the arena. */
  #pages: number[] = [];
  /** Marked pages that did not exist at the last commit: they were zero, so nothing of them is saved. */
  #freshPages: number[] = [];
  #arena = new Uint32Array(SAVED_WORDS * 64);
  #arenaBytes = new Uint8Array(this.#arena.buffer);
  /** Size at the last commit, in Wasm pages of the canister. */
  #committedPages: number;
  #dirtyChunks = new Set<number>();

  constructor(wordSize: 32 | 64, mapBytes: number, pages: number, maximumPages: number | undefined) {
    this.wordSize = wordSize;
    this.mapBytes = mapBytes;
    this.#maximumPages = Math.min(maximumPages ?? Infinity, HEAP_PAGES_LIMIT[wordSize] - (wordSize === 32 ? mapBytes / WASM_PAGE_BYTES : 0));
    this.#committedPages = pages;
    this.#memory = this.#allocate(pages);
    this.#bytes = new Uint8Array(this.#memory.buffer);
  }

  #allocate(pages: number): WebAssembly.Memory {
    const mapPages = this.mapBytes / WASM_PAGE_BYTES;
    const initial = pages + mapPages;
    const maximum = HEAP_PAGES_LIMIT[this.wordSize] + (this.wordSize === 64 ? mapPages : 0);
    if (this.wordSize === 32) return new WebAssembly.Memory({ initial, maximum });
    // `address: 'i64'` takes its limits as bigint; TypeScript's library does not know it.
    return new WebAssembly.Memory({ address: 'i64', initial: BigInt(initial), maximum: BigInt(maximum) } as unknown as WebAssembly.MemoryDescriptor);
  }

  /** The memory to import; another one after `rollback` returned true. */
  get memory(): WebAssembly.Memory {
    return this.#memory;
  }

  /** Bytes of the canister's own memory. */
  get size(): number {
    return this.#bytes.length - this.mapBytes;
  }

  /** Pages marked since the last commit or rollback. */
  get touchedPages(): number {
    return this.#pages.length + this.#freshPages.length;
  }

  /** A copy of `length` bytes; `undefined` where they are out of bounds. */
  read(address: number, length: number): Uint8Array<ArrayBuffer> | undefined {
    if (!(address + length <= this.size)) return undefined;
    return this.#bytes.slice(this.mapBytes + address, this.mapBytes + address + length);
  }

  /** Writes as the canister itself would; false where it is out of bounds. */
  write(address: number, bytes: Uint8Array): boolean {
    if (!(address + bytes.length <= this.size)) return false;
    this.markRange(address, bytes.length);
    this.#bytes.set(bytes, this.mapBytes + address);
    return true;
  }

  /** Saves the content of the page with this address, once; what is out of bounds is ignored, since the store itself traps then. */
  readonly markPage = (address: number | bigint): void => {
    this.#mark(Math.floor((typeof address === 'bigint' ? Number(BigInt.asUintN(64, address)) : address >>> 0) / PAGE_BYTES));
  };

  #mark(index: number): void {
    if (!(index < this.size / PAGE_BYTES) || this.#bytes[index] !== 0) return;
    if (index >= (this.#committedPages * WASM_PAGE_BYTES) / PAGE_BYTES) this.#freshPages.push(index);
    else this.#save(index);
    // Last: a canister's recursion may leave so little of the stack that any of the calls above throws.
    this.#bytes[index] = 1;
  }

  #save(index: number): void {
    const at = this.#pages.length * SAVED_BYTES;
    if (at + SAVED_BYTES > this.#arenaBytes.length) this.#growArena();
    const start = this.mapBytes + index * PAGE_BYTES;
    const saved = this.#bytes.subarray(start, start + SAVED_BYTES);
    this.#arenaBytes.set(saved, at);
    // Behind the last page there is nothing yet; pages that come by growth are zero.
    this.#arenaBytes.fill(0, at + saved.length, at + SAVED_BYTES);
    this.#pages.push(index);
  }

  readonly markRange = (address: number | bigint, length: number | bigint): void => {
    const from = typeof address === 'bigint' ? Number(BigInt.asUintN(64, address)) : address >>> 0;
    const size = typeof length === 'bigint' ? Number(BigInt.asUintN(64, length)) : length;
    const bytes = size < 0 ? size >>> 0 : size;
    if (bytes === 0) return;
    const end = Math.min(from + bytes, this.size);
    for (let page = Math.floor(from / PAGE_BYTES); page * PAGE_BYTES < end; page++) this.#mark(page);
  };

  /** Whether `delta` pages more are within the maximum of the module and of the system. */
  canGrow(delta: number): boolean {
    return this.size / WASM_PAGE_BYTES + delta <= this.#maximumPages;
  }

  /** `memory.grow` in the canister's pages: the previous size, or -1. */
  grow(delta: number): number {
    const previous = this.size / WASM_PAGE_BYTES;
    if (!this.canGrow(delta)) return -1;
    if (delta === 0) return previous;
    try {
      if (this.wordSize === 32) this.#memory.grow(delta);
      else (this.#memory as unknown as { grow(pages: bigint): bigint }).grow(BigInt(delta));
    } catch {
      return -1;
    }
    this.#bytes = new Uint8Array(this.#memory.buffer);
    return previous;
  }

  /**
   * Puts everything back to the last commit. A memory that has grown cannot shrink: it is replaced by a copy then, and
   * the answer is true, which means that instances bound to the old one are void.
   */
  rollback(): boolean {
    // Where the stack ended right after the memory had grown, its bytes are not those known here.
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = new Uint8Array(this.#memory.buffer);
    for (let i = this.#pages.length - 1; i >= 0; i--) {
      const start = this.mapBytes + (this.#pages[i] as number) * PAGE_BYTES;
      const length = Math.min(SAVED_BYTES, this.#bytes.length - start);
      this.#bytes.set(this.#arenaBytes.subarray(i * SAVED_BYTES, i * SAVED_BYTES + length), start);
    }
    this.#clearMarks();
    if (this.size === this.#committedPages * WASM_PAGE_BYTES) return false;
    const old = this.#bytes;
    this.#memory = this.#allocate(this.#committedPages);
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#bytes.set(old.subarray(this.mapBytes, this.mapBytes + this.#committedPages * WASM_PAGE_BYTES), this.mapBytes);
    return true;
  }

  /** What has changed since the last commit. */
  image(): HeapImage {
    const pieces = [...this.#pages, ...this.#freshPages].map((page) => {
      const address = page * PAGE_BYTES;
      return { address, bytes: this.read(address, Math.min(SAVED_BYTES, this.size - address)) as Uint8Array };
    });
    return { pages: this.size / WASM_PAGE_BYTES, pieces };
  }

  /** Changes the memory of the last commit into the image that was taken after it. */
  restore({ pages, pieces }: HeapImage): void {
    if (this.grow(pages - this.size / WASM_PAGE_BYTES) < 0) throw new ReplicaBug('a heap does not become as large again as it was');
    for (const { address, bytes } of pieces) this.write(address, bytes);
  }

  /** Accepts all changes. Gives the number of 4 KiB pages whose content differs from before: what is charged. */
  commit(): number {
    const changed = this.#changedPages();
    for (const page of changed) this.#dirtyChunks.add(Math.floor((page * PAGE_BYTES) / CHUNK_BYTES));
    this.ledger.committed(changed);
    this.#clearMarks();
    this.#committedPages = this.size / WASM_PAGE_BYTES;
    return changed.size;
  }

  #changedPages(): Set<number> {
    const order = new Map(this.#pages.map((page, i) => [page, i]));
    const changed = new Set<number>();
    const words = new Uint32Array(this.#bytes.buffer);
    for (let i = this.#pages.length - 1; i >= 0; i--) this.#settleSpill(i, words, order, changed);
    for (const [page, i] of order) {
      if (differs(words, (this.mapBytes + page * PAGE_BYTES) / 4, this.#arena, i * SAVED_WORDS)) changed.add(page);
    }
    for (const page of this.#freshPages) {
      if (differs(words, (this.mapBytes + page * PAGE_BYTES) / 4, ZERO_PAGE, 0)) changed.add(page);
      // A store may have run over its end into a page that nothing marked.
      const next = this.mapBytes + (page + 1) * PAGE_BYTES;
      if (next < this.#bytes.length && this.#bytes[page + 1] === 0 && differs(words, next / 4, ZERO_PAGE, 0)) changed.add(page + 1);
    }
    return changed;
  }

  /** A page that was marked after its predecessor may have been saved with spilled bytes: its true head is the predecessor's tail. */
  #settleSpill(i: number, words: Uint32Array, order: ReadonlyMap<number, number>, changed: Set<number>): void {
    const next = (this.#pages[i] as number) + 1;
    const start = this.mapBytes + next * PAGE_BYTES;
    if (start >= this.#bytes.length) return;
    const tail = i * SAVED_WORDS + PAGE_WORDS;
    const later = order.get(next);
    if (later === undefined) {
      if (differs(words, start / 4, this.#arena, tail, SPILL_WORDS)) changed.add(next);
    } else if (later > i) {
      this.#arena.copyWithin(later * SAVED_WORDS, tail, tail + SPILL_WORDS);
    }
  }

  #clearMarks(): void {
    for (const page of this.#pages) this.#bytes[page] = 0;
    for (const page of this.#freshPages) this.#bytes[page] = 0;
    this.#pages = [];
    this.#freshPages = [];
  }

  #growArena(): void {
    const arena = new Uint32Array(this.#arena.length * 2);
    arena.set(this.#arena);
    this.#arena = arena;
    this.#arenaBytes = new Uint8Array(arena.buffer);
  }

  /** Loads content without marking it: from the store, or the data segments of a new module. */
  initialize(address: number, bytes: Uint8Array): void {
    if (address + bytes.length > this.size) throw new ReplicaBug('heap initialised out of bounds');
    this.#bytes.set(bytes, this.mapBytes + address);
    this.ledger.loaded(Math.floor(address / PAGE_BYTES), Math.ceil((address + bytes.length) / PAGE_BYTES));
  }

  /** Chunks changed by commits that the store does not have yet. */
  get dirtyChunks(): ReadonlySet<number> {
    return this.#dirtyChunks;
  }

  /** Chunks changed by commits since the last call, and forgets them. */
  takeDirtyChunks(): number[] {
    const chunks = [...this.#dirtyChunks];
    this.#dirtyChunks = new Set();
    return chunks;
  }

  markAllDirty(): void {
    for (let chunk = 0; chunk * CHUNK_BYTES < this.size; chunk++) this.#dirtyChunks.add(chunk);
  }

  /** A view of one chunk, valid until the heap is next written; the heap's size is a multiple of a chunk. */
  chunk(index: number): Uint8Array {
    const start = this.mapBytes + index * CHUNK_BYTES;
    return this.#bytes.subarray(start, start + CHUNK_BYTES);
  }
}

function differs(a: Uint32Array, aStart: number, b: Uint32Array, bStart: number, words = PAGE_WORDS): boolean {
  for (let i = 0; i < words; i++) if (a[aStart + i] !== b[bStart + i]) return true;
  return false;
}
