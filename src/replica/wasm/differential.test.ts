import { describe, expect, it } from 'vitest';
import { classifyTrap } from '../canister/traps.ts';
import { RandomProgram } from '../testing/random-programs.ts';
import { MAX_STORE_BYTES, MAX_UNTESTED_OFFSET } from './limits.ts';
import { run, wat, type Callable } from './testing.ts';

type Value = number | bigint;

interface Subject {
  readonly call: Callable;
  readonly global: (name: string) => unknown;
  readonly memory: () => Uint8Array;
}

/** Result of a call, or how it trapped. */
function outcome(call: Callable, args: Value[]): unknown {
  try {
    return call(...args);
  } catch (error) {
    return classifyTrap(error).text;
  }
}

function original(bytes: Uint8Array<ArrayBuffer>, name: string): Subject {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return {
    call: (...args) => (exports[name] as Callable)(...args),
    global: (global) => (exports[global] as WebAssembly.Global).value as unknown,
    memory: () => new Uint8Array((exports['memory'] as WebAssembly.Memory).buffer),
  };
}

function rewritten(bytes: Uint8Array, name: string): Subject {
  const { call, exports, memory } = run(bytes);
  return { call: (...args) => call(name, ...args), global: (global) => (exports[global] as WebAssembly.Global).value as unknown, memory };
}

const ARGUMENTS = { i32: 300, i64: 5_000_000_000n, f32: 2.5, f64: -7 } as const;

const SPILL_BYTES = MAX_UNTESTED_OFFSET + MAX_STORE_BYTES;

/** Pages that are not zero any more although no mark says so, but for what a store may spill from the page before. */
function unmarkedPages(memory: Uint8Array): number[] {
  const map = new Uint8Array(memory.buffer, 0, memory.byteOffset);
  const pages: number[] = [];
  for (let page = 0; page * 4096 < memory.length; page++) {
    const bytes = memory.subarray(page * 4096, (page + 1) * 4096);
    const from = map[page - 1] ? SPILL_BYTES : 0;
    if (!map[page] && bytes.some((byte, i) => i >= from && byte !== 0)) pages.push(page);
  }
  return pages;
}

describe('rewritten programs do what the original ones do', () => {
  it.each(Array.from({ length: 6 }, (_, block) => block))('random programs, block %i', (block) => {
    for (let seed = block * 20; seed < (block + 1) * 20; seed++) {
      const program = new RandomProgram(seed);
      const bytes = wat(program.text());
      program.signatures.forEach(({ params }, i) => {
        const args = params.map((type) => ARGUMENTS[type]);
        const [expected, actual] = [original(bytes, `f${i}`), rewritten(bytes, `f${i}`)];
        const result = outcome(actual.call, args);
        expect([seed, i, result]).toEqual([seed, i, outcome(expected.call, args)]);
        for (const name of ['fuel', 'i32', 'i64', 'f32', 'f64']) expect(actual.global(name)).toEqual(expected.global(name));
        expect(Buffer.compare(actual.memory(), expected.memory())).toBe(0);
        expect(unmarkedPages(actual.memory())).toEqual([]);
      });
    }
  });
});
