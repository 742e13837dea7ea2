import type { Principal } from '@dfinity/principal';
import { sha256 } from '@noble/hashes/sha2';
import { fromHex, toHex } from '../../primitives/bytes.ts';
import { commitMemory, execute, loadedCode, undo, type ExecutionResult } from '../canister/execute.ts';
import { CanisterInstance, type Entry } from '../canister/instance.ts';
import { allocatedBytes, exceedsAllocation, unpayableGrowth } from '../cycles/installation.ts';
import { refundUnused, type Prepayment } from '../cycles/prepayment.ts';
import { faults, reject, toReject, type Reject } from '../errors.ts';
import type { Heap } from '../memory/heap.ts';
import { StableMemory } from '../memory/stable-memory.ts';
import { PLAIN_INPUT } from '../messaging/messages.ts';
import { DIRTY_PAGE_COST, INSTRUCTION_LIMIT } from '../params.ts';
import { heapBytes, type CallResult, type CanisterState, type Code } from '../state/canister-state.ts';
import { recordChange, type CanisterHistory } from '../state/history.ts';
import { appendLogs, logCapacity } from '../state/logs.ts';
import { LogDelta } from '../system-api/log-delta.ts';
import type { InstallPhase } from '../state/install-detail.ts';
import type { InstallOutcome, MessageKind } from '../state/world.ts';
import type { Context } from '../system-api/context.ts';
import { COMPILATION_COST_PER_OPERATOR } from '../wasm/limits.ts';
import type { ModuleInfo } from '../wasm/module.ts';
import { prepareModule } from '../wasm/prepare.ts';
import { EMPTY_REPLY, changeOrigin, refused, type ManagementCall } from './common.ts';
import { InstallationRecord } from './installation-record.ts';
import { freshHeap, misfitOf, refuseOption } from './main-memory.ts';
import { refusals } from './refusals.ts';

/** Interface Specification: "Canister upgrades"; the order of the steps is that of rs/execution_environment/src/execution/{install,upgrade}.rs. */

type Opt<T> = [] | [T];

interface UpgradeOptions {
  readonly skip_pre_upgrade: Opt<boolean>;
  readonly wasm_memory_persistence: Opt<{ keep: null } | { replace: null }>;
}

export interface InstallArgument {
  readonly mode: { install: null } | { reinstall: null } | { upgrade: Opt<UpgradeOptions> };
  readonly canister_id: Principal;
  readonly arg: Uint8Array;
  readonly sender_canister_version: Opt<bigint>;
}

/** Where the module comes from. */
export interface ModuleSource {
  /** The module, or why it could not be put together. */
  readonly uploaded: Uint8Array | Reject;
  /** What putting it together costs. */
  readonly instructions: number;
}

/** A query to ask the new version of a rehearsed installation. */
export interface Probe {
  readonly method: string;
  readonly arg: Uint8Array;
}

export interface Rehearsed {
  /** As it would be. */
  readonly report: InstallOutcome;
  /** Texts that would be logged. */
  readonly logs: readonly Uint8Array[];
  /** What the probe replied; `undefined` where it did not, or was not asked. */
  readonly probed: Uint8Array | undefined;
  /** Of the whole installation, compilation included, without the pages that it changes. */
  readonly instructions: number;
}

/** What is put back where an installation fails. */
interface Saved {
  readonly code: Code | undefined;
  readonly instance: CanisterInstance | undefined;
  readonly stable: StableMemory;
  readonly version: bigint;
  readonly history: CanisterHistory;
  readonly globalTimer: bigint;
  readonly certifiedData: Uint8Array;
  readonly cycles: bigint;
}

interface Prepared {
  readonly module: ModuleInfo;
  readonly uploaded: Uint8Array;
}

/** One attempt: all or nothing. Only log lines and the cycles for executed instructions outlive a failure. */
export class Installation {
  readonly #call: ManagementCall;
  readonly #canister: CanisterState;
  readonly #argument: InstallArgument;
  readonly #source: ModuleSource;
  readonly #mode: 'install' | 'reinstall' | 'upgrade';
  readonly #prepayment: Prepayment;
  readonly #allocatedBefore: number;
  readonly #saved: Saved;
  readonly #record: InstallationRecord;
  readonly #logs: LogDelta;
  readonly #limit: number;
  #left: number;

