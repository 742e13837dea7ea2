import { EMBED_VERSION, isEmbedMessage, type EmbedError, type EmbedEvents, type EmbedRequestName, type EmbedRequests } from '../protocol/embed.ts';

/** A request that the playground could not do; `code` for programs, `hint` for what to do next. */
export class PlaygroundRequestError extends Error {
  override readonly name = 'PlaygroundRequestError';
  readonly code: string;
  readonly hint: string;
  constructor({ code, message, hint }: EmbedError) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** Where messages come from and go to; a window in browsers. */
export interface MessageSource {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

export interface Connection {
  request<K extends EmbedRequestName>(name: K, argument: EmbedRequests[K]['argument']): Promise<EmbedRequests[K]['answer']>;
  /** Ends it: requests under way are rejected. */
  close(): void;
}

type Listener = <K extends keyof EmbedEvents>(event: K, detail: EmbedEvents[K]) => void;

/**
 * Talks to the playground in a frame. Messages of other windows or other origins are ignored, and none is sent to another origin.
 * Requests wait until the frame listens.
 */
export function connect(frame: () => Window | null, origin: string, source: MessageSource, onEvent: Listener): Connection {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const early: object[] = [];
  let ready = false;
  let next = 1;
  const post = (message: object): void => frame()?.postMessage(message, origin);

  const receive = (event: MessageEvent): void => {
    if (event.source !== frame() || event.origin !== origin || !isEmbedMessage(event.data)) return;
    const message = event.data;
    if ('event' in message) {
      if (message.event === 'ready') {
        ready = true;
        for (const request of early.splice(0)) post(request);
      }
      onEvent(message.event, message.detail as never);
      return;
    }
    const entry = waiting.get(message.answer);
    waiting.delete(message.answer);
    if (message.ok) entry?.resolve(message.value as never);
    else entry?.reject(new PlaygroundRequestError(message.error));
  };
  source.addEventListener('message', receive);

  return {
    request: (name, argument) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        const message = { playground: EMBED_VERSION, request: name, id, argument };
        if (ready) post(message);
        else early.push(message);
      }),
    close: () => {
      source.removeEventListener('message', receive);
      const error = new PlaygroundRequestError({ code: 'closed', message: 'The playground was taken out of the page.', hint: 'Put it back and ask again.' });
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}
