import { GuestTrap, faults } from '../errors.ts';
import { STABLE_DIRTY_PAGE_COST } from '../params.ts';
import { charge, readHeap, writeHeap, type Execution } from './execution.ts';
import { ALL_AND_START, call, type SystemCalls } from './table.ts';

/** Interface Specification, "Stable memory". Charges come before bounds checks, as in production. */

const PAGES_OF_4_GIB = 65_536;
const BYTES_PER_CALL = 20;

function bounded32(execution: Execution): void {
  if (execution.stable.pages > PAGES_OF_4_GIB) throw new GuestTrap(faults.trapped('32 bit stable memory api used on a memory larger than 4GB'));
}

const outOfBounds = (): GuestTrap => new GuestTrap(faults.trapped('stable memory out of bounds'));

function read(execution: Execution, name: string, dst: number, offset: number, size: number): undefined {
  charge(execution, BYTES_PER_CALL + size);
  if (size === 0) return undefined;
  if (!(offset + size <= execution.stable.size)) throw outOfBounds();
  writeHeap(execution, name, dst, execution.stable.read(offset, size));
  return undefined;
}

function write(execution: Execution, name: string, offset: number, src: number, size: number): undefined {
  charge(execution, BYTES_PER_CALL + size);
  if (size === 0) return undefined;
  if (!(offset + size <= execution.stable.size)) throw outOfBounds();
  charge(execution, STABLE_DIRTY_PAGE_COST * execution.stable.newlyWritten(offset, size));
  execution.stable.write(offset, readHeap(execution, name, src, size));
  return undefined;
}

/** The charges of these imports are all dynamic (see `read` and `write`). */
export const stableCalls: SystemCalls = {
  stable_size: call(ALL_AND_START, '() -> i32', 0, (execution) => {
    bounded32(execution);
    return execution.stable.pages;
  }),
  stable_grow: call(ALL_AND_START, '(i32) -> i32', 100, (execution, [delta]) => {
    bounded32(execution);
    const pages = (delta as number) >>> 0;
    return execution.stable.pages + pages > PAGES_OF_4_GIB ? -1 : execution.stable.grow(pages);
  }),
  stable_read: call(ALL_AND_START, '(i32 i32 i32)', 0, (execution, [dst, offset, size]) => {
    bounded32(execution);
    return read(execution, 'stable_read', (dst as number) >>> 0, (offset as number) >>> 0, (size as number) >>> 0);
  }),
  stable_write: call(ALL_AND_START, '(i32 i32 i32)', 0, (execution, [offset, src, size]) => {
    bounded32(execution);
    return write(execution, 'stable_write', (offset as number) >>> 0, (src as number) >>> 0, (size as number) >>> 0);
  }),
  stable64_size: call(ALL_AND_START, '() -> i64', 0, ({ stable }) => BigInt(stable.pages)),
  stable64_grow: call(ALL_AND_START, '(i64) -> i64', 100, ({ stable }, [delta]) => BigInt(stable.grow(Number(delta)))),
  stable64_read: call(ALL_AND_START, '(i64 i64 i64)', 0, (execution, [dst, offset, size]) =>
    read(execution, 'stable64_read', Number(dst), Number(offset), Number(size)),
  ),
  stable64_write: call(ALL_AND_START, '(i64 i64 i64)', 0, (execution, [offset, src, size]) =>
    write(execution, 'stable64_write', Number(offset), Number(src), Number(size)),
  ),
};
