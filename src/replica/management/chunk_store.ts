import { sha256 } from '@noble/hashes/sha2';
import type { Principal } from '@dfinity/principal';
import { concat, fromHex, toHex } from '../../primitives/bytes.ts';
import { reject, type Reject } from '../errors.ts';
import { MAX_CHUNKS, STORAGE_INSTRUCTIONS } from '../params.ts';
import type { CallResult, CanisterState } from '../state/canister-state.ts';
import { WASM_CHUNK_BYTES, type ChunkStore } from '../state/chunk-store.ts';
import { EMPTY_REPLY, controlledOrSelf, isController, notController, refused, reply, textOf, type ManagementCall } from './common.ts';
import { chargeInstructions, refuseGrowth } from './growth.ts';
import { RESULTS } from './idl.ts';
import { installable, runInstallation } from './install_code.ts';
import type { InstallArgument } from './installation.ts';
import { refusals } from './refusals.ts';

/** Interface Specification: "upload_chunk", "clear_chunk_store", "stored_chunks", "install_chunked_code". */

interface Target {
  readonly canister_id: Principal;
}

export function uploadChunk(call: ManagementCall, { canister_id: id, chunk }: Target & { readonly chunk: Uint8Array }): CallResult {
  const found = controlledOrSelf(call, id);
  if ('reject' in found) return refused(found.reject);
  const { canister } = found;
  const unpaid = chargeInstructions(call, canister, STORAGE_INSTRUCTIONS.chunk);
  if (unpaid !== undefined) return refused(refusals.chunkStore(`Error charging for 'upload_chunk': ${unpaid}`));
  const hash = sha256(chunk);
  const key = toHex(hash);
  if (canister.chunkStore.has(key)) return reply(RESULTS.chunk, { hash });
  const refusal = refuseChunk(canister.chunkStore, chunk) ?? refuseGrowth(call, canister, WASM_CHUNK_BYTES);
  if (refusal) return refused(refusal);
  canister.chunkStore.insert(key, chunk.slice());
  call.world.touch(canister);
  return reply(RESULTS.chunk, { hash });
}

/** Why a chunk that is not there yet cannot be stored, beside the memory it takes. */
export function refuseChunk(store: ChunkStore, chunk: Uint8Array): Reject | undefined {
  if (chunk.length > WASM_CHUNK_BYTES) return refusals.chunkStore(`Wasm chunk size ${chunk.length} exceeds the maximum chunk size of ${WASM_CHUNK_BYTES}`);
  if (store.hashes.length < MAX_CHUNKS) return undefined;
  const capacity = MAX_CHUNKS * WASM_CHUNK_BYTES;
  return refusals.chunkStore(`Wasm chunk store has already reached maximum capacity of ${capacity} bytes or the maximum number of entries, ${MAX_CHUNKS}`);
}

export function clearChunkStore(call: ManagementCall, { canister_id: id }: Target): CallResult {
  const found = controlledOrSelf(call, id);
  if ('reject' in found) return refused(found.reject);
  found.canister.chunkStore.clear();
  call.world.touch(found.canister);
  return EMPTY_REPLY;
}

export function storedChunks(call: ManagementCall, { canister_id: id }: Target): CallResult {
  const found = controlledOrSelf(call, id);
  if ('reject' in found) return refused(found.reject);
  return reply(
    RESULTS.chunks,
    found.canister.chunkStore.hashes.map((hash) => ({ hash: fromHex(hash) })),
  );
}

interface ChunkedArgument extends Omit<InstallArgument, 'canister_id'> {
  readonly target_canister: Principal;
  readonly store_canister: [] | [Principal];
  readonly chunk_hashes_list: readonly { readonly hash: Uint8Array }[];
  readonly wasm_module_hash: Uint8Array;
}

export async function installChunkedCode(call: ManagementCall, argument: ChunkedArgument): Promise<CallResult> {
  const { target_canister: target, store_canister: store, chunk_hashes_list: list, wasm_module_hash: expected } = argument;
  const keeper = storeOf(call, store[0] ?? target, target);
  if ('errorCode' in keeper) return refused(keeper);
  if (expected.length !== 32) return refused(reject('IC0504', `Invalid wasm hash ${listed(expected)}`));
  const found = installable(call, target);
  if ('reject' in found) return refused(found.reject);
  const uploaded = await assemble(call, keeper, list, expected);
  // Each chunk counts as a whole one.
  return runInstallation(call, found.canister, { ...argument, canister_id: target }, { uploaded, instructions: list.length * WASM_CHUNK_BYTES });
}

/** The canister whose chunks are to be used, where the caller may use them. */
function storeOf(call: ManagementCall, id: Principal, target: Principal): CanisterState | Reject {
  const { world, caller } = call;
  const canister = world.find(id.toUint8Array());
  if (!canister) {
    const text = `InstallChunkedCode Error: Store canister ${id.toText()} was not found on subnet ${textOf(world.subnetId)} of target canister ${target.toText()}`;
    return reject('IC0301', text);
  }
  if (canister.text === textOf(caller) || isController(canister, caller)) return canister;
  return notController(canister, caller);
}

/** The module in one piece, or why there is none. */
async function assemble({ world }: ManagementCall, keeper: CanisterState, list: readonly { readonly hash: Uint8Array }[], expected: Uint8Array): Promise<Uint8Array | Reject> {
  const parts: Uint8Array[] = [];
  for (const { hash } of list) {
    if (hash.length !== 32) return refusals.chunkStore('Chunk hash is invalid. The length is not 32');
    const part = await keeper.chunkStore.read(world.host.store, keeper.key, toHex(hash));
    if (!part) return refusals.chunkStore(`Chunk hash ${listed(hash)} was not found`);
    parts.push(part);
  }
  const uploaded = concat(parts);
  const hash = sha256(uploaded);
  if (toHex(hash) === toHex(expected)) return uploaded;
  return refusals.chunkStore(`Wasm module hash ${listed(hash)} does not match given hash WasmHash(${listed(expected)})`);
}

/** Bytes as the production replica prints them. */
const listed = (bytes: Uint8Array): string => `[${bytes.join(', ')}]`;
