import { describe, expect, it } from 'vitest';
import { goProgram } from '../testing/api-program.ts';
import { program, type Outcome, type Program } from '../testing/execution.ts';
import type { Context } from './context.ts';

/** Interface Specification, "Stable memory"; order of checks and charges as in rs/embedders/src/wasm_utils/system_api_replacements.rs. */

const MEMORY = '(memory 2) (data (i32.const 0) "abcdefgh")';
const PAGES_OF_4_GIB = 65_536;
const PAGES_OF_500_GIB = 8_192_000;
const GIB = 1_073_741_824;

function go(body: string, stablePages = 1, context: Context = 'U', fields = MEMORY): Outcome & Program {
  const prepared = program(goProgram(body, fields), stablePages);
  return { ...prepared, ...prepared.run('go', context) };
}

const is32 = (code: string, value: number): string => `(if (i32.ne ${code} (i32.const ${value})) (then (unreachable)))`;
const is64 = (code: string, value: number): string => `(if (i64.ne ${code} (i64.const ${value})) (then (unreachable)))`;
const write32 = (offset: number, src: number, size: number): string => `(call $stable_write (i32.const ${offset}) (i32.const ${src}) (i32.const ${size}))`;
const read32 = (dst: number, offset: number, size: number): string => `(call $stable_read (i32.const ${dst}) (i32.const ${offset}) (i32.const ${size}))`;
const write64 = (offset: number | string, src: number, size: number | string): string =>
  `(call $stable64_write (i64.const ${offset}) (i64.const ${src}) (i64.const ${size}))`;
const read64 = (dst: number | string, offset: number | string, size: number | string): string =>
  `(call $stable64_read (i64.const ${dst}) (i64.const ${offset}) (i64.const ${size}))`;
const trapped = (kind: string): { errorCode: string; text: string } => ({ errorCode: 'IC0502', text: `Canister trapped: ${kind}` });

describe('stable_size and stable_grow', () => {
  it('count pages of 64 KiB', () => {
    const body = `${is32('(call $stable_size)', 1)} ${is32('(call $stable_grow (i32.const 2))', 1)} ${is32('(call $stable_size)', 3)} ${is64('(call $stable64_size)', 3)}`;
    expect(go(body).fault).toBeUndefined();
  });

  it('grow to 4 GiB and no further, with 32 bits', () => {
    const body = `${is32(`(call $stable_grow (i32.const ${PAGES_OF_4_GIB}))`, -1)} ${is32(`(call $stable_grow (i32.const ${PAGES_OF_4_GIB - 1}))`, 1)} ${is32('(call $stable_grow (i32.const 1))', -1)}`;
    expect(go(body).fault).toBeUndefined();
  });

  it.each(['(drop (call $stable_size))', '(drop (call $stable_grow (i32.const 0)))', read32(0, 0, 1), write32(0, 0, 0)])('%s traps where there are more than 4 GiB', (code) => {
    expect(go(code, PAGES_OF_4_GIB + 1).fault).toMatchObject(trapped('32 bit stable memory api used on a memory larger than 4GB'));
    expect(go(code, PAGES_OF_4_GIB).fault).toBeUndefined();
  });

  it('grow to 500 GiB and no further, with 64 bits', () => {
    const body = `${is64(`(call $stable64_grow (i64.const ${PAGES_OF_500_GIB}))`, -1)} ${is64('(call $stable64_grow (i64.const -1))', -1)}
      ${is64(`(call $stable64_grow (i64.const ${PAGES_OF_500_GIB - 1}))`, 1)} ${is64('(call $stable64_grow (i64.const 1))', -1)} ${is64('(call $stable64_size)', PAGES_OF_500_GIB)}`;
    // Nothing is owed for it by an execution that does not have to fear for its cycles.
    expect(go(body, 1, 'I').fault).toBeUndefined();
  });

  it('growing beyond what the canister can pay for traps with IC0532', () => {
    const { fault } = go(`(drop (call $stable64_grow (i64.const ${PAGES_OF_500_GIB - 1})))`);
    expect(fault?.errorCode).toBe('IC0532');
    expect(fault?.text).toBe(`Canister cannot grow memory by ${(PAGES_OF_500_GIB - 1) * 65_536} bytes due to insufficient cycles.`);
  });
});

describe('a sparse address space', () => {
  const LAST = 500 * GIB - 8;

  it('is read and written at its far end', () => {
    const { execution } = go(`${write64(LAST, 0, 8)} ${write64(3 * GIB - 4, 4, 8)} ${read64(32, LAST, 8)} ${read64(40, 3 * GIB, 4)} ${read64(44, 250 * GIB, 4)}
      (call $msg_reply_data_append (i32.const 32) (i32.const 16)) (call $msg_reply)`, PAGES_OF_500_GIB);
    expect(execution.response).toEqual({ kind: 'reply', data: new TextEncoder().encode('abcdefgh\0\0\0\0\0\0\0\0') });
    expect([...execution.stable.read(3 * GIB - 4, 8)]).toEqual([101, 102, 103, 104, 0, 0, 0, 0]);
  });

  it('ends where it ends', () => {
    expect(go(write64(LAST, 0, 9), PAGES_OF_500_GIB).fault).toMatchObject(trapped('stable memory out of bounds'));
    expect(go(read64(0, LAST, 9), PAGES_OF_500_GIB).fault).toMatchObject(trapped('stable memory out of bounds'));
  });
});

