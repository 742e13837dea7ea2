import type { Principal } from '@dfinity/principal';
import { sha256 } from '@noble/hashes/sha2';
import { toHex } from '../../primitives/bytes.ts';
import { HeldChunkMiss, commitMemory, execute, loadedCode, supplyChunk, undo, type ExecutionResult } from '../canister/execute.ts';
import { CanisterInstance, type Entry } from '../canister/instance.ts';
import { faults, reject, toReject, type Reject } from '../errors.ts';
import { Heap } from '../memory/heap.ts';
import { StableMemory } from '../memory/stable-memory.ts';
import { PLAIN_INPUT } from '../messaging/messages.ts';
import { DIRTY_PAGE_COST, INSTRUCTION_LIMIT } from '../params.ts';
import { heapBytes, type CallResult, type CanisterState, type Code } from '../state/canister-state.ts';
import { appendLogs, trapLine } from '../state/logs.ts';
import type { InstallReport, MessageKind } from '../state/world.ts';
import { execution as executionCost } from '../system-api/cost.ts';
import type { Context } from '../system-api/context.ts';
import { ENHANCED_PERSISTENCE_SECTION, type ModuleInfo } from '../wasm/module.ts';
import { prepareModule } from '../wasm/prepare.ts';
import { EMPTY_REPLY, controlled, type ManagementCall } from './common.ts';

/** Interface Specification: "install_code", "Canister upgrades"; the order of the steps is that of rs/execution_environment/src/execution/{install,upgrade}.rs. */

type Opt<T> = [] | [T];

interface UpgradeOptions {
  readonly skip_pre_upgrade: Opt<boolean>;
  readonly wasm_memory_persistence: Opt<{ keep: null } | { replace: null }>;
}

export interface InstallArgument {
  readonly mode: { install: null } | { reinstall: null } | { upgrade: Opt<UpgradeOptions> };
  readonly canister_id: Principal;
  readonly wasm_module: Uint8Array;
  readonly arg: Uint8Array;
}

export async function installCode(call: ManagementCall, argument: InstallArgument): Promise<CallResult> {
  const found = controlled(call, argument.canister_id);
  if ('reject' in found) return { kind: 'reject', reject: found.reject };
  for (;;) {
    try {
      return await new Installation(call, found.canister, argument).run();
    } catch (error) {
      if (!(error instanceof HeldChunkMiss)) throw error;
      await supplyChunk(call.world, error.canister, error.chunk);
    }
  }
}

/** What is put back where an installation fails. */
interface Saved {
  readonly code: Code | undefined;
  readonly instance: CanisterInstance | undefined;
  readonly stable: StableMemory;
  readonly version: bigint;
  readonly globalTimer: bigint;
  readonly certifiedData: Uint8Array;
  readonly cycles: bigint;
}

/** One attempt: all or nothing. Only log lines and the cycles for executed instructions outlive a failure. */
class Installation {
  readonly #call: ManagementCall;
  readonly #canister: CanisterState;
  readonly #argument: InstallArgument;
  readonly #mode: 'install' | 'reinstall' | 'upgrade';
  readonly #saved: Saved;
  readonly #steps: { kind: MessageKind; instructions: number }[] = [];
  readonly #logs: string[] = [];
  #left: number = INSTRUCTION_LIMIT.install;
  #mainMemory: 'kept' | 'replaced' | undefined;

