import type { PageLedger } from './page-ledger.ts';

/** The memories of one canister, as far as their ledgers go. */
interface Ledgers {
  /** What is installed; another object after each installation. */
  readonly code: object | undefined;
  /** Read late: the heap may be loaded after this was noted. */
  readonly heap: () => PageLedger | undefined;
  readonly stable: PageLedger;
}

/** Notices installations: a commit by other code than the one before. Then the old memories tell what became of the pages of the new ones. */
export class PageHistory {
  readonly #known = new Map<string, Ledgers>();

  /** A canister as it was found when the replica was opened, or as it is after a commit. */
  note(canister: string, now: Ledgers): void {
    const before = this.#known.get(canister);
    this.#known.set(canister, now);
    if (before?.code === undefined || now.code === undefined || before.code === now.code) return;
    follow(now.heap(), before.heap());
    follow(now.stable, before.stable);
  }

  /** The canister's memories come from elsewhere: what is known of the pages of the old ones says nothing about them. */
  forget(canister: string): void {
    this.#known.delete(canister);
  }
}

function follow(now: PageLedger | undefined, before: PageLedger | undefined): void {
  if (now === before) now?.kept();
  else now?.replaced(before);
}
