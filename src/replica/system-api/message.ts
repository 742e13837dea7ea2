import { utf8 } from '../../primitives/bytes.ts';
import { GuestTrap, documented, faults } from '../errors.ts';
import { MAX_REPLY_BYTES } from '../params.ts';
import { isReplicated } from './context.ts';
import { strictUtf8 } from './text.ts';
import { copyOut, readHeap, type Execution } from './execution.ts';
import { ALL, call, sizeIn, type SystemCall, type SystemCalls } from './table.ts';

/** Interface Specification, "System API": Entry points, "Responding" and "Ingress message inspection". */

const WITH_ARGUMENT = 'I U RQ NRQ CQ Ry CRy F';
const WITH_CALLER_INFO = 'U RQ NRQ CQ Ry Rt CRy CRt C CC F';
const RESPONDING = 'U RQ NRQ CQ Ry Rt CRy CRt';

const NOTHING = new Uint8Array();

type Contexts = Parameters<typeof call>[0];

/** The `NAME_copy` half of the blob idiom; `part` is what the replica's texts call the blob. */
export function blobCopy(name: string, part: string, contexts: Contexts, get: (execution: Execution) => Uint8Array): SystemCall {
  const run: SystemCall['run'] = (execution, [dst, offset, size]) => {
    copyOut(execution, name, part, get(execution), { dst: dst as number, offset: offset as number, size: size as number });
    return undefined;
  };
  return call(contexts, '(I I I)', 500, run, sizeIn(2));
}

/** The pair `NAME_size` and `NAME_copy` for a blob. */
export function blob(name: string, part: string, contexts: Contexts, get: (execution: Execution) => Uint8Array): SystemCalls {
  return {
    [`${name}_size`]: call(contexts, '() -> I', 500, (execution) => get(execution).length),
    [`${name}_copy`]: blobCopy(`${name}_copy`, part, contexts, get),
  };
}

const replyLimit = (execution: Execution): number => (isReplicated(execution.input.context) ? MAX_REPLY_BYTES.replicated : MAX_REPLY_BYTES.query);

const answered = (execution: Execution): boolean => execution.response !== undefined || execution.input.responded;

function appendReply(execution: Execution, src: number, size: number): void {
  if (answered(execution)) throw new GuestTrap(faults.toolchain('ic0.msg_reply_data_append: the call is already replied.'));
  const total = execution.reply.length + size;
  if (total > replyLimit(execution)) {
    const text = `ic0.msg_reply_data_append: application payload size (${total}) cannot be larger than ${replyLimit(execution)}.`;
    const advice = documented('Consider checking the response size and returning an error if it is too long.', 'msg_reply_data_append-payload-too-large');
    throw new GuestTrap(faults.contract(text, advice));
  }
  execution.reply.append(readHeap(execution, 'msg.reply', src, size));
}

function rejectCall(execution: Execution, src: number, size: number): void {
  if (answered(execution)) throw new GuestTrap(faults.toolchain('ic0.msg_reject: the call is already replied'));
  if (size > replyLimit(execution)) {
    const text = `ic0.msg_reject: application payload size (${size}) cannot be larger than ${replyLimit(execution)}.`;
    throw new GuestTrap(faults.contract(text, documented('Try truncating the error messages that are too long.', 'msg_reject-payload-too-large')));
  }
  const message = strictUtf8(readHeap(execution, 'ic0.msg_reject', src, size));
  if (message === undefined) throw new GuestTrap(faults.toolchain('ic0.msg_reject: invalid UTF-8 string provided'));
  execution.response = { kind: 'reject', message };
}

export const messageCalls: SystemCalls = {
  ...blob('msg_caller', 'id', ALL, ({ input }) => input.caller),
  ...blob('msg_caller_info_data', 'data', WITH_CALLER_INFO, ({ input }) => input.callerInfo?.data ?? NOTHING),
  ...blob('msg_caller_info_signer', 'signer', WITH_CALLER_INFO, ({ input }) => input.callerInfo?.signer ?? NOTHING),
  ...blob('msg_arg_data', 'payload', WITH_ARGUMENT, ({ input }) => input.arg),
  msg_reject_code: call('Ry Rt CRy CRt C', '() -> i32', 500, ({ input }) => input.rejectCode),
  ...blob('msg_reject_msg', 'msg', 'Rt CRt', ({ input }) => utf8(input.rejectMessage)),
  msg_deadline: call('U RQ NRQ CQ Ry Rt CRy CRt', '() -> i64', 500, ({ input }) => input.deadline),
  msg_reply_data_append: call(
    RESPONDING,
    '(I I)',
    500,
    (execution, [src, size]) => {
      appendReply(execution, src as number, size as number);
      return undefined;
    },
    sizeIn(1, 50),
  ),
  msg_reply: call(RESPONDING, '()', 500, (execution) => {
    if (answered(execution)) throw new GuestTrap(faults.toolchain('ic0.msg_reply: the call is already replied'));
    execution.response = { kind: 'reply', data: execution.reply.bytes() };
    return undefined;
  }),
  msg_reject: call(
    RESPONDING,
    '(I I)',
    500,
    (execution, [src, size]) => {
      rejectCall(execution, src as number, size as number);
      return undefined;
    },
    sizeIn(1, 50),
  ),
  ...blob('msg_method_name', 'payload', 'F', ({ input }) => utf8(input.methodName)),
  accept_message: call('F', '()', 500, (execution) => {
    if (execution.accepted) throw new GuestTrap(faults.toolchain('ic0.accept_message: the function was already called.'));
    execution.accepted = true;
    return undefined;
  }),
};
