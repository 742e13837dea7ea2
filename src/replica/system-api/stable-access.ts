import { GuestTrap, faults } from '../errors.ts';
import { PAGE_BYTES, STABLE_ACCESS_PAGES } from '../params.ts';
import type { Context } from './context.ts';

type Kind = keyof typeof STABLE_ACCESS_PAGES;

/** Contexts with limits of their own; all others have those of a message. */
const KINDS: Partial<Record<Context, Kind>> = { I: 'upgrade', G: 'upgrade', NRQ: 'query', RQ: 'query', CQ: 'query', CRy: 'query', CRt: 'query', CC: 'query', F: 'query' };

const kilobytes = (kind: Kind): string => `${(STABLE_ACCESS_PAGES[kind] * PAGE_BYTES) / 1024} KB`;

const TOO_MUCH_READ =
  'Exceeded the limit for the number of accessed pages in the stable memory in a single message execution: limit ' +
  `${kilobytes('message')} for regular messages and ${kilobytes('query')} for queries.`;
const TOO_MUCH_WRITTEN =
  'Exceeded the limit for the number of modified pages in the stable memory in a single execution: limit ' +
  `${kilobytes('message')} for regular messages, ${kilobytes('upgrade')} for upgrade messages and ${kilobytes('query')} for queries.`;

/** The 4 KiB pages of stable memory that one execution has read and written so far. */
export class StableAccess {
  readonly #limit: number;
  readonly #accessed = new Set<number>();
  readonly #written = new Set<number>();

  constructor(context: Context) {
    this.#limit = STABLE_ACCESS_PAGES[KINDS[context] ?? 'message'];
  }

  /** The range is not empty. @throws GuestTrap where this is more than an execution may read */
  read(offset: number, size: number): void {
    add(this.#accessed, offset, size);
    if (this.#accessed.size > this.#limit) throw new GuestTrap(faults.memoryAccess(TOO_MUCH_READ));
  }

  /**
   * How many pages of the range are written for the first time. The range is not empty.
   * @throws GuestTrap where this is more than an execution may write
   */
  write(offset: number, size: number): number {
    this.read(offset, size);
    const before = this.#written.size;
    add(this.#written, offset, size);
    if (this.#written.size > this.#limit) throw new GuestTrap(faults.memoryAccess(TOO_MUCH_WRITTEN));
    return this.#written.size - before;
  }
}

function add(pages: Set<number>, offset: number, size: number): void {
  const last = Math.floor((offset + size - 1) / PAGE_BYTES);
  for (let page = Math.floor(offset / PAGE_BYTES); page <= last; page++) pages.add(page);
}
