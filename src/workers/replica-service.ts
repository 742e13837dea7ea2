import { Principal } from '@dfinity/principal';
import { mayChangeState, type ReplicaEvents, type ReplicaMethods } from '../protocol/replica.ts';
import { PlaygroundError } from '../protocol/rpc.ts';
import { createReplica, type Host, type Replica } from '../replica/index.ts';
import { StorageError } from '../replica/state/store.ts';
import type { Storage } from '../storage/storage.ts';
import { archiveService } from './archive-service.ts';
import { gunzip } from './gunzip.ts';
import { throwAwaySurroundings } from './throw-away.ts';
import { createQuestions } from './questions.ts';
import { canisterView, installView, logView, messageView, rehearsalView } from './replica-views.ts';

export type Emit = <K extends keyof ReplicaEvents>(name: K, payload: ReplicaEvents[K]) => void;

/** What the service needs of its surroundings; tests supply their own. */
export interface Surroundings {
  /** Opens the storage, with a word why where it is only memory. `onLost` is called when another tab takes over. */
  readonly openStorage: (options: { takeOver: boolean; onLost: (error: StorageError) => void }) => Promise<{ storage: Storage; memoryReason: string | undefined }>;
  readonly clock: () => bigint;
  readonly random: (length: number) => Uint8Array;
  readonly defer: () => Promise<void>;
  /** Calls back once after so many milliseconds; gives a function that cancels it. */
  readonly schedule: (callback: () => void, milliseconds: number) => () => void;
  /** Nothing happens by itself: only calls, and time that is moved. */
  readonly stillClock?: boolean;
  readonly firstCanister?: bigint;
}

/** How long a synchronous call waits before the agent polls for its answer. */
const CALL_MILLISECONDS = 8000;
const HEARTBEAT_MILLISECONDS = 1000;
const NANOS_PER_MILLISECOND = 1_000_000n;
/** Browsers count time-outs in 31 bits. */
const MAX_DELAY = 2_147_483_647;
/** Candid for no arguments. */
const NO_ARGUMENTS = Uint8Array.of(0x44, 0x49, 0x44, 0x4c, 0, 0);

/**
 * The replica behind the messages of the protocol: opens the store, runs timers, tells the page what happened. Longer than other functions, since each
 * method stands here once, and all share the replica that is open.
 */
