import { sha256 } from '@noble/hashes/sha2';
import { describe, expect, it } from 'vitest';
import { counter } from '../testing/counter.ts';
import { decoded, manage, principal, settingsOf } from '../testing/management.ts';
import { STRANGER, bytes, createTestReplica, rejected, wat, type TestReplica } from '../testing/test-replica.ts';

/** Interface Specification: the up- and download of snapshots. */

const module = wat(counter());
const PAGE = 65_536;

interface Metadata extends Record<string, unknown> {
  readonly wasm_module_size: bigint;
  readonly wasm_memory_size: bigint;
  readonly stable_memory_size: bigint;
  readonly wasm_chunk_store: readonly { readonly hash: Uint8Array }[];
}

const metadataOf = async (test: TestReplica, id: Uint8Array, snapshot: Uint8Array): Promise<Metadata> =>
  decoded('snapshotMetadata', await manage(test, 'read_canister_snapshot_metadata', id, { snapshot_id: snapshot }));
const read = (test: TestReplica, id: Uint8Array, snapshot: Uint8Array, kind: Record<string, unknown>) =>
  manage(test, 'read_canister_snapshot_data', id, { snapshot_id: snapshot, kind });
const dataOf = async (test: TestReplica, id: Uint8Array, snapshot: Uint8Array, kind: Record<string, unknown>): Promise<Uint8Array> =>
  (decoded('snapshotData', await read(test, id, snapshot, kind)) as { chunk: Uint8Array }).chunk;
const write = (test: TestReplica, id: Uint8Array, snapshot: Uint8Array, kind: Record<string, unknown>, chunk: Uint8Array) =>
  manage(test, 'upload_canister_snapshot_data', id, { snapshot_id: snapshot, kind, chunk });
const values = async (test: TestReplica, id: Uint8Array): Promise<number[]> => [...new Uint32Array(bytes(await test.query(id, 'read')).slice().buffer)];

const announcement = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  wasm_module_size: BigInt(module.length),
  globals: [{ i32: 4 }],
  wasm_memory_size: BigInt(PAGE),
  stable_memory_size: BigInt(PAGE),
  certified_data: Uint8Array.of(1, 2),
  global_timer: [],
  on_low_wasm_memory_hook_status: [],
  ...fields,
});

const announce = async (test: TestReplica, id: Uint8Array, fields: Record<string, unknown> = {}): Promise<Uint8Array> =>
  (decoded('snapshotUploaded', await manage(test, 'upload_canister_snapshot_metadata', id, announcement(fields))) as { snapshot_id: Uint8Array }).snapshot_id;

async function taken(): Promise<{ test: TestReplica; id: Uint8Array; snapshot: Uint8Array }> {
  const test = await createTestReplica();
  const id = await test.deploy(module);
  await test.update(id, 'bump');
  await test.update(id, 'set_timer');
  await manage(test, 'upload_chunk', id, { chunk: Uint8Array.of(5) });
  const { id: snapshot } = decoded('snapshot', await manage(test, 'take_canister_snapshot', id)) as { id: Uint8Array };
  return { test, id, snapshot };
}

describe('a snapshot that was downloaded', () => {
  it('can be uploaded to another canister, piece by piece, over reloads', async () => {
    const { test, id, snapshot } = await taken();
    const { source, taken_at_timestamp: at, wasm_chunk_store: chunks, canister_version: version, ...metadata } = await metadataOf(test, id, snapshot);
    expect([source, version]).toEqual([{ taken_from_canister: null }, 3n]);
    expect(at).toBeGreaterThan(test.now - 1n);
    const other = await test.create();
    const { snapshot_id: copy } = decoded('snapshotUploaded', await manage(test, 'upload_canister_snapshot_metadata', other, metadata)) as { snapshot_id: Uint8Array };
    await test.reopen();
    const kinds = [['wasm_module', metadata.wasm_module_size], ['wasm_memory', metadata.wasm_memory_size], ['stable_memory', metadata.stable_memory_size]] as const;
    for (const [kind, total] of kinds) {
      for (let offset = 0n; offset < total; offset += 30_000n) {
        const size = total - offset < 30_000n ? total - offset : 30_000n;
        const part = await dataOf(test, id, snapshot, { [kind]: { offset, size } });
        bytes(await write(test, other, copy, { [kind]: { offset } }, part));
      }
    }
    for (const { hash } of chunks) bytes(await write(test, other, copy, { wasm_chunk: null }, await dataOf(test, id, snapshot, { wasm_chunk: { hash } })));
    await test.reopen();
    expect(await metadataOf(test, other, copy)).toMatchObject({ ...metadata, wasm_chunk_store: chunks, source: { metadata_upload: null } });
    bytes(await manage(test, 'load_canister_snapshot', other, { snapshot_id: copy }));
    expect(await values(test, other)).toEqual([1, 1, 1]);
    expect(test.state(other).globalTimer).toBe(test.state(id).globalTimer);
    expect(test.state(other).chunkStore.hashes).toHaveLength(1);
    await test.reopen();
    bytes(await test.update(other, 'bump'));
    expect(await values(test, other)).toEqual([2, 2, 2]);
  });
});

