import { StorageError } from '../replica/state/store.ts';

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : '');
const textOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

/** The StorageError for what a transaction failed with: `full` for a quota, `failed` for everything else. */
export function transactionFailure(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  if (nameOf(error) === 'QuotaExceededError') {
    return new StorageError('full', 'The browser gives this page no more room on the disk.', { cause: error });
  }
  return new StorageError('failed', `The browser's database refused to write or read (${textOf(error)}).`, { cause: error });
}

/** The StorageError for what opening the database failed with: `newer`, or `unavailable` with the browser's reason. */
export function openFailure(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  if (nameOf(error) === 'VersionError') {
    return new StorageError('newer', 'The data in this browser was written by a newer version of the playground. Reload the page to get that version.', { cause: error });
  }
  const missing = (globalThis as { indexedDB?: IDBFactory }).indexedDB === undefined;
  const why = missing ? '' : ` (${textOf(error)})`;
  return new StorageError('unavailable', `The browser offers no database to this page${why}, as in some private windows.`, { cause: error });
}

export const closedFailure = (): StorageError => new StorageError('lost', 'The storage was closed.');
