import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { gunzipSync } from 'fflate';
import wabt from 'wabt';
import { createMemoryStore } from '../../storage/memory.ts';
import { concat, utf8 } from '../../primitives/bytes.ts';
import type { Reject } from '../errors.ts';
import { createReplica, type Replica } from '../index.ts';
import type { IngressStatus, QueryResult } from '../machine.ts';
import { ARGUMENTS } from '../management/idl.ts';
import type { CanisterState } from '../state/canister-state.ts';
import type { Store } from '../state/store.ts';
import type { ExecutionReport, InstallReport } from '../state/world.ts';

/** A replica with a clock that stands still, a fixed seed and a store in memory, for tests of the machine. */

const toolkit = await wabt();

export function wat(text: string): Uint8Array {
  const module = toolkit.parseWat('canister.wat', text, { bulk_memory: true, mutable_globals: true, sign_extension: true, memory64: true, multi_value: true });
  return module.toBinary({ write_debug_names: true }).buffer;
}

/** The module with a custom section behind its last one; name and content are shorter than 64 bytes. */
export function withCustomSection(module: Uint8Array, name: string, content = ''): Uint8Array {
  const payload = concat([Uint8Array.of(utf8(name).length), utf8(name), utf8(content)]);
  return concat([module, Uint8Array.of(0, payload.length), payload]);
}

/** As modules of enhanced orthogonal persistence say that they are. */
export const enhanced = (module: Uint8Array): Uint8Array => withCustomSection(module, 'icp:private enhanced-orthogonal-persistence');

export const USER = Uint8Array.from([...new Uint8Array(28).fill(7), 2]);
export const STRANGER = Uint8Array.from([...new Uint8Array(28).fill(9), 2]);

export type Mode = { install: null } | { reinstall: null } | { upgrade: [] | [unknown] };
export const UPGRADE: Mode = { upgrade: [] };
export const upgradeWith = (persistence: 'keep' | 'replace' | undefined, skip?: boolean): Mode => ({
  upgrade: [{ skip_pre_upgrade: skip === undefined ? [] : [skip], wasm_memory_persistence: persistence ? [{ [persistence]: null }] : [] }],
});

export interface TestReplica {
  replica: Replica;
  readonly store: Store;
  readonly executed: ExecutionReport[];
  readonly installed: InstallReport[];
  readonly logged: string[];
  /** Nanoseconds. */
  now: bigint;
  create(sender?: Uint8Array): Promise<Uint8Array>;
  install(id: Uint8Array, module: Uint8Array, mode?: Mode, arg?: Uint8Array, sender?: Uint8Array): Promise<Reject | undefined>;
  /** A new canister with this module. */
  deploy(module: Uint8Array, arg?: Uint8Array): Promise<Uint8Array>;
  /** Bytes of the reply, or the reject. */
  update(id: Uint8Array, method: string, arg?: Uint8Array, sender?: Uint8Array): Promise<Uint8Array | Reject>;
  query(id: Uint8Array, method: string, arg?: Uint8Array, sender?: Uint8Array): Promise<Uint8Array | Reject>;
  management(method: keyof typeof ARGUMENTS, argument: unknown, sender?: Uint8Array): Promise<Uint8Array | Reject>;
  /** Opens a second replica on the same store, as a reload of the page does. */
  reopen(): Promise<void>;
  state(id: Uint8Array): CanisterState;
}

export async function createTestReplica(store: Store = createMemoryStore()): Promise<TestReplica> {
  let requests = 0;
  const nextRequest = (): Uint8Array => {
    const id = new Uint8Array(32);
    new DataView(id.buffer).setUint32(0, ++requests);
    return id;
  };
  const open = (): Promise<Replica> =>
    createReplica({
      store,
      clock: () => test.now,
      random: (length) => new Uint8Array(length).fill(42),
      defer: () => Promise.resolve(),
      callTimeout: () => new Promise(() => undefined),
      gunzip: unpack,
      events: {
        started: () => undefined,
        executed: (report) => test.executed.push(report),
        installed: (report) => test.installed.push(report),
        logged: (_, record) => test.logged.push(new TextDecoder().decode(record.content)),
        changed: () => undefined,
      },
    });
  const call = (id: Uint8Array, methodName: string, arg: Uint8Array, sender: Uint8Array) => ({
    requestId: nextRequest(),
    sender,
    canisterId: id,
    effectiveCanisterId: id,
    methodName,
    arg,
    ingressExpiry: test.now + 300_000_000_000n,
  });
  const test: TestReplica = {
    replica: undefined as never,
    store,
    executed: [],
    installed: [],
    logged: [],
    now: 1_700_000_000_000_000_000n,
    create: async (sender = USER) => {
      const argument = { amount: [], settings: [], specified_id: [], sender_canister_version: [] };
      const reply = await test.management('provisional_create_canister_with_cycles', argument, sender);
      const [created] = IDL.decode([IDL.Record({ canister_id: IDL.Principal })], bytes(reply)) as unknown as [{ canister_id: Principal }];
      return created.canister_id.toUint8Array();
    },
    install: async (id, module, mode = { install: null }, arg = new Uint8Array(), sender = USER) => {
      const argument = { mode, canister_id: Principal.fromUint8Array(id), wasm_module: module, arg, sender_canister_version: [] };
      const result = await test.management('install_code', argument, sender);
      return result instanceof Uint8Array ? undefined : result;
    },
    deploy: async (module, arg) => {
      const id = await test.create();
      const refused = await test.install(id, module, { install: null }, arg);
      if (refused) throw new TypeError(refused.message);
      return id;
    },
    update: async (id, method, arg = new Uint8Array(), sender = USER) => {
      const answer = await test.replica.call(call(id, method, arg, sender));
      return 'refused' in answer ? answer.refused : outcome(answer.status);
    },
    query: async (id, method, arg = new Uint8Array(), sender = USER) => outcome(await test.replica.query(call(id, method, arg, sender))),
    management: (method, argument, sender = USER) => test.update(new Uint8Array(), method, new Uint8Array(IDL.encode([ARGUMENTS[method]], [argument])), sender),
    reopen: async () => {
      test.replica = await open();
    },
    state: (id) => {
      const canister = [...test.replica.canisters.values()].find((candidate) => candidate.text === Principal.fromUint8Array(id).toText());
      if (!canister) throw new TypeError('no such canister');
      return canister;
    },
  };
  test.replica = await open();
  return test;
}

function outcome(status: IngressStatus | QueryResult): Uint8Array | Reject {
  if (status.kind === 'replied') return status.reply;
  if (status.kind === 'rejected') return status.reject;
  throw new TypeError(`the call ended as ${status.kind}`);
}

/** The bytes of a reply. @throws TypeError where it is a reject */
export function bytes(result: Uint8Array | Reject): Uint8Array {
  if (result instanceof Uint8Array) return result;
  throw new TypeError(result.message);
}

/** The reject. @throws TypeError where it is a reply */
export function rejected(result: Uint8Array | Reject | undefined): Reject {
  if (!result || result instanceof Uint8Array) throw new TypeError('expected a reject');
  return result;
}

function unpack(packed: Uint8Array, maximum: number): Uint8Array | undefined {
  try {
    return gunzipSync(packed).subarray(0, maximum);
  } catch {
    return undefined;
  }
}

export const text = utf8;
export const word = (result: Uint8Array | Reject): number => new DataView(bytes(result).slice().buffer).getUint32(0, true);