describe('bounds', () => {
  it.each([
    ['stable_write', write32(65_535, 0, 2)],
    ['stable_write, at the end of the addresses', write32(-1, 0, 8)],
    ['stable_read', read32(0, 65_535, 2)],
    ['stable64_write', write64(65_535, 0, 2)],
    ['stable64_write, beyond 64 bits', write64(-1, 0, 2)],
    ['stable64_read', read64(0, 65_535, 2)],
    ['stable64_read, beyond 64 bits', read64(0, -1, 2)],
  ])('of stable memory: %s', (_, code) => {
    expect(go(code).fault).toMatchObject(trapped('stable memory out of bounds'));
  });

  it.each([
    ['stable_write', write32(0, 131_071, 2)],
    ['stable_read', read32(131_071, 0, 2)],
    ['stable64_write', write64(0, 131_071, 2)],
    ['stable64_read', read64(131_071, 0, 2)],
    ['stable64_read, beyond 32 bits', read64('0x100000000', 0, 2)],
  ])('of the heap: %s', (_, code) => {
    expect(go(code).fault).toMatchObject(trapped('heap out of bounds'));
  });

  it('a read of more than the heap holds does not take the memory for it', () => {
    expect(go(read64(0, 0, 500 * 1024 * 1024), PAGES_OF_500_GIB).fault).toMatchObject(trapped('heap out of bounds'));
  });

  it('do not matter where the size is zero', () => {
    expect(go(`${read32(-1, -1, 0)} ${read64(-1, -1, 0)} ${write64(-1, -1, 0)} ${write32(65_536, -1, 0)}`).fault).toBeUndefined();
  });

  it('matter to stable_write all the same', () => {
    expect(go(write32(65_537, 0, 0)).fault).toMatchObject(trapped('stable memory out of bounds'));
  });

  it('stable_read of nothing does not even look at the size of stable memory', () => {
    expect(go(read32(0, 0, 0), PAGES_OF_4_GIB + 1).fault).toBeUndefined();
  });
});

describe('charges', () => {
  const spent = (code: string, calls: number, pages = 2): number => go(code, pages).instructions - 1 - calls * 8;

  it('count bytes, and the first write to a page of 4 KiB in an execution', () => {
    expect(spent(read64(0, 0, 100), 1)).toBe(120);
    expect(spent(write64(4090, 0, 10), 1)).toBe(30 + 2000);
    expect(spent(`${write64(4090, 0, 10)} ${write64(0, 0, 10)} ${write32(8192, 0, 1)}`, 3)).toBe(30 + 2000 + 30 + 21 + 1000);
  });

  it('of a read do not make a page written', () => {
    expect(spent(`${read64(0, 0, 10)} ${write64(0, 0, 10)}`, 2)).toBe(30 + 30 + 1000);
  });

  it('begin anew in the next execution', () => {
    const writing = program(goProgram(write64(0, 0, 8), MEMORY));
    expect([writing.run('go', 'U').instructions, writing.run('go', 'U').instructions]).toEqual([1 + 8 + 1028, 1 + 8 + 1028]);
  });

  it('come before the bounds', () => {
    expect(spent(read64(0, '0x7fffffffffffffff', 100), 1)).toBe(120);
    expect(go(read64(0, 0, -1)).fault?.errorCode).toBe('IC0522');
  });
});

describe('the limit of pages in one execution', () => {
  it('is 1 GiB for reading in a query', () => {
    const limit = {
      errorCode: 'IC0524',
      text:
        'Canister exceeded memory access limits: Exceeded the limit for the number of accessed pages in the stable memory in a single message execution: ' +
        'limit 2097152 KB for regular messages and 1048576 KB for queries.',
      help:
        "Try optimizing the use of stable memory so that individual messages don't need to access as much stable memory. See documentation: " +
        'https://internetcomputer.org/docs/current/references/execution-errors#memory-access-limit-exceeded',
    };
    // What is allowed is found to be out of the heap next.
    expect(go(read64(0, 0, GIB), PAGES_OF_4_GIB, 'NRQ').fault).toMatchObject(trapped('heap out of bounds'));
    expect(go(read64(0, 0, GIB + 1), PAGES_OF_4_GIB, 'NRQ').fault).toMatchObject(limit);
    expect(go(read64(0, 0, GIB + 1), PAGES_OF_4_GIB, 'U').fault).toMatchObject(trapped('heap out of bounds'));
  });
});
