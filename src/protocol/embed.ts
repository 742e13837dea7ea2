/**
 * Messages between a page and the playgrounds that are embedded in it, over `postMessage`. Both sides check the other's origin; a frame
 * listens only to the page that holds it, and only where its address names that page's origin (`?embed&origin=https://docs.example.org`).
 */

export const EMBED_VERSION = 1;

export type EmbedLanguage = 'persistent' | 'legacy';
export type EmbedPersistence = 'enhanced' | 'classical';

/** Files of a project by path, such as `Main.mo`. */
export interface EmbedProject {
  readonly title?: string;
  readonly files: Readonly<Record<string, string>>;
  readonly language?: EmbedLanguage;
  readonly persistence?: EmbedPersistence;
}

/** What became of one variable. */
export interface EmbedOutcome {
  readonly variable: string;
  readonly kind: 'stable' | 'transient';
  readonly type: string;
  /** As `debug_show` prints it; absent where there was none, or it cannot be shown. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly outcome: 'kept' | 'reset' | 'new' | 'dropped' | 'retyped' | 'migrated' | undefined;
  readonly reason: string | undefined;
}

export interface EmbedUpgrade {
  readonly canister: string;
  readonly mode: 'upgrade' | 'reinstall';
  readonly outcomes: readonly EmbedOutcome[];
  /** Set where it was refused or failed: nothing changed then. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

export interface EmbedReply {
  readonly method: string;
  /** Candid text of the arguments. */
  readonly args: string;
  readonly ok: boolean;
  /** Candid text of the reply, or the text of the rejection. */
  readonly result: string;
  readonly errorCode: string | undefined;
}

export interface EmbedVariable {
  readonly variable: string;
  readonly kind: 'stable' | 'transient';
  readonly type: string;
  readonly value: string | undefined;
}

/** What a page can ask for: argument and answer of each request. */
export interface EmbedRequests {
  /** Takes the place of the project in the frame. Runs nothing. */
  load: { argument: EmbedProject; answer: undefined };
  edit: { argument: { readonly path: string; readonly text: string }; answer: undefined };
  /** Builds and installs what is not installed yet; answers with canister ids by name. */
  deploy: { argument: undefined; answer: Readonly<Record<string, string>> };
  /** `args`: Candid text, such as `(1, "x")`. `canister`: the shown one where it is absent. */
  call: { argument: { readonly method: string; readonly args?: string; readonly canister?: string }; answer: EmbedReply };
  upgrade: { argument: { readonly canister?: string; readonly regardless?: boolean } | undefined; answer: EmbedUpgrade };
  reinstall: { argument: { readonly canister?: string } | undefined; answer: EmbedUpgrade };
  /** Variables of the running version. */
  state: { argument: { readonly canister?: string } | undefined; answer: readonly EmbedVariable[] };
  /** A link that opens the project in the playground itself. */
  link: { argument: undefined; answer: string };
}

/** What a frame tells without being asked. */
export interface EmbedEvents {
  /** The frame listens. */
  ready: { readonly version: typeof EMBED_VERSION };
  /** The user, or a request, started it: the compiler is being loaded. */
  started: undefined;
  deployed: { readonly canister: string; readonly id: string };
  called: EmbedReply;
  upgraded: EmbedUpgrade;
  edited: { readonly path: string; readonly text: string };
  /** Height that the content wants, in CSS pixels. */
  resized: { readonly height: number };
}

export type EmbedRequestName = keyof EmbedRequests;
export type EmbedEventName = keyof EmbedEvents;

export interface EmbedError {
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
}

export type EmbedRequestMessage = {
  readonly playground: typeof EMBED_VERSION;
  readonly request: EmbedRequestName;
  readonly id: number;
  readonly argument: unknown;
};

export type EmbedAnswerMessage = { readonly playground: typeof EMBED_VERSION; readonly answer: number } & (
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: EmbedError }
);

export type EmbedEventMessage = { readonly playground: typeof EMBED_VERSION; readonly event: EmbedEventName; readonly detail: unknown };

const REQUESTS: readonly string[] = ['load', 'edit', 'deploy', 'call', 'upgrade', 'reinstall', 'state', 'link'] satisfies readonly EmbedRequestName[];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a message is a request at all; its argument is still to be checked. */
export function isEmbedRequest(message: unknown): message is EmbedRequestMessage {
  if (!isRecord(message) || message['playground'] !== EMBED_VERSION) return false;
  return typeof message['request'] === 'string' && REQUESTS.includes(message['request']) && Number.isSafeInteger(message['id']);
}

/** Whether a message is what a frame answers or tells. */
export const isEmbedMessage = (message: unknown): message is EmbedAnswerMessage | EmbedEventMessage =>
  isRecord(message) && message['playground'] === EMBED_VERSION && (Number.isSafeInteger(message['answer']) || typeof message['event'] === 'string');
