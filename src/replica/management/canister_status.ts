import { Principal } from '@dfinity/principal';
import { fromHex } from '../../primitives/bytes.ts';
import { heapBytes, type CallResult, type CanisterState } from '../state/canister-state.ts';
import { RESULTS } from './idl.ts';
import { controlled, isController, refuse, reply, textOf, type ManagementCall } from './common.ts';
import { reject } from '../errors.ts';

/** Interface Specification: "canister_status", "fetch_canister_logs". */

/** Sizes in bytes. Chunk store and snapshots do not exist here, so they are 0. */
function memoryMetrics(canister: CanisterState): Record<string, bigint> {
  const { code } = canister;
  const sections = [...(code?.module.metadata ?? [])].reduce((sum, [name, { content }]) => sum + name.length + content.length, 0);
  return {
    wasm_memory_size: BigInt(heapBytes(code)),
    stable_memory_size: BigInt(canister.stable.size),
    global_memory_size: BigInt(8 * (code?.module.mutableGlobals.length ?? 0)),
    wasm_binary_size: BigInt(code?.uploaded.length ?? 0),
    custom_sections_size: BigInt(sections),
    canister_history_size: 0n,
    wasm_chunk_store_size: 0n,
    snapshots_size: 0n,
  };
}

/** Cycles of a day of storage: 127,000 per GiB and second on 13 nodes. */
const idleBurn = (bytes: bigint): bigint => (bytes * 127_000n * 86_400n) / 1_073_741_824n;

export function canisterStatus(call: ManagementCall, { canister_id: id }: { canister_id: Principal }): CallResult {
  const self = call.world.find(call.caller);
  const found = self?.text === id.toText() ? { canister: self } : controlled(call, id);
  if ('reject' in found) return { kind: 'reject', reject: found.reject };
  const { canister } = found;
  const metrics = memoryMetrics(canister);
  const total = Object.values(metrics).reduce((sum, value) => sum + value, 0n);
  const { settings } = canister;
  return reply(RESULTS.status, {
    status: { [canister.status.kind]: null },
    version: canister.version,
    settings: {
      controllers: canister.controllers.map((controller) => Principal.fromUint8Array(controller)),
      compute_allocation: settings.computeAllocation,
      memory_allocation: settings.memoryAllocation,
      freezing_threshold: settings.freezingThreshold,
      reserved_cycles_limit: settings.reservedCyclesLimit,
      log_visibility: { [settings.logVisibility]: null },
      wasm_memory_limit: settings.wasmMemoryLimit,
      wasm_memory_threshold: settings.wasmMemoryThreshold,
    },
    module_hash: canister.code ? [fromHex(canister.code.module.hash)] : [],
    memory_size: total,
    memory_metrics: metrics,
    cycles: canister.cycles,
    reserved_cycles: 0n,
    idle_cycles_burned_per_day: idleBurn(total),
    query_stats: { num_calls_total: 0n, num_instructions_total: 0n, request_payload_bytes_total: 0n, response_payload_bytes_total: 0n },
  });
}

export function fetchCanisterLogs(call: ManagementCall, { canister_id: id }: { canister_id: Principal }): CallResult {
  const canister = call.world.find(id.toUint8Array());
  if (!canister) return { kind: 'reject', reject: reject('IC0301', `Canister ${id.toText()} not found`) };
  if (canister.settings.logVisibility !== 'public' && !isController(canister, call.caller)) {
    return refuse('IC0406', `Caller ${textOf(call.caller)} is not allowed to access canister logs`);
  }
  return reply(RESULTS.logs, {
    canister_log_records: canister.logs.map(({ index, timestampNanos, content }) => ({ idx: index, timestamp_nanos: timestampNanos, content })),
  });
}
