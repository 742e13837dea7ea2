import type { CanisterState } from './canister-state.ts';

/** Interface Specification, "canister_info": what happened to a canister, and by whom. */

/** Entries that are kept. [limits] */
const MAX_CHANGES = 20;
/** Bytes of an entry and of each controller in it, as the production replica lays them out in memory. rs/types/management_canister_types */
const CHANGE_BYTES = 160;
const CONTROLLER_BYTES = 30;

export type ChangeOrigin =
  | { readonly kind: 'user'; readonly id: Uint8Array }
  /** `version` is what the canister said its version was. */
  | { readonly kind: 'canister'; readonly id: Uint8Array; readonly version: bigint | undefined };

export type SnapshotSource = 'taken_from_canister' | 'metadata_upload';

export type ChangeDetails =
  /** `environmentVariablesHash` is `undefined` where no variables were named. */
  | { readonly kind: 'creation'; readonly controllers: readonly Uint8Array[]; readonly environmentVariablesHash: Uint8Array | undefined }
  | { readonly kind: 'code_uninstall' }
  | { readonly kind: 'code_deployment'; readonly mode: 'install' | 'reinstall' | 'upgrade'; readonly moduleHash: Uint8Array }
  | {
      readonly kind: 'load_snapshot';
      /** `undefined` where the snapshot is the canister's own. */
      readonly from: Uint8Array | undefined;
      readonly snapshot: Uint8Array;
      readonly version: bigint;
      readonly takenAt: bigint;
      readonly source: SnapshotSource;
    }
  | { readonly kind: 'controllers_change'; readonly controllers: readonly Uint8Array[] };

export interface CanisterChange {
  readonly timestampNanos: bigint;
  /** The canister's version after the change. */
  readonly version: bigint;
  readonly origin: ChangeOrigin;
  readonly details: ChangeDetails;
}

export interface CanisterHistory {
  /** Of all changes there ever were. */
  readonly total: bigint;
  /** The latest ones, oldest first. */
  readonly changes: readonly CanisterChange[];
}

export const EMPTY_HISTORY: CanisterHistory = { total: 0n, changes: [] };

/** To be called when the change is made and the version raised. */
export function recordChange(canister: CanisterState, timestampNanos: bigint, origin: ChangeOrigin, details: ChangeDetails): void {
  const { total, changes } = canister.history;
  const change = { timestampNanos, version: canister.version, origin, details };
  canister.history = { total: total + 1n, changes: [...changes, change].slice(-MAX_CHANGES) };
}

/** What the history counts for, in bytes. */
export const historyBytes = ({ changes }: CanisterHistory): number =>
  changes.reduce((sum, { details }) => sum + CHANGE_BYTES + ('controllers' in details ? details.controllers.length * CONTROLLER_BYTES : 0), 0);
