import { sha256 } from '@noble/hashes/sha2';
import { fromHex, toHex } from '../primitives/bytes.ts';
import { exportCanisters } from './archive/export.ts';
import { importCanisters, type Imported, type ImportOptions } from './archive/import.ts';
import { createCertifier, type Certifier } from './certification/certifier.ts';
import { ledgersOf, memoryMap, readMemory, type MapRequest, type MemoryMap, type MemoryName } from './canister/memory-view.ts';
import { createHttpInterface, type HttpInterface } from './http/interface.ts';
import type { CallResult, CanisterFacts, IngressCall, IngressStatus, Machine, QueryResult } from './machine.ts';
import type { Reject } from './errors.ts';
import { queryManagement } from './management/dispatch.ts';
import { rehearseInstallation, type Rehearsal } from './management/rehearsal.ts';
import type { Probe } from './management/installation.ts';
import { removeCanister, withTheirOwn } from './management/lifecycle.ts';
import { acceptIngress, inductIngress, pruneIngress } from './messaging/ingress.ts';
import { runQuery } from './messaging/query.ts';
import { executeRound, hasWork, nextDue } from './messaging/rounds.ts';
import { fireHeartbeats, hasHeartbeat } from './messaging/tasks.ts';
import { FIRST_CANISTER_INDEX } from './params.ts';
import type { CanisterState } from './state/canister-state.ts';
import { commitWorld, loadWorld } from './state/persistence.ts';
import type { CostSchedule } from './system-api/cost.ts';
import { World, type Host } from './state/world.ts';
import { prepareModule } from './wasm/prepare.ts';

export type { Host } from './state/world.ts';

/** The only door to the replica. */
export interface Replica extends Machine {
  /** The IC HTTPS interface. */
  readonly http: HttpInterface;
  /** DER-encoded public key of the subnet. */
  readonly rootKey: Uint8Array;
  readonly canisters: ReadonlyMap<string, CanisterState>;
  /** Runs what has fallen due: timers, heartbeats, deadlines, messages that wait. To be called when {@link nextDue} has come, or at any time. */
  tick(): Promise<void>;
  /** Nanoseconds on the host's clock at which `tick` has something to do; `undefined` where nothing is planned. */
  nextDue(): bigint | undefined;
  /** True where a canister has a heartbeat, which a host should give about once a second. */
  readonly beats: boolean;
  /** Moves this replica's time ahead of its host's clock, and runs what falls due. */
  advanceTime(nanoseconds: bigint): Promise<void>;
  /** What canisters pay: `normal`, as on an application subnet of 13 nodes, or `free`, nothing at all. Kept in the store. */
  readonly costSchedule: CostSchedule;
  /** Changes what all canisters pay from now on. What they paid stays paid. */
  setCostSchedule(schedule: CostSchedule): Promise<void>;
  /**
   * Gives one canister endless cycles: nothing costs it anything, whatever the schedule is; or takes that back. Cycles that it sends to
   * others still leave its balance. False where there is no such canister.
   */
  setEndlessCycles(canisterId: Uint8Array, endless: boolean): Promise<boolean>;
  /** Lowers what an upgrade of the canister may execute, or (`undefined`) sets it back to what production allows. */
  setUpgradeLimit(canisterId: Uint8Array, instructions: number | undefined): Promise<boolean>;
  /**
   * Carries out an `install_code` by `sender` and undoes it as a whole. `arg` is its encoded argument; `probe` is a query that the new
   * version is asked before. A reject where it would not begin. The canister is as before, byte for byte.
   */
  rehearse(sender: Uint8Array, arg: Uint8Array, probe?: Probe): Promise<Rehearsal | Reject>;
  /** Runs a query without all that an {@link IngressCall} has to prove; a canister that is stopping, stopped or frozen answers too. */
  ask(sender: Uint8Array, canisterId: Uint8Array, method: string, arg: Uint8Array): Promise<QueryResult>;
  /** What became of the pages of one memory; `undefined` where there is no such canister. Changes nothing. */
  memoryMap(canisterId: Uint8Array, request: MapRequest): Promise<MemoryMap | undefined>;
  /** Bytes of one memory, at most 64 KiB of them, as of the last commit; `undefined` where there is no such canister. Changes nothing. */
  readMemory(canisterId: Uint8Array, memory: MemoryName, address: number, length: number): Promise<Uint8Array | undefined>;
  /** Does ahead of an installation what depends on the module alone. Changes nothing that could be seen. */
  prepare(uploaded: Uint8Array): void;
  /** Deletes canisters with all they have, as if they had never been; also the canisters that they alone control. */
  forget(canisterIds: readonly Uint8Array[]): Promise<void>;
  /** Canisters as of the last commit, as bytes; modules with these hashes are left out. @throws ArchiveError */
  exportCanisters(canisterIds: readonly Uint8Array[], known: ReadonlySet<string>): Promise<Uint8Array<ArrayBuffer>>;
  /** Brings canisters in, in one commit, or none of them. @throws ArchiveError, StorageError */
  importCanisters(bytes: Uint8Array, options: ImportOptions): Promise<readonly Imported[]>;
}

