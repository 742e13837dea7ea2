import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { GuestTrap, ReplicaBug, faults, type Fault } from '../errors.ts';
import type { Heap } from '../memory/heap.ts';
import { ChunkMiss } from '../memory/stable-memory.ts';
import { mayGrow } from '../system-api/account.ts';
import { bindSystemApi } from '../system-api/bind.ts';
import type { Context } from '../system-api/context.ts';
import type { Execution } from '../system-api/execution.ts';
import { CALLBACK_EXPORT, COUNTER_EXPORT, START_EXPORT, TABLE_EXPORT, type ModuleInfo } from '../wasm/module.ts';
import { traced, withDeepStacks } from './backtrace.ts';
import { lanesOf } from './lanes.ts';
import { classifyTrap } from './traps.ts';

export type GlobalValue = number | bigint;

/** What an execution calls: an export, the start function, or an entry of the table with an environment. */
export type Entry =
  | { readonly kind: 'export'; readonly name: string }
  | { readonly kind: 'start' }
  | { readonly kind: 'table'; readonly fun: bigint; readonly env: bigint };

/**
 * A live instance of a rewritten module. It outlives messages; that must not show, so whoever runs a message that is undone
 * restores heap and globals. Compiled modules are shared through `compiled`.
 */
export class CanisterInstance {
  readonly module: ModuleInfo;
  readonly heap: Heap | undefined;
  readonly memory: WebAssembly.Memory | undefined;
  readonly counter: WebAssembly.Global;
  readonly #exports: WebAssembly.Exports;
  /** In the order of `mutableGlobals`. */
  readonly #globals: { value: unknown }[];
  #execution: Execution | undefined;

  constructor(module: ModuleInfo, compiled: WebAssembly.Module, heap: Heap | undefined, globals: readonly GlobalValue[] | undefined) {
    this.module = module;
    this.heap = heap;
    this.memory = heap?.memory;
    const instance = new WebAssembly.Instance(compiled, this.#imports());
    this.#exports = instance.exports;
    this.counter = this.#global(COUNTER_EXPORT);
    this.#globals = module.mutableGlobals.map(({ exportName, type }) => (type === 'v128' ? lanesOf(this.#global(exportName)) : this.#global(exportName)));
    if (globals) this.writeGlobals(globals);
  }

  #imports(): WebAssembly.Imports {
    const api = bindSystemApi(this.module.wordSize, () => this.#execution);
    const { heap } = this;
    const wide = this.module.wordSize === 64;
    const replica: WebAssembly.ModuleImports = {
      out_of_instructions: () => {
        throw new GuestTrap(faults.instructionLimit(this.#execution?.input.instructionLimit ?? 0));
      },
    };
    if (heap) {
      replica['memory'] = heap.memory;
      replica['mark_page'] = heap.markPage;
      replica['mark_range'] = heap.markRange;
      const grow = (delta: number): number => growWithin(heap, delta, this.#execution);
      replica['grow_memory'] = wide ? (delta: bigint) => BigInt(grow(Number(BigInt.asUintN(64, delta)))) : (delta: number) => grow(delta >>> 0);
    }
    return { ic0: api, replica };
  }

  #global(name: string): WebAssembly.Global {
    const global = this.#exports[name];
    if (!(global instanceof WebAssembly.Global)) throw new ReplicaBug(`the rewritten module exports no global ${name}`);
    return global;
  }

  readGlobals(): GlobalValue[] {
    return this.#globals.map((global) => global.value as GlobalValue);
  }

  writeGlobals(values: readonly GlobalValue[]): void {
    // Earlier versions stored no values of v128 globals.
    const complete = values.length === this.#globals.length;
    const globals = complete ? this.#globals : this.#globals.filter((_, i) => this.module.mutableGlobals[i]?.type !== 'v128');
    globals.forEach((global, i) => {
      global.value = values[i];
    });
  }

  /**
   * Runs one entry to its end. Gives the fault where it trapped. All effects are in `execution`, in the heap and in the
   * globals; nothing is undone here.
   * @throws ChunkMiss where stable memory has to be loaded first
   */
  run(entry: Entry, execution: Execution): Fault | undefined {
    this.#execution = execution;
    try {
      withDeepStacks(() => {
        this.#invoke(entry);
      });
      return undefined;
    } catch (error) {
      if (error instanceof ChunkMiss || error instanceof ReplicaBug) throw error;
      return traced(this.module, error instanceof GuestTrap ? error.fault : classifyTrap(error), error);
    } finally {
      this.#execution = undefined;
    }
  }

  #invoke(entry: Entry): void {
    switch (entry.kind) {
      case 'start':
        (this.#exports[START_EXPORT] as () => void)();
        return;
      case 'export':
        (this.#exports[entry.name] as () => void)();
        return;
      case 'table':
        this.#callback(entry.fun, this.module.wordSize === 64 ? entry.env : Number(entry.env));
    }
  }

  #callback(fun: bigint, env: GlobalValue): void {
    const table = this.#exports[TABLE_EXPORT] as WebAssembly.Table | undefined;
    const index = this.module.tableSize === 64 ? fun : Number(fun);
    const length = table ? BigInt(table.length) : 0n;
    const entry = fun < length ? (table as { get(index: unknown): unknown }).get(index) : null;
    if (typeof entry !== 'function') throw new GuestTrap(faults.functionNotFound(Number(fun)));
    (this.#exports[CALLBACK_EXPORT] as (index: GlobalValue, env: GlobalValue) => void)(index, env);
  }
}

/** Contexts in which `wasm_memory_limit` holds at once; elsewhere it is checked in the end, or not at all. */
const LIMITED: ReadonlySet<Context> = new Set(['U', 'I', 's']);

/** @throws GuestTrap where the canister's own limit or its memory allocation would be exceeded, or where it could not pay for the memory */
function growWithin(heap: Heap, delta: number, execution: Execution | undefined): number {
  if (!heap.canGrow(delta)) return -1;
  const bytes = heap.size + delta * WASM_PAGE_BYTES;
  const limit = execution?.wasmMemoryLimit ?? 0;
  if (execution && limit > 0 && bytes > limit && LIMITED.has(execution.input.context)) throw new GuestTrap(faults.wasmMemoryLimit(bytes, limit));
  if (execution && !mayGrow(execution, delta * WASM_PAGE_BYTES)) throw new GuestTrap(faults.outOfMemory());
  return heap.grow(delta);
}

/** Compiled modules by hash; compiling is the costliest part of a first message. */
export class ModuleCache {
  readonly #compiled = new Map<string, WebAssembly.Module>();

  compile(module: ModuleInfo): WebAssembly.Module {
    const known = this.#compiled.get(module.hash);
    if (known) return known;
    const compiled = new WebAssembly.Module(module.rewritten);
    this.#compiled.set(module.hash, compiled);
    if (this.#compiled.size > 16) this.#compiled.delete(this.#compiled.keys().next().value as string);
    return compiled;
  }
}