describe('read_canister_snapshot_data', () => {
  it('refuses what lies outside, what is too long and what is not there', async () => {
    const { test, id, snapshot } = await taken();
    const slice = (offset: bigint, size: bigint) => `Invalid subslice into wasm module / main memory / stable memory: offset: ${offset}, size: ${size}`;
    expect(await read(test, id, snapshot, { wasm_memory: { offset: 65_000n, size: 537n } })).toMatchObject({ errorCode: 'IC0408', message: slice(65_000n, 537n) });
    expect(await dataOf(test, id, snapshot, { wasm_memory: { offset: 65_000n, size: 536n } })).toHaveLength(536);
    expect(await read(test, id, snapshot, { stable_memory: { offset: 0n, size: 2_000_001n } })).toMatchObject({ errorCode: 'IC0408', message: 'Requested slice too large: 2000001 > 2000000' });
    expect(rejected(await read(test, id, snapshot, { wasm_chunk: { hash: Uint8Array.of(1, 255) } })).message).toContain('Error from Wasm chunk store: Bytes [01, ff] are not a valid WasmChunkHash..\n');
    expect(rejected(await read(test, id, snapshot, { wasm_chunk: { hash: new Uint8Array(32) } })).message).toContain(`WasmChunkHash [${Array(32).fill('00').join(', ')}] not found..\n`);
    expect(rejected(await manage(test, 'read_canister_snapshot_data', id, { snapshot_id: snapshot, kind: { wasm_module: { offset: 0n, size: 1n } } }, STRANGER)).errorCode).toBe('IC0512');
  });

  it('costs 5 M instructions and one per byte', async () => {
    const { test, id, snapshot } = await taken();
    const before = test.state(id).cycles;
    await dataOf(test, id, snapshot, { wasm_memory: { offset: 0n, size: 1_000n } });
    const spent = Number(before - test.state(id).cycles);
    expect(spent).toBeGreaterThan(10_001_000);
    expect(spent).toBeLessThan(13_000_000);
  });
});

describe('upload_canister_snapshot_metadata', () => {
  it.each<[string, Record<string, unknown>]>([
    ['WasmModuleEmpty', { wasm_module_size: 0n }],
    ['WasmModuleTooLarge', { wasm_module_size: 104_857_601n }],
    ['WasmMemoryNotPageAligned', { wasm_memory_size: 1n }],
    ['WasmMemoryTooLarge', { wasm_memory_size: 4_294_967_296n + BigInt(PAGE) }],
    ['StableMemoryNotPageAligned', { stable_memory_size: 65_537n }],
    ['StableMemoryTooLarge', { stable_memory_size: 536_870_912_000n + BigInt(PAGE) }],
    ['ExportedGlobalsTooLarge', { globals: Array(1001).fill({ i32: 0 }) }],
    ['CertifiedDataTooLarge', { certified_data: new Uint8Array(33) }],
  ])('refuses %s', async (problem, fields) => {
    const test = await createTestReplica();
    const id = await test.create();
    const result = await manage(test, 'upload_canister_snapshot_metadata', id, announcement(fields));
    expect(result).toEqual({ code: 4, errorCode: 'IC0408', message: `Snapshot Metadata contains invalid data: ${problem}` });
    expect(test.state(id).snapshotsBytes).toBe(0);
  });

  it('counts for the whole size at once, whatever is uploaded, and replaces another', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    const first = await announce(test, id, { stable_memory_size: 10n * BigInt(PAGE) });
    expect(test.state(id).snapshotsBytes).toBe(module.length + 11 * PAGE + 2 + 32);
    await announce(test, id, { replace_snapshot: [first] });
    expect(test.state(id).snapshotsBytes).toBe(module.length + 2 * PAGE + 2 + 32);
    expect(rejected(await manage(test, 'delete_canister_snapshot', id, { snapshot_id: first })).errorCode).toBe('IC0305');
  });
});