/**
 * Opens the replica that the store holds, or creates one. The same store, clock, random bytes and calls give the same bytes.
 * @throws StorageError where the store cannot be read or written
 */
export async function createReplica(host: Host): Promise<Replica> {
  const world = new World(host);
  if (!(await loadWorld(world, host.store))) {
    world.seed = new Uint8Array(host.random(32));
    world.nextCanister = host.firstCanister ?? FIRST_CANISTER_INDEX;
    world.metaChanged = true;
    await commitWorld(world);
  }
  for (const canister of world.canisters.values()) world.pageHistory.note(canister.key, ledgersOf(canister));
  world.stopHonoured = !isWaiting(world, host.stoppedMessage);
  const certifier = createCertifier(world.seed);
  world.rootKey = certifier.subnet.publicKey;
  world.subnetId = certifier.subnet.id;
  return new LocalReplica(world, certifier);
}

/** A message that was stopped before it was committed is gone by itself; its number may be given out again. */
function isWaiting(world: World, messageId: string | undefined): boolean {
  if (messageId === undefined) return false;
  if (/^(global_timer|heartbeat|on_low_wasm_memory):/.test(messageId)) return true;
  return [...world.canisters.values()].some(({ queue }) => queue.some(({ id }) => String(id) === messageId));
}

class LocalReplica implements Replica {
  readonly #world: World;
  readonly #certifier: Certifier;
  readonly http: HttpInterface;
  /** One thing at a time: the end of the queue. */
  #last: Promise<unknown> = Promise.resolve();
  #waiting = new Map<string, ((status: IngressStatus) => void)[]>();
  #pumping: Promise<void> | undefined;

  constructor(world: World, certifier: Certifier) {
    this.#world = world;
    this.#certifier = certifier;
    this.http = createHttpInterface(this, { certifier, waitLimit: world.host.callTimeout });
  }

  get time(): bigint {
    const now = this.#world.host.clock() + this.#world.timeOffset;
    return now > this.#world.time ? now : this.#world.time;
  }

  get seed(): Uint8Array {
    return this.#world.seed;
  }

  get rootKey(): Uint8Array {
    return this.#world.rootKey;
  }

  get canisters(): ReadonlyMap<string, CanisterState> {
    return this.#world.canisters;
  }

