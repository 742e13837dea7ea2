import { Principal } from '@dfinity/principal';
import { equalBytes, utf8 } from '../../primitives/bytes.ts';
import { GuestTrap, documented, faults } from '../errors.ts';
import { MAX_CALL_PAYLOAD_BYTES, MAX_CALL_TIMEOUT_SECONDS, MAX_METHOD_NAME_BYTES } from '../params.ts';
import { canSpend, reservedMemory } from './account.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { reservedForCall } from './cost.ts';
import { readHeap, readPrincipal, type CallBuilder, type Execution } from './execution.ts';
import { call, sizeIn, type Argument, type SystemCalls } from './table.ts';
import { lossyUtf8 } from './text.ts';

/** Interface Specification, "Inter-canister method calls". */

const CALLING = 'U CQ Ry Rt CRy CRt T';
/** Numerically SYS_TRANSIENT: the call could not be enqueued. */
const CALL_REFUSED = 2;
const MAX_TABLE_INDEX = 0xffff_ffffn;

/** `api` is the import as the replica's text spells it, `ic0.call_perform` or `ic0_call_cycles_add`. */
function building(execution: Execution, api: string): CallBuilder {
  if (!execution.building) throw new GuestTrap(faults.toolchain(`${api} called when no call is under construction.`));
  return execution.building;
}

function dropBuilding(execution: Execution): void {
  if (execution.building) execution.balance += execution.building.amount;
  execution.building = undefined;
}

/** Table indices are 32 bits wide; what is beyond cannot exist. */
const tableIndex = (fun: unknown): bigint => ((fun as bigint) > MAX_TABLE_INDEX ? MAX_TABLE_INDEX : (fun as bigint));

function callNew(execution: Execution, args: Argument[]): undefined {
  const [calleeSrc, calleeSize, nameSrc, nameSize, replyFun, replyEnv, rejectFun, rejectEnv] = args;
  dropBuilding(execution);
  if ((nameSize as number) > MAX_METHOD_NAME_BYTES) {
    const text = `Size of method_name ${nameSize} exceeds the allowed limit of ${MAX_METHOD_NAME_BYTES}.`;
    const advice = documented('Size of method_name {} exceeds the allowed limit of {}.', 'canister-made-a-call-with-too-large-method-name');
    throw new GuestTrap(faults.contract(text, advice));
  }
  const name = readHeap(execution, 'ic0.call_new method_name', nameSrc as number, nameSize as number);
  const callee = readPrincipal(execution, 'ic0.call_new callee_src', calleeSrc as number, calleeSize as number);
  const method = lossyUtf8(name);
  execution.building = {
    callee,
    method,
    payload: new ByteBuffer(),
    payloadBytes: utf8(method).length,
    amount: 0n,
    reply: { fun: tableIndex(replyFun), env: replyEnv as bigint },
    reject: { fun: tableIndex(rejectFun), env: rejectEnv as bigint },
    cleanup: undefined,
    timeoutSeconds: undefined,
  };
  return undefined;
}

function appendData(execution: Execution, src: number, size: number): void {
  const builder = building(execution, 'ic0.call_data_append');
  const total = builder.payloadBytes + size;
  if (total > MAX_CALL_PAYLOAD_BYTES) {
    const to = `${Principal.fromUint8Array(builder.callee).toText()}:${builder.method}`;
    const text = `Request to ${to} has a payload size of ${total}, which exceeds the allowed limit of ${MAX_CALL_PAYLOAD_BYTES}.`;
    const advice = documented('Check the canister for errors or redesign the target API to allow shorter messages', 'canister-made-a-call-with-too-large-payload');
    throw new GuestTrap(faults.contract(text, advice));
  }
  builder.payload.append(readHeap(execution, 'ic0.call_data_append', src, size));
  builder.payloadBytes = total;
}

function addCycles(execution: Execution, name: string, amount: bigint): undefined {
  const builder = building(execution, `ic0_${name}`);
  if (!canSpend(execution, amount)) throw new GuestTrap(faults.outOfCycles(`Canister ${execution.account.canister} is out of cycles`));
  execution.balance -= amount;
  builder.amount += amount;
  return undefined;
}

function limitWait(execution: Execution, seconds: number): void {
  const builder = building(execution, 'ic0.call_with_best_effort_response');
  if (builder.timeoutSeconds !== undefined) {
    throw new GuestTrap(faults.toolchain('ic0_call_with_best_effort_response failed because a timeout is already set.'));
  }
  builder.timeoutSeconds = Math.min(seconds >>> 0, MAX_CALL_TIMEOUT_SECONDS);
}

function callPerform(execution: Execution): number {
  const builder = building(execution, 'ic0.call_perform');
  const payload = builder.payload.bytes();
  const reserved = reservedForCall(execution.account.schedule, execution.wordSize, builder.payloadBytes);
  const waiting = execution.calls.filter((other) => equalBytes(other.callee, builder.callee)).length;
  if (!canSpend(execution, reserved, reservedMemory(builder)) || execution.canister.queueRoom(builder.callee) <= waiting) {
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
  call_new: call(CALLING, '(I I I I E E E E)', 1500, callNew, { arguments: [1, 3], weight: 1 }),
  call_on_cleanup: call(CALLING, '(E E)', 500, (execution, [fun, env]) => {
    const builder = building(execution, 'ic0.call_on_cleanup');
    if (builder.cleanup) throw new GuestTrap(faults.toolchain('ic0.call_on_cleanup can be called at most once between `ic0.call_new` and `ic0.call_perform`'));
    builder.cleanup = { fun: tableIndex(fun), env: env as bigint };
    return undefined;
  }),
  call_data_append: call(
    CALLING,
    '(I I)',
    500,
    (execution, [src, size]) => {
      appendData(execution, src as number, size as number);
      return undefined;
    },
    sizeIn(1, 50),
  ),
  call_with_best_effort_response: call(CALLING, '(i32)', 500, (execution, [seconds]) => {
    limitWait(execution, seconds as number);
    return undefined;
  }),
  call_cycles_add: call('U Ry Rt T', '(i64)', 500, (execution, [amount]) => addCycles(execution, 'call_cycles_add', amount as bigint)),
  call_cycles_add128: call('U Ry Rt T', '(i64 i64)', 500, (execution, [high, low]) =>
    addCycles(execution, 'call_cycles_add128', ((high as bigint) << 64n) | (low as bigint)),
  ),
  call_perform: call(CALLING, '() -> i32', 5000, callPerform),
};