  constructor(call: ManagementCall, canister: CanisterState, argument: InstallArgument, source: ModuleSource, prepayment: Prepayment) {
    this.#source = source;
    this.#prepayment = prepayment;
    this.#allocatedBefore = allocatedBytes(canister);
    this.#call = call;
    this.#canister = canister;
    this.#argument = argument;
    this.#logs = new LogDelta(logCapacity(canister));
    this.#record = new InstallationRecord(canister);
    this.#mode = 'upgrade' in argument.mode ? 'upgrade' : 'reinstall' in argument.mode ? 'reinstall' : 'install';
    this.#limit = (this.#mode === 'upgrade' ? canister.upgradeInstructionLimit : undefined) ?? INSTRUCTION_LIMIT.install;
    this.#left = this.#limit;
    this.#saved = {
      code: canister.code,
      instance: call.world.instances.get(canister.key),
      stable: canister.stable,
      version: canister.version,
      history: canister.history,
      globalTimer: canister.globalTimer,
      certifiedData: canister.certifiedData,
      cycles: canister.cycles,
    };
  }

  /** Does everything but committing, looks at what came of it with `probe`, and puts everything back. */
  async rehearse(probe: Probe | undefined): Promise<Rehearsed> {
    try {
      const refusal = await this.#install();
      const probed = refusal ? undefined : await this.#probe(probe);
      const used = this.#limit - this.#left;
      return { report: this.#record.outcome(this.#mode, refusal), logs: this.#logs.contents, probed, instructions: used };
    } finally {
      this.#restore();
    }
  }

  /** A query on the new version. What it changes is put back with all the rest. */
  async #probe(probe: Probe | undefined): Promise<Uint8Array | undefined> {
    const { world, caller } = this.#call;
    const kind = this.#canister.code?.module.methods.get(probe?.method ?? '');
    if (!probe || (kind !== 'query' && kind !== 'composite_query')) return undefined;
    const input = { ...PLAIN_INPUT, context: kind === 'query' ? 'NRQ' : 'CQ', caller, arg: probe.arg, methodName: probe.method, time: world.time, instructionLimit: INSTRUCTION_LIMIT.query } as const;
    const { execution, fault } = await execute(world, this.#canister, { kind: 'export', name: `canister_${kind} ${probe.method}` }, input, 'hold');
    return !fault && execution.response?.kind === 'reply' ? execution.response.data : undefined;
  }

  async run(): Promise<CallResult> {
    let refusal: Reject | undefined;
    try {
      refusal = await this.#install();
    } catch (error) {
      this.#restore();
      throw error;
    }
    if (refusal) this.#restore();
    else this.#commit();
    refundUnused(this.#call.world, this.#canister, this.#prepayment, this.#limit - this.#left);
    appendLogs(this.#call.world, this.#canister, this.#logs, this.#call.world.time);
    this.#report(refusal);
    return refusal ? refused(refusal) : EMPTY_REPLY;
  }

  /** Does everything but committing; gives the reason where it failed. */
  async #install(): Promise<Reject | undefined> {
    const { code } = this.#canister;
    if (this.#mode === 'install' && code) {
      return refusals.nonEmpty(this.#canister.text);
    }
    if (this.#mode === 'upgrade' && !code) return toReject(this.#canister.text, faults.noModule());
    const preUpgrade = this.#mode === 'upgrade' ? await this.#preUpgrade() : undefined;
    if (preUpgrade) return preUpgrade;
    const prepared = this.#prepare();
    if ('code' in prepared) return prepared;
    const replaced = this.#mode === 'upgrade' ? await this.#replaceCode(prepared) : this.#freshCode(prepared);
    if (replaced) return replaced;
    return exceedsAllocation(this.#canister) ?? (await this.#initialise(prepared.module)) ?? this.#memoryLimit() ?? this.#growth();
  }

  async #preUpgrade(): Promise<Reject | undefined> {
    const skipped = this.#options?.skip_pre_upgrade[0] === true;
    const absent = !this.#canister.code?.module.entryPoints.has('canister_pre_upgrade');
    this.#record.preUpgrade = absent ? 'absent' : skipped ? 'skipped' : 'ran';
    if (absent || skipped) return undefined;
    return this.#step('pre_upgrade', { kind: 'export', name: 'canister_pre_upgrade' }, 'G');
  }

  get #options(): UpgradeOptions | undefined {
    return 'upgrade' in this.#argument.mode ? this.#argument.mode.upgrade[0] : undefined;
  }

  #prepare(): Prepared | Reject {
    const { uploaded, instructions } = this.#source;
    this.#record.phase = 'module';
    this.#charge(instructions);
    if ('code' in uploaded) return uploaded;
    const prepared = this.#call.world.prepare(uploaded, toHex(sha256(uploaded)), prepareModule);
    if (prepared.ok) {
      this.#charge(prepared.module.compilationCost);
      this.#record.prepared(prepared.module, uploaded);
      return { module: prepared.module, uploaded };
    }
    // As if each byte were an operator.
    this.#charge(COMPILATION_COST_PER_OPERATOR * uploaded.length);
    return { ...prepared.reject, message: `Error from Canister ${this.#canister.text}: ${prepared.reject.message}` };
  }

  /** For the module itself, before any of its code runs. */
  #charge(instructions: number): void {
    this.#record.preparation += instructions;
    this.#spend(instructions);
  }

  #spend(instructions: number): void {
    this.#left = Math.max(0, this.#left - instructions);
  }

  /** For install and reinstall: nothing of the old memories remains. */
  #freshCode(prepared: Prepared): undefined {
    this.#canister.stable = new StableMemory(0, []);
    this.#canister.certifiedData = new Uint8Array();
    this.#adopt(prepared, freshHeap(prepared.module));
  }

  /** For an upgrade: what happens to main memory depends on the option and on what both modules support. */
  async #replaceCode(prepared: Prepared): Promise<Reject | undefined> {
    const { module } = prepared;
    this.#record.phase = 'memory';
    const old = await loadedCode(this.#call.world, this.#canister);
    const persistence = this.#options?.wasm_memory_persistence[0];
    const keep = persistence !== undefined && 'keep' in persistence;
    const problem = refuseOption(old.module, module, persistence && (keep ? 'keep' : 'replace'));
    if (problem !== undefined) return reject('IC0504', problem);
    const misfit = keep ? misfitOf(old, module) : undefined;
    if (misfit) return reject('IC0505', `Error from Canister ${this.#canister.text}: Canister's Wasm module is not valid: ${misfit}`);
    this.#record.mainMemory = keep ? 'kept' : 'replaced';
    this.#adopt(prepared, keep ? old.heap : freshHeap(module));
    return undefined;
  }

  /** The new module becomes the canister's; globals and table begin as the module has them. */
  #adopt({ module, uploaded }: Prepared, heap: Heap | undefined): void {
    const canister = this.#canister;
    const { world } = this.#call;
    const kept = heap !== undefined && heap === this.#saved.code?.heap;
    canister.code = { module, uploaded, heap, storedHeapPages: 0, globals: [], heapReset: !kept, moduleNew: true };
    world.instances.delete(canister.key);
    canister.globalTimer = 0n;
    canister.version += 1n;
    this.#record.adopted();
    this.#record.phase = 'limits';
    const moduleHash = fromHex(module.hash) as Uint8Array;
    recordChange(canister, world.time, changeOrigin(this.#call, this.#argument), { kind: 'code_deployment', mode: this.#mode, moduleHash });
  }

  async #initialise(module: ModuleInfo): Promise<Reject | undefined> {
    const failed = module.hasStart ? await this.#step('start', { kind: 'start' }, 's') : undefined;
    if (failed) return failed;
    const kind = this.#mode === 'upgrade' ? 'post_upgrade' : 'init';
    if (!module.entryPoints.has(`canister_${kind}`)) return undefined;
    return this.#step(kind, { kind: 'export', name: `canister_${kind}` }, 'I');
  }

  async #step(kind: MessageKind & InstallPhase, entry: Entry, context: Context): Promise<Reject | undefined> {
    const { world, caller } = this.#call;
    const input = {
      ...PLAIN_INPUT,
      context,
      caller,
      arg: context === 'I' ? this.#argument.arg : new Uint8Array(),
      time: world.time,
      instructionLimit: this.#left,
    };
    this.#record.phase = kind;
    world.host.events.started(this.#requestId ?? kind, this.#canister, kind);
    const before = this.#record.meter();
    const result = await execute(world, this.#canister, entry, input, 'hold');
    this.#spend(result.instructions);
    this.#record.executed(kind, result, before);
    this.#logs.append(result.execution.logs);
    if (!result.fault) return this.#take(result);
    const fault = result.fault.errorCode === 'IC0522' ? faults.instructionLimit(this.#limit) : result.fault;
    return toReject(this.#canister.text, fault);
  }

  #take({ execution }: ExecutionResult): undefined {
    this.#record.phase = 'limits';
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

  /** Asked with the balance as it will be when the rest of the prepayment has come back. */
  #growth(): Reject | undefined {
    const canister = this.#canister;
    const { cycles } = canister;
    refundUnused(this.#call.world, canister, this.#prepayment, this.#limit - this.#left);
    const refusal = unpayableGrowth(this.#call.world, canister, this.#allocatedBefore);
    canister.cycles = cycles;
    return refusal;
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
    this.#spend(pages * DIRTY_PAGE_COST[code.module.wordSize]);
    if (code.heapReset) code.heap?.markAllDirty();
    if (this.#mode !== 'upgrade') {
      canister.stableReset = true;
      canister.logs = [];
    }
  }

  #report(error: Reject | undefined): void {
    const report = { canister: this.#canister, requestId: this.#requestId, ...this.#record.outcome(this.#mode, error) };
    this.#call.world.announce((events) => {
      events.installed(report);
    });
  }
}
