import { sha256 } from '@noble/hashes/sha2';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../primitives/bytes.ts';
import { counter } from '../testing/counter.ts';
import { forwarder } from '../testing/forwarder.ts';
import { decoded, encoded, manage, manageFrom, principal } from '../testing/management.ts';
import { STRANGER, bytes, createTestReplica, rejected, wat, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification: "upload_chunk", "clear_chunk_store", "stored_chunks", "install_chunked_code". */

const HELP =
  'Use the `stored_chunks` API to check which hashes are present or top up the canister if it is low on cycles. ' +
  'See documentation: https://internetcomputer.org/docs/current/references/execution-errors#wasm-chunk-store-error';
const module = wat(counter());
const half = module.length >> 1;
const chunks = [module.slice(0, half), module.slice(half)];
const hashes = chunks.map((chunk) => sha256(chunk));
const printed = (hash: Uint8Array): string => `[${hash.join(', ')}]`;

const upload = (test: TestReplica, id: Uint8Array, chunk: Uint8Array, sender?: Uint8Array) => manage(test, 'upload_chunk', id, { chunk }, sender);

async function stored(test: TestReplica, id: Uint8Array): Promise<string[]> {
  const list: { hash: Uint8Array }[] = decoded('chunks', await manage(test, 'stored_chunks', id));
  return list.map(({ hash }) => toHex(hash));
}

const install = (target: Uint8Array, fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  mode: { install: null },
  target_canister: principal(target),
  store_canister: [],
  chunk_hashes_list: hashes.map((hash) => ({ hash })),
  wasm_module_hash: sha256(module),
  arg: new Uint8Array(),
  sender_canister_version: [],
  ...fields,
});

describe('upload_chunk', () => {
  it('answers with the hash, and stores a chunk once', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    for (const chunk of [...chunks, ...chunks]) await upload(test, id, chunk);
    const reply: { hash: Uint8Array } = decoded('chunk', await upload(test, id, chunks[0] as Uint8Array));
    expect(reply.hash).toEqual(hashes[0]);
    expect(await stored(test, id)).toEqual(hashes.map(toHex).sort());
    expect(test.state(id).chunkStore.bytes).toBe(2 * 1_048_576);
  });

  it('costs 200 M instructions, also where the chunk is there already', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    for (let i = 0; i < 2; i++) {
      const before = test.state(id).cycles;
      await upload(test, id, new Uint8Array(3));
      const spent = before - test.state(id).cycles;
      expect(spent).toBeGreaterThanOrEqual(205_000_000n);
      expect(spent).toBeLessThan(210_000_000n);
    }
  });

  it('refuses a chunk of more than 1 MiB', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    bytes(await upload(test, id, new Uint8Array(1_048_576)));
    const text = 'Error from Wasm chunk store: Wasm chunk size 1048577 exceeds the maximum chunk size of 1048576.';
    expect(await upload(test, id, new Uint8Array(1_048_577))).toEqual({ code: 5, errorCode: 'IC0504', message: `${text}\n${HELP}` });
  });

  it('refuses the chunk after the hundredth', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    for (let i = 0; i < 100; i++) bytes(await upload(test, id, Uint8Array.of(i)));
    const text = 'Wasm chunk store has already reached maximum capacity of 104857600 bytes or the maximum number of entries, 100.';
    expect(rejected(await upload(test, id, Uint8Array.of(100))).message).toBe(`Error from Wasm chunk store: ${text}\n${HELP}`);
    bytes(await upload(test, id, Uint8Array.of(99)));
  });

  it('is for controllers and the canister itself', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(forwarder());
    expect(rejected(await upload(test, id, Uint8Array.of(1), STRANGER)).errorCode).toBe('IC0512');
    expect(await manageFrom(test, id, 'upload_chunk', encoded('upload_chunk', { canister_id: principal(id), chunk: Uint8Array.of(1) }))).toHaveProperty('reply');
    const other = await test.create();
    const refused = await manageFrom(test, id, 'upload_chunk', encoded('upload_chunk', { canister_id: principal(other), chunk: Uint8Array.of(1) }));
    expect(refused).toMatchObject({ code: 5, message: expect.stringContaining('Only the controllers of the canister') as string });
  });
});

