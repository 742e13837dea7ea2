import { sha256 } from '@noble/hashes/sha2';
import { toHex } from '../../primitives/bytes.ts';
import { CanisterInstance, type Entry } from '../canister/instance.ts';
import type { Fault } from '../errors.ts';
import { Heap } from '../memory/heap.ts';
import { StableMemory } from '../memory/stable-memory.ts';
import { executed, nothingDone, type CanisterFactsView, type Execution, type ExecutionInput } from '../system-api/execution.ts';
import type { ModuleInfo } from '../wasm/module.ts';
import { prepareModule } from '../wasm/prepare.ts';
import { wat } from '../wasm/testing.ts';

/** Single executions, without messages around them: what the System API does in any context. */

/** Who calls; also the only controller. */
export const CALLER = Uint8Array.from([...new Uint8Array(28).fill(7), 2]);
export const CANISTER_ID = Uint8Array.from([0x80, 0, 0, 0, 0, 0x10, 0, 1, 1, 1]);

export interface Setting {
  readonly input?: Partial<ExecutionInput>;
  readonly canister?: Partial<CanisterFactsView>;
  readonly execution?: Partial<Execution>;
}

export interface Outcome {
  readonly fault: Fault | undefined;
  readonly execution: Execution;
  readonly instructions: number;
}

export interface Program {
  readonly module: ModuleInfo;
  readonly heap: Heap | undefined;
  readonly stable: StableMemory;
  /** Runs an export, or another entry; effects on the memories stay. */
  run(entry: string | Entry, context: ExecutionInput['context'], setting?: Setting): Outcome;
}

/** @throws TypeError where the module is refused */
export function program(text: string, stablePages = 1): Program {
  const bytes = wat(text);
  const prepared = prepareModule(bytes, () => undefined, toHex(sha256(bytes)));
  if (!prepared.ok) throw new TypeError(prepared.reject.message);
  const { module } = prepared;
  const heap = module.memory && new Heap(module.wordSize, module.mapBytes, module.memory.minimum, module.memory.maximum);
  for (const { offset, bytes: data } of module.activeData) heap?.initialize(offset, data);
  const instance = new CanisterInstance(module, new WebAssembly.Module(module.rewritten), heap, undefined);
  const stable = new StableMemory(stablePages, []);
  return {
    module,
    heap,
    stable,
    run: (entry, context, setting = {}) => {
      const execution = begin(instance, stable, context, setting);
      const fault = instance.run(typeof entry === 'string' ? { kind: 'export', name: entry } : entry, execution);
      return { fault, execution, instructions: executed(execution) };
    },
  };
}

const INPUT: Omit<ExecutionInput, 'context'> = {
  caller: CALLER,
  arg: new TextEncoder().encode('argument'),
  methodName: 'a_method',
  rejectCode: 4,
  rejectMessage: 'rejected',
  time: 1_700_000_000_000_000_000n,
  instructionLimit: 40_000_000_000,
  instructionsBefore: 0,
  cyclesAvailable: 1000n,
  cyclesRefunded: 300n,
  responded: false,
  deadline: 0n,
  dataCertificate: new TextEncoder().encode('certificate'),
};

const CANISTER: CanisterFactsView = {
  id: CANISTER_ID,
  controllers: [CALLER],
  status: 1,
  version: 7n,
  subnetId: new Uint8Array(29).fill(5),
  rootKey: new Uint8Array(133).fill(6),
  globalTimer: 0n,
  environment: [{ name: 'KEY', value: 'a value!' }],
  queueRoom: () => 500,
};

function begin(instance: CanisterInstance, stable: StableMemory, context: ExecutionInput['context'], setting: Setting): Execution {
  const input: ExecutionInput = { ...INPUT, ...setting.input, context };
  instance.counter.value = BigInt(input.instructionLimit);
  return {
    input,
    canister: { ...CANISTER, ...setting.canister },
    account: {
      canister: 'bkyz2-fmaaa-aaaaa-qaaaq-cai',
      schedule: 'normal',
      freezingThreshold: 2_592_000n,
      reservedCycles: 0n,
      memoryAllocation: 0n,
      computeAllocation: 0n,
      fixedMemory: 0,
      messageMemory: 0,
      messageMemoryBound: 0,
      callerControls: false,
    },
    heap: instance.heap,
    stable,
    counter: instance.counter,
    wordSize: instance.module.wordSize,
    wasmMemoryLimit: 0,
    balance: 100_000_000_000_000n,
    ...nothingDone(context, 4096),
    ...setting.execution,
  };
}
