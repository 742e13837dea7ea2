/** Moments of a project's world that the user can go back to. Their bytes are kept apart, under the id. */

/** The step of a lesson (its key) that begins there, or code that was edited when somebody went back. */
export type SavedFor = { readonly step: string } | 'edits';

/** A moment, as it is listed. */
export interface Checkpoint {
  readonly id: string;
  readonly title: string;
  /** When it was saved, milliseconds. */
  readonly at: number;
  /** What it takes in storage. */
  readonly bytes: number;
  /** What the page saved it for by itself; absent where the user did. */
  readonly savedFor?: SavedFor | undefined;
  /** Name and version of each canister that it holds. */
  readonly canisters: readonly { readonly name: string; readonly version: number | undefined }[];
}

export interface RestoreOptions {
  /** Puts the files of that moment back into the editor as well; without it the code stays as it is. */
  readonly code?: boolean;
  /** Where code that was edited since would be lost, it is saved as a moment first, with the canisters as they are. */
  readonly keepEdits?: boolean;
}

/** The latest moment that is not of edits somebody went back from. */
export const latestOwn = (checkpoints: readonly Checkpoint[] | undefined): Checkpoint | undefined => checkpoints?.find(({ savedFor }) => savedFor !== 'edits');

export interface CheckpointActions {
  /** Saves the current project as it is: canisters with all their state, and the code. Gives the id; `undefined` where it was refused (a notice says why). */
  takeCheckpoint(title?: string, savedFor?: SavedFor): Promise<string | undefined>;
  /** Goes back to a moment of the current project; false where it was refused (a notice says why), and nothing changed then. */
  restoreCheckpoint(id: string, options?: RestoreOptions): Promise<boolean>;
  deleteCheckpoint(id: string): void;
}
