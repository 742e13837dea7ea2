import type { MessageKind } from './world.ts';

/** What is told of an installation, beside whether it succeeded. */

/** In bytes. */
export interface Sizes {
  readonly heapBytes: number;
  readonly stableBytes: number;
}

/** Parts of an installation, in the order in which they come; `memory`: main memory is kept or replaced; `limits`: what was made may be had. */
export type InstallPhase = 'begin' | 'pre_upgrade' | 'module' | 'memory' | 'start' | 'init' | 'post_upgrade' | 'limits';

export interface ModuleFacts {
  /** Of the module as it was uploaded, hex. */
  readonly hash: string;
  readonly bytes: number;
  /** It says that an upgrade is to keep its main memory. */
  readonly enhancedPersistence: boolean;
  /** It tells the types of its stable variables, as Motoko's modules do. */
  readonly stableTypes: boolean;
}

/** What one execution did to the memories. */
export interface StepWork {
  /** Pages of 4 KiB of main memory that were written, without those that an earlier step of the installation had written. */
  readonly heapPages: number;
  readonly stableReadBytes: number;
  readonly stableWrittenBytes: number;
  readonly logs: readonly Uint8Array[];
  /** Where it trapped: the sizes at that moment, before all was put back. */
  readonly trappedAt: Sizes | undefined;
}

/** One execution of an installation, with the sizes after it. */
export interface InstallStep extends Sizes {
  readonly kind: MessageKind;
  readonly instructions: number;
  readonly work: StepWork;
}

/** What an installation did beside executing code. */
export interface InstallDetail {
  /** Of the canister, before and after: an installation does not change it. */
  readonly status: 'running' | 'stopping' | 'stopped';
  /** Calls that the canister has made and that wait for their answers: the new code gets them. */
  readonly awaitedReplies: number;
  readonly old: ModuleFacts | undefined;
  /** `undefined` where the new module cannot be used, or was not looked at. */
  readonly fresh: ModuleFacts | undefined;
  /** `absent`: the old module exports none. `undefined` where it was not its turn. */
  readonly preUpgrade: 'ran' | 'skipped' | 'absent' | undefined;
  /** Instructions charged for putting together and compiling the new module. */
  readonly preparation: number;
  /** Right after the new module took its place, before any of its code ran; `undefined` where it did not. */
  readonly adopted: Sizes | undefined;
  readonly timer: { readonly before: boolean; readonly after: boolean };
  /** Instructions that the installation may take as a whole. */
  readonly instructionLimit: number;
  readonly failedAt: InstallPhase | undefined;
}
