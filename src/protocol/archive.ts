/** Messages about the state of canisters as bytes that can leave the replica and come into another. The bytes are the replica's own format, not compressed. */

/** One canister of an archive, as it says itself. Sizes in bytes; memories without their zero pages. */
export interface ArchivedCanisterView {
  readonly id: string;
  /** SHA-256 of its module, hex; `undefined` where it has none. */
  readonly moduleHash: string | undefined;
  /** False where whoever opens the archive has to supply the module. */
  readonly moduleCarried: boolean;
  readonly memoryBytes: number;
}

/** A canister that was brought in. */
export interface ImportedCanister {
  readonly from: string;
  /** Its id here: another one where the old one was taken. */
  readonly to: string;
  /** True where it has another id, and its own memory or code holds the old one. */
  readonly remembersOldId: boolean;
}

export type ArchiveMethods = {
  /** The module of a canister as it was uploaded; `undefined` where it has none. */
  moduleOf: (argument: { id: string }) => Promise<Uint8Array | undefined>;
  /** The canisters as of the last commit. Modules with the hashes `known` are left out. Rejects with `archive-busy`, `archive-missing`, `archive-too-large`. */
  exportWorld: (argument: { ids: readonly string[]; known: readonly string[] }) => Promise<Uint8Array<ArrayBuffer>>;
  /** What an archive holds. Changes nothing. Rejects with `archive-damaged`, `archive-version`. */
  describeWorld: (argument: { bytes: Uint8Array }) => Promise<readonly ArchivedCanisterView[]>;
  /**
   * Brings canisters in, in one commit, or none of them. `replace` are gone afterwards. `back`: exactly as they were; `arrival`: as if no time
   * had passed, and with another id where the old one is taken. Rejects with `archive-` and why.
   */
  importWorld: (argument: { bytes: Uint8Array; modules: readonly Uint8Array[]; replace: readonly string[]; kind: 'back' | 'arrival' }) => Promise<readonly ImportedCanister[]>;
};
