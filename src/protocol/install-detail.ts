import type { MessageReport } from './replica.ts';

/** What an installation did, in the detail that lets it be told step by step. Kept with projects: new fields are optional. */

/** In bytes. */
export interface Sizes {
  readonly heapBytes: number;
  readonly stableBytes: number;
}

/** Parts of an installation, in the order in which they come; `memory`: main memory is kept or replaced; `limits`: what was made may be had. */
export type InstallPhase = 'begin' | 'pre_upgrade' | 'module' | 'memory' | 'start' | 'init' | 'post_upgrade' | 'limits';

/** What is known of a module. */
export interface ModuleFacts {
  /** SHA-256, hex. */
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
  readonly logs: readonly string[];
  /** Where it trapped: the sizes at that moment, before all was put back. */
  readonly trappedAt: Sizes | undefined;
}

/** One execution of an installation, with the sizes after it. */
export interface InstallStep extends Sizes {
  readonly kind: MessageReport['kind'];
  /** Wasm instructions. */
  readonly instructions: number;
  /** Absent in records of older versions. */
  readonly work?: StepWork | undefined;
}

/** What an installation did beside executing code. */
export interface InstallDetail {
  /** Of the canister, before and after: an installation does not change it. */
  readonly status: 'running' | 'stopping' | 'stopped';
  /** Calls that the canister has made and that wait for their answers. */
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
  /** Whether a timer was set. */
  readonly timer: { readonly before: boolean; readonly after: boolean };
  /** Instructions that the installation may take as a whole. */
  readonly instructionLimit: number;
  /** Where it failed. */
  readonly failedAt: InstallPhase | undefined;
}
