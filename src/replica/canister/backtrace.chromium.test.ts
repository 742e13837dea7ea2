import { expect, it } from 'vitest';
import { program } from '../testing/execution.ts';

/** Back traces of a module with 64-bit memory, in a browser. */

const prepared = program(`(module
  (import "ic0" "stable64_write" (func $stable64_write (param i64 i64 i64)))
  (memory i64 1)
  (func $inner (param i64) (i64.store (local.get 0) (i64.const 1)))
  (func $outer (param i64) (call $inner (local.get 0)) (drop (i32.const 0)))
  (func $heap (export "canister_update heap") (call $outer (i64.const 0x100000000)))
  (func $stable (export "canister_update stable") (call $stable64_write (i64.const -1) (i64.const 0) (i64.const 1))))`);

const traced = (method: string): (string | undefined)[] => {
  const { fault } = prepared.run(`canister_update ${method}`, 'U');
  return [fault?.text, fault?.backtrace];
};

it('a trap has the names of the functions that were running', () => {
  expect(traced('heap')).toEqual(['Canister trapped: heap out of bounds', 'Canister Backtrace:\ninner\nouter\nheap\n']);
});

it('a trap of stable memory has the call in front', () => {
  expect(traced('stable')).toEqual(['Canister trapped: stable memory out of bounds', 'Canister Backtrace:\nstable64_write\nstable\n']);
});
