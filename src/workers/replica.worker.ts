import type { ReplicaEvents, ReplicaMethods } from '../protocol/replica.ts';
import { PlaygroundError, serve } from '../protocol/rpc.ts';
import { StorageError } from '../replica/state/store.ts';
import { openIndexedDbStore } from '../storage/indexeddb.ts';
import { acquireLock } from '../storage/lock.ts';
import { createMemoryStore } from '../storage/memory.ts';
import type { Storage } from '../storage/storage.ts';
import { openedAhead } from './opened-ahead.ts';
import { createReplicaService, type Surroundings } from './replica-service.ts';

const NANOS_PER_MILLISECOND = 1_000_000n;

/** Name of the worker in an embedded page: it keeps nothing, and never sees what the user keeps in the playground itself. */
const EMBEDDED = 'replica-embedded';

/** Name of a page's first worker: it opens what is kept while the page is still loading. */
const AHEAD = 'replica-ahead';

const openStorage: Surroundings['openStorage'] = async ({ takeOver, onLost }) => {
  if (self.name === EMBEDDED) return { storage: createMemoryStore(), memoryReason: 'it is part of another page.' };
  try {
    await acquireLock({ takeOver, onLost });
    return { storage: await openIndexedDbStore({ onLost }), memoryReason: undefined };
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    if (error.code === 'unavailable') return { storage: createMemoryStore() satisfies Storage, memoryReason: error.message };
    if (error.code === 'lost') throw new PlaygroundError('locked', error.message, 'Use it there, or take over here: the other tab then stops.');
    throw new PlaygroundError(`storage-${error.code}`, error.message, error.code === 'newer' ? 'Reload the page to get the newer playground.' : 'Reload the page.');
  }
};

const service = createReplicaService(
  {
    openStorage,
    clock: () => BigInt(Date.now()) * NANOS_PER_MILLISECOND,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    defer: () => new Promise((resolve) => setTimeout(resolve)),
    schedule: (callback, milliseconds) => {
      const timer = setTimeout(callback, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
  },
  (name, payload) => {
    emit(name, payload);
  },
);

const emit = serve<ReplicaMethods, ReplicaEvents>(globalThis, self.name === AHEAD ? openedAhead(service) : service);
