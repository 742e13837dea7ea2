/** A snapshot of a canister as the replica lists it: its code and both memories at one moment. */
export interface ListedSnapshot {
  /** Hex. */
  readonly id: string;
  /** Nanoseconds, by the replica's clock. */
  readonly takenAt: bigint;
  readonly bytes: number;
}

/** What a controller can do to the selected canister beside installing code. What does not work out becomes a notice. */
export interface LifecycleActions {
  /** Takes no new calls from now on; resolves when the last call under way has its answer. */
  stopCanister(): Promise<void>;
  startCanister(): Promise<void>;
  /** Asks the replica which snapshots there are. */
  listSnapshots(): Promise<void>;
  takeSnapshot(): Promise<void>;
  /** Puts code and state back to how they were; what came after is lost. */
  loadSnapshot(id: string): Promise<void>;
  deleteSnapshot(id: string): Promise<void>;
  /** Instructions that an upgrade may take; `undefined` for what production allows. */
  setUpgradeLimit(instructions: number | undefined): Promise<void>;
}

/** How an upgrade is made, where it is not made as the button does. */
export interface UpgradeOptions {
  /** Even where the compiler says that state will not fit. */
  readonly regardless?: boolean | undefined;
  /** Without `pre_upgrade` of the old code. */
  readonly skipPreUpgrade?: boolean | undefined;
  /** What becomes of main memory; as the installed code needs it where absent. */
  readonly mainMemory?: 'keep' | 'replace' | undefined;
}
