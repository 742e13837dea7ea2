import { Certificate, HttpAgent, QueryResponseStatus, isV3ResponseBody, lookupResultToBuffer } from '@dfinity/agent';
import { IDL } from '@dfinity/candid';
import { Ed25519KeyIdentity } from '@dfinity/identity';
import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../primitives/bytes.ts';
import { ARGUMENTS } from '../replica/management/idl.ts';
import { StorageError } from '../replica/state/store.ts';
import { counter } from '../replica/testing/counter.ts';
import { wat } from '../replica/testing/test-replica.ts';
import { PAGE_FATE, type ReplicaEvents } from '../protocol/replica.ts';
import { PAGE_FATE as REPLICA_FATE } from '../replica/memory/page-ledger.ts';
import { createMemoryState, createMemoryStore } from '../storage/memory.ts';
import type { Storage } from '../storage/storage.ts';
import { createReplicaService } from './replica-service.ts';

/** The worker's core as the page uses it: through an unmodified agent. */

type Emitted = { [K in keyof ReplicaEvents]: { name: K; payload: ReplicaEvents[K] } }[keyof ReplicaEvents];

function createService(openStorage: () => Storage) {
  const events: Emitted[] = [];
  const service = createReplicaService(
    {
      openStorage: () => Promise.resolve({ storage: openStorage(), memoryReason: undefined }),
      clock: () => BigInt(Date.now()) * 1_000_000n,
      random: (length) => new Uint8Array(length).fill(3),
      defer: () => Promise.resolve(),
      schedule: () => () => undefined,
    },
    (name, payload) => events.push({ name, payload } as Emitted),
  );
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const answer = await service.fetch({
      url: String(input instanceof Request ? input.url : input),
      method: init?.method ?? 'GET',
      headers: [...new Headers(init?.headers)],
      body: (init?.body as Uint8Array | undefined) ?? new Uint8Array(),
    });
    return new Response(answer.body.slice(), { status: answer.status, headers: answer.headers.map(([name, value]) => [name, value] as [string, string]) });
  };
  return { service, events, fetch };
}

/** The reply of an update call, from its certificate. */
async function update(agent: HttpAgent, target: Principal, effective: Principal, methodName: string, arg = new Uint8Array()): Promise<Uint8Array> {
  const { requestId, response } = await agent.call(target, { methodName, arg, effectiveCanisterId: effective });
  if (!isV3ResponseBody(response.body) || !agent.rootKey) throw new TypeError('the call was not certified');
  const certificate = await Certificate.create({ certificate: response.body.certificate, rootKey: agent.rootKey, canisterId: effective, agent });
  const reply = lookupResultToBuffer(certificate.lookup_path([utf8('request_status'), requestId, utf8('reply')]));
  if (!reply) throw new TypeError('the call was rejected');
  return reply;
}

async function deployCounter(fetch: typeof globalThis.fetch) {
  const identity = Ed25519KeyIdentity.generate(new Uint8Array(32).fill(1));
  const agent = await HttpAgent.create({ fetch, host: 'http://localhost', shouldFetchRootKey: true, identity, retryTimes: 0 });
  const management = Principal.managementCanister();
  const manage = async (methodName: keyof typeof ARGUMENTS, argument: unknown, effectiveCanisterId = management) => {
    const arg = new Uint8Array(IDL.encode([ARGUMENTS[methodName]], [argument]));
    return update(agent, management, effectiveCanisterId, methodName, arg);
  };
  const created = await manage('provisional_create_canister_with_cycles', { amount: [], settings: [], specified_id: [], sender_canister_version: [] });
  const [{ canister_id: id }] = IDL.decode([IDL.Record({ canister_id: IDL.Principal })], created) as unknown as [{ canister_id: Principal }];
  await manage('install_code', { mode: { install: null }, canister_id: id, wasm_module: wat(counter()), arg: new Uint8Array(), sender_canister_version: [] }, id);
  const words = async () => {
    const answer = await agent.query(id, { methodName: 'read', arg: new Uint8Array() });
    if (answer.status !== QueryResponseStatus.Replied) throw new TypeError(answer.reject_message);
    return [...new Uint32Array(answer.reply.arg.slice().buffer)];
  };
  return { agent, id, words };
}

