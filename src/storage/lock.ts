import { StorageError } from '../replica/state/store.ts';
import { DATABASE_NAME } from './schema.ts';

export interface TabLockOptions {
  /** Take the lock from the tab that holds it. */
  readonly takeOver?: boolean;
  /** Another tab took the lock over; told at most once, and never after `release`. */
  readonly onLost: (error: StorageError) => void;
  /** How long a holder that is going away (a reloaded page, a worker that was ended) may take; 1,000 by default. */
  readonly graceMilliseconds?: number;
  readonly name?: string;
}

export interface TabLock {
  release(): void;
}

/**
 * Makes this the only tab that works with the stored state. Where the browser has no Web Locks there is nothing to wait for:
 * the storage itself then refuses the writes of all but the last to open it.
 * @throws StorageError `lost` where another tab holds the lock and `takeOver` is not set.
 */
export async function acquireLock(options: TabLockOptions): Promise<TabLock> {
  const { takeOver = false, onLost, graceMilliseconds = 1_000, name = DATABASE_NAME } = options;
  const locks = lockManager();
  if (!locks) return WITHOUT_LOCK;
  const lock =
    (await hold(locks, name, takeOver ? { steal: true } : { ifAvailable: true }, onLost)) ??
    (await hold(locks, name, { signal: AbortSignal.timeout(graceMilliseconds) }, onLost));
  if (!lock) throw new StorageError('lost', 'The playground is already open in another tab of this browser.');
  return lock;
}

const WITHOUT_LOCK: TabLock = { release: () => undefined };

/** Browsers keep Web Locks from pages that are not served securely. */
function lockManager(): LockManager | undefined {
  return (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
}

/**
 * Asks for the lock; `undefined` where it is not to be had. It is held as long as the promise that the callback gives is pending,
 * and the request fails with an error once it is stolen.
 */
function hold(locks: LockManager, name: string, how: LockOptions, onLost: TabLockOptions['onLost']): Promise<TabLock | undefined> {
  return new Promise((resolve) => {
    let held = false;
    const keep = (lock: Lock | null): Promise<void> | undefined => {
      if (!lock) {
        resolve(undefined);
        return undefined;
      }
      held = true;
      return new Promise((end) => {
        const release = () => {
          held = false;
          end();
        };
        resolve({ release });
      });
    };
    locks.request(name, how, keep).catch(() => {
      if (held) onLost(new StorageError('lost', 'Another tab has taken over the playground.'));
      else resolve(how.signal?.aborted ? undefined : WITHOUT_LOCK);
    });
  });
}