  get beats(): boolean {
    return [...this.#world.canisters.values()].some(hasHeartbeat);
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async call(call: IngressCall, onTaken?: () => void): Promise<CallResult> {
    const requestId = toHex(call.requestId);
    const known = this.#world.ingress.get(requestId);
    if (known) return { status: await this.#finalStatus(requestId) };
    const refused = await this.#exclusively(async () => {
      this.#world.tick();
      const refusal = await acceptIngress(this.#world, call);
      if (refusal) return refusal;
      onTaken?.();
      await inductIngress(this.#world, call);
      await this.#round();
      return undefined;
    });
    if (refused) return { refused };
    this.#pump();
    return { status: await this.#finalStatus(requestId) };
  }

  #finalStatus(requestId: string): Promise<IngressStatus> {
    const status = this.#world.ingress.get(requestId)?.status ?? { kind: 'done' };
    if (isFinal(status)) return Promise.resolve(status);
    return new Promise((resolve) => {
      this.#waiting.set(requestId, [...(this.#waiting.get(requestId) ?? []), resolve]);
    });
  }

  /** One round and its commit; answers are given to those who wait only then. */
  async #round(): Promise<boolean> {
    const more = await executeRound(this.#world);
    pruneIngress(this.#world);
    await commitWorld(this.#world);
    await this.#world.host.committed?.((...asked) => this.#ask(...asked));
    this.#answerWaiting();
    return more;
  }

  #answerWaiting(): void {
    for (const [requestId, resolvers] of this.#waiting) {
      const status = this.#world.ingress.get(requestId)?.status ?? { kind: 'done' };
      if (!isFinal(status)) continue;
      this.#waiting.delete(requestId);
      for (const resolve of resolvers) resolve(status);
    }
  }

  /** Goes on with rounds while messages wait, giving others their turn in between. */
  #pump(): void {
    if (this.#pumping || !hasWork(this.#world)) return;
    this.#pumping = this.#rounds().finally(() => {
      this.#pumping = undefined;
    });
    // A failing store shows in the next call; nobody waits for this promise.
    this.#pumping.catch(() => undefined);
  }

  async #rounds(): Promise<void> {
    while (hasWork(this.#world)) {
      await this.#world.host.defer();
      await this.#exclusively(async () => {
        this.#world.tick();
        await this.#round();
      });
    }
  }

