import { concat, equalBytes, fromUtf8 } from '../../primitives/bytes.ts';
import { GuestTrap, faults } from '../errors.ts';
import { MAX_CALL_PAYLOAD_BYTES, MAX_METHOD_NAME_BYTES } from '../params.ts';
import { reservedForCall } from './cost.ts';
import { charge, readHeap, type CallBuilder, type Execution } from './execution.ts';
import { call, sizeIn, type Argument, type SystemCalls } from './table.ts';

/** Interface Specification, "Inter-canister method calls". */

const CALLING = 'U CQ Ry Rt CRy CRt T';
/** Numerically SYS_TRANSIENT: the call could not be enqueued. */
const CALL_REFUSED = 2;

function building(execution: Execution, name: string): CallBuilder {
  if (!execution.building) throw new GuestTrap(faults.toolchain(`ic0.${name} called when no call is under construction.`));
  return execution.building;
}

function dropBuilding(execution: Execution): void {
  if (execution.building) execution.balance += execution.building.amount;
  execution.building = undefined;
}

function callNew(execution: Execution, args: Argument[]): undefined {
  const [calleeSrc, calleeSize, nameSrc, nameSize, replyFun, replyEnv, rejectFun, rejectEnv] = args as number[] as [
    number, number, number, number, number, number, number, number,
  ];
  charge(execution, nameSize);
  dropBuilding(execution);
  if (nameSize > MAX_METHOD_NAME_BYTES) {
    throw new GuestTrap(faults.contract(`ic0.call_new: Method name size ${nameSize} exceeds the maximum of ${MAX_METHOD_NAME_BYTES} bytes.`));
  }
  const callee = readHeap(execution, 'call_new', calleeSrc, calleeSize);
  if (callee.length > 29) throw new GuestTrap(faults.invalidPrincipal());
  execution.building = {
    callee,
    method: fromUtf8(readHeap(execution, 'call_new', nameSrc, nameSize)),
    payload: [],
    payloadBytes: nameSize,
    amount: 0n,
    reply: { fun: BigInt(replyFun), env: BigInt(replyEnv) },
    reject: { fun: BigInt(rejectFun), env: BigInt(rejectEnv) },
    cleanup: undefined,
    timeoutSeconds: undefined,
  };
  return undefined;
}

function addCycles(execution: Execution, name: string, amount: bigint): undefined {
  const builder = building(execution, name);
  if (amount > execution.balance) throw new GuestTrap(faults.outOfCycles(`Canister is out of cycles: it has ${execution.balance} cycles and tried to send ${amount}`));
  execution.balance -= amount;
  builder.amount += amount;
  return undefined;
}

function callPerform(execution: Execution): number {
  const builder = building(execution, 'call_perform');
  const payload = concat(builder.payload);
  const reserved = reservedForCall(execution.wordSize, builder.payloadBytes);
  const waiting = execution.calls.filter((other) => equalBytes(other.callee, builder.callee)).length;
  if (execution.balance < reserved || execution.canister.queueRoom(builder.callee) <= waiting) {
    dropBuilding(execution);
    return CALL_REFUSED;
  }
  execution.balance -= reserved;
  execution.calls.push({
    callee: builder.callee,
    method: builder.method,
    payload,
    amount: builder.amount,
    callback: { reply: builder.reply, reject: builder.reject, cleanup: builder.cleanup },
    timeoutSeconds: builder.timeoutSeconds,
  });
  execution.building = undefined;
  return 0;
}

export const callCalls: SystemCalls = {
  call_new: {
    ...call(CALLING, '(I I I I I I I I)', 1500, callNew),
    perByte: { argument: 1, weight: 1 },
  },
  call_on_cleanup: call(CALLING, '(I I)', 500, (execution, [fun, env]) => {
    const builder = building(execution, 'call_on_cleanup');
    if (builder.cleanup) throw new GuestTrap(faults.toolchain('ic0.call_on_cleanup can be called at most once between `ic0.call_new` and `ic0.call_perform`'));
    builder.cleanup = { fun: BigInt(fun as number), env: BigInt(env as number) };
    return undefined;
  }),
  call_data_append: call(
    CALLING,
    '(I I)',
    500,
    (execution, [src, size]) => {
      const builder = building(execution, 'call_data_append');
      if (builder.payloadBytes + (size as number) > MAX_CALL_PAYLOAD_BYTES) {
        const text = `ic0.call_data_append: Payload to ${builder.method} exceeds the maximum of ${MAX_CALL_PAYLOAD_BYTES} bytes.`;
        throw new GuestTrap(faults.contract(text));
      }
      builder.payload.push(readHeap(execution, 'call_data_append', src as number, size as number));
      builder.payloadBytes += size as number;
      return undefined;
    },
    sizeIn(1, 50),
  ),
  call_with_best_effort_response: call(CALLING, '(i32)', 500, (execution, [seconds]) => {
    const builder = building(execution, 'call_with_best_effort_response');
    if (builder.timeoutSeconds !== undefined) {
      throw new GuestTrap(faults.toolchain('ic0.call_with_best_effort_response can be called at most once between `ic0.call_new` and `ic0.call_perform`'));
    }
    builder.timeoutSeconds = (seconds as number) >>> 0;
    return undefined;
  }),
  call_cycles_add: call('U Ry Rt T', '(i64)', 500, (execution, [amount]) => addCycles(execution, 'call_cycles_add', amount as bigint)),
  call_cycles_add128: call('U Ry Rt T', '(i64 i64)', 500, (execution, [high, low]) =>
    addCycles(execution, 'call_cycles_add128', ((high as bigint) << 64n) | (low as bigint)),
  ),
  call_perform: call(CALLING, '() -> i32', 5000, callPerform),
};
