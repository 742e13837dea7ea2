/**
 * Calls and events over a message port (a worker, as either side sees it). Requests carry a number, answers repeat it; events
 * have none. Errors cross as data with every field and come out as the same class.
 */

/** An error with a code for programs, a message that says what happened, and a hint that says what to do next. */
export class PlaygroundError extends Error {
  override readonly name = 'PlaygroundError';
  readonly code: string;
  readonly hint: string;
  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

interface ErrorData {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly stack: string | undefined;
}

/** Methods of a worker: each takes one structured-clonable argument and gives a structured-clonable answer. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the constraint of a generic, not a value
export type Methods = Record<string, (argument: any) => unknown>;
/** Events of a worker by name, with their payload. */
export type Events = Record<string, unknown>;

type Message =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly argument: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: ErrorData }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown };

/** The part of `Worker`, `MessagePort` and a worker's global scope that is used here. */
export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

export interface Client<M extends Methods, E extends Events> {
  call<K extends keyof M & string>(method: K, argument: Parameters<M[K]>[0]): Promise<Awaited<ReturnType<M[K]>>>;
  on<K extends keyof E & string>(name: K, listener: (payload: E[K]) => void): () => void;
  /** Rejects all calls that are under way; later calls are rejected at once. */
  close(reason: PlaygroundError): void;
}

export function encodeError(error: unknown): ErrorData {
  const base = error instanceof Error ? error : new Error(String(error));
  const field = (name: string): string => {
    const value = (base as unknown as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : '';
  };
  return { name: base.name, code: field('code') || 'unexpected', message: base.message, hint: field('hint'), stack: base.stack };
}

export function decodeError(data: ErrorData): PlaygroundError {
  const error = new PlaygroundError(data.code, data.message, data.hint);
  if (data.stack !== undefined) error.stack = data.stack;
  return error;
}

export function createClient<M extends Methods, E extends Events>(port: Port): Client<M, E> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let next = 1;
  let closed: PlaygroundError | undefined;

  port.addEventListener('message', ({ data }: MessageEvent) => {
    const message = data as Message;
    if (message.kind === 'event') {
      for (const listener of listeners.get(message.name) ?? []) listener(message.payload as never);
      return;
    }
    if (message.kind === 'request') return;
    const entry = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') entry?.resolve(message.value as never);
    else entry?.reject(decodeError(message.error));
  });

  return {
    call: (method, argument) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(closed);
          return;
        }
        const id = next++;
        waiting.set(id, { resolve, reject });
        port.postMessage({ kind: 'request', id, method, argument } satisfies Message);
      }),
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    close: (reason) => {
      closed = reason;
      for (const { reject } of waiting.values()) reject(reason);
      waiting.clear();
    },
  };
}

/** Answers the requests that arrive at `port`; gives a function that emits events. */
export function serve<M extends Methods, E extends Events>(
  port: Port,
  methods: { [K in keyof M]: M[K] },
): <K extends keyof E & string>(name: K, payload: E[K]) => void {
  port.addEventListener('message', ({ data }: MessageEvent) => {
    const message = data as Message;
    if (message.kind === 'request') void answer(port, methods, message);
  });
  return (name, payload) => {
    port.postMessage({ kind: 'event', name, payload } satisfies Message);
  };
}

async function answer(port: Port, methods: Methods, message: Message & { kind: 'request' }): Promise<void> {
  try {
    const method = methods[message.method];
    if (!method) throw new PlaygroundError('unknown-method', `The worker has no method ${message.method}.`, 'Reload the page.');
    const value = await method(message.argument);
    port.postMessage({ kind: 'answer', id: message.id, value } satisfies Message);
  } catch (error) {
    port.postMessage({ kind: 'failure', id: message.id, error: encodeError(error) } satisfies Message);
  }
}
