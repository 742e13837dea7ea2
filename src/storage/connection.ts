import { openDB } from 'idb';
import type { IDBPDatabase } from 'idb';
import { StorageError } from '../replica/state/store.ts';
import { openFailure } from './failures.ts';
import { migrate } from './schema.ts';
import type { Migration, PlaygroundSchema, UpgradeTransaction } from './schema.ts';

export type Connection = IDBPDatabase<PlaygroundSchema>;

export interface ConnectionOptions {
  readonly name: string;
  readonly migrations: readonly Migration[];
  /** How long the browser may stay silent. A migration that has begun may take as long as it needs. */
  readonly timeoutMilliseconds: number;
  /** The connection must be closed: a newer version of the playground waits to upgrade the database. */
  readonly onVersionChange: () => void;
  /** The browser has closed the connection, for instance because the user cleared the site's data. */
  readonly onTerminated: () => void;
}

/**
 * Opens the database in the newest version of `migrations`, upgrading an older one.
 * @throws StorageError `newer`, `unavailable` (no IndexedDB, refused, or silent for too long) or `failed` (a migration threw).
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const patience = createPatience(options.timeoutMilliseconds);
  let migrationFailure: StorageError | undefined;
  const upgrade = (database: IDBPDatabase, from: number, transaction: UpgradeTransaction): void => {
    patience.end();
    transaction.done.catch(() => undefined);
    migrate(options.migrations, from, database, transaction).catch((error: unknown) => {
      migrationFailure = new StorageError('failed', `The saved data of version ${from} could not be brought up to date.`, { cause: error });
      transaction.abort();
    });
  };
  try {
    const opening = openDB<PlaygroundSchema>(options.name, options.migrations.length, {
      upgrade: (database, from, _to, transaction) => {
        upgrade(database as unknown as IDBPDatabase, from, transaction as unknown as UpgradeTransaction);
      },
      blocked: patience.block,
      blocking: options.onVersionChange,
      terminated: options.onTerminated,
    });
    return await patience.within(opening);
  } catch (error) {
    throw migrationFailure ?? openFailure(error);
  }
}

/** A time limit on opening, which a migration ends. A connection that comes too late is closed, so that it blocks nobody. */
function createPatience(milliseconds: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reason = 'it does not answer';
  return {
    end: () => clearTimeout(timer),
    block: () => {
      reason = 'another tab keeps an older version of the playground open; close it';
    },
    within: async (opening: Promise<Connection>): Promise<Connection> => {
      let late = false;
      const silence = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          late = true;
          reject(new StorageError('unavailable', `The browser's database cannot be opened: ${reason}.`));
        }, milliseconds);
      });
      const closeLate = (connection: Connection) => {
        if (late) connection.close();
      };
      opening.then(closeLate, () => undefined);
      try {
        return await Promise.race([opening, silence]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