  constructor(call: ManagementCall, canister: CanisterState, argument: InstallArgument) {
    this.#call = call;
    this.#canister = canister;
    this.#argument = argument;
    this.#mode = 'upgrade' in argument.mode ? 'upgrade' : 'reinstall' in argument.mode ? 'reinstall' : 'install';
    this.#saved = {
      code: canister.code,
      instance: call.world.instances.get(canister.key),
      stable: canister.stable,
      version: canister.version,
      globalTimer: canister.globalTimer,
      certifiedData: canister.certifiedData,
      cycles: canister.cycles,
    };
  }

  async run(): Promise<CallResult> {
    const before = { heapBytes: heapBytes(this.#canister.code), stableBytes: this.#canister.stable.size };
    let refusal: Reject | undefined;
    try {
      refusal = await this.#install();
    } catch (error) {
      this.#restore();
      throw error;
    }
    if (refusal) this.#restore();
    else this.#commit();
    this.#charge();
    appendLogs(this.#call.world, this.#canister, this.#logs, this.#call.world.time);
    this.#report(before, refusal);
    return refusal ? { kind: 'reject', reject: refusal } : EMPTY_REPLY;
  }

  /** Does everything but committing; gives the reason where it failed. */
  async #install(): Promise<Reject | undefined> {
    const { code } = this.#canister;
    if (this.#mode === 'install' && code) {
      return reject('IC0514', `Canister ${this.#canister.text} cannot be installed because the canister is not empty. Try installing with mode='reinstall' instead.`);
    }
    if (this.#mode === 'upgrade' && !code) return toReject(this.#canister.text, faults.noModule());
    const preUpgrade = this.#mode === 'upgrade' ? await this.#preUpgrade() : undefined;
    if (preUpgrade) return preUpgrade;
    const prepared = this.#prepare();
    if ('code' in prepared) return prepared;
    const replaced = this.#mode === 'upgrade' ? await this.#replaceCode(prepared) : this.#freshCode(prepared);
    if (replaced) return replaced;
    return (await this.#initialise(prepared)) ?? this.#memoryLimit();
  }

  async #preUpgrade(): Promise<Reject | undefined> {
    if (this.#options?.skip_pre_upgrade[0] === true) return undefined;
    if (!this.#canister.code?.module.entryPoints.has('canister_pre_upgrade')) return undefined;
    return this.#step('pre_upgrade', { kind: 'export', name: 'canister_pre_upgrade' }, 'G');
  }

  get #options(): UpgradeOptions | undefined {
    return 'upgrade' in this.#argument.mode ? this.#argument.mode.upgrade[0] : undefined;
  }

  #prepare(): ModuleInfo | Reject {
    const { wasm_module: uploaded } = this.#argument;
    const { world } = this.#call;
    const prepared = world.prepare(uploaded, toHex(sha256(uploaded)), prepareModule);
    if (prepared.ok) {
      this.#left -= prepared.module.compilationCost;
      return prepared.module;
    }
    return { ...prepared.reject, message: `Error from Canister ${this.#canister.text}: ${prepared.reject.message}` };
  }

  /** For install and reinstall: nothing of the old memories remains. */
  #freshCode(module: ModuleInfo): undefined {
    this.#canister.stable = new StableMemory(0, []);
    this.#canister.certifiedData = new Uint8Array();
    this.#adopt(module, freshHeap(module));
  }

  /** For an upgrade: what happens to main memory depends on the option and on what both modules support. */
  async #replaceCode(module: ModuleInfo): Promise<Reject | undefined> {
    const old = await loadedCode(this.#call.world, this.#canister);
    const persistence = this.#options?.wasm_memory_persistence[0];
    if (persistence === undefined && old.module.metadata.has(ENHANCED_PERSISTENCE_SECTION)) {
      return this.#contract('Missing upgrade option: Enhanced orthogonal persistence requires the `wasm_memory_persistence` upgrade option.');
    }
    const keep = persistence !== undefined && 'keep' in persistence;
    if (keep && !module.metadata.has(ENHANCED_PERSISTENCE_SECTION)) {
      return this.#contract(
        'Invalid upgrade option: The `wasm_memory_persistence: opt Keep` upgrade option requires that the new canister module supports enhanced orthogonal persistence.',
      );
    }
    const misfit = keep ? misfitOf(old, module) : undefined;
    if (misfit) return reject('IC0505', `Error from Canister ${this.#canister.text}: Canister's Wasm module is not valid: ${misfit}`);
    this.#mainMemory = keep ? 'kept' : 'replaced';
    this.#adopt(module, keep ? old.heap : freshHeap(module));
    return undefined;
  }

  #contract(text: string): Reject {
    return toReject(this.#canister.text, faults.contract(text));
  }

  /** The new module becomes the canister's; globals and table begin as the module has them. */
  #adopt(module: ModuleInfo, heap: Heap | undefined): void {
    const canister = this.#canister;
    const kept = heap !== undefined && heap === this.#saved.code?.heap;
    canister.code = { module, uploaded: this.#argument.wasm_module, heap, storedHeapPages: 0, globals: [], heapReset: !kept, moduleNew: true };
    this.#call.world.instances.delete(canister.key);
    canister.globalTimer = 0n;
    canister.version += 1n;
  }

  async #initialise(module: ModuleInfo): Promise<Reject | undefined> {
    const failed = module.hasStart ? await this.#step('start', { kind: 'start' }, 's') : undefined;
    if (failed) return failed;
    const kind = this.#mode === 'upgrade' ? 'post_upgrade' : 'init';
    if (!module.entryPoints.has(`canister_${kind}`)) return undefined;
    return this.#step(kind, { kind: 'export', name: `canister_${kind}` }, 'I');
  }

  async #step(kind: MessageKind, entry: Entry, context: Context): Promise<Reject | undefined> {
    const { world, caller } = this.#call;
    const input = {
      ...PLAIN_INPUT,
      context,
      caller,
      arg: context === 'I' ? this.#argument.arg : new Uint8Array(),
      time: world.time,
      instructionLimit: this.#left,
    };
    world.host.events.started(this.#requestId ?? kind, this.#canister, kind);
    const result = await execute(world, this.#canister, entry, input, 'hold');
    this.#left = Math.max(0, this.#left - result.instructions);
    this.#steps.push({ kind, instructions: result.instructions });
    this.#logs.push(...result.execution.logs);
    if (!result.fault) return this.#take(result);
    this.#logs.push(trapLine(result.fault.logged));
    const fault = result.fault.errorCode === 'IC0522' ? faults.instructionLimit(INSTRUCTION_LIMIT.install) : result.fault;
    return toReject(this.#canister.text, fault);
  }

  #take({ execution }: ExecutionResult): undefined {
    this.#canister.cycles = execution.balance;
    if (execution.certifiedData) this.#canister.certifiedData = execution.certifiedData;
    // A timer that pre_upgrade sets is lost with the old module: adopting the new one deactivates it.
    if (execution.globalTimer !== undefined) this.#canister.globalTimer = execution.globalTimer;
  }

  #memoryLimit(): Reject | undefined {
    const limit = Number(this.#canister.settings.wasmMemoryLimit);
    const bytes = heapBytes(this.#canister.code);
    return limit > 0 && bytes > limit ? toReject(this.#canister.text, faults.wasmMemoryLimit(bytes, limit)) : undefined;
  }

  get #requestId(): string | undefined {
    return this.#call.origin.kind === 'ingress' ? this.#call.origin.requestId : undefined;
  }

  #restore(): void {
    const canister = this.#canister;
    const { world } = this.#call;
    if (canister.code) undo(world, canister, canister.code);
    const { code, instance, ...fields } = this.#saved;
    Object.assign(canister, fields, { code });
    if (instance) world.instances.set(canister.key, instance);
    else world.instances.delete(canister.key);
    if (code) undo(world, canister, code);
  }

  #commit(): void {
    const canister = this.#canister;
    const code = canister.code as Code;
    const { world } = this.#call;
    if (!world.instances.has(canister.key)) {
      const instance = new CanisterInstance(code.module, world.modules.compile(code.module), code.heap, undefined);
      world.instances.set(canister.key, instance);
    }
    const pages = commitMemory(world, canister, code);
    this.#left = Math.max(0, this.#left - pages * DIRTY_PAGE_COST[code.module.wordSize]);
    if (code.heapReset) code.heap?.markAllDirty();
    if (this.#mode !== 'upgrade') {
      canister.stableReset = true;
      canister.logs = [];
    }
  }

  #charge(): void {
    const { module } = this.#canister.code ?? this.#saved.code ?? {};
    const cost = executionCost(module?.wordSize ?? 32, INSTRUCTION_LIMIT.install - this.#left);
    this.#canister.cycles = this.#canister.cycles > cost ? this.#canister.cycles - cost : 0n;
    this.#call.world.touch(this.#canister);
  }

  #report(before: InstallReport['before'], error: Reject | undefined): void {
    const canister = this.#canister;
    const report: InstallReport = {
      canister,
      requestId: this.#requestId,
      mode: this.#mode,
      mainMemory: this.#mainMemory,
      error,
      before,
      after: { heapBytes: heapBytes(canister.code), stableBytes: canister.stable.size },
      timerDeactivated: !error && this.#saved.globalTimer !== 0n && canister.globalTimer === 0n,
      steps: this.#steps,
    };
    this.#call.world.announce((events) => {
      events.installed(report);
    });
  }
}

/** Memory as the module declares it, with its active data segments written. */
function freshHeap(module: ModuleInfo): Heap | undefined {
  if (!module.memory) return undefined;
  const heap = new Heap(module.wordSize, module.mapBytes, module.memory.minimum, module.memory.maximum);
  for (const { offset, bytes } of module.activeData) heap.initialize(offset, bytes);
  return heap;
}

/** Why a kept heap does not fit the new module. */
function misfitOf(old: Code, module: ModuleInfo): string | undefined {
  if (!old.heap || !module.memory) return 'the kept main memory needs a module with a memory.';
  if (old.module.wordSize !== module.wordSize) return `the kept main memory is ${old.module.wordSize}-bit, but the module's is ${module.wordSize}-bit.`;
  const pages = old.heap.size / 65_536;
  if (pages < module.memory.minimum) return `the kept main memory has ${pages} pages, but the module needs at least ${module.memory.minimum}.`;
  if (pages > (module.memory.maximum ?? Infinity)) return `the kept main memory has ${pages} pages, but the module allows at most ${module.memory.maximum}.`;
  return undefined;
}
