import type { Heap } from '../../src/replica/memory/heap.ts';
import { COUNTER_EXPORT, START_EXPORT, type ModuleInfo } from '../../src/replica/wasm/module.ts';

/**
 * A module on a host whose system API answers with constants: all that runs is the module's own code, so that the untouched module and
 * the rewritten one can be compared.
 */
export interface StubbedModule {
  /** One call of an update method. Nothing is undone where it traps. */
  readonly update: (method: string) => void;
}

/** Candid for no arguments. */
const ARGUMENTS = Uint8Array.of(0x44, 0x49, 0x44, 0x4c, 0, 0);
const INSTRUCTIONS = 1n << 60n;
/** Sizes and addresses, which are as wide as the memory's addresses. */
const WORDS = { msg_arg_data_size: ARGUMENTS.length, msg_caller_size: 1, canister_self_size: 10, msg_reject_msg_size: 0 };
const CONSTANTS = {
  time: 1n,
  performance_counter: 0n,
  canister_version: 1n,
  stable64_size: 0n,
  stable64_grow: 0n,
  global_timer_set: 0n,
  msg_reject_code: 0,
  canister_status: 1,
  is_controller: 1,
  call_perform: 0,
};

type Word = number | bigint;
type Write = (address: number, bytes: Uint8Array) => void;

/** The module as the compiler made it. */
export function untouched(bytes: Uint8Array<ArrayBuffer>, wordSize: 32 | 64): StubbedModule {
  const module = new WebAssembly.Module(bytes);
  const memory = (): WebAssembly.Memory => (instance.exports['mem'] ?? instance.exports['memory']) as WebAssembly.Memory;
  const write: Write = (address, content) => new Uint8Array(memory().buffer).set(content, address);
  const instance = new WebAssembly.Instance(module, { ic0: stubSystemApi(module, wordSize, write) });
  call(instance, 'canister_init');
  return { update: (method) => call(instance, `canister_update ${method}`) };
}

/** The module as the replica runs it, on the replica's own heap. Between two calls the heap is committed. */
export function instrumented(info: ModuleInfo, heap: Heap): StubbedModule & { readonly commit: () => void } {
  const module = new WebAssembly.Module(info.rewritten);
  for (const { offset, bytes } of info.activeData) heap.initialize(offset, bytes);
  const ic0 = stubSystemApi(module, info.wordSize, (address, content) => heap.write(address, content));
  const instance = new WebAssembly.Instance(module, { ic0, replica: replicaImports(info, heap) });
  (instance.exports[COUNTER_EXPORT] as WebAssembly.Global).value = INSTRUCTIONS;
  if (info.hasStart) call(instance, START_EXPORT);
  call(instance, 'canister_init');
  return { update: (method) => call(instance, `canister_update ${method}`), commit: () => heap.commit() };
}

function replicaImports({ wordSize }: ModuleInfo, heap: Heap): WebAssembly.ModuleImports {
  return {
    memory: heap.memory,
    mark_page: heap.markPage,
    mark_range: heap.markRange,
    grow_memory: wordSize === 64 ? (delta: bigint) => BigInt(heap.grow(Number(delta))) : (delta: number) => heap.grow(delta >>> 0),
    out_of_instructions: () => {
      throw new Error('The instructions are used up.');
    },
  };
}

function call({ exports }: WebAssembly.Instance, name: string): void {
  (exports[name] as (() => void) | undefined)?.();
}

function stubSystemApi(module: WebAssembly.Module, wordSize: 32 | 64, write: Write): WebAssembly.ModuleImports {
  const stubs: Record<string, (...values: Word[]) => Word | void> = {
    msg_arg_data_copy: (to = 0, from = 0, size = 0) => write(Number(to), ARGUMENTS.subarray(Number(from), Number(from) + Number(size))),
    trap: () => {
      throw new Error('The workload trapped.');
    },
  };
  for (const [name, value] of Object.entries(WORDS)) stubs[name] = () => (wordSize === 64 ? BigInt(value) : value);
  for (const [name, value] of Object.entries(CONSTANTS)) stubs[name] = () => value;
  const imported = WebAssembly.Module.imports(module).filter(({ module: from }) => from === 'ic0');
  return Object.fromEntries(imported.map(({ name }) => [name, stubs[name] ?? (() => undefined)]));
}