describe('upload_canister_snapshot_data', () => {
  it('refuses a snapshot that was taken, and what lies outside', async () => {
    const { test, id, snapshot } = await taken();
    const immutable = { code: 4, errorCode: 'IC0409', message: 'Only canister snapshots created by metadata upload can be mutated.' };
    expect(await write(test, id, snapshot, { wasm_module: { offset: 0n } }, Uint8Array.of(1))).toEqual(immutable);
    const own = await announce(test, id);
    for (const kind of ['wasm_module', 'wasm_memory', 'stable_memory']) {
      const offset = kind === 'wasm_module' ? BigInt(module.length) : BigInt(PAGE);
      expect(rejected(await write(test, id, own, { [kind]: { offset } }, Uint8Array.of(1))).errorCode).toBe('IC0408');
      bytes(await write(test, id, own, { [kind]: { offset: offset - 1n } }, Uint8Array.of(1)));
    }
  });

  it('counts a chunk of a module as 1 MiB, once', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    const snapshot = await announce(test, id);
    const before = test.state(id).snapshotsBytes;
    for (let i = 0; i < 2; i++) bytes(await write(test, id, snapshot, { wasm_chunk: null }, Uint8Array.of(1)));
    expect(test.state(id).snapshotsBytes).toBe(before + 1_048_576);
    expect((await metadataOf(test, id, snapshot)).wasm_chunk_store).toEqual([{ hash: sha256(Uint8Array.of(1)) }]);
    expect(rejected(await write(test, id, snapshot, { wasm_chunk: null }, new Uint8Array(1_048_577))).errorCode).toBe('IC0504');
  });

  it('brings timer and globals where it says so, and leaves the timer alone otherwise', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(module);
    await test.update(id, 'set_timer');
    const { globalTimer } = test.state(id);
    const upload = async (fields: Record<string, unknown>): Promise<void> => {
      const snapshot = await announce(test, id, fields);
      bytes(await write(test, id, snapshot, { wasm_module: { offset: 0n } }, module));
      bytes(await manage(test, 'load_canister_snapshot', id, { snapshot_id: snapshot }));
    };
    await upload({});
    expect([test.state(id).globalTimer, await values(test, id)]).toEqual([globalTimer, [4, 0, 0]]);
    expect(test.state(id).certifiedData).toEqual(Uint8Array.of(1, 2));
    await upload({ global_timer: [{ inactive: null }], globals: [{ i32: -1 }] });
    expect([test.state(id).globalTimer, await values(test, id)]).toEqual([0n, [0xffffffff, 0, 0]]);
    expect(principal(id).toText()).toBe(test.state(id).text);
  });
});

describe('snapshot_visibility', () => {
  it('lets others list snapshots and read them', async () => {
    const { test, id, snapshot } = await taken();
    const see = () => manage(test, 'read_canister_snapshot_metadata', id, { snapshot_id: snapshot }, STRANGER);
    expect(rejected(await see()).errorCode).toBe('IC0512');
    bytes(await manage(test, 'update_settings', id, { settings: settingsOf({ snapshot_visibility: [{ allowed_viewers: [principal(STRANGER)] }] }) }));
    expect(decoded('snapshotMetadata', await see())).toMatchObject({ source: { taken_from_canister: null }, stable_memory_size: BigInt(PAGE), canister_version: 3n });
    bytes(await manage(test, 'list_canister_snapshots', id, {}, STRANGER));
    expect(rejected(await manage(test, 'delete_canister_snapshot', id, { snapshot_id: snapshot }, STRANGER)).errorCode).toBe('IC0512');
  });
});
