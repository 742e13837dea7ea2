import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { GuestTrap, faults, type TrapKind } from '../errors.ts';
import { STABLE_DIRTY_PAGE_COST, STABLE_PAGES_LIMIT } from '../params.ts';
import { mayGrow } from './account.ts';
import { charge, heapSize, readHeap, writeHeap, type Execution } from './execution.ts';
import { ALL_AND_START, call, type SystemCalls } from './table.ts';

/**
 * Interface Specification, "Stable memory". Charges come before bounds checks, and a size of zero ends a call before them, as in
 * production (rs/embedders/src/wasm_utils/system_api_replacements.rs).
 */

const PAGES_OF_4_GIB = 65_536;
const CALL_COST = 20;
/** A multiple of the chunks that stable memory is made of. */
const PIECE_BYTES = 4_194_304;

/** `api` is the import that traps. */
const trap = (api: string, kind: TrapKind): GuestTrap => new GuestTrap(faults.trapped(kind), api);

function check32(execution: Execution, api: string): void {
  if (execution.stable.pages > PAGES_OF_4_GIB) throw trap(api, '32 bit stable memory api used on a memory larger than 4GB');
}

function checkBounds(execution: Execution, api: string, offset: number, size: number): void {
  if (!(offset + size <= execution.stable.size)) throw trap(api, 'stable memory out of bounds');
}

function checkHeap(execution: Execution, api: string, address: number, size: number): void {
  if (!(address + size <= heapSize(execution))) throw trap(api, 'heap out of bounds');
}

/** Parts of a range of stable memory that are copied one after the other, since all of it may be gigabytes. */
function* pieces(offset: number, size: number): Generator<{ readonly start: number; readonly length: number }> {
  const end = offset + size;
  for (let start = offset; start < end; ) {
    const next = Math.min(end, (Math.floor(start / PIECE_BYTES) + 1) * PIECE_BYTES);
    yield { start, length: next - start };
    start = next;
  }
}

function read(execution: Execution, api: string, dst: number, offset: number, size: number): undefined {
  checkBounds(execution, api, offset, size);
  execution.stableAccess.read(offset, size);
  checkHeap(execution, api, dst, size);
  for (const { start, length } of pieces(offset, size)) writeHeap(execution, dst + start - offset, execution.stable.read(start, length));
  return undefined;
}

/** The caller has checked the bounds of stable memory. */
function write(execution: Execution, api: string, offset: number, src: number, size: number): undefined {
  charge(execution, STABLE_DIRTY_PAGE_COST * execution.stableAccess.write(offset, size));
  checkHeap(execution, api, src, size);
  for (const { start, length } of pieces(offset, size)) execution.stable.write(start, readHeap(execution, 'stable memory', src + start - offset, length));
  return undefined;
}

/** The previous size in pages, or -1. @throws GuestTrap where there are too few cycles */
function grow(execution: Execution, pages: number): number {
  const { stable } = execution;
  return stable.pages + pages > STABLE_PAGES_LIMIT || !mayGrow(execution, pages * WASM_PAGE_BYTES) ? -1 : stable.grow(pages);
}

/** The charges of reads and writes are all dynamic. */
export const stableCalls: SystemCalls = {
  stable_size: call(ALL_AND_START, '() -> i32', 0, (execution) => {
    check32(execution, 'stable_size');
    return execution.stable.pages;
  }),
  stable_grow: call(ALL_AND_START, '(i32) -> i32', 100, (execution, [delta]) => {
    check32(execution, 'stable_grow');
    const pages = (delta as number) >>> 0;
    return execution.stable.pages + pages > PAGES_OF_4_GIB ? -1 : grow(execution, pages);
  }),
  stable_read: call(ALL_AND_START, '(i32 i32 i32)', 0, (execution, args) => {
    const [dst, offset, size] = args.map((value) => (value as number) >>> 0) as [number, number, number];
    charge(execution, CALL_COST + size);
    if (size === 0) return undefined;
    check32(execution, 'stable_read');
    return read(execution, 'stable_read', dst, offset, size);
  }),
  stable_write: call(ALL_AND_START, '(i32 i32 i32)', 0, (execution, args) => {
    const [offset, src, size] = args.map((value) => (value as number) >>> 0) as [number, number, number];
    charge(execution, CALL_COST + size);
    check32(execution, 'stable_write');
    checkBounds(execution, 'stable_write', offset, size);
    return size === 0 ? undefined : write(execution, 'stable_write', offset, src, size);
  }),
  stable64_size: call(ALL_AND_START, '() -> i64', 0, ({ stable }) => BigInt(stable.pages)),
  stable64_grow: call(ALL_AND_START, '(i64) -> i64', 100, (execution, [delta]) => BigInt(grow(execution, Number(delta)))),
  stable64_read: call(ALL_AND_START, '(i64 i64 i64)', 0, (execution, args) => {
    const [dst, offset, size] = args.map(Number) as [number, number, number];
    charge(execution, CALL_COST + size);
    return size === 0 ? undefined : read(execution, 'stable64_read', dst, offset, size);
  }),
  stable64_write: call(ALL_AND_START, '(i64 i64 i64)', 0, (execution, args) => {
    const [offset, src, size] = args.map(Number) as [number, number, number];
    charge(execution, CALL_COST + size);
    if (size === 0) return undefined;
    checkBounds(execution, 'stable64_write', offset, size);
    return write(execution, 'stable64_write', offset, src, size);
  }),
};
