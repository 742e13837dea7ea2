/** A value of the page's own (editor text, layout ...) under a key; anything structured clone takes. */
export interface WorkspaceEntry {
  readonly key: string;
  readonly value: unknown;
}

/** What is written in one transaction; a key that is in both lists is put. */
export interface WorkspaceChange {
  readonly put: readonly WorkspaceEntry[];
  readonly remove: readonly string[];
}

/** The page's own data, kept beside the replica's state but apart from it: opaque to both. */
export interface WorkspaceStore {
  /** All entries, in key order. */
  loadWorkspace(): Promise<WorkspaceEntry[]>;
  /**
   * One atomic transaction.
   * @throws StorageError with code `full`, `lost` or `failed`; nothing was written then.
   */
  saveWorkspace(change: WorkspaceChange): Promise<void>;
}
