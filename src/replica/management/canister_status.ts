import type { Principal } from '@dfinity/principal';
import { equalBytes, fromHex } from '../../primitives/bytes.ts';
import { idleBurn } from '../cycles/account.ts';
import { memoryMetrics, memoryUsage } from '../cycles/memory-usage.ts';
import type { CallResult, LogRecord } from '../state/canister-state.ts';
import { usedLogBytes } from '../state/logs.ts';
import { RESULTS } from './idl.ts';
import { definiteSettings } from './settings.ts';
import { isVisible, notController, refuse, refused, reply, textOf, type ManagementCall } from './common.ts';

/** Interface Specification: "canister_status", "fetch_canister_logs". */

export function canisterStatus(call: ManagementCall, { canister_id: id }: { canister_id: Principal }): CallResult {
  const canister = call.world.find(id.toUint8Array());
  // Queries say it in other words.
  if (!canister) return refuse('IC0301', `Canister ${id.toText()} not found${call.origin.kind === 'task' ? '' : '.'}`);
  const { statusVisibility } = canister.settings;
  if (!equalBytes(canister.id, call.caller) && !isVisible(canister, statusVisibility, call.caller)) return refused(notController(canister, call.caller));
  const logBytes = usedLogBytes(canister);
  return reply(RESULTS.status, {
    status: { [canister.status.kind]: null },
    ready_for_migration: canister.status.kind === 'stopped' && canister.queue.length === 0,
    version: canister.version,
    settings: definiteSettings(canister),
    module_hash: canister.code ? [fromHex(canister.code.module.hash)] : [],
    memory_size: memoryUsage(canister) + logBytes,
    memory_metrics: { ...memoryMetrics(canister), log_memory_store_size: logBytes },
    cycles: canister.cycles,
    reserved_cycles: canister.reservedCycles,
    idle_cycles_burned_per_day: idleBurn(call.world, canister),
    query_stats: { num_calls_total: 0n, num_instructions_total: 0n, request_payload_bytes_total: 0n, response_payload_bytes_total: 0n },
  });
}

interface Range {
  readonly start: bigint;
  readonly end: bigint;
}

interface LogsArgument {
  readonly canister_id: Principal;
  readonly filter: readonly [] | readonly [{ readonly by_idx?: Range; readonly by_timestamp_nanos?: Range }];
}

export function fetchCanisterLogs(call: ManagementCall, { canister_id: id, filter: [filter] }: LogsArgument): CallResult {
  const canister = call.world.find(id.toUint8Array());
  if (!canister) return refuse('IC0301', `Canister ${id.toText()} not found`);
  if (!isVisible(canister, canister.settings.logVisibility, call.caller)) {
    return refuse('IC0406', `Caller ${textOf(call.caller)} is not allowed to access canister logs`);
  }
  const isWanted = ({ index, timestampNanos }: LogRecord): boolean => contains(filter?.by_idx, index) && contains(filter?.by_timestamp_nanos, timestampNanos);
  return reply(RESULTS.logs, {
    canister_log_records: canister.logs
      .filter(isWanted)
      .map(({ index, timestampNanos, content }) => ({ idx: index, timestamp_nanos: timestampNanos, content })),
  });
}

/** `end` is not part of the range. */
const contains = (range: Range | undefined, value: bigint): boolean => range === undefined || (range.start <= value && value < range.end);
