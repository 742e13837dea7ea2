import { equalBytes, fromUtf8 } from '../../primitives/bytes.ts';
import { GuestTrap, faults } from '../errors.ts';
import { LOG_CAPACITY_BYTES, MAX_CERTIFIED_DATA_BYTES, MAX_TRAP_MESSAGE_BYTES } from '../params.ts';
import { isReplicated } from './context.ts';
import { charge, copyOut, executed, readHeap, type Execution } from './execution.ts';
import { blob } from './message.ts';
import { ALL, ALL_AND_START, call, sizeIn, type SystemCalls } from './table.ts';

/** Interface Specification, "System API": canister and subnet, time, timers, certified data, performance counter, debugging. */


/** 2 · min(len, capacity) + 50 · min(len, room): copying the text, and keeping it. */
function chargeLog(execution: Execution, length: number): void {
  charge(execution, 2 * Math.min(length, LOG_CAPACITY_BYTES) + 50 * Math.min(length, execution.logRoom));
}

function debugPrint(execution: Execution, src: number, size: number): undefined {
  chargeLog(execution, size);
  const bytes = execution.heap?.read(src, size);
  execution.logs.push(bytes ? fromUtf8(bytes) : '(debug_print message out of memory bounds)');
  execution.logRoom = Math.max(0, execution.logRoom - size);
  return undefined;
}

function trap(execution: Execution, src: number, size: number): never {
  chargeLog(execution, size);
  const bytes = readHeap(execution, 'trap', src, Math.min(size, MAX_TRAP_MESSAGE_BYTES));
  throw new GuestTrap(faults.calledTrap(fromUtf8(bytes)));
}

function setCertifiedData(execution: Execution, src: number, size: number): undefined {
  if (size > MAX_CERTIFIED_DATA_BYTES) {
    const text = `ic0_certified_data_set failed because the passed data must be no larger than ${MAX_CERTIFIED_DATA_BYTES} bytes. Found ${size} bytes.`;
    throw new GuestTrap(faults.contract(text, 'Try certifying just the hash of your data instead of the full contents.'));
  }
  execution.certifiedData = readHeap(execution, 'certified_data_set', src, size);
  return undefined;
}

function performanceCounter(execution: Execution, type: number): bigint {
  if (type === 0) return BigInt(executed(execution));
  if (type === 1) return BigInt(executed(execution) + execution.input.instructionsBefore);
  throw new GuestTrap(faults.contract(`Error getting performance counter type ${type}`));
}

/** @throws GuestTrap where the certificate is absent. */
function certificate({ input }: Execution): Uint8Array {
  if (!input.dataCertificate) throw new GuestTrap(faults.contract('Canister accessed a data certificate that is not present'));
  return input.dataCertificate;
}

export const systemCalls: SystemCalls = {
  ...Object.fromEntries(blob('canister_self', ALL, ({ canister }) => canister.id)),
  ...Object.fromEntries(blob('subnet_self', ALL, ({ canister }) => canister.subnetId)),
  ...Object.fromEntries(blob('root_key', 'I G U RQ Ry Rt C T', ({ canister }) => canister.rootKey)),
  canister_status: call(ALL, '() -> i32', 500, ({ canister }) => canister.status),
  canister_version: call(ALL, '() -> i64', 500, ({ canister }) => canister.version),
  is_controller: call(
    ALL_AND_START,
    '(I I) -> i32',
    1000,
    (execution, [src, size]) => {
      const principal = readHeap(execution, 'is_controller', src as number, size as number);
      if (principal.length > 29) throw new GuestTrap(faults.invalidPrincipal());
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
  data_certificate_size: call('NRQ CQ', '() -> I', 500, (execution) => certificate(execution).length),
  data_certificate_copy: call(
    'NRQ CQ',
    '(I I I)',
    500,
    (execution, [dst, offset, size]) => {
      copyOut(execution, 'data_certificate_copy', certificate(execution), dst as number, offset as number, size as number);
      return undefined;
    },
    sizeIn(2),
  ),
  env_var_count: call(ALL, '() -> I', 500, () => 0),
  debug_print: call(ALL_AND_START, '(I I)', 100, (execution, [src, size]) => debugPrint(execution, src as number, size as number)),
  trap: call(ALL_AND_START, '(I I)', 500, (execution, [src, size]) => trap(execution, src as number, size as number), sizeIn(1)),
};

