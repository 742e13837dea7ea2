import { sha256 } from '@noble/hashes/sha2';
import { concat, toHex, utf8 } from '../../primitives/bytes.ts';
import type { Reject } from '../errors.ts';
import type { IngressStatus, QueryResult } from '../machine.ts';
import { ModuleCache, type CanisterInstance } from '../canister/instance.ts';
import { PageHistory } from '../memory/page-history.ts';
import { QUEUE_CAPACITY } from '../params.ts';
import type { CanisterState, LogRecord, Message } from './canister-state.ts';
import type { InstallDetail, InstallStep } from './install-detail.ts';
import { openCallsTo } from './open-calls.ts';
import type { PreparedModule } from '../wasm/module.ts';
import type { CostSchedule } from '../system-api/cost.ts';
import type { Snapshot } from './snapshot.ts';
import type { MemoryCopy, Store } from './store.ts';

/** What the replica needs of whoever runs it. It has no clock, no timers and no randomness of its own. */
export interface Host {
  readonly store: Store;
  /** Nanoseconds since 1970; may stand still, must not matter to correctness. */
  readonly clock: () => bigint;
  /** `length` random bytes; asked once, when a replica is created. */
  readonly random: (length: number) => Uint8Array;
  /** Where a new replica begins to number its canisters; where absent, the first of its range. */
  readonly firstCanister?: bigint;
  /** Resolves after other work of the host had its turn. */
  readonly defer: () => Promise<void>;
  /** Resolves when a synchronous call has waited long enough for its answer (8 s in production's gateways); it is polled for then. */
  readonly callTimeout: () => Promise<void>;
  /** Unpacks gzip, up to `maximum` bytes of what comes out; `undefined` where the data is malformed. */
  readonly gunzip: (bytes: Uint8Array, maximum: number) => Uint8Array | undefined;
  readonly events: ReplicaListener;
  /** A message that must fail instead of running (it was stopped by the user), by its id. */
  readonly stoppedMessage?: string;
  /** Called after a round was committed and announced, and before anyone who waits gets an answer. */
  readonly committed?: (ask: Ask) => Promise<void>;
}

/** Runs a query without all that an ingress call has to prove. */
export type Ask = (sender: Uint8Array, canisterId: Uint8Array, method: string, arg: Uint8Array) => Promise<QueryResult>;

export type MessageKind =
  | 'init' | 'start' | 'pre_upgrade' | 'post_upgrade' | 'update' | 'query' | 'composite_query' | 'reply' | 'reject' | 'cleanup'
  | 'heartbeat' | 'global_timer' | 'inspect_message' | 'on_low_wasm_memory';

export interface ExecutionReport {
  readonly canister: CanisterState;
  readonly messageId: string;
  readonly requestId: string | undefined;
  readonly kind: MessageKind;
  readonly method: string;
  readonly instructions: number;
  readonly trap: Reject | undefined;
  readonly timestampNanos: bigint;
  readonly heapBytes: number;
  readonly stableBytes: number;
}

/** What an installation did. */
export interface InstallOutcome {
  readonly mode: 'install' | 'reinstall' | 'upgrade';
  readonly mainMemory: 'kept' | 'replaced' | undefined;
  readonly error: Reject | undefined;
  readonly before: { readonly heapBytes: number; readonly stableBytes: number };
  readonly after: { readonly heapBytes: number; readonly stableBytes: number };
  readonly timerDeactivated: boolean;
  readonly steps: readonly InstallStep[];
  readonly detail: InstallDetail;
}

export interface InstallReport extends InstallOutcome {
  readonly canister: CanisterState;
  readonly requestId: string | undefined;
}

/** All but `started` are called after the commit that makes them true. */
export interface ReplicaListener {
  started(messageId: string, canister: CanisterState, method: string): void;
  executed(report: ExecutionReport): void;
  installed(report: InstallReport): void;
  logged(canister: CanisterState, record: LogRecord): void;
  changed(canister: CanisterState): void;
}

/** A message on its way. Keys of canisters; the management canister's is empty. */
export interface Outgoing {
  readonly from: string;
  readonly to: string;
  readonly message: Message;
}

export interface IngressRecord {
  readonly requestId: string;
  readonly sender: Uint8Array;
  readonly canisterId: Uint8Array;
  /** Nanoseconds. */
  readonly expiry: bigint;
  status: IngressStatus;
}

type Prepare = (uploaded: Uint8Array, gunzip: Host['gunzip'], hash: string) => PreparedModule;

