import { Heap } from '../../src/replica/memory/heap.ts';
import type { ModuleInfo } from '../../src/replica/wasm/module.ts';
import { prepareModule } from '../../src/replica/wasm/prepare.ts';
import { median } from '../tools/measurement.ts';
import { fromBase64 } from './base64.ts';
import { instrumented, untouched } from './stub-host.ts';

const WARM_UPS = 6;
const RUNS = 15;
const REWRITES = 12;

export interface RewritingTimes {
  /** Milliseconds of the first one, when its code is not compiled yet. */
  readonly first: number;
  readonly later: number;
  /** How much of it is the engine's own validation. */
  readonly validation: number;
  /** Bytes of the module, and of the rewritten one. */
  readonly bytes: number;
  readonly rewritten: number;
}

export function rewriting(base64: string): RewritingTimes {
  const bytes = fromBase64(base64);
  const [first = NaN, ...later] = repeat(REWRITES, () => prepare(bytes));
  return {
    first,
    later: median(later),
    validation: median(repeat(REWRITES, () => WebAssembly.validate(bytes))),
    bytes: bytes.length,
    rewritten: prepare(bytes).rewritten.length,
  };
}

/** Milliseconds of one call, median. */
export interface Comparison {
  readonly untouched: number;
  readonly instrumented: number;
}

/** Both versions of the module in turns, so that whatever else the machine does disturbs them alike. */
export function compare({ base64, method }: { base64: string; method: string }): Comparison {
  const bytes = fromBase64(base64);
  const info = prepare(bytes);
  if (!info.memory) throw new Error('The module has no memory.');
  const plain = untouched(bytes, info.wordSize);
  const metered = instrumented(info, new Heap(info.wordSize, info.mapBytes, info.memory.minimum, info.memory.maximum));
  const times: { untouched: number[]; instrumented: number[] } = { untouched: [], instrumented: [] };
  for (let run = 0; run < WARM_UPS + RUNS; run++) {
    const [before = NaN] = repeat(1, () => plain.update(method));
    metered.commit();
    const [after = NaN] = repeat(1, () => metered.update(method));
    if (run < WARM_UPS) continue;
    times.untouched.push(before);
    times.instrumented.push(after);
  }
  return { untouched: median(times.untouched), instrumented: median(times.instrumented) };
}

function prepare(bytes: Uint8Array<ArrayBuffer>): ModuleInfo {
  const prepared = prepareModule(bytes, () => undefined, '');
  if (!prepared.ok) throw new Error(prepared.reject.message);
  return prepared.module;
}

/** Milliseconds of each run. */
function repeat(runs: number, action: () => unknown): number[] {
  return Array.from({ length: runs }, () => {
    const began = performance.now();
    action();
    return performance.now() - began;
  });
}
