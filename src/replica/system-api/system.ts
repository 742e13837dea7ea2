import { equalBytes, utf8 } from '../../primitives/bytes.ts';
import { GuestTrap, documented, faults } from '../errors.ts';
import { MAX_CERTIFIED_DATA_BYTES, MAX_TRAP_MESSAGE_BYTES, SUBNET_NODES } from '../params.ts';
import { isReplicated, modeName } from './context.ts';
import { charge, executed, heapSize, readHeap, readPrincipal, writeHeap, type Execution } from './execution.ts';
import { contentLimit } from './log-delta.ts';
import { blob } from './message.ts';
import { ALL, ALL_AND_START, call, sizeIn, withoutMemory, type SystemCalls } from './table.ts';
import { lossyUtf8 } from './text.ts';

/** Interface Specification, "System API": canister and subnet, time, timers, certified data, performance counter, debugging. */

/** 2 · min(len, capacity) + 50 · min(len, room): making room and keeping the text, and handing it over. */
function chargeLog(execution: Execution, length: number): void {
  const { capacity, room } = execution.logs;
  charge(execution, 2 * Math.min(length, capacity) + 50 * Math.min(length, room));
}

function debugPrint(execution: Execution, src: number, size: number): undefined {
  chargeLog(execution, size);
  const inside = src + size <= heapSize(execution);
  // A record is cut to this anyway, and `size` may be gigabytes.
  const content = inside ? execution.heap?.read(src, Math.min(size, contentLimit(execution.logs.capacity))) : undefined;
  execution.logs.push(content ?? utf8('(debug_print message out of memory bounds)'));
  return undefined;
}

function trap(execution: Execution, src: number, size: number): never {
  chargeLog(execution, size);
  const bytes = execution.heap?.read(src, Math.min(size, MAX_TRAP_MESSAGE_BYTES));
  throw new GuestTrap(faults.calledTrap(bytes ? lossyUtf8(bytes) : '(trap message out of memory bounds)'));
}

function setCertifiedData(execution: Execution, src: number, size: number): undefined {
  if (size > MAX_CERTIFIED_DATA_BYTES) {
    const text = `ic0_certified_data_set failed because the passed data must be no larger than ${MAX_CERTIFIED_DATA_BYTES} bytes. Found ${size} bytes.`;
    const advice = documented('Try certifying just the hash of your data instead of the full contents.', 'certified_data_set-payload-too-large');
    throw new GuestTrap(faults.contract(text, advice));
  }
  if (!(src + size <= heapSize(execution))) {
    const found = `Found src = ${src} and size = ${size} while src + size must be <= ${heapSize(execution)}`;
    throw new GuestTrap(faults.toolchain(`ic0_certified_data_set failed because src + size is out of bounds. ${found}`));
  }
  execution.certifiedData = readHeap(execution, 'ic0.certified_data_set', src, size);
  return undefined;
}

function performanceCounter(execution: Execution, type: number): bigint {
  if (type === 0) return BigInt(executed(execution));
  if (type === 1) return BigInt(executed(execution) + execution.input.instructionsBefore);
  throw new GuestTrap(faults.contract(`Error getting performance counter type ${type >>> 0}`));
}

/** @throws GuestTrap where the certificate is absent. */
function certificate({ input }: Execution, name: string): Uint8Array {
  if (!input.dataCertificate) throw new GuestTrap(faults.wrongMode(`ic0_${name}`, modeName(input.context, input.task)));
  return input.dataCertificate;
}

function copyCertificate(execution: Execution, dst: number, offset: number, size: number): undefined {
  const bytes = certificate(execution, 'data_certificate_copy');
  const check = (what: string, start: number, limit: number): void => {
    if (start + size <= limit) return;
    const found = `Found ${what} = ${start} and size = ${size} while ${what} + size must be <= ${limit}`;
    throw new GuestTrap(faults.toolchain(`ic0_data_certificate_copy failed because ${what} + size is out of bounds. ${found}`));
  };
  check('offset', offset, bytes.length);
  check('dst', dst, heapSize(execution));
  writeHeap(execution, dst, bytes.subarray(offset, offset + size));
  return undefined;
}

export const systemCalls: SystemCalls = {
  ...blob('canister_self', 'id', ALL, ({ canister }) => canister.id),
  ...blob('subnet_self', 'id', ALL, ({ canister }) => canister.subnetId),
  subnet_self_node_count: call(ALL, '() -> i32', 500, () => Number(SUBNET_NODES)),
  ...blob('root_key', 'bytes', 'I G U RQ Ry Rt C T', ({ canister }) => canister.rootKey),
  canister_status: call(ALL, '() -> i32', 500, ({ canister }) => canister.status),
  canister_version: call(ALL, '() -> i64', 500, ({ canister }) => canister.version),
  is_controller: call(
    ALL_AND_START,
    '(I I) -> i32',
    1000,
    (execution, [src, size]) => {
      const principal = readPrincipal(execution, 'ic0.is_controller', src as number, size as number);
      return execution.canister.controllers.some((controller) => equalBytes(controller, principal)) ? 1 : 0;
    },
    sizeIn(1),
  ),
  in_replicated_execution: call(ALL_AND_START, '() -> i32', 500, ({ input }) => (isReplicated(input.context) ? 1 : 0)),
  time: call(ALL, '() -> i64', 500, ({ input }) => input.time),
  global_timer_set: call('I G U Ry Rt C T', '(i64) -> i64', 500, (execution, [time]) => {
    const previous = execution.globalTimer ?? execution.canister.globalTimer;
    execution.globalTimer = time as bigint;
    return previous;
  }),
  performance_counter: call(ALL_AND_START, '(i32) -> i64', 200, (execution, [type]) => performanceCounter(execution, type as number)),
  certified_data_set: call('I G U Ry Rt T', '(I I)', 500, (execution, [src, size]) => setCertifiedData(execution, src as number, size as number), sizeIn(1)),
  data_certificate_present: call(ALL, '() -> i32', 500, ({ input }) => (input.dataCertificate ? 1 : 0)),
  data_certificate_size: call('NRQ CQ', '() -> I', 500, (execution) => certificate(execution, 'data_certificate_size').length),
  data_certificate_copy: call(
    'NRQ CQ',
    '(I I I)',
    500,
    (execution, [dst, offset, size]) => copyCertificate(execution, dst as number, offset as number, size as number),
    sizeIn(2),
  ),
  debug_print: withoutMemory(call(ALL_AND_START, '(I I)', 100, (execution, [src, size]) => debugPrint(execution, src as number, size as number))),
  trap: withoutMemory(call(ALL_AND_START, '(I I)', 500, (execution, [src, size]) => trap(execution, src as number, size as number), sizeIn(1))),
};

