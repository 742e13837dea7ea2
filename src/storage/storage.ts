import type { Store } from '../replica/state/store.ts';
import type { WorkspaceStore } from './workspace.ts';

/** What every backend of this folder offers. */
export interface Storage extends Store, WorkspaceStore {
  /** Ends the use of the storage: commits under way still finish, later calls fail with StorageError `lost`. */
  close(): void;
}
