import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBytes } from '../../primitives/bytes.ts';
import { PAGE_BYTES } from '../params.ts';
import { CHUNK_BYTES } from '../state/store.ts';
import { Heap } from './heap.ts';

const MAP = 1_048_576;
const PAGES = 2;

/** A store as an instrumented module does it: it marks the page of its first byte only, and may run over the page's end. */
function store(heap: Heap, address: number, bytes: Uint8Array): void {
  heap.markPage(address);
  new Uint8Array(heap.memory.buffer).set(bytes, MAP + address);
}

const content = (heap: Heap): Uint8Array => heap.read(0, heap.size) as Uint8Array;

/** Stores that crowd at page boundaries, where undoing is easiest to get wrong. */
const stores = fc.array(
  fc.record({
    page: fc.integer({ min: 1, max: 8 }),
    offset: fc.integer({ min: -16, max: 16 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }),
  }),
  { maxLength: 20 },
);

function apply(heap: Heap, list: readonly { page: number; offset: number; bytes: Uint8Array }[]): void {
  for (const { page, offset, bytes } of list) store(heap, page * PAGE_BYTES + offset, bytes);
}

/** Pages whose content differs, by comparing all of it. */
function differing(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (let start = 0; start < b.length; start += PAGE_BYTES) {
    const before = start < a.length ? a.subarray(start, start + PAGE_BYTES) : new Uint8Array(PAGE_BYTES);
    if (before.some((byte, i) => byte !== b[start + i])) count++;
  }
  return count;
}

describe('heap', () => {
  it('rollback restores every byte, whichever pages the stores straddle', () => {
    fc.assert(
      fc.property(stores, stores, (committed, undone) => {
        const heap = new Heap(32, MAP, PAGES, undefined);
        apply(heap, committed);
        heap.commit();
        const before = content(heap);
        apply(heap, undone);
        expect(heap.rollback()).toBe(false);
        expect(equalBytes(content(heap), before)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('commit counts exactly the pages whose content changed, and names their chunks', () => {
    fc.assert(
      fc.property(stores, stores, (first, second) => {
        const heap = new Heap(32, MAP, PAGES, undefined);
        apply(heap, first);
        heap.commit();
        heap.takeDirtyChunks();
        const before = content(heap);
        apply(heap, second);
        expect(heap.commit()).toBe(differing(before, content(heap)));
        const chunks = new Set(heap.takeDirtyChunks());
        const unnamed = content(heap).findIndex((byte, i) => byte !== before[i] && !chunks.has(Math.floor(i / CHUNK_BYTES)));
        expect(unnamed).toBe(-1);
      }),
      { numRuns: 100 },
    );
  });

  it('counts pages of grown memory that are not zero', () => {
    const heap = new Heap(32, MAP, 1, undefined);
    expect(heap.grow(1)).toBe(1);
    store(heap, 65_536 + 5, Uint8Array.of(1));
    store(heap, 65_536 + 5 * PAGE_BYTES, Uint8Array.of(0));
    expect(heap.commit()).toBe(1);
  });

  it('shrinks again where it grew before a rollback: the memory is another one then', () => {
    const heap = new Heap(32, MAP, 1, undefined);
    store(heap, 10, Uint8Array.of(7));
    heap.commit();
    const { memory } = heap;
    heap.grow(3);
    store(heap, 70_000, Uint8Array.of(9));
    store(heap, 10, Uint8Array.of(8));
    expect(heap.rollback()).toBe(true);
    expect(heap.memory).not.toBe(memory);
    expect(heap.size).toBe(65_536);
    expect(heap.read(10, 1)).toEqual(Uint8Array.of(7));
  });

  it('refuses to grow beyond the maximum of the module', () => {
    const heap = new Heap(32, MAP, 1, 2);
    expect(heap.grow(1)).toBe(1);
    expect(heap.grow(1)).toBe(-1);
  });
});
