import { LOG_RECORD_OVERHEAD_BYTES } from '../params.ts';

/** Bytes that a record with this content takes. */
export const recordBytes = (content: Uint8Array): number => LOG_RECORD_OVERHEAD_BYTES + content.length;

/** Bytes of content that a record of a log with this capacity can have. */
export const contentLimit = (capacity: number): number => Math.max(0, capacity - LOG_RECORD_OVERHEAD_BYTES);

/** Evicted records are let go in batches of so many. */
const BATCH = 1024;

/**
 * What one execution adds to its canister's log: a ring of records, so that no program can fill the host's memory with what it prints.
 * rs/types/types/src/canister_log.rs
 */
export class LogDelta {
  /** Bytes of records, as `log_memory_limit` says. */
  readonly capacity: number;
  #records: Uint8Array[] = [];
  /** Index of the oldest record in `#records`. */
  #oldest = 0;
  #bytes = 0;
  #dropped = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Bytes that are free. */
  get room(): number {
    return this.capacity - this.#bytes;
  }

  /** Records that were here and had to make room. They have their numbers all the same. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The contents that are kept, in order. */
  get contents(): readonly Uint8Array[] {
    return this.#records.slice(this.#oldest);
  }

  /** Adds a record, cut to what fits at all, and drops the oldest ones where there is no room for it. */
  push(content: Uint8Array): void {
    const cut = content.length > contentLimit(this.capacity) ? content.slice(0, contentLimit(this.capacity)) : content;
    this.#records.push(cut);
    this.#bytes += recordBytes(cut);
    while (this.#bytes > this.capacity) this.#dropOldest();
  }

  /** Adds what came after. */
  append(later: LogDelta): void {
    if (later.dropped > 0) while (this.#oldest < this.#records.length) this.#dropOldest();
    this.#dropped += later.dropped;
    for (const content of later.contents) this.push(content);
  }

  #dropOldest(): void {
    this.#bytes -= recordBytes(this.#records[this.#oldest] as Uint8Array);
    this.#oldest++;
    this.#dropped++;
    if (this.#oldest < BATCH) return;
    this.#records = this.#records.slice(this.#oldest);
    this.#oldest = 0;
  }
}
