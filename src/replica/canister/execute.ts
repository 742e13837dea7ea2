import { accountOf } from '../cycles/account.ts';
import { ReplicaBug, type Fault } from '../errors.ts';
import { Heap, type HeapImage } from '../memory/heap.ts';
import { ChunkMiss, type StableImage } from '../memory/stable-memory.ts';
import { DIRTY_PAGE_COST, STABLE_READ_AHEAD } from '../params.ts';
import { heapBytes, type CanisterState, type Code } from '../state/canister-state.ts';
import { CHUNK_BYTES } from '../state/store.ts';
import type { World } from '../state/world.ts';
import { logCapacity, trapRecord } from '../state/logs.ts';
import { executed, nothingDone, type Execution, type ExecutionInput } from '../system-api/execution.ts';
import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { shownTo } from './backtrace.ts';
import { CanisterInstance, type Entry, type GlobalValue } from './instance.ts';
import { ledgersOf } from './memory-view.ts';

export interface ExecutionResult {
  readonly fault: Fault | undefined;
  readonly execution: Execution;
  /** As `performance_counter(0)` would have read at the end. */
  readonly instructions: number;
  /** With the heap pages that changed: what cycles are charged for, and what `performance_counter(1)` adds up. */
  readonly chargedInstructions: number;
  /** Where the memories stood when it ended, before anything was undone. Pages of 4 KiB are those written since the last commit. */
  readonly reached: { readonly heapBytes: number; readonly stableBytes: number; readonly heapPages: number };
}

/**
 * `commit`: memory and globals change where the execution returns. `undo`: never (queries). `hold`: they are left as they are, neither
 * committed nor undone where it returns, for an installation that decides later; undone where it traps.
 */
export type Ending = 'commit' | 'undo' | 'hold';

/** A chunk is missing in an execution that is part of something larger, which has to begin again as a whole. */
export class HeldChunkMiss {
  readonly canister: CanisterState;
  readonly chunk: number;
  constructor(canister: CanisterState, chunk: number) {
    this.canister = canister;
    this.chunk = chunk;
  }
}

/** Runs one entry point or callback of a canister. All other effects are in the result, for the caller to apply. */
export async function execute(world: World, canister: CanisterState, entry: Entry, input: ExecutionInput, ending: Ending): Promise<ExecutionResult> {
  const code = await loadedCode(world, canister);
  for (;;) {
    try {
      return executeOnce(world, canister, code, entry, input, ending);
    } catch (error) {
      undo(world, canister, code);
      if (!(error instanceof ChunkMiss)) throw error;
      if (ending === 'hold') throw new HeldChunkMiss(canister, error.chunk);
      await supplyChunk(world, canister, error.chunk);
    }
  }
}

function executeOnce(world: World, canister: CanisterState, code: Code, entry: Entry, input: ExecutionInput, ending: Ending): ExecutionResult {
  const instance = liveInstance(world, canister, code);
  const execution = begin(world, canister, code, instance, input);
  const trap = instance.run(entry, execution);
  const record = trap && trapRecord(trap);
  if (record) execution.logs.push(record);
  const fault = trap && shownTo(canister, input.context === 's' ? undefined : input.caller, trap);
  const instructions = executed(execution);
  const reached = { heapBytes: heapBytes(code), stableBytes: canister.stable.size, heapPages: code.heap?.touchedPages ?? 0 };
  if (fault || ending === 'undo') {
    undo(world, canister, code);
    return { fault, execution, instructions, chargedInstructions: instructions, reached };
  }
  if (ending === 'hold') return { fault, execution, instructions, chargedInstructions: instructions, reached };
  const pages = commitMemory(world, canister, code);
  return { fault, execution, instructions, chargedInstructions: instructions + pages * DIRTY_PAGE_COST[code.module.wordSize], reached };
}

