import type { Reject } from './errors.ts';

/**
 * What the HTTPS interface needs of the machine behind it. Principals are raw bytes (at most 29), hashes 32 bytes,
 * times nanoseconds since 1970.
 */
export interface Machine {
  /** The time of the latest state. Never goes back. */
  readonly time: bigint;
  /** 32 secret bytes that were drawn once when this replica was created; keys are derived from it. */
  readonly seed: Uint8Array;
  /**
   * Takes an update call and runs it. Resolves when the call has been committed with a final status, or with the
   * reject of a call that was refused before execution (`canister_inspect_message`, missing canister, stopped, ...).
   * A request id that is known already is not run again: resolves as the first one does.
   * `onTaken` is called once, as soon as the call is sure not to be refused: an asynchronous call is answered then.
   */
  call(request: IngressCall, onTaken?: () => void): Promise<CallResult>;
  /** Runs a query (non-replicated). */
  query(request: IngressCall): Promise<QueryResult>;
  /** Status of an update call, `undefined` where it is unknown. `sender` and `canisterId` guard read_state. */
  requestStatus(requestId: Uint8Array): { readonly sender: Uint8Array; readonly canisterId: Uint8Array; readonly status: IngressStatus } | undefined;
  canister(canisterId: Uint8Array): CanisterFacts | undefined;
}

/** How a call ended, or that it never began. */
export type CallResult = { readonly refused: Reject } | { readonly status: IngressStatus };

export interface IngressCall {
  readonly requestId: Uint8Array;
  readonly sender: Uint8Array;
  readonly canisterId: Uint8Array;
  /** From the URL. */
  readonly effectiveCanisterId: Uint8Array;
  readonly methodName: string;
  readonly arg: Uint8Array;
  /** Nanoseconds. */
  readonly ingressExpiry: bigint;
  /** Bytes of the message as it was signed, which are paid for; where it is missing, those of method name and argument count. */
  readonly messageBytes?: number;
}

export type IngressStatus =
  | { readonly kind: 'received' | 'processing' | 'done' }
  | { readonly kind: 'replied'; readonly reply: Uint8Array }
  | { readonly kind: 'rejected'; readonly reject: Reject };

export type QueryResult =
  | { readonly kind: 'replied'; readonly reply: Uint8Array }
  | { readonly kind: 'rejected'; readonly reject: Reject };

/** What the state tree holds about a canister. */
export interface CanisterFacts {
  readonly controllers: readonly Uint8Array[];
  /** 32 bytes; `undefined` where no code is installed. */
  readonly moduleHash: Uint8Array | undefined;
  readonly certifiedData: Uint8Array;
  readonly metadata: ReadonlyMap<string, { readonly visibility: 'public' | 'private'; readonly content: Uint8Array }>;
}