describe('the chunk store', () => {
  it('is there after a reload, and empty after clear_chunk_store', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    for (const chunk of chunks) await upload(test, id, chunk);
    await test.reopen();
    expect(await stored(test, id)).toEqual(hashes.map(toHex).sort());
    bytes(await manage(test, 'clear_chunk_store', id));
    expect(await stored(test, id)).toEqual([]);
    await test.reopen();
    expect(await stored(test, id)).toEqual([]);
    expect(await test.store.loadRecords('chunk/')).toEqual([]);
  });

  it('goes with uninstall_code and with the canister', async () => {
    const test = await createTestReplica();
    const [first, second] = [await test.create(), await test.create()];
    for (const id of [first, second]) await upload(test, id, Uint8Array.of(1));
    bytes(await manage(test, 'uninstall_code', first));
    expect(await stored(test, first)).toEqual([]);
    await manage(test, 'stop_canister', second);
    bytes(await manage(test, 'delete_canister', second));
    expect(await test.store.loadRecords('chunk/')).toEqual([]);
  });
});

describe('install_chunked_code', () => {
  async function prepared(): Promise<{ test: TestReplica; id: Uint8Array; store: Uint8Array }> {
    const test = await createTestReplica();
    const [id, store] = [await test.create(), await test.create()];
    for (const chunk of chunks) await upload(test, store, chunk);
    return { test, id, store };
  }

  it('installs from the chunks of the target', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    for (const chunk of chunks) await upload(test, id, chunk);
    await test.reopen();
    bytes(await test.management('install_chunked_code', install(id)));
    bytes(await test.update(id, 'bump'));
    expect(test.state(id).code?.module.hash).toBe(toHex(sha256(module)));
    expect(await stored(test, id)).toHaveLength(2);
  });

  it('installs from the chunks of another canister', async () => {
    const { test, id, store } = await prepared();
    bytes(await test.management('install_chunked_code', install(id, { store_canister: [principal(store)] })));
    bytes(await test.update(id, 'bump'));
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['a hash that is not stored', { chunk_hashes_list: [{ hash: new Uint8Array(32) }] }, 'IC0504', `Error from Wasm chunk store: Chunk hash ${printed(new Uint8Array(32))} was not found.\n${HELP}`],
    ['a hash that is none', { chunk_hashes_list: [{ hash: Uint8Array.of(1) }] }, 'IC0504', `Error from Wasm chunk store: Chunk hash is invalid. The length is not 32.\n${HELP}`],
    [
      'a module with another hash',
      { wasm_module_hash: new Uint8Array(32) },
      'IC0504',
      `Error from Wasm chunk store: Wasm module hash ${printed(sha256(module))} does not match given hash WasmHash(${printed(new Uint8Array(32))}).\n${HELP}`,
    ],
    ['a hash of the module that is none', { wasm_module_hash: Uint8Array.of(1, 2) }, 'IC0504', 'Invalid wasm hash [1, 2]'],
  ])('refuses %s', async (_, fields, errorCode, message) => {
    const { test, id, store } = await prepared();
    const result = rejected(await test.management('install_chunked_code', install(id, { store_canister: [principal(store)], ...fields })));
    expect(result).toMatchObject({ errorCode, message });
    expect(test.state(id).code).toBeUndefined();
  });

  it('refuses a store that is not there', async () => {
    const { test, id } = await prepared();
    const absent = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 9, 1, 1);
    const result = rejected(await test.management('install_chunked_code', install(id, { store_canister: [principal(absent)] })));
    expect(result.errorCode).toBe('IC0301');
    expect(result.message).toMatch(/^InstallChunkedCode Error: Store canister \S+ was not found on subnet \S+ of target canister \S+$/);
  });

  it('refuses whoever controls the target but not the store', async () => {
    const { test, store } = await prepared();
    const own = await test.create(STRANGER);
    const result = rejected(await test.management('install_chunked_code', install(own, { store_canister: [principal(store)] }), STRANGER));
    expect(result).toMatchObject({ errorCode: 'IC0512', message: expect.stringContaining(`Sender's ID: ${principal(STRANGER).toText()}\n`) as string });
    expect(rejected(await test.management('install_chunked_code', install(store), STRANGER)).errorCode).toBe('IC0512');
  });

  it('costs an instruction per byte of whole chunks', async () => {
    const cost = async (chunked: boolean): Promise<bigint> => {
      const { test, id, store } = await prepared();
      const before = test.state(id).cycles;
      if (chunked) bytes(await test.management('install_chunked_code', install(id, { store_canister: [principal(store)] })));
      else expect(await test.install(id, module)).toBeUndefined();
      return before - test.state(id).cycles;
    };
    const difference = (await cost(true)) - (await cost(false));
    // The messages differ in length, which is paid for too.
    expect(Number(difference)).toBeGreaterThan(2 * 1_048_576 - 2_000 * module.length - 1_000_000);
    expect(Number(difference)).toBeLessThan(2 * 1_048_576 + 1_000_000);
  });
});