/** The whole state of the replica while it runs. */
export class World {
  readonly host: Host;
  readonly canisters = new Map<string, CanisterState>();
  readonly ingress = new Map<string, IngressRecord>();
  /** By their keys. */
  readonly snapshots = new Map<string, Snapshot>();
  /** Calls of canisters to the management canister, in order. */
  readonly managementQueue: (Message & { kind: 'request' })[] = [];
  /** What canisters sent since messages were last delivered. Empty between two commits, as the next three are. */
  outgoing: Outgoing[] = [];
  /** What the management canister answered; it is delivered when the round ends. */
  subnetOutgoing: Outgoing[] = [];
  /** Canisters whose heartbeat is due. */
  readonly beating = new Set<CanisterState>();
  /** True where a task gave its turn to messages, so that another round has to follow. */
  postponed = false;
  /** Set once the message that the user stopped has been failed. */
  stopHonoured = false;
  /** Live instances by canister key. */
  readonly instances = new Map<string, CanisterInstance>();
  readonly modules = new ModuleCache();
  /** For people to look at; see {@link PageHistory}. */
  readonly pageHistory = new PageHistory();
  seed = new Uint8Array(32);
  subnetId: Uint8Array = new Uint8Array();
  rootKey: Uint8Array = new Uint8Array();
  /** Nanoseconds of the latest round; never goes back. */
  time = 0n;
  /** Nanoseconds by which this replica is ahead of its host's clock. */
  timeOffset = 0n;
  /** `free`: no fees at all, as on a subnet that is rented as a whole. */
  costSchedule: CostSchedule = 'normal';
  nextId = 1;
  nextCanister = 0n;
  randomCounter = 0;
  /** Changed since the last commit. */
  readonly dirty = new Set<CanisterState>();
  readonly dirtyIngress = new Set<string>();
  readonly removedIngress = new Set<string>();
  readonly removed = new Set<string>();
  /** Keys of further records that the next commit deletes. */
  readonly removedRecords: string[] = [];
  readonly dirtySnapshots = new Set<Snapshot>();
  readonly removedSnapshots = new Set<Snapshot>();
  /** What the next commit copies in the store, in order. */
  readonly memoryCopies: MemoryCopy[] = [];
  metaChanged = false;
  /** Nanoseconds; when statuses of calls were last pruned. */
  ingressPruned = 0n;
  /** What to tell the host after the next commit. */
  announcements: (() => void)[] = [];
  readonly #prepared = new Map<string, PreparedModule>();

  constructor(host: Host) {
    this.host = host;
  }

  /** The module rewritten, from memory where it was prepared before: validating and rewriting takes longer than anything else here. */
  prepare(uploaded: Uint8Array, hash: string, prepare: Prepare): PreparedModule {
    const known = this.#prepared.get(hash);
    if (known) return known;
    const prepared = prepare(uploaded, this.host.gunzip, hash);
    this.#prepared.set(hash, prepared);
    if (this.#prepared.size > 16) this.#prepared.delete(this.#prepared.keys().next().value as string);
    return prepared;
  }

  /** A number that no call context, callback or message had before. */
  freshId(): number {
    return this.nextId++;
  }

  /** The time a round begins: the host's clock, never earlier than the round before. */
  tick(): bigint {
    const now = this.host.clock() + this.timeOffset;
    this.time = now > this.time ? now : this.time + 1n;
    return this.time;
  }

  /** 32 bytes that nobody could know before; the same for the same seed and history. */
  randomBytes(): Uint8Array {
    return sha256(concat([utf8('raw_rand'), this.seed, utf8(String(this.randomCounter++))]));
  }

  find(id: Uint8Array): CanisterState | undefined {
    return this.canisters.get(toHex(id));
  }

  /** How many more calls fit into the queue from `canister` to `callee`. */
  queueRoom(canister: CanisterState, callee: Uint8Array): number {
    return QUEUE_CAPACITY - openCallsTo(canister, callee);
  }

  touch(canister: CanisterState): void {
    this.dirty.add(canister);
  }

  announce(announcement: (events: ReplicaListener) => void): void {
    this.announcements.push(() => {
      announcement(this.host.events);
    });
  }

  setIngressStatus(requestId: string, status: IngressStatus): void {
    const record = this.ingress.get(requestId);
    if (!record) return;
    record.status = status;
    this.dirtyIngress.add(requestId);
  }
}
