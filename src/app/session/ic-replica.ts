import type { ReplicaLink } from './replica-link.ts';

/** Detail of the `canister-log` event. */
export interface CanisterLogDetail {
  readonly canisterId: string;
  readonly text: string;
  readonly timestampNanos: bigint;
}

/**
 * The replica in this page, for programs: `window.icReplica`. Dispatches `canister-log` with {@link CanisterLogDetail}. Agents take
 * {@link fetch} as theirs; it needs no `this`.
 */
export class IcReplica extends EventTarget {
  readonly #link: ReplicaLink;
  readonly #moveClock: (milliseconds: number) => Promise<void>;
  #resolveReady: (rootKey: Uint8Array) => void = () => undefined;

  /** DER-encoded public key of the subnet; empty until {@link ready}. */
  rootKey: Uint8Array = new Uint8Array();
  /** Resolves with the root key when the replica has been opened. */
  readonly ready: Promise<Uint8Array> = new Promise((resolve) => {
    this.#resolveReady = resolve;
  });

  constructor(link: ReplicaLink, moveClock: (milliseconds: number) => Promise<void>) {
    super();
    this.#link = link;
    this.#moveClock = moveClock;
    link.on('log', ({ canisterId, record: { text, timestampNanos } }) => {
      const detail: CanisterLogDetail = { canisterId, text, timestampNanos };
      this.dispatchEvent(new CustomEvent('canister-log', { detail }));
    });
  }

  /** The IC HTTPS interface. Any host will do: only the path counts. */
  readonly fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => this.#link.fetch(input, init);

  /** Moves the replica's clock forward; resolves when what fell due has run. */
  readonly advanceTime = (milliseconds: number): Promise<void> => this.#moveClock(milliseconds);

  /** Called by the session each time the replica has been opened. */
  opened(rootKey: Uint8Array): void {
    this.rootKey = rootKey;
    this.#resolveReady(rootKey);
  }
}