  query(call: IngressCall): Promise<QueryResult> {
    return this.#exclusively(async () => {
      this.#world.tick();
      if (call.canisterId.length === 0) return this.#queryManagement(call);
      const { sender, canisterId, methodName, arg } = call;
      return runQuery(this.#world, { sender, canisterId, methodName, arg, requestId: toHex(call.requestId), dataCertificate: this.#dataCertificate(canisterId) });
    });
  }

  ask(sender: Uint8Array, canisterId: Uint8Array, methodName: string, arg: Uint8Array): Promise<QueryResult> {
    return this.#exclusively(() => {
      this.#world.tick();
      return this.#ask(sender, canisterId, methodName, arg);
    });
  }

  #ask(sender: Uint8Array, canisterId: Uint8Array, methodName: string, arg: Uint8Array): Promise<QueryResult> {
    return runQuery(this.#world, { sender, canisterId, methodName, arg, requestId: undefined, dataCertificate: this.#dataCertificate(canisterId), regardless: true });
  }

  async #queryManagement(call: IngressCall): Promise<QueryResult> {
    const result = await queryManagement(this.#world, call.sender, call.methodName, call.arg);
    if (result === 'waiting' || result.kind === 'reject') return { kind: 'rejected', reject: (result as { reject: Reject }).reject };
    return { kind: 'replied', reply: result.data };
  }

  /** Signing takes milliseconds, so only a canister that can read a certificate gets one. */
  #dataCertificate(canisterId: Uint8Array): Uint8Array | undefined {
    const canister = this.#world.find(canisterId);
    if (!canister?.code?.module.imports.has('data_certificate_copy')) return undefined;
    return this.#certifier.dataCertificate({ canisterId, certifiedData: canister.certifiedData, time: this.#world.time });
  }

  requestStatus(requestId: Uint8Array): ReturnType<Machine['requestStatus']> {
    return this.#world.ingress.get(toHex(requestId));
  }

  canister(canisterId: Uint8Array): CanisterFacts | undefined {
    const canister = this.#world.find(canisterId);
    if (!canister) return undefined;
    const { controllers, certifiedData, code } = canister;
    return { controllers, certifiedData, moduleHash: code && fromHex(code.module.hash), metadata: code?.module.metadata ?? new Map() };
  }

  async tick(): Promise<void> {
    await this.#exclusively(async () => {
      this.#world.tick();
      fireHeartbeats(this.#world);
      await this.#round();
    });
    this.#pump();
  }

  nextDue(): bigint | undefined {
    if (hasWork(this.#world)) return this.#world.host.clock();
    const due = nextDue(this.#world);
    return due === undefined ? undefined : due - this.#world.timeOffset;
  }

  async advanceTime(nanoseconds: bigint): Promise<void> {
    this.#world.timeOffset += nanoseconds;
    this.#world.metaChanged = true;
    await this.tick();
  }

  get costSchedule(): CostSchedule {
    return this.#world.costSchedule;
  }

  async setCostSchedule(schedule: CostSchedule): Promise<void> {
    await this.#exclusively(async () => {
      this.#world.tick();
      await this.#round();
      this.#world.costSchedule = schedule;
      this.#world.metaChanged = true;
      await commitWorld(this.#world);
    });
  }

  setEndlessCycles(canisterId: Uint8Array, endless: boolean): Promise<boolean> {
    return this.#exclusively(async () => {
      const canister = this.#world.find(canisterId);
      if (!canister) return false;
      this.#world.tick();
      await this.#round();
      canister.endlessCycles = endless;
      this.#world.touch(canister);
      await commitWorld(this.#world);
      return true;
    });
  }

  setUpgradeLimit(canisterId: Uint8Array, instructions: number | undefined): Promise<boolean> {
    return this.#exclusively(async () => {
      const canister = this.#world.find(canisterId);
      if (!canister) return false;
      canister.upgradeInstructionLimit = instructions;
      this.#world.touch(canister);
      await commitWorld(this.#world);
      return true;
    });
  }

  rehearse(sender: Uint8Array, arg: Uint8Array, probe?: Probe): Promise<Rehearsal | Reject> {
    return this.#exclusively(() => {
      this.#world.tick();
      return rehearseInstallation(this.#world, sender, arg, probe);
    });
  }

  memoryMap(canisterId: Uint8Array, request: MapRequest): Promise<MemoryMap | undefined> {
    return this.#exclusively(async () => {
      const canister = this.#world.find(canisterId);
      return canister && memoryMap(this.#world.host.store, canister, request);
    });
  }

  readMemory(canisterId: Uint8Array, memory: MemoryName, address: number, length: number): Promise<Uint8Array | undefined> {
    return this.#exclusively(async () => {
      const canister = this.#world.find(canisterId);
      return canister && readMemory(this.#world.host.store, canister, memory, address, length);
    });
  }

  prepare(uploaded: Uint8Array): void {
    const prepared = this.#world.prepare(uploaded, toHex(sha256(uploaded)), prepareModule);
    if (prepared.ok) this.#world.modules.compile(prepared.module);
  }

  async forget(canisterIds: readonly Uint8Array[]): Promise<void> {
    await this.#exclusively(async () => {
      const named = canisterIds.flatMap((id) => this.#world.find(id) ?? []);
      for (const canister of withTheirOwn(this.#world, named)) removeCanister(this.#world, canister);
      await commitWorld(this.#world);
    });
  }

  exportCanisters(canisterIds: readonly Uint8Array[], known: ReadonlySet<string>): Promise<Uint8Array<ArrayBuffer>> {
    return this.#exclusively(() => exportCanisters(this.#world, canisterIds, known));
  }

  async importCanisters(bytes: Uint8Array, options: ImportOptions): Promise<readonly Imported[]> {
    const imported = await this.#exclusively(() => importCanisters(this.#world, bytes, options));
    this.#answerWaiting();
    this.#pump();
    return imported;
  }
}

const isFinal = ({ kind }: IngressStatus): boolean => kind !== 'received' && kind !== 'processing';
