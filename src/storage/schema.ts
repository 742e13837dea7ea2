import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { MemoryKind } from '../replica/state/store.ts';

export const DATABASE_NAME = 'canister-upgrade-playground';

/** Canister id in hex, memory, index of the chunk: the chunks of one memory lie together and in order. */
export type ChunkKey = [canister: string, memory: MemoryKind, index: number];

/** The database as the newest version has it. */
export interface PlaygroundSchema extends DBSchema {
  records: { key: string; value: unknown };
  chunks: { key: ChunkKey; value: Uint8Array };
  workspace: { key: string; value: unknown };
  /** One entry, under {@link OWNER_KEY}: the random name of the connection that may write. */
  owner: { key: string; value: string };
}

export const OWNER_KEY = 'owner';

export type UpgradeTransaction = IDBPTransaction<unknown, string[], 'versionchange'>;

/**
 * Takes the database from one version to the next. It may await requests of `transaction`, and nothing else: the browser commits
 * a transaction that has no request under way. What it does is undone as a whole where it throws.
 */
export type Migration = (database: IDBPDatabase, transaction: UpgradeTransaction) => void | Promise<void>;

/** The migration at index `n` makes version `n + 1` of version `n`; version 0 is the empty database. Never change one that was published. */
export const MIGRATIONS: readonly Migration[] = [
  (database) => {
    for (const name of ['records', 'chunks', 'workspace', 'owner']) database.createObjectStore(name);
  },
];

/** Runs what takes a database of version `from` to the newest. */
export async function migrate(
  migrations: readonly Migration[],
  from: number,
  database: IDBPDatabase,
  transaction: UpgradeTransaction,
): Promise<void> {
  for (const migration of migrations.slice(from)) await migration(database, transaction);
}
