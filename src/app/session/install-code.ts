import { sha256 } from '@noble/hashes/sha2';
import type { Answer, CanisterCalls } from './canister-calls.ts';
import { OWNER } from './callers.ts';
import {
  encodeChunkedInstall,
  encodeInstall,
  encodeTarget,
  encodeUpload,
  type InstallMode,
  MANAGEMENT_CANISTER,
  type RequestedMode,
  type WasmMemoryPersistence,
} from './management.ts';

export interface InstallRequest {
  readonly canisterId: string;
  readonly wasm: Uint8Array;
  readonly mode: InstallMode;
  readonly persistence: WasmMemoryPersistence;
  /** Leaves out `canister_pre_upgrade` of the old code. */
  readonly skipPreUpgrade?: boolean | undefined;
  /** What `init` or `post_upgrade` is given; Candid's `()` where it is absent. */
  readonly argument: Uint8Array | undefined;
}

/** A message may have 2 MiB; some of it is its envelope. */
const MAX_MODULE_IN_MESSAGE = 1_950_000;
const CHUNK_BYTES = 1_048_576;

/** Installs code as `dfx` does: in one message, or, where the module does not fit into one, by way of the canister's chunk store. */
export function installCode(calls: CanisterCalls, request: InstallRequest): Promise<Answer> {
  const { canisterId, wasm, argument } = request;
  if (wasm.length > MAX_MODULE_IN_MESSAGE) return installChunked(calls, request);
  return manage(calls, canisterId, 'install_code', encodeInstall(canisterId, wasm, modeOf(request), request.persistence, argument));
}

const manage = (calls: CanisterCalls, canisterId: string, method: string, arg: Uint8Array): Promise<Answer> =>
  calls.update(OWNER, { canisterId: MANAGEMENT_CANISTER, method, arg, effectiveCanisterId: canisterId });

/** The mode with what belongs to it. */
const modeOf = ({ mode, skipPreUpgrade }: InstallRequest): RequestedMode => (mode === 'upgrade' && skipPreUpgrade ? 'upgrade without pre_upgrade' : mode);

async function installChunked(calls: CanisterCalls, request: InstallRequest): Promise<Answer> {
  const { canisterId, wasm, persistence, argument } = request;
  const cleared = await manage(calls, canisterId, 'clear_chunk_store', encodeTarget(canisterId));
  if (!cleared.ok) return cleared;
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < wasm.length; at += CHUNK_BYTES) {
    const chunk = wasm.subarray(at, at + CHUNK_BYTES);
    const stored = await manage(calls, canisterId, 'upload_chunk', encodeUpload(canisterId, chunk));
    if (!stored.ok) return stored;
    chunks.push(sha256(chunk));
  }
  const installed = await manage(calls, canisterId, 'install_chunked_code', encodeChunkedInstall(canisterId, { chunks, hash: sha256(wasm) }, modeOf(request), persistence, argument));
  // The chunks have done their work; what they cost to keep is not the project's wish.
  await manage(calls, canisterId, 'clear_chunk_store', encodeTarget(canisterId));
  return installed;
}
