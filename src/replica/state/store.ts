/**
 * The Store port: what the replica needs of a disk. Backends live in `src/storage`.
 *
 * Two kinds of data: *records* (small structured values, each under a text key) and *chunks* (memory, in pieces of
 * {@link CHUNK_BYTES}). A chunk that is absent is all zero. One {@link Commit} is one atomic transaction: after a crash the store
 * holds either all of it or nothing of it, and commits become durable in the order of the calls.
 */

/** Bytes of one chunk: four 4 KiB pages. */
export const CHUNK_BYTES = 16_384;

/** `module` holds the bytes of an uploaded module, and only snapshots have it. */
export type MemoryKind = 'heap' | 'stable' | 'module';

/** A memory of one canister, or of a snapshot: `canister` is the id of either in hex. */
export interface MemoryId {
  readonly canister: string;
  readonly memory: MemoryKind;
}

export interface ChunkWrite extends MemoryId {
  readonly index: number;
  /** Exactly CHUNK_BYTES long; the store takes its own copy before `commit` returns its promise. */
  readonly bytes: Uint8Array;
}

export interface MemoryCopy {
  readonly from: MemoryId;
  readonly to: MemoryId;
}

/** Anything structured clone takes: plain objects, arrays, Map, bigint, Uint8Array ... */
export type StoredValue = unknown;

export interface Commit {
  readonly putRecords?: readonly { readonly key: string; readonly value: StoredValue }[];
  readonly deleteRecords?: readonly string[];
  /** Memories that become copies of others, one after the other, before anything else is done to memories. */
  readonly copyMemories?: readonly MemoryCopy[];
  /** Memories whose chunks are all deleted, before `putChunks` is applied. */
  readonly clearMemories?: readonly MemoryId[];
  readonly putChunks?: readonly ChunkWrite[];
  readonly deleteChunks?: readonly (MemoryId & { readonly index: number })[];
}

export interface Store {
  /** All records whose key begins with `prefix`, in key order. */
  loadRecords(prefix: string): Promise<{ key: string; value: StoredValue }[]>;
  /** Indices of the chunks that exist, ascending. */
  chunkIndices(memory: MemoryId): Promise<number[]>;
  /** Chunks with `from <= index < to` that exist, ascending. */
  loadChunks(memory: MemoryId, from: number, to: number): Promise<{ index: number; bytes: Uint8Array }[]>;
  /**
   * One atomic transaction.
   * @throws StorageError with code `full` (quota), `lost` (another tab took the lock) or `failed`; nothing was written then.
   */
  commit(commit: Commit): Promise<void>;
}

export type StorageErrorCode = 'full' | 'lost' | 'failed' | 'unavailable' | 'newer';

/** A failure of the disk, not of the replica. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;
  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
