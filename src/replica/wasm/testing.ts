import wabtModule from 'wabt';
import { prepareModule } from './prepare.ts';
import { COUNTER_EXPORT, START_EXPORT, type ModuleInfo } from './module.ts';

const wabt = await wabtModule();
const FEATURES = { memory64: true, tail_call: true, simd: true, bulk_memory: true, reference_types: true, multi_value: true, sign_extension: true, sat_float_to_int: true };

/** Compiles a module in text form. */
export function wat(text: string): Uint8Array<ArrayBuffer> {
  const module = wabt.parseWat('test.wat', text, FEATURES);
  try {
    return new Uint8Array(module.toBinary({ write_debug_names: true }).buffer);
  } finally {
    module.destroy();
  }
}

/** Prepares a module that must be accepted. */
export function prepared(bytes: Uint8Array): ModuleInfo {
  const result = prepareModule(bytes, () => undefined, '00');
  if (!result.ok) throw new TypeError(result.reject.message);
  return result.module;
}

/** The message of the reject of a module that must be refused. */
export function refusal(bytes: Uint8Array): string {
  const result = prepareModule(bytes, () => undefined, '00');
  if (result.ok) throw new TypeError('the module was accepted');
  if (result.reject.errorCode !== 'IC0505') throw new TypeError(`refused with ${result.reject.errorCode}`);
  return result.reject.message;
}

export const OUT_OF_INSTRUCTIONS = 'out of instructions';
export const LIMIT = 1_000_000_000n;

export type Callable = (...args: (number | bigint)[]) => unknown;

/** An instance of a rewritten module with the least host that it needs. */
export interface Run {
  readonly info: ModuleInfo;
  readonly call: (name: string, ...args: (number | bigint)[]) => unknown;
  /** Instructions that a call takes. */
  readonly cost: (name: string, ...args: (number | bigint)[]) => number;
  readonly counter: { value: bigint };
  /** Pages announced by stores, and ranges announced by bulk operations, in order. */
  readonly marked: number[];
  readonly ranges: [number, number][];
  /** The canister's own memory. */
  readonly memory: () => Uint8Array;
  readonly exports: WebAssembly.Exports;
}

type Imports = Record<string, Callable>;

/** The functions of the host that instances import, around a memory with its map. */
function host(info: ModuleInfo, memory: WebAssembly.Memory | undefined, marked: number[], ranges: [number, number][]): WebAssembly.ModuleImports {
  const wide = info.wordSize === 64;
  const unsigned = (value: number | bigint): number => (typeof value === 'bigint' ? Number(BigInt.asUintN(64, value)) : value >>> 0);
  const mark = (page: number): void => {
    const bytes = new Uint8Array((memory as WebAssembly.Memory).buffer);
    if (page * 4096 < bytes.length - info.mapBytes) bytes[page] = 1;
  };
  return {
    ...(memory && { memory }),
    out_of_instructions: () => {
      throw new RangeError(OUT_OF_INSTRUCTIONS);
    },
    mark_page: (address: number | bigint) => {
      const page = Math.floor(unsigned(address) / 4096);
      marked.push(page);
      mark(page);
    },
    mark_range: (address: number | bigint, length: number | bigint) => {
      ranges.push([unsigned(address), unsigned(length)]);
      for (let page = Math.floor(unsigned(address) / 4096); page * 4096 < Math.min(unsigned(address) + unsigned(length), 2 ** 26); page++) mark(page);
    },
    grow_memory: (delta: number | bigint) => {
      try {
        const mapPages = info.mapBytes / 65_536;
        const previous = (memory as unknown as { grow(pages: number | bigint): number | bigint }).grow(delta);
        return wide ? (previous as bigint) - BigInt(mapPages) : (previous as number) - mapPages;
      } catch {
        return wide ? -1n : -1;
      }
    },
  };
}

function allocate(info: ModuleInfo): WebAssembly.Memory | undefined {
  if (!info.memory) return undefined;
  const mapPages = info.mapBytes / 65_536;
  const initial = info.memory.minimum + mapPages;
  const maximum = Math.min(info.memory.maximum === undefined ? 65_536 : info.memory.maximum + mapPages, 65_536);
  if (info.wordSize === 32) return new WebAssembly.Memory({ initial, maximum });
  return new WebAssembly.Memory({ address: 'i64', initial: BigInt(initial), maximum: BigInt(maximum) } as unknown as WebAssembly.MemoryDescriptor);
}

/** Prepares and instantiates a module, and runs its start function. */
export function run(bytes: Uint8Array, ic0: (memory: () => Uint8Array, counter: () => { value: bigint }) => Imports = () => ({})): Run {
  const info = prepared(bytes);
  const memory = allocate(info);
  const own = (): Uint8Array => new Uint8Array((memory as WebAssembly.Memory).buffer, info.mapBytes);
  for (const { offset, bytes: content } of info.activeData) own().set(content, offset);
  const marked: number[] = [];
  const ranges: [number, number][] = [];
  const imports = { ic0: ic0(own, () => counter), replica: host(info, memory, marked, ranges) };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(info.rewritten), imports);
  const counter = exports[COUNTER_EXPORT] as unknown as { value: bigint };
  counter.value = LIMIT;
  const call = (name: string, ...args: (number | bigint)[]): unknown => (exports[name] as Callable)(...args);
  if (info.hasStart) call(START_EXPORT);
  const cost = (name: string, ...args: (number | bigint)[]): number => {
    counter.value = LIMIT;
    call(name, ...args);
    return Number(LIMIT - counter.value);
  };
  return { info, call, cost, counter, marked, ranges, memory: own, exports };
}

/** A Motoko canister. */
export const MOTOKO_COUNTER =
  'persistent actor { var count = 0; public func increment() : async Nat { count += 1; count }; public query func get() : async Nat { count } }';

/** The system calls that a Motoko canister needs to initialise itself, for a module with this word size. */
export const system = (wordSize: 32 | 64) => (memory: () => Uint8Array): Record<string, Callable> => {
  const I = (value: number): number | bigint => (wordSize === 64 ? BigInt(value) : value);
  const argument = [0x44, 0x49, 0x44, 0x4c, 0, 0];
  const numbers: Record<string, number | bigint> = {
    msg_arg_data_size: I(argument.length), msg_caller_size: I(1), canister_self_size: I(10), msg_reject_msg_size: I(0), time: 1n, performance_counter: 0n, stable64_size: 0n, stable64_grow: 0n,
    global_timer_set: 0n, canister_status: 1, is_controller: 1,
  };
  const answer = (name: string): Callable => {
    if (name === 'msg_arg_data_copy') return (...args) => memory().set(argument, Number(args[0]));
    if (name === 'trap') return (...args) => { throw new TypeError(new TextDecoder().decode(memory().slice(Number(args[0]), Number(args[0]) + Number(args[1])))); };
    return () => numbers[name];
  };
  return new Proxy({}, { get: (_, name) => answer(String(name)) });
};