describe('the replica behind an unmodified agent', () => {
  it('creates a canister, installs it, runs updates and queries, and reports each message', async () => {
    const storage = createMemoryStore();
    const { service, events, fetch } = createService(() => storage);
    await service.open({});
    const { agent, id, words } = await deployCounter(fetch);
    await update(agent, id, id, 'bump');
    expect(await words()).toEqual([1, 1, 1]);
    const updates = events.flatMap(({ name, payload }) => (name === 'message' && payload.kind === 'update' ? [payload] : []));
    expect(updates).toMatchObject([{ canisterId: id.toText(), method: 'bump', trap: undefined }]);
    expect(updates[0]?.instructions).toBeGreaterThan(1000);
    expect(events.some(({ name }) => name === 'install')).toBe(true);
    expect((await service.canister({ id: id.toText() }))?.heapBytes).toBe(65_536);
  });

  it('gives a canister endless cycles, and keeps that over a reload', async () => {
    const state = createMemoryState();
    const { service, fetch } = createService(() => createMemoryStore(state));
    await service.open({});
    const { agent, id } = await deployCounter(fetch);
    const view = () => service.canister({ id: id.toText() });
    await update(agent, id, id, 'bump');
    const paid = await view();
    await service.setEndlessCycles({ id: id.toText(), endless: true });
    await update(agent, id, id, 'bump');
    expect(await view()).toMatchObject({ endlessCycles: true });
    expect((paid?.cycles ?? 0n) - ((await view())?.cycles ?? 0n)).toBeLessThan(1_000_000n);
    const reopened = createService(() => createMemoryStore(state));
    await reopened.service.open({});
    expect(await reopened.service.canister({ id: id.toText() })).toMatchObject({ endlessCycles: true });
  });

  it('shows memories and their bytes, in the words of the protocol', async () => {
    const storage = createMemoryStore();
    const { service, events, fetch } = createService(() => storage);
    await service.open({});
    const { agent, id } = await deployCounter(fetch);
    await update(agent, id, id, 'bump');
    const before = await service.canister({ id: id.toText() });
    const told = events.length;
    const map = await service.memoryMap({ id: id.toText(), memory: 'stable', maximumGroups: 100 });
    expect(map).toMatchObject({ memory: 'stable', bytes: 65_536, pages: 16, from: 0, pagesPerGroup: 1, counts: { data: 1, touched: 1, kept: 0 } });
    expect([...(map?.groups ?? [])].slice(0, 2)).toEqual([PAGE_FATE.data | PAGE_FATE.touched, 0]);
    expect([...((await service.readMemory({ id: id.toText(), memory: 'stable', address: 0, length: 4 })) ?? [])]).toEqual([1, 0, 0, 0]);
    expect(await service.canister({ id: id.toText() })).toEqual(before);
    expect(events.length).toBe(told);
    expect(before?.methods).toContainEqual({ name: 'bump', kind: 'update' });
    expect(await service.memoryMap({ id: 'rrkah-fqaaa-aaaaa-aaaaq-cai', memory: 'heap', maximumGroups: 1 })).toBeUndefined();
    expect(PAGE_FATE).toEqual(REPLICA_FATE);
  });

  it('opens a world to be thrown away: with the ids that are wanted, the same each time, and nothing on disk', async () => {
    const state = createMemoryState();
    const live = async () => {
      const { service, fetch } = createService(() => createMemoryStore(state));
      const firstCanister = Principal.fromHex('80000000001000090101').toText();
      const opened = await service.open({ throwAway: { clockNanos: BigInt(Date.now()) * 1_000_000n, firstCanister } });
      const { agent, id, words } = await deployCounter(fetch);
      await update(agent, id, id, 'bump');
      expect(id.toText()).toBe(firstCanister);
      expect(await words()).toEqual([1, 1, 1]);
      expect(await service.module({ id: firstCanister })).toEqual(wat(counter()));
      return opened;
    };
    const [first, second] = [await live(), await live()];
    expect(first).toEqual(second);
    expect(first.storage).toEqual({ kind: 'throw-away' });
    expect(state.records.size).toBe(0);
  });

  it('gives an error with a code where the disk is full, keeps nothing of that call, and goes on from the last commit', async () => {
    const state = createMemoryState();
    let full = false;
    const openStorage = (): Storage => {
      const storage = createMemoryStore(state);
      const commit = storage.commit.bind(storage);
      storage.commit = async (changes) => {
        if (full) throw new StorageError('full', 'The disk is full.');
        await commit(changes);
      };
      return storage;
    };
    const { service, events, fetch } = createService(openStorage);
    await service.open({});
    const { agent, id, words } = await deployCounter(fetch);
    await update(agent, id, id, 'bump');
    full = true;
    await expect(update(agent, id, id, 'bump')).rejects.toThrow();
    expect(events.find(({ name }) => name === 'storage')?.payload).toEqual({ code: 'full', message: 'The disk is full.' });
    full = false;
    expect(await words()).toEqual([1, 1, 1]);
  });
});
