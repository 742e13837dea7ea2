import type { GlobalValue } from '../canister/instance.ts';
import type { CanisterSettings, CanisterState, LogRecord } from '../state/canister-state.ts';
import type { CanisterHistory } from '../state/history.ts';
import type { SnapshotFields } from '../state/snapshot.ts';

/** Canisters as they are between two messages, as one value that can leave this replica and come into another. */

/** Why canisters cannot be taken or brought in. */
export type ArchiveErrorCode =
  /** One of them has messages in its queue, or waits for an answer: those belong to other canisters and users as well. */
  | 'busy'
  | 'missing'
  | 'too-large'
  /** The bytes are no archive, or say what cannot be. */
  | 'damaged'
  | 'version'
  /** A module is not carried, and was not supplied. */
  | 'module-missing'
  /** Its id is taken here, and others or its own code know it by that id. */
  | 'id-taken';

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code: ArchiveErrorCode;
  constructor(code: ArchiveErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

type PlainFields = Pick<
  CanisterState,
  'id' | 'controllers' | 'cycles' | 'reservedCycles' | 'chargedUntil' | 'endlessCycles' | 'upgradeInstructionLimit' | 'version' | 'certifiedData' | 'globalTimer' | 'nextLogIndex' | 'nextTurn' | 'lowMemoryHook' | 'nextSnapshot'
>;

export interface ArchivedCode {
  /** SHA-256 of the module as uploaded, hex. */
  readonly module: string;
  readonly heapPages: number;
  readonly globals: readonly GlobalValue[];
  /** See `memory.ts`. */
  readonly heap: Uint8Array;
}

export interface ArchivedSnapshot extends Omit<SnapshotFields, 'key' | 'canister'> {
  readonly chunks: readonly Uint8Array[];
  readonly module: Uint8Array;
  readonly heap: Uint8Array;
  readonly stable: Uint8Array;
}

export interface ArchivedCanister extends Readonly<PlainFields> {
  readonly status: 'running' | 'stopped';
  readonly turn: CanisterState['inputSchedule']['turn'];
  readonly logs: readonly LogRecord[];
  readonly history: CanisterHistory;
  /** `undefined` where they are as in a new canister. */
  readonly settings: CanisterSettings | undefined;
  readonly stablePages: number;
  readonly stable: Uint8Array;
  /** Chunks of modules that wait for `install_chunked_code`. */
  readonly chunks: readonly Uint8Array[];
  readonly code: ArchivedCode | undefined;
  readonly snapshots: readonly ArchivedSnapshot[];
}

export interface ArchivedModule {
  readonly hash: string;
  /** As uploaded; `undefined` where whoever reads the archive can make the same bytes. */
  readonly bytes: Uint8Array | undefined;
}

export interface Archive {
  readonly canisters: readonly ArchivedCanister[];
  /** Each once. */
  readonly modules: readonly ArchivedModule[];
}
