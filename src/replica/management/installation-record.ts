import type { ExecutionResult } from '../canister/execute.ts';
import type { Reject } from '../errors.ts';
import { INSTRUCTION_LIMIT } from '../params.ts';
import { heapBytes, type CanisterState, type Code } from '../state/canister-state.ts';
import type { InstallDetail, InstallPhase, InstallStep, ModuleFacts, Sizes } from '../state/install-detail.ts';
import type { InstallOutcome, MessageKind } from '../state/world.ts';
import { ENHANCED_PERSISTENCE_SECTION, type ModuleInfo } from '../wasm/module.ts';

/** Figures of the memories before an execution, from which {@link InstallationRecord.executed} tells what it did. */
interface Meter {
  readonly heapPages: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
}

/** What an installation did, noted as it goes. */
export class InstallationRecord {
  /** The part that is going on. */
  phase: InstallPhase = 'begin';
  preUpgrade: InstallDetail['preUpgrade'];
  mainMemory: InstallOutcome['mainMemory'];
  preparation = 0;
  readonly #canister: CanisterState;
  readonly #before: Sizes;
  readonly #old: ModuleFacts | undefined;
  readonly #timerBefore: boolean;
  readonly #steps: InstallStep[] = [];
  #fresh: ModuleFacts | undefined;
  #adopted: Sizes | undefined;

  constructor(canister: CanisterState) {
    const { code } = canister;
    this.#canister = canister;
    this.#before = sizesOf(canister);
    this.#old = code && factsOf(code.module, code.uploaded);
    this.#timerBefore = canister.globalTimer !== 0n;
  }

  meter(): Meter {
    return { heapPages: this.#canister.code?.heap?.touchedPages ?? 0, ...this.#canister.stable.traffic };
  }

  executed(kind: MessageKind, { instructions, execution, fault, reached }: ExecutionResult, before: Meter): void {
    const { readBytes, writtenBytes } = this.#canister.stable.traffic;
    const { heapPages, ...trappedAt } = reached;
    const work = {
      heapPages: heapPages - before.heapPages,
      stableReadBytes: readBytes - before.readBytes,
      stableWrittenBytes: writtenBytes - before.writtenBytes,
      logs: execution.logs.contents,
      trappedAt: fault && trappedAt,
    };
    this.#steps.push({ kind, instructions, ...sizesOf(this.#canister), work });
  }

  prepared(module: ModuleInfo, uploaded: Uint8Array): void {
    this.#fresh = factsOf(module, uploaded);
  }

  adopted(): void {
    this.#adopted = sizesOf(this.#canister);
  }

  /** As it ended: with `error` where it failed. */
  outcome(mode: InstallOutcome['mode'], error: Reject | undefined): InstallOutcome {
    const canister = this.#canister;
    const timer = { before: this.#timerBefore, after: canister.globalTimer !== 0n };
    return {
      mode,
      mainMemory: this.mainMemory,
      error,
      before: this.#before,
      after: sizesOf(canister),
      timerDeactivated: !error && timer.before && !timer.after,
      steps: this.#steps,
      detail: {
        status: canister.status.kind,
        awaitedReplies: canister.callbacks.size,
        old: this.#old,
        fresh: this.#fresh,
        preUpgrade: this.preUpgrade,
        preparation: this.preparation,
        adopted: this.#adopted,
        timer,
        instructionLimit: INSTRUCTION_LIMIT.install,
        failedAt: error && this.phase,
      },
    };
  }
}

const sizesOf = (canister: CanisterState): Sizes => ({ heapBytes: heapBytes(canister.code), stableBytes: canister.stable.size });

const factsOf = ({ hash, metadata }: ModuleInfo, { length }: Code['uploaded']): ModuleFacts => ({
  hash,
  bytes: length,
  enhancedPersistence: metadata.has(ENHANCED_PERSISTENCE_SECTION),
  stableTypes: metadata.has('motoko:stable-types'),
});
