import { t } from '@lingui/core/macro';
import type { HttpRequestData, OpenOptions, OpenResult, ReplicaEvents, ReplicaMethods } from '../../protocol/replica.ts';
import { type Client, type Events, type Methods, PlaygroundError } from '../../protocol/rpc.ts';
import { deferred } from './deferred.ts';

/** A worker as the session sees it: its client, and how to end it at once. */
export interface WorkerHandle<M extends Methods, E extends Events> {
  readonly client: Client<M, E>;
  readonly terminate: () => void;
  /** Called when the worker fails as a whole (it did not load, or an error escaped). */
  readonly onFailure: (listener: (message: string) => void) => void;
}

export type ReplicaHandle = WorkerHandle<ReplicaMethods, ReplicaEvents>;
type Listener = (payload: never) => void;

/** The replica, over all the workers it lives in one after the other: listeners outlive a restart, calls wait for it. */
export interface ReplicaLink {
  /** Opens the replica in the worker there is, or in a fresh one after {@link stop}. Rejects with code `locked` and others. */
  open(options: OpenOptions): Promise<OpenResult>;
  /** Ends the worker at once: calls under way reject with code `stopped`, later ones wait for the next `open`. */
  stop(): void;
  /** Counts the workers; a call that fails under another number than it began was cut off by a stop. */
  epoch(): number;
  call<K extends keyof ReplicaMethods>(
    method: K,
    argument: Parameters<ReplicaMethods[K]>[0],
  ): Promise<Awaited<ReturnType<ReplicaMethods[K]>>>;
  on<K extends keyof ReplicaEvents>(name: K, listener: (payload: ReplicaEvents[K]) => void): void;
  onFailure(listener: (message: string) => void): void;
  /** `fetch` of the IC HTTPS interface: a real `Response`. */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
}

export function createReplicaLink(createWorker: () => ReplicaHandle): ReplicaLink {
  const listeners: (readonly [keyof ReplicaEvents, Listener])[] = [];
  const failureListeners: ((message: string) => void)[] = [];
  let epoch = 0;
  let opened = deferred<ReplicaHandle>();
  let handle: ReplicaHandle | undefined;

  const worker = (): ReplicaHandle => {
    if (handle) return handle;
    const fresh = createWorker();
    for (const [name, listener] of listeners) fresh.client.on(name, listener as (payload: unknown) => void);
    fresh.onFailure((message) => {
      if (handle !== fresh) return;
      fresh.client.close(new PlaygroundError('replica-failed', message, t`Reload the page.`));
      for (const listener of failureListeners) listener(message);
    });
    handle = fresh;
    return fresh;
  };

  const link: ReplicaLink = {
    open: async (options) => {
      const current = worker();
      const result = await current.client.call('open', options);
      if (current === handle) opened.resolve(current);
      return result;
    },
    stop: () => {
      epoch++;
      opened = deferred<ReplicaHandle>();
      handle?.client.close(new PlaygroundError('stopped', t`The replica was stopped.`, t`It goes on from its last committed state.`));
      handle?.terminate();
      handle = undefined;
    },
    epoch: () => epoch,
    call: (method, argument) => opened.promise.then(({ client }) => client.call(method, argument)),
    on: (name, listener) => {
      listeners.push([name, listener]);
      handle?.client.on(name, listener);
    },
    onFailure: (listener) => failureListeners.push(listener),
    fetch: async (input, init) => {
      const response = await link.call('fetch', await requestData(input, init));
      const body = BODILESS.has(response.status) ? null : (response.body as Uint8Array<ArrayBuffer>);
      return new Response(body, {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers.map(([name, value]): [string, string] => [name, value]),
      });
    },
  };
  return link;
}

/** Statuses for which `Response` refuses a body. */
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

async function requestData(input: RequestInfo | URL, init?: RequestInit): Promise<HttpRequestData> {
  const base = typeof location === 'undefined' ? undefined : location.href;
  const request = new Request(input instanceof Request ? input : new URL(input, base), init);
  request.signal.throwIfAborted();
  // Reading a body back from a Request waits for a frame of the page; agents give bytes anyway.
  const given = init?.body;
  const body = given instanceof Uint8Array ? given : new Uint8Array(await request.arrayBuffer());
  return {
    url: request.url,
    method: request.method,
    headers: [...request.headers],
    body,
  };
}
