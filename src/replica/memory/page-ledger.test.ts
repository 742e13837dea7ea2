import { describe, expect, it } from 'vitest';
import { PAGE_FATE, PageLedger } from './page-ledger.ts';

const { data, touched, kept, wiped, rewritten } = PAGE_FATE;

const pages = (ledger: PageLedger, count: number): number[] => [...ledger.summary(0, count, 1).groups];

function written(): PageLedger {
  const ledger = new PageLedger();
  ledger.loaded(0, 2);
  ledger.committed(new Set([2]));
  return ledger;
}

describe('a page ledger', () => {
  it('knows which pages the last message changed, and only those of the last', () => {
    const ledger = written();
    expect(pages(ledger, 4)).toEqual([data, data, data | touched, 0]);
    ledger.committed(new Set([0]));
    expect(pages(ledger, 4)).toEqual([data | touched, data, data, 0]);
    ledger.committed(new Set());
    expect(pages(ledger, 4)).toEqual([data, data, data, 0]);
  });

  it('tells kept pages from those that the installation rewrote', () => {
    const ledger = written();
    ledger.committed(new Set([0]));
    ledger.kept();
    expect(pages(ledger, 4)).toEqual([data | rewritten, data | kept, data | kept, 0]);
    ledger.committed(new Set([1]));
    expect(pages(ledger, 2)).toEqual([data | rewritten, data | touched | kept]);
  });

  it('shows what was wiped, also beyond the end of the new memory', () => {
    const old = written();
    const fresh = new PageLedger();
    fresh.loaded(0, 1);
    fresh.replaced(old);
    expect(pages(fresh, 4)).toEqual([data | rewritten | wiped, wiped, wiped, 0]);
    expect(fresh.end).toBe(3);
    fresh.kept();
    expect(pages(fresh, 4)).toEqual([data | kept, 0, 0, 0]);
    expect(fresh.end).toBe(1);
  });

  it('adds up groups and counts single pages, far apart as well', () => {
    const ledger = new PageLedger();
    const far = 100_000_000;
    ledger.committed(new Set([1, 5, far]));
    const all = ledger.summary(0, far + 1, 4);
    expect([...all.groups.subarray(0, 3)]).toEqual([data | touched, data | touched, 0]);
    expect(all.groups.at(-1)).toBe(data | touched);
    expect(all.counts).toEqual({ data: 3, touched: 3, kept: 0, wiped: 0, rewritten: 0 });
    expect([...ledger.summary(4, 6, 1).groups]).toEqual([0, data | touched]);
  });
});
