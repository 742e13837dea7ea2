/**
 * What became of a page, as bits that are added up. A page without any was never written: it is zero. `data`: it was given content at
 * some time. The others tell of the last message, and of the last installation that replaced code.
 */
export const PAGE_FATE = { data: 1, touched: 2, kept: 4, wiped: 8, rewritten: 16 } as const;

export type PageFate = keyof typeof PAGE_FATE;

const PAGES_PER_BLOCK = 4096;
/** What an installation decides anew: it is what happened last then, not a message. */
const DECIDED = PAGE_FATE.touched | PAGE_FATE.kept | PAGE_FATE.wiped | PAGE_FATE.rewritten;

/** Pages of one memory in groups of equal size, each with the bits of all its pages; see {@link PAGE_FATE}. */
export interface PageSummary {
  readonly groups: Uint8Array;
  /** How many pages of the range have each bit. */
  readonly counts: Readonly<Record<PageFate, number>>;
}

/**
 * Remembers what became of each 4 KiB page of one memory, for people to look at: nothing executes differently for it, and it is not
 * stored. Sparse, since stable memory may have hundreds of gigabytes; work is in proportion to the pages that were ever written.
 */
export class PageLedger {
  readonly #blocks = new Map<number, Uint8Array>();
  #touched: Iterable<number> = [];
  #end = 0;

  /** Pages from `from` to before `to` have content: loaded, or from a module's data segments. */
  loaded(from: number, to: number): void {
    for (let page = from; page < to; page++) this.#add(page, PAGE_FATE.data);
  }

  /** A message changed these pages; those of the message before are no longer the last ones. */
  committed(changed: ReadonlySet<number>): void {
    for (const page of this.#touched) this.#remove(page, PAGE_FATE.touched);
    for (const page of changed) this.#add(page, PAGE_FATE.data | PAGE_FATE.touched);
    this.#touched = changed;
  }

  /** New code took this memory over as it was; what the installation itself wrote has just been committed. */
  kept(): void {
    this.#all((bits) => {
      const fate = (bits & PAGE_FATE.data) === 0 ? 0 : (bits & PAGE_FATE.touched) === 0 ? PAGE_FATE.kept : PAGE_FATE.rewritten;
      return (bits & ~DECIDED) | fate;
    });
  }

  /** New code begins with this memory instead of `old`. */
  replaced(old: PageLedger | undefined): void {
    this.#all((bits) => (bits & ~DECIDED) | ((bits & PAGE_FATE.data) === 0 ? 0 : PAGE_FATE.rewritten));
    if (!old) return;
    for (const [index, block] of old.#blocks) {
      for (const [at, bits] of block.entries()) if ((bits & PAGE_FATE.data) !== 0) this.#add(index * PAGES_PER_BLOCK + at, PAGE_FATE.wiped);
    }
  }

  /** One more than the last page that anything is known of. */
  get end(): number {
    return this.#end;
  }

  /** Groups of `perGroup` pages that cover the pages from `from` to before `to`. */
  summary(from: number, to: number, perGroup: number): PageSummary {
    const groups = new Uint8Array(Math.max(0, Math.ceil((to - from) / perGroup)));
    const counts = { data: 0, touched: 0, kept: 0, wiped: 0, rewritten: 0 };
    for (const [index, block] of this.#blocks) {
      const first = index * PAGES_PER_BLOCK;
      const last = Math.min(PAGES_PER_BLOCK, to - first);
      for (let at = Math.max(0, from - first); at < last; at++) {
        const bits = block[at] as number;
        if (bits === 0) continue;
        const group = Math.floor((first + at - from) / perGroup);
        groups[group] = (groups[group] as number) | bits;
        count(counts, bits);
      }
    }
    return { groups, counts };
  }

  #add(page: number, bits: number): void {
    const index = Math.floor(page / PAGES_PER_BLOCK);
    const block = this.#blocks.get(index) ?? new Uint8Array(PAGES_PER_BLOCK);
    this.#blocks.set(index, block);
    const at = page % PAGES_PER_BLOCK;
    block[at] = (block[at] as number) | bits;
    this.#end = Math.max(this.#end, page + 1);
  }

  #remove(page: number, bits: number): void {
    const block = this.#blocks.get(Math.floor(page / PAGES_PER_BLOCK));
    const at = page % PAGES_PER_BLOCK;
    if (block) block[at] = (block[at] as number) & ~bits;
  }

  #all(change: (bits: number) => number): void {
    this.#end = 0;
    this.#touched = [];
    for (const [index, block] of this.#blocks) {
      for (const [at, bits] of block.entries()) {
        block[at] = change(bits);
        if (block[at] !== 0) this.#end = Math.max(this.#end, index * PAGES_PER_BLOCK + at + 1);
      }
    }
  }
}

function count(counts: Record<PageFate, number>, bits: number): void {
  counts.data += bits & 1;
  counts.touched += (bits >> 1) & 1;
  counts.kept += (bits >> 2) & 1;
  counts.wiped += (bits >> 3) & 1;
  counts.rewritten += (bits >> 4) & 1;
}
