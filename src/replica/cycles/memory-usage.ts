import { utf8 } from '../../primitives/bytes.ts';
import { GLOBAL_BYTES, MAX_CALL_PAYLOAD_BYTES, RESPONSE_MEMORY_BYTES } from '../params.ts';
import { heapBytes, type CanisterState, type Message } from '../state/canister-state.ts';
import { historyBytes } from '../state/history.ts';
import type { ModuleInfo } from '../wasm/module.ts';

/** What a canister occupies, and so pays for: rs/replicated_state/src/canister_state.rs, `memory_usage`. */

/** In bytes, named as in the result of `canister_status`. */
export interface MemoryMetrics {
  readonly wasm_memory_size: number;
  readonly stable_memory_size: number;
  readonly global_memory_size: number;
  readonly wasm_binary_size: number;
  readonly custom_sections_size: number;
  readonly canister_history_size: number;
  readonly wasm_chunk_store_size: number;
  readonly snapshots_size: number;
}

export function memoryMetrics(canister: CanisterState): MemoryMetrics {
  const { code } = canister;
  return {
    wasm_memory_size: heapBytes(code),
    stable_memory_size: canister.stable.size,
    // The counter of instructions is a global like the canister's own.
    global_memory_size: code ? GLOBAL_BYTES * (1 + code.module.mutableGlobals.length) : 0,
    wasm_binary_size: code ? code.uploaded.length : 0,
    custom_sections_size: code ? customSectionBytes(code.module) : 0,
    canister_history_size: historyBytes(canister.history),
    wasm_chunk_store_size: canister.chunkStore.bytes,
    snapshots_size: canister.snapshotsBytes,
  };
}

/** Bytes of all of it. */
export const memoryUsage = (canister: CanisterState): number =>
  (Object.values(memoryMetrics(canister)) as number[]).reduce((sum, bytes) => sum + bytes, 0);

const measured = new WeakMap<ModuleInfo, number>();

function customSectionBytes(module: ModuleInfo): number {
  const known = measured.get(module);
  if (known !== undefined) return known;
  let bytes = 0;
  for (const [name, { content }] of module.metadata) bytes += utf8(name).length + content.length;
  measured.set(module, bytes);
  return bytes;
}

/** Bytes of the records in which production keeps a request and a response, beside their payload. */
const REQUEST_BYTES = 176;
const RESPONSE_BYTES = 144;

/**
 * Bytes taken by messages: each request with a guaranteed response, sent or received, reserves the largest response until there is one;
 * what is best-effort counts while it waits.
 */
export function messageMemory(canister: CanisterState): number {
  let bytes = 0;
  for (const { deadline } of canister.callbacks.values()) if (deadline === 0n) bytes += RESPONSE_MEMORY_BYTES;
  for (const { origin, deadline, responded } of canister.callContexts.values()) {
    if (origin.kind === 'canister' && deadline === 0n && !responded) bytes += RESPONSE_MEMORY_BYTES;
  }
  for (const message of canister.queue) bytes += queued(canister, message);
  return bytes;
}

function queued(canister: CanisterState, message: Message): number {
  if (message.kind === 'request') {
    if (message.origin.kind !== 'canister') return 0;
    return message.deadline === 0n ? RESPONSE_MEMORY_BYTES : REQUEST_BYTES + utf8(message.method).length + message.payload.length;
  }
  const size = RESPONSE_BYTES + payloadBytes(message.result);
  // It takes the place of what was reserved for it.
  return canister.callbacks.get(message.callback)?.deadline === 0n ? size - RESPONSE_MEMORY_BYTES : size;
}

/** Bytes of a response as they are paid for: the reject code counts for one. */
export const payloadBytes = (result: (Message & { kind: 'response' })['result']): number =>
  result.kind === 'reply' ? result.data.length : 1 + utf8(result.reject.message).length;

/** More than any message counts for: a request of 10 MiB, or what two responses reserve. */
const LARGEST_MESSAGE_BYTES = MAX_CALL_PAYLOAD_BYTES + 2 * RESPONSE_MEMORY_BYTES;

/** No less than {@link messageMemory}, without looking at each message. */
export const messageMemoryBound = ({ callbacks, callContexts, queue }: CanisterState): number =>
  (callbacks.size + callContexts.size + queue.length) * LARGEST_MESSAGE_BYTES;
