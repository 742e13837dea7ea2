import { Principal } from '@dfinity/principal';
import { decodeCreate, encodeCreate, encodeInstall, NO_ARGUMENTS } from '../../src/app/session/management.ts';
import { createReplica, type Replica } from '../../src/replica/index.ts';
import type { IngressCall } from '../../src/replica/machine.ts';
import type { Store } from '../../src/replica/state/store.ts';
import { median, timed } from '../tools/measurement.ts';
import { fromBase64 } from './base64.ts';
import { type StubbedModule, untouched } from './stub-host.ts';

/** Calls between two looks at the clock, which is too coarse for one. */
const BATCH = 25;
const LONG_BATCH = 100;
const BARE_BATCH = 2000;
const WARM_UPS = 20;
const BATCHES = 41;
const MINUTE = 60_000_000_000n;
const NANOS_PER_MILLISECOND = 1_000_000n;
const MANAGEMENT = new Uint8Array();
const USER = Uint8Array.from([...new Uint8Array(28).fill(7), 2]);

/** Milliseconds of one call of the counter. */
export interface EngineTimes {
  readonly update: number;
  readonly query: number;
  /** The untouched module on a host that does nothing. */
  readonly bare: number;
}

/** The machine alone: no HTTP, no signatures, no storage. */
export async function engine({ base64, wordSize }: { base64: string; wordSize: 32 | 64 }): Promise<EngineTimes> {
  const wasm = fromBase64(base64);
  const replica = await openReplica();
  const canisterId = await deploy(replica, wasm);
  const plain = untouched(wasm, wordSize);
  return {
    update: await perCall(() => update(replica, canisterId, 'increment', NO_ARGUMENTS)),
    query: await perCall(() => replica.query(request(canisterId, 'read', NO_ARGUMENTS))),
    bare: bareCall(plain),
  };
}

/** Milliseconds of one call of `touch` in each module, in turns, so that whatever else the machine does disturbs them alike. */
export async function touching(modules: readonly string[]): Promise<number[]> {
  const replica = await openReplica();
  const canisterIds: Uint8Array[] = [];
  for (const base64 of modules) canisterIds.push(await deploy(replica, fromBase64(base64)));
  const times: number[][] = modules.map(() => []);
  for (let round = 0; round < WARM_UPS + BATCHES; round++) {
    for (const [i, canisterId] of canisterIds.entries()) {
      const [time = NaN] = await timed(0, 1, async () => {
        for (let call = 0; call < LONG_BATCH; call++) await update(replica, canisterId, 'touch', NO_ARGUMENTS);
      });
      if (round >= WARM_UPS) times[i]?.push(time / LONG_BATCH);
    }
  }
  return times.map(median);
}

/** Milliseconds of one call of `start`, after a first one. */
export async function selfCalls(base64: string): Promise<number> {
  const replica = await openReplica();
  const canisterId = await deploy(replica, fromBase64(base64));
  return median(await timed(1, 3, () => update(replica, canisterId, 'start', NO_ARGUMENTS)));
}

function bareCall({ update: call }: StubbedModule): number {
  const began = performance.now();
  for (let i = 0; i < BARE_BATCH; i++) call('increment');
  return (performance.now() - began) / BARE_BATCH;
}

async function perCall(call: () => unknown): Promise<number> {
  const batch = async (): Promise<void> => {
    for (let i = 0; i < BATCH; i++) await call();
  };
  return median(await timed(WARM_UPS, BATCHES, batch)) / BATCH;
}

/** A store that keeps nothing: storage is measured elsewhere. */
const FORGETFUL: Store = {
  loadRecords: () => Promise.resolve([]),
  chunkIndices: () => Promise.resolve([]),
  loadChunks: () => Promise.resolve([]),
  commit: () => Promise.resolve(),
};

const now = (): bigint => BigInt(Date.now()) * NANOS_PER_MILLISECOND;

function openReplica(): Promise<Replica> {
  const ignore = (): void => undefined;
  return createReplica({
    store: FORGETFUL,
    clock: now,
    random: (length) => new Uint8Array(length).fill(42),
    defer: () => Promise.resolve(),
    callTimeout: () => new Promise(ignore),
    gunzip: () => undefined,
    events: { started: ignore, executed: ignore, installed: ignore, logged: ignore, changed: ignore },
  });
}

async function deploy(replica: Replica, wasm: Uint8Array): Promise<Uint8Array> {
  const id = decodeCreate(await update(replica, MANAGEMENT, 'provisional_create_canister_with_cycles', encodeCreate()));
  await update(replica, MANAGEMENT, 'install_code', encodeInstall(id, wasm, 'install', undefined));
  return Principal.fromText(id).toUint8Array();
}

let requests = 0;

function request(canisterId: Uint8Array, methodName: string, arg: Uint8Array): IngressCall {
  const requestId = new Uint8Array(32);
  new DataView(requestId.buffer).setUint32(0, ++requests);
  return { requestId, sender: USER, canisterId, effectiveCanisterId: canisterId, methodName, arg, ingressExpiry: now() + 4n * MINUTE };
}

async function update(replica: Replica, canisterId: Uint8Array, methodName: string, arg: Uint8Array): Promise<Uint8Array> {
  const answer = await replica.call(request(canisterId, methodName, arg));
  if ('refused' in answer) throw new Error(answer.refused.message);
  if (answer.status.kind !== 'replied') throw new Error(`${methodName} ended as ${answer.status.kind}.`);
  return answer.status.reply;
}