function begin(world: World, canister: CanisterState, code: Code, instance: CanisterInstance, input: ExecutionInput): Execution {
  instance.counter.value = BigInt(input.instructionLimit);
  return {
    input,
    canister: {
      id: canister.id,
      controllers: canister.controllers,
      status: canister.status.kind === 'running' ? 1 : canister.status.kind === 'stopping' ? 2 : 3,
      version: canister.version,
      subnetId: world.subnetId,
      rootKey: world.rootKey,
      globalTimer: canister.globalTimer,
      environment: canister.settings.environmentVariables,
      queueRoom: (callee) => world.queueRoom(canister, callee),
    },
    heap: code.heap,
    stable: canister.stable,
    counter: instance.counter,
    wordSize: code.module.wordSize,
    wasmMemoryLimit: Number(canister.settings.wasmMemoryLimit),
    account: accountOf(world, canister, input.caller),
    balance: canister.cycles,
    ...nothingDone(input.context, logCapacity(canister)),
  };
}

/** The canister's instance; a new one where there is none, or where it belongs to another module or memory. */
function liveInstance(world: World, canister: CanisterState, code: Code): CanisterInstance {
  const known = world.instances.get(canister.key);
  const fits = known && known.module === code.module && known.memory === code.heap?.memory;
  if (fits && !code.module.dropsSegments) return known;
  // Executions that are held have changed globals that are not committed yet.
  const globals = fits ? known.readGlobals() : code.globals;
  const instance = new CanisterInstance(code.module, world.modules.compile(code.module), code.heap, globals.length > 0 ? globals : undefined);
  world.instances.set(canister.key, instance);
  if (code.globals.length === 0) code.globals = instance.readGlobals();
  return instance;
}

/** Accepts what the last execution did to memory and globals; gives the 4 KiB heap pages that changed. */
export function commitMemory(world: World, canister: CanisterState, code: Code): number {
  const pages = code.heap?.commit() ?? 0;
  canister.stable.commit();
  world.pageHistory.note(canister.key, ledgersOf(canister));
  code.globals = world.instances.get(canister.key)?.readGlobals() ?? code.globals;
  world.touch(canister);
  return pages;
}

/** Puts memory and globals back to the last commit. */
export function undo(world: World, canister: CanisterState, code: Code): void {
  canister.stable.rollback();
  if (code.heap?.rollback()) world.instances.delete(canister.key);
  else if (code.globals.length > 0) world.instances.get(canister.key)?.writeGlobals(code.globals);
}

/** What executions that are held have changed so far. */
export interface Savepoint {
  readonly heap: HeapImage | undefined;
  readonly stable: StableImage;
  readonly globals: readonly GlobalValue[];
}

/** To come back to with {@link restore}; costs what was touched. */
export function savepoint(world: World, canister: CanisterState, code: Code): Savepoint {
  return { heap: code.heap?.image(), stable: canister.stable.image(), globals: liveInstance(world, canister, code).readGlobals() };
}

/** Drops everything since the last commit but what the savepoint holds. */
export function restore(world: World, canister: CanisterState, code: Code, { heap, stable, globals }: Savepoint): void {
  undo(world, canister, code);
  if (heap) code.heap?.restore(heap);
  canister.stable.restore(stable);
  liveInstance(world, canister, code).writeGlobals(globals);
}

export async function supplyChunk(world: World, canister: CanisterState, chunk: number): Promise<void> {
  const to = chunk + STABLE_READ_AHEAD;
  const found = await world.host.store.loadChunks(canister.stable.home ?? { canister: canister.key, memory: 'stable' }, chunk, to);
  // A chunk of zeros is not stored: supply it all the same, or it would be missed again.
  const chunks = found.some(({ index }) => index === chunk) ? found : [{ index: chunk, bytes: new Uint8Array(CHUNK_BYTES) }, ...found];
  canister.stable.supply(chunks);
}

/** The canister's code with its heap in memory. */
export async function loadedCode(world: World, canister: CanisterState): Promise<Code> {
  const { code } = canister;
  if (!code) throw new ReplicaBug('executed a canister without code');
  if (code.heap || !code.module.memory) return code;
  const heap = new Heap(code.module.wordSize, code.module.mapBytes, code.storedHeapPages, code.module.memory.maximum);
  const last = Math.ceil((code.storedHeapPages * WASM_PAGE_BYTES) / CHUNK_BYTES);
  const batch = 4096;
  for (let from = 0; from < last; from += batch) {
    const chunks = await world.host.store.loadChunks({ canister: canister.key, memory: 'heap' }, from, Math.min(last, from + batch));
    for (const { index, bytes } of chunks) heap.initialize(index * CHUNK_BYTES, bytes);
  }
  code.heap = heap;
  return code;
}