export function createReplicaService(given: Surroundings, emit: Emit): { [K in keyof ReplicaMethods]: ReplicaMethods[K] } {
  let surroundings = given;
  let storage: Storage | undefined;
  let replica: Promise<Replica> | undefined;
  let stoppedMessage: string | undefined;
  let cancelTick = (): void => undefined;
  let failure: StorageError | undefined;

  const questions = createQuestions(surroundings.clock, (payload) => {
    emit('answered', payload);
  });

  const host = (store: Storage): Host => ({
    store,
    clock: surroundings.clock,
    random: surroundings.random,
    defer: surroundings.defer,
    gunzip,
    callTimeout: () =>
      new Promise((resolve) => {
        surroundings.schedule(resolve, CALL_MILLISECONDS);
      }),
    ...(surroundings.firstCanister === undefined ? {} : { firstCanister: surroundings.firstCanister }),
    ...(stoppedMessage === undefined ? {} : { stoppedMessage }),
    events: {
      started: (messageId, canister, method) => {
        emit('started', { messageId, canisterId: canister.text, method });
      },
      executed: (report) => {
        const view = messageView(report);
        if (mayChangeState(view.kind)) questions.executed(view.canisterId);
        emit('message', view);
      },
      installed: (report) => {
        emit('install', installView(report));
      },
      logged: (canister, record) => {
        emit('log', { canisterId: canister.text, record: logView(record) });
      },
      changed: (canister) => {
        emit('canister', canisterView(canister));
        questions.changed(canister.text);
      },
    },
    committed: (ask) => questions.askAgain(ask),
  });

  /** After a failed commit memory is ahead of the disk: the replica is opened anew, as of the last commit. */
  const fail = (error: StorageError): void => {
    failure = error.code === 'lost' ? error : undefined;
    replica = undefined;
    cancelTick();
    emit('storage', { code: error.code === 'full' || error.code === 'lost' ? error.code : 'failed', message: error.message });
  };

  const current = (): Promise<Replica> => {
    if (failure) return Promise.reject(failure);
    if (!storage) return Promise.reject(new PlaygroundError('not-open', 'The replica is not open.', 'Reload the page.'));
    replica ??= createReplica(host(storage));
    return replica;
  };

  const guarded = async <T>(work: (replica: Replica) => Promise<T> | T): Promise<T> => {
    try {
      return await work(await current());
    } catch (error) {
      if (error instanceof StorageError) {
        if (error !== failure) fail(error);
        throw new PlaygroundError(`storage-${error.code}`, error.message, 'Nothing of this call was kept; the last saved state is open.', { cause: error });
      }
      throw error;
    } finally {
      void plan();
    }
  };

  const plan = async (): Promise<void> => {
    cancelTick();
    if (!replica || failure || surroundings.stillClock) return;
    const open = await replica.catch(() => undefined);
    const due = open?.nextDue();
    const wait = due === undefined ? undefined : Number((due - surroundings.clock()) / NANOS_PER_MILLISECOND) + 1;
    const delay = open?.beats ? Math.min(wait ?? HEARTBEAT_MILLISECONDS, HEARTBEAT_MILLISECONDS) : wait;
    if (delay === undefined) return;
    cancelTick();
    cancelTick = surroundings.schedule(() => void guarded((running) => running.tick()).catch(() => undefined), Math.min(MAX_DELAY, Math.max(0, delay)));
  };

  return {
    open: async (options) => {
      surroundings = options.throwAway ? throwAwaySurroundings(given, options.throwAway) : given;
      const opened = await surroundings.openStorage({ takeOver: options.takeOver ?? false, onLost: fail });
      ({ storage } = opened);
      failure = undefined;
      stoppedMessage = options.stoppedMessageId;
      replica = undefined;
      const { rootKey } = await guarded((running) => running);
      if (options.throwAway) return { rootKey, storage: { kind: 'throw-away' } };
      return { rootKey, storage: opened.memoryReason === undefined ? { kind: 'indexeddb' } : { kind: 'memory', reason: opened.memoryReason } };
    },
    fetch: (request) => guarded((running) => running.http.handle(request)),
    advanceTime: ({ milliseconds }) => guarded((running) => running.advanceTime(BigInt(Math.round(milliseconds)) * NANOS_PER_MILLISECOND)),
    setEndlessCycles: ({ id, endless }) =>
      guarded(async (running) => {
        await running.setEndlessCycles(Principal.fromText(id).toUint8Array(), endless);
      }),
    setUpgradeLimit: ({ id, instructions }) =>
      guarded(async (running) => {
        await running.setUpgradeLimit(principalBytes(id), instructions);
      }),
    canister: ({ id }) => guarded((running) => findCanister(running, id, canisterView)),
    logs: ({ id }) => guarded((running) => findCanister(running, id, ({ logs }) => logs.map(logView)) ?? []),
    ask: (question) => guarded((running) => questions.ask(question, (...asked) => running.ask(...asked))),
    rehearse: ({ sender, arg, probe }) =>
      guarded(async (running) => rehearsalView(await running.rehearse(sender, arg, probe === undefined ? undefined : { method: probe, arg: NO_ARGUMENTS }))),
    memoryMap: ({ id, ...request }) => guarded((running) => running.memoryMap(principalBytes(id), request)),
    readMemory: ({ id, memory, address, length }) => guarded((running) => running.readMemory(principalBytes(id), memory, address, length)),
    module: ({ id }) => guarded((running) => findCanister(running, id, ({ code }) => code?.uploaded.slice())),
    prepare: ({ wasm }) =>
      guarded((running) => {
        running.prepare(wasm);
      }),
    forget: ({ ids }) => guarded((running) => running.forget(ids.map(principalBytes))),
    ...archiveService(guarded),
    loadWorkspace: async () => (storage ? storage.loadWorkspace() : []),
    saveWorkspace: (change) =>
      guarded(async () => {
        await storage?.saveWorkspace(change);
      }),
  };
}

const principalBytes = (id: string): Uint8Array => Principal.fromText(id).toUint8Array();

function findCanister<T>(replica: Replica, id: string, view: (canister: NonNullable<ReturnType<Replica['canisters']['get']>>) => T): T | undefined {
  const canister = [...replica.canisters.values()].find(({ text }) => text === id);
  return canister && view(canister);
}
