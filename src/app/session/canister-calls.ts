/** Calls to canisters, as the session makes them. One implementation talks to the replica through an agent; tests bring their own. */

export interface CanisterRequest {
  readonly canisterId: string;
  readonly method: string;
  /** Encoded Candid. */
  readonly arg: Uint8Array;
  /** Where the message is routed, for the management canister; otherwise the canister itself. */
  readonly effectiveCanisterId?: string;
}

/** What came back. A rejection is an answer; what throws is a failure of the way there. */
export type Answer =
  | { readonly ok: true; readonly requestId: string; readonly reply: Uint8Array }
  | { readonly ok: false; readonly requestId: string; readonly errorCode: string | undefined; readonly message: string };

export interface CanisterCalls {
  /** `caller`: name of an identity. Resolves when the call has a certified answer. */
  update(caller: string, request: CanisterRequest): Promise<Answer>;
  query(caller: string, request: CanisterRequest): Promise<Answer>;
  /** The replica's clock is, or may be, ahead of this machine's: it is asked for before the next call of each identity. */
  clockMoved(): void;
  /** Loads what the first call needs, where that is not there yet. */
  prepare?(): void;
}
